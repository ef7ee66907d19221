"""The configuration of MkDocs beside a playbook."""

from pathlib import Path
from typing import Any

from generator.errors import PlaybookError, UsageError
from generator.load.folder import find_content

MKDOCS = "mkdocs.yml"


def find_config(folder: Path) -> Path:
    """Return the mkdocs.yml of a playbook's folder; raises UsageError where there is none, or no playbook."""
    find_content(folder)
    if not (folder / MKDOCS).is_file():
        raise UsageError(f"'{folder}' has no {MKDOCS}; copy the one that comes with the generator")
    return folder / MKDOCS


def load_config(config_file: Path, **values: Any) -> Any:
    """Return the configuration as MkDocs reads it; raises PlaybookError with what it refuses."""
    from mkdocs.config import load_config
    from mkdocs.exceptions import ConfigurationError

    try:
        return load_config(str(config_file), **values)
    except ConfigurationError as error:
        raise PlaybookError(f"{config_file}: {error}") from None
