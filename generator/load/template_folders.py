"""Where templates and words come from: those that are shipped, and a playbook's own, which take precedence."""

import os
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

from generator.errors import ContentError, Problem
from generator.load.source import list_texts
from generator.load.strays import MKDOCS
from generator.load.text import SourceError, read_text

SHIPPED = next(
    folder
    for folder in (Path(__file__).parent.parent / "templates", Path(__file__).parent.parent.parent / "templates")
    if folder.is_dir()
)


def find_own(folder: Path) -> Path | None:
    """Return the playbook's own folder of templates, if it has one; raises ContentError where it cannot be read."""
    own = folder / "templates"
    if not os.path.lexists(own) or os.path.realpath(own) == os.path.realpath(SHIPPED):
        return None
    if not own.is_dir():
        raise _refuse(own, "isn't a folder; rename it, because this name is for templates")
    if not os.access(own, os.R_OK | os.X_OK):
        raise _refuse(own, "can't be read (no permission); change its permissions")
    for file in sorted(own.rglob("*")):
        if file.is_symlink() and not (file.exists() and file.resolve().is_relative_to(own.resolve())):
            raise _refuse(file, "is a link that leads out of the templates folder; put the file itself there")
    return own


def _refuse(own: Path, message: str) -> ContentError:
    return ContentError([Problem(str(own), 0, 0, message)])


def list_template_folders(folder: Path) -> list[Path]:
    """List the folders of templates of a playbook, those that go before others first."""
    own = find_own(folder)
    return [SHIPPED] if own is None else [own, SHIPPED]


def list_languages(own: Path) -> set[str]:
    """List the languages of the theme that a playbook with templates of its own uses; none where it has another."""
    material = find_spec("material")  # which is found and not imported
    try:
        named = [*list_texts(read_text(own.parent / MKDOCS, name=MKDOCS))]
    except SourceError:  # whoever builds says what is wrong with it
        return set()
    if "material" not in named or material is None:
        return set()
    themes = [Path(place) / "templates" for place in material.submodule_search_locations or ()]
    return find_languages([own / "theme", *themes])


def find_languages(themes: Iterable[Path]) -> set[str]:
    """List the languages that the folders of a theme know."""
    return {file.stem for theme in themes for file in theme.glob("partials/languages/*.html")}


def list_theme_folders(folder: Path) -> list[Path]:
    """List the folders with templates of MkDocs' pages, those that go before others first."""
    return [place / "theme" for place in list_template_folders(folder) if (place / "theme").is_dir()]
