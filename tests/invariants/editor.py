"""Content as an editor sees it that checks it against the schemas while one types."""

import re
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import yaml

from generator.disk.schemas import make_schemas
from generator.load.folder import FILES, FOLDERS
from tests.conftest import Which


class EditorLoader(yaml.SafeLoader):
    """Reads plain words as YAML 1.2 does, which is what the YAML language server shows."""


EditorLoader.yaml_implicit_resolvers = {}
EditorLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(true|false)$"), list("tf"))
EditorLoader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile("^-?[0-9]+$"), list("-0123456789"))


def list_content(folder: Path) -> Iterator[tuple[Path, str]]:
    for name in FILES:
        if (folder / "content" / name).exists():
            yield folder / "content" / name, f"{Path(name).stem}.json"
    for kind in FOLDERS:
        for file in sorted((folder / "content" / kind).glob("*.yml")):
            yield file, f"{kind.removesuffix('s')}.json"


def test_content_is_valid_for_an_editor(which: Which) -> None:
    schemas = {name: yaml.safe_load(text) for name, text in make_schemas().items()}
    for file, schema in list_content(which[0]):
        data = yaml.load(file.read_text(encoding="utf-8"), Loader=EditorLoader)
        jsonschema.validate(data, schemas[schema], cls=jsonschema.Draft7Validator)
