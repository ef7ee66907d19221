"""Lets MkDocs build a rendered site."""

import os
from pathlib import Path
from typing import Any

from generator.documents.render import explain_template
from generator.documents.template_folders import find_own
from generator.errors import PlaybookError
from generator.site.mkdocs_config import collect_warnings, explain_mkdocs
from generator.site.site import Site


def run_mkdocs(config: Any, site: Site, target: Path) -> None:
    """Let MkDocs build a rendered site into an empty folder; raises PlaybookError for every warning."""
    from mkdocs.commands.build import build
    from mkdocs.exceptions import Abort

    config.site_dir = str(target)
    config.plugins["playbook"].site = site
    config_file = Path(config.config_file_path)
    with collect_warnings() as warnings:
        try:
            build(config)
        except Abort as error:
            raise PlaybookError("\n".join(warnings) or str(error)) from None
        except (Exception, SystemExit) as error:  # whatever a page of the playbook's own theme may do, or a hook
            if isinstance(error, OSError) and _is_from_writing(error, target):
                raise
            own = find_own(config_file.parent)
            message = None if isinstance(error, OSError) else explain_template(error, own, name="theme")
            if message is not None:
                raise PlaybookError(f"{message}; mend the template") from None
            raise explain_mkdocs(error, config_file, warnings) from None


def _is_from_writing(error: OSError, target: Path) -> bool:
    return error.filename is None or Path(os.fsdecode(error.filename)).is_relative_to(target)
