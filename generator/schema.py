"""JSON Schemas, so that an editor with a YAML language server completes and checks the content."""

import json
from pathlib import Path

from pydantic import BaseModel

from generator.case_file import CaseFile
from generator.load import FILES, FOLDERS
from generator.plan_file import PlanFile

_OWN_NAME = {"lessons": "lesson", "phases": "phase", "emails": "email"}


def make_schemas() -> dict[str, str]:
    """Give the text of each schema by its file name, such as `phase.json`."""
    models: dict[str, type[BaseModel]] = {Path(name).stem: model for name, model in FILES.items()}
    models["case"] = CaseFile
    models["plan"] = PlanFile
    models |= {_OWN_NAME[folder]: model for folder, model in FOLDERS.items()}
    return {f"{name}.json": _write_schema(model) for name, model in models.items()}


def _write_schema(model: type[BaseModel]) -> str:
    """Give the schema of a file that people write, or of the plan that is written for programs."""
    schema = model.model_json_schema(by_alias=True, mode="serialization" if model is PlanFile else "validation")
    if model in FOLDERS.values():
        del schema["properties"]["id"]  # the file's name is the id
        schema["required"].remove("id")
    schema["$schema"] = "http://json-schema.org/draft-07/schema#"
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"
