"""Builds the site: the finished folder is swapped in, or nothing changes."""

import logging
from pathlib import Path
from typing import Any

from generator.disk.swap import swap_in
from generator.documents.open import open_book
from generator.errors import PlaybookError
from generator.site.mkdocs_config import find_config, load_config
from generator.site.site import Site, make_site


def build_site(folder: Path) -> Path:
    """Build the site of the playbook in a folder; gives where it is. The last good site stays if this fails."""
    config = load_config(find_config(folder), strict=True)
    target = Path(config.site_dir)
    swap_in(
        target,
        "site",
        make=lambda: make_site(open_book(folder)),
        fill=lambda site, new: _run_mkdocs(config, site, new),
    )
    return target


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def _run_mkdocs(config: Any, site: Site, target: Path) -> None:
    """Let MkDocs build a rendered site into an empty folder; every warning is an error."""
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
    finally:
        logger.removeHandler(collector)
        logger.propagate = True
