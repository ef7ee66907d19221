"""Lets MkDocs build a rendered site."""

import logging
from pathlib import Path
from typing import Any

from generator.documents.render import explain_template
from generator.documents.template_folders import find_own
from generator.errors import PlaybookError
from generator.site.site import Site


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def run_mkdocs(config: Any, site: Site, target: Path) -> None:
    """Let MkDocs build a rendered site into an empty folder; raises PlaybookError for every warning."""
    from mkdocs.commands.build import build
    from mkdocs.exceptions import Abort

    if "playbook" not in config.plugins:
        raise PlaybookError(f"{config.config_file_path}: the list 'plugins' lacks 'playbook'; add it")
    config.site_dir = str(target)
    config.plugins["playbook"].site = site
    collector = _Collector()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(collector)
    logger.propagate = False
    try:
        build(config)
    except Abort as error:
        raise PlaybookError("\n".join(collector.messages) or str(error)) from None
    except OSError:
        raise
    except Exception as error:  # whatever a page of the playbook's own theme may do
        message = explain_template(error, find_own(Path(config.config_file_path).parent), name="theme")
        if message is None:
            raise
        raise PlaybookError(f"{message}; mend the template") from None
    finally:
        logger.removeHandler(collector)
        logger.propagate = True
