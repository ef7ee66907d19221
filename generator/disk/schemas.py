"""The JSON Schemas with which editors check the content."""

import json
from pathlib import Path

from pydantic import BaseModel

from generator.disk.files import explain_failure, replace_file
from generator.load.folder import FILES, FOLDERS, find_content
from generator.packet.plan_json import PlanFile
from generator.playbook.case_file import CaseFile


def write_schemas(folder: Path) -> list[Path]:
    """Write the JSON Schemas that editors use beside the content; returns those that have changed.

    Raises PlaybookError for one that cannot be read or written.
    """
    changed = []
    schemas = find_content(folder) / ".schema"
    for name, text in make_schemas().items():
        file = schemas / name
        with explain_failure(file):
            current = file.is_file() and file.read_bytes() == text.encode()
        if not current:
            replace_file(file, text)
            changed.append(file)
    return changed


_OWN_NAME = {"lessons": "lesson", "phases": "phase", "emails": "email"}


def make_schemas() -> dict[str, str]:
    """Return the text of each schema by its file name, such as `phase.json`."""
    models: dict[str, type[BaseModel]] = {Path(name).stem: model for name, model in FILES.items()}
    models["case"] = CaseFile
    models["plan"] = PlanFile
    models |= {_OWN_NAME[folder]: model for folder, model in FOLDERS.items()}
    return {f"{name}.json": _write_schema(model) for name, model in models.items()}


def _write_schema(model: type[BaseModel]) -> str:
    """Return the schema of a file that people write, or of the plan that is written for programs."""
    schema = model.model_json_schema(by_alias=True, mode="serialization" if model is PlanFile else "validation")
    if model in FOLDERS.values():
        del schema["properties"]["id"]  # the file's name is the id
        schema["required"].remove("id")
    schema["$schema"] = "http://json-schema.org/draft-07/schema#"
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"
