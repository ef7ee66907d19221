"""The configuration of MkDocs beside a playbook."""

from pathlib import Path
from typing import Any

import yaml

from generator.errors import PlaybookError, UsageError
from generator.load.folder import find_content
from generator.load.strays import MKDOCS
from generator.site.site import Site


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


def write_plain_config(config_file: Path, site: Site) -> str:
    """Return the site's configuration for plain MkDocs: without our plugin, with the navigation written out."""
    from mkdocs.utils.yaml import get_yaml_loader, yaml_load

    load_config(config_file)
    config = yaml_load(config_file.read_text(encoding="utf-8"), get_yaml_loader())
    plugins = [plugin if isinstance(plugin, dict) else {plugin: {}} for plugin in config.get("plugins") or []]
    theme = config["theme"] if isinstance(config.get("theme"), dict) else {"name": config.get("theme", "mkdocs")}
    config["plugins"] = [plugin for plugin in plugins if "playbook" not in plugin]
    config["site_name"] = site.safe_title
    config["docs_dir"] = "docs"
    config["theme"] = {**theme, "language": site.book.words.language, "custom_dir": "theme"}
    config["nav"] = site.write_navigation()
    config.pop("edit_uri", None)
    return yaml.safe_dump(config, sort_keys=False, allow_unicode=True)
