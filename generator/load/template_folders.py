"""Where templates and words come from: those that are shipped, and a playbook's own, which take precedence."""

import os
from pathlib import Path

from generator.errors import ContentError, Problem

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


def list_theme_folders(folder: Path) -> list[Path]:
    """List the folders with templates of MkDocs' pages, those that go before others first."""
    return [place / "theme" for place in list_template_folders(folder) if (place / "theme").is_dir()]
