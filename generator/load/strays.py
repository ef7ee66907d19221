"""What is in the content folder without being a playbook file: named by `playbook check`, published by nobody."""

import os
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from generator.errors import Problem
from generator.load.folder import FILES, FOLDERS, find_content
from generator.load.source import list_texts
from generator.load.text import SourceError, read_text

MKDOCS = "mkdocs.yml"
_LEFT_BEHIND = ("~", ".bak", ".orig", ".rej", ".swo", ".swp", ".tmp")
"""How the names of files end that editors and other tools leave behind."""
_OWN = (".schema", ".git")
"""How hidden names begin that may be there: our schemas, and what git is told."""


def list_assets(folder: Path) -> list[str]:
    """List the files of a playbook's content folder that its mkdocs.yml names, such as a logo, by their names there."""
    content = find_content(folder)
    named = {text for texts in _read_configs(folder / MKDOCS) for text in texts}
    return sorted({Path(name).as_posix() for name in named if _is_asset(name, content)})


def _read_configs(config: Path) -> Iterator[list[str]]:
    """List the texts of a configuration, and of those that it inherits from."""
    read: list[Path] = []
    while config not in read:
        read.append(config)
        try:
            texts = [*list_texts(read_text(config, name=config.as_posix()))]
        except SourceError:  # whoever builds says what is wrong with it
            return
        yield texts
        parent = next((text for key, text in pairwise(texts) if key == "INHERIT"), "")
        config = config.parent / parent


def find_strays(folder: Path) -> list[Problem]:
    """Find everything in a playbook's content folder that is neither read nor published."""
    content = find_content(folder)
    known = {*FILES, *FOLDERS, *list_assets(folder)}
    entries = (name for name in _list_entries(content) if name not in known)
    found = ((name, _explain(content / name, content)) for name in entries)
    return [Problem((content / name).as_posix(), 0, 0, message) for name, message in found if message]


def _list_entries(content: Path) -> Iterator[str]:
    """List files by their names in the content folder, and folders that are hidden or links as what they are."""
    for place, folders, files in os.walk(content):
        inside = Path(place).relative_to(content)
        closed = [name for name in folders if name.startswith(".") or (Path(place) / name).is_symlink()]
        folders[:] = sorted({*folders} - {*closed})
        yield from ((inside / name).as_posix() for name in sorted([*files, *closed]) if not name.startswith(_OWN))


def _is_asset(name: str, content: Path) -> bool:
    path = Path(name)
    is_plain = not path.is_absolute() and ".." not in path.parts and "\0" not in name
    return is_plain and path.suffix not in (".yml", ".md") and _is_inside(content / path, content)


def _explain(file: Path, content: Path) -> str | None:
    """Return what is wrong with a file that is there; None for one that is read, or refused where it is read."""
    name = file.name
    if name.endswith(_LEFT_BEHIND) or name.startswith((".#", "#")):
        return "is left over from an editor; delete it"
    if name.startswith("."):
        return f"is a hidden file that nothing reads; delete it, or move it out of '{content.name}/'"
    if file.suffix in (".yml", ".yaml"):
        return None
    if not _is_inside(file, content):
        return "is a link or a pipe, which nothing reads; delete it"
    advice = "name it in mkdocs.yml, or move it to 'templates/theme/', whose files are published"
    return f"isn't a playbook file, so it isn't published; {advice}"


def _is_inside(file: Path, content: Path) -> bool:
    """Whether a file is one, and in the folder, wherever links may lead."""
    try:
        is_file = file.is_file()
    except OSError:  # a name too long for one
        return False
    return is_file and Path(os.path.realpath(file)).is_relative_to(os.path.realpath(content))
