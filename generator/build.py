"""The only writer to disk: a finished folder is swapped in, or nothing changes."""

import logging
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from generator.errors import PlaybookError, UsageError
from generator.open import open_book
from generator.render import SHIPPED
from generator.schema import make_schemas
from generator.site import Site, make_site
from generator.swap import swap_in

MKDOCS = "mkdocs.yml"


def build_site(folder: Path) -> Path:
    """Build the site of the playbook in a folder; gives where it is. The last good site stays if this fails."""
    config = _load_config(_find_config(folder), strict=True)
    target = Path(config.site_dir)
    swap_in(
        target,
        "site",
        make=lambda: make_site(open_book(folder)),
        fill=lambda site, new: _run_mkdocs(config, site, new),
    )
    return target


def _find_config(folder: Path) -> Path:
    if not (folder / MKDOCS).is_file():
        raise UsageError(f"'{folder}' has no {MKDOCS}; copy the one that comes with the generator")
    return folder / MKDOCS


def serve_site(folder: Path, *, address: str) -> None:
    """Show the site and follow every edit until interrupted."""
    from mkdocs.commands.serve import serve

    open_book(folder)
    _load_config(_find_config(folder), dev_addr=address)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    try:
        serve(config_file=str(folder / MKDOCS), dev_addr=address)
    except OSError as error:
        raise UsageError(f"cannot serve at {address} ({error.strerror}); name another with --address") from None


def _load_config(config_file: Path, **values: Any) -> Any:
    from mkdocs.config import load_config
    from mkdocs.exceptions import ConfigurationError

    try:
        return load_config(str(config_file), **values)
    except ConfigurationError as error:
        raise PlaybookError(f"{config_file}: {error}") from None


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


def export_site(folder: Path, target: Path) -> int:
    """Write every document to disk as plain files, for any Markdown engine; gives how many."""
    return len(write_export(folder, lambda: make_site(open_book(folder)), target).documents)


def write_export(folder: Path, make: Callable[[], Site], target: Path) -> Site:
    """Write a site to disk, with the other files of the content folder and a configuration for MkDocs; gives it."""
    return swap_in(target, "export", make=make, fill=lambda site, new: _fill_export(folder, site, new))


def _fill_export(folder: Path, site: Site, target: Path) -> None:
    content = folder / "content"
    for file in sorted(content.rglob("*")):
        name = file.relative_to(content)
        if file.is_file() and file.suffix != ".yml" and not any(part.startswith(".") for part in name.parts):
            (target / "docs" / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target / "docs" / name)
    for document in site.documents:
        _write(target / "docs" / document.uri, document.content)
    config = folder / MKDOCS
    if config.is_file():
        _write(target / MKDOCS, _write_plain_config(config, site))
        for theme in (SHIPPED / "theme", folder / "templates" / "theme"):
            if theme.is_dir():
                shutil.copytree(theme, target / "theme", dirs_exist_ok=True)


def _write_plain_config(config_file: Path, site: Site) -> str:
    """Give the site's configuration for plain MkDocs: without our plugin, with the navigation written out."""
    from mkdocs.utils.yaml import get_yaml_loader, yaml_load

    _load_config(config_file)
    config = yaml_load(config_file.read_text(encoding="utf-8"), get_yaml_loader())
    plugins = [plugin if isinstance(plugin, dict) else {plugin: {}} for plugin in config.get("plugins") or []]
    theme = config["theme"] if isinstance(config.get("theme"), dict) else {"name": config.get("theme", "mkdocs")}
    config["plugins"] = [plugin for plugin in plugins if "playbook" not in plugin]
    config["site_name"] = site.safe_title
    config["docs_dir"] = "docs"
    config["theme"] = {**theme, "custom_dir": "theme"}
    config["nav"] = site.write_navigation()
    config.pop("edit_uri", None)
    return yaml.safe_dump(config, sort_keys=False, allow_unicode=True)


def write_schemas(folder: Path) -> list[Path]:
    """Write the JSON Schemas that editors use beside the content; gives those that have changed."""
    changed = []
    for name, text in make_schemas().items():
        file = folder / "content" / ".schema" / name
        if not file.is_file() or file.read_text(encoding="utf-8") != text:
            _write(file, text)
            changed.append(file)
    return changed


def _write(file: Path, text: str) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
    except OSError as error:
        raise PlaybookError(f"{file}: cannot be written ({error.strerror})") from None
