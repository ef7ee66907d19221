"""The content as an editor sees it: valid by the schemas that lie beside it, and each file names its own."""

from generator.disk.schemas import make_schemas
from tests.conftest import ROOT
from tests.invariants.editor import *


def test_committed_schemas_are_current() -> None:
    folder = ROOT / "content" / ".schema"
    assert {file.name: file.read_text(encoding="utf-8") for file in folder.iterdir()} == make_schemas()


def test_every_content_file_names_its_schema() -> None:
    for file, schema in list_content(ROOT):
        up = "" if file.parent.name == "content" else "../"
        first = file.read_text(encoding="utf-8").partition("\n")[0]
        assert first == f"# yaml-language-server: $schema={up}.schema/{schema}", file
