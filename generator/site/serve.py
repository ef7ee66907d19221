"""Shows the site and follows every edit."""

import logging
from pathlib import Path

from generator.documents.open import open_book
from generator.errors import PlaybookError, UsageError
from generator.site.mkdocs_config import explain_mkdocs, find_config, load_config, require_plugin


def serve_site(folder: Path, *, address: str) -> None:
    """Show the site and follow every edit; raises KeyboardInterrupt, the only way in which this ends well."""
    from mkdocs.commands.serve import serve
    from mkdocs.exceptions import MkDocsException

    config_file = find_config(folder)
    open_book(folder)
    require_plugin(load_config(config_file, dev_addr=address), config_file)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    try:
        serve(config_file=str(config_file), config_file_path=str(config_file.absolute()), dev_addr=address)
    except MkDocsException as error:
        raise PlaybookError(f"the site isn't shown because it can't be built: {error}") from None
    except (Exception, SystemExit) as error:
        if isinstance(error, OSError) and error.filename is None:
            said = f"can't serve at {address} ({error.strerror}); name another with --address"
            raise UsageError(said) from None
        raise explain_mkdocs(error, config_file, []) from None
    raise KeyboardInterrupt  # which MkDocs has kept to itself
