"""The schemas with which editors check the content."""

import re
import shutil
from pathlib import Path

import jsonschema
import pytest
import yaml

from generator.disk.schemas import make_schemas, write_schemas
from generator.errors import PlaybookError
from tests.conftest import HUT, OFFBOARDING, copy_playbook
from tests.invariants.editor import EditorLoader
from tests.running import Run


def test_an_editor_marks_a_typo() -> None:
    schema = yaml.safe_load(make_schemas()["phase.json"])
    data = yaml.load((OFFBOARDING / "content/phases/farewell.yml").read_text(), Loader=EditorLoader)
    data["steps"][0]["acountable"] = data["steps"][0].pop("accountable")
    messages = [error.message for error in jsonschema.Draft7Validator(schema).iter_errors(data)]
    assert any("acountable" in message for message in messages)
    assert any("'accountable' is a required property" in message for message in messages)


def test_a_schema_that_is_no_text_is_written_anew(tmp_path: Path) -> None:
    folder = copy_playbook(HUT, tmp_path / "hut")
    schema = folder / "content" / ".schema" / "phase.json"
    write_schemas(folder)
    schema.write_bytes(b"\xff")
    assert write_schemas(folder) == [schema]
    assert schema.read_text(encoding="utf-8") == make_schemas()["phase.json"]
    assert not write_schemas(folder)


def test_a_schema_that_cannot_be_read_gets_a_message(tmp_path: Path) -> None:
    folder = copy_playbook(HUT, tmp_path / "hut")
    schema = folder / "content" / ".schema" / "phase.json"
    write_schemas(folder)
    schema.unlink()
    schema.mkdir()
    message = f"{schema}: can't be written (Is a directory); it hasn't changed"
    with pytest.raises(PlaybookError, match=re.escape(message)):
        write_schemas(folder)


def test_schema_writes_what_is_not_current(run: Run, hut_copy: Path) -> None:
    shutil.rmtree(hut_copy / "content" / ".schema", ignore_errors=True)
    first, second = run("schema", folder=hut_copy), run("schema", folder=hut_copy)
    assert first.out.count(" is written.") == 14
    assert second.out == "All schemas are current.\n"
