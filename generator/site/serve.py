"""Shows the site and follows every edit."""

import logging
from pathlib import Path

from generator.documents.open import open_book
from generator.errors import UsageError
from generator.site.mkdocs_config import MKDOCS, find_config, load_config


def serve_site(folder: Path, *, address: str) -> None:
    """Show the site and follow every edit until interrupted."""
    from mkdocs.commands.serve import serve

    open_book(folder)
    load_config(find_config(folder), dev_addr=address)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    try:
        serve(config_file=str(folder / MKDOCS), dev_addr=address)
    except OSError as error:
        raise UsageError(f"cannot serve at {address} ({error.strerror}); name another with --address") from None
