"""Imports run one way, down the floors that the README lists; third-party renderers are imported once."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.conftest import ROOT

CODE = ROOT / "generator"


def read_floors() -> dict[str, int]:
    """Give the floor of each module, from the table in the README."""
    floors: dict[str, int] = {}
    for line in (ROOT / "README.md").read_text(encoding="utf-8").splitlines():
        if row := re.match(r"\| (\d) \| (.*?) \|", line):
            for name in re.findall(r"`([a-z_]+)(?:\.py|/)`", row.group(2)):
                floors[name] = int(row.group(1))
    return floors


def list_imports(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def list_modules() -> Iterator[tuple[str, Path]]:
    for file in CODE.rglob("*.py"):
        if file.name not in ("__init__.py", "__main__.py") or file.parent != CODE:
            yield file.relative_to(CODE).parts[0].removesuffix(".py"), file


def test_every_module_has_a_floor() -> None:
    assert {name for name, _ in list_modules()} == set(read_floors())


def test_imports_run_down() -> None:
    floors = read_floors()
    upward = [
        f"{file.relative_to(ROOT)} imports {imported}"
        for name, file in list_modules()
        for imported in list_imports(file)
        if imported.startswith("generator.") and floors[imported.split(".")[1]] > floors[name]
    ]
    assert upward == []


def test_the_core_does_not_depend_on_mkdocs_or_jinja() -> None:
    allowed = {
        "mkdocs": {"plugin", "build", "rebuild"},
        "jinja2": {"render", "rebuild"},
        "yaml": {"source", "render", "build"},
        "holidays": {"holidays"},
        "icalendar": {"calendar_file"},
        "rich": {"terminal"},
    }
    found = [
        f"{file.relative_to(ROOT)} imports {imported}"
        for name, file in list_modules()
        for imported in list_imports(file)
        if name not in allowed.get(imported.split(".")[0], {name})
    ]
    assert found == []
