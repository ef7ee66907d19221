"""Shows the site and follows every edit."""

import logging
from pathlib import Path

from generator.documents.open import open_book
from generator.errors import PlaybookError, UsageError
from generator.site.mkdocs_config import find_config, load_config


def serve_site(folder: Path, *, address: str) -> None:
    """Show the site and follow every edit until interrupted."""
    from mkdocs.commands.serve import serve
    from mkdocs.exceptions import MkDocsException

    config_file = find_config(folder)
    open_book(folder)
    load_config(config_file, dev_addr=address)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    try:
        serve(config_file=str(config_file), dev_addr=address)
    except OSError as error:
        raise UsageError(f"cannot serve at {address} ({error.strerror}); name another with --address") from None
    except MkDocsException as error:
        raise PlaybookError(f"nothing is served, because the site cannot be built: {error}") from None
