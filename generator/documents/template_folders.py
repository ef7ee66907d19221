"""Where templates and words come from: those that are shipped, and a playbook's own, which go before them."""

import os
from pathlib import Path

from generator.errors import PlaybookError

SHIPPED = next(
    folder
    for folder in (Path(__file__).parent.parent / "templates", Path(__file__).parent.parent.parent / "templates")
    if folder.is_dir()
)


def find_own(folder: Path) -> Path | None:
    """Return the playbook's own folder of templates, if it has one; raises PlaybookError where it cannot be read."""
    own = folder / "templates"
    if not os.path.lexists(own) or own.resolve() == SHIPPED.resolve():
        return None
    if not own.is_dir():
        raise PlaybookError(f"{own}: is not a folder; rename it, for this name is kept for templates")
    if not os.access(own, os.R_OK | os.X_OK):
        raise PlaybookError(f"{own}: cannot be read (no permission); change its permissions")
    return own


def list_template_folders(folder: Path) -> list[Path]:
    """List the folders of templates of a playbook, those that go before others first."""
    own = find_own(folder)
    return [SHIPPED] if own is None else [own, SHIPPED]


def list_theme_folders(folder: Path) -> list[Path]:
    """List the folders with templates of MkDocs' pages, those that go before others first."""
    return [place / "theme" for place in list_template_folders(folder) if (place / "theme").is_dir()]
