"""Has MkDocs build a rendered site."""

import os
from pathlib import Path
from typing import Any

from generator.documents.render import explain_template
from generator.errors import PlaybookError
from generator.load.template_folders import find_own
from generator.site.mkdocs_config import collect_warnings, explain_mkdocs
from generator.site.site import Site


def run_mkdocs(config: Any, config_file: Path, site: Site, target: Path) -> None:
    """Have MkDocs build a rendered site into an empty folder; raises PlaybookError for every warning."""
    from mkdocs.commands.build import build
    from mkdocs.exceptions import Abort

    config.site_dir = str(target)
    config.plugins["playbook"].site = site
    with collect_warnings() as warnings:
        try:
            build(config)
        except Abort as error:
            raise explain_mkdocs(error, config_file, warnings) from None
        except (Exception, SystemExit) as error:  # whatever a page of the playbook's own theme may do, or a hook
            if isinstance(error, OSError) and _is_from_writing(error, target):
                raise
            own = find_own(Path(config.config_file_path).parent)
            message = None if isinstance(error, OSError) else explain_template(error, own, name="theme")
            if message is not None:
                raise PlaybookError(f"{message}; fix the template") from None
            raise explain_mkdocs(error, config_file, warnings) from None


def _is_from_writing(error: OSError, target: Path) -> bool:
    """Whether the system refused to write the site; copying a file names both, and writing to an open one neither."""
    names = [name for name in (error.filename, error.filename2) if name is not None]
    return not names or any(Path(os.fsdecode(name)).is_relative_to(target) for name in names)
