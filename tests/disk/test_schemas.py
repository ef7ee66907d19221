"""The schemas with which editors check the content."""

import jsonschema
import yaml

from generator.disk.schemas import make_schemas
from tests.conftest import OFFBOARDING
from tests.invariants.editor import EditorLoader


def test_an_editor_marks_a_typo() -> None:
    schema = yaml.safe_load(make_schemas()["phase.json"])
    data = yaml.load((OFFBOARDING / "content/phases/farewell.yml").read_text(), Loader=EditorLoader)
    data["steps"][0]["acountable"] = data["steps"][0].pop("accountable")
    messages = [error.message for error in jsonschema.Draft7Validator(schema).iter_errors(data)]
    assert any("acountable" in message for message in messages)
    assert any("'accountable' is a required property" in message for message in messages)
