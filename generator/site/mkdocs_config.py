"""The configuration of MkDocs beside a playbook."""

import logging
import os
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

import generator
from generator.errors import ContentError, PlaybookError, Problem, UsageError
from generator.load.folder import find_content
from generator.load.strays import MKDOCS
from generator.load.text import SourceError, read_text
from generator.site.site import Site
from generator.values import fold


def find_config(folder: Path) -> Path:
    """Return the mkdocs.yml of a playbook's folder; raises UsageError where there is none, or no playbook."""
    find_content(folder)
    if not os.path.lexists(folder / MKDOCS):
        raise UsageError(f"'{folder}' has no {MKDOCS}; copy the one that comes with the generator")
    return folder / MKDOCS


def load_config(config_file: Path, **values: Any) -> Any:
    """Return the configuration as MkDocs reads it; raises PlaybookError with what it, or a plugin, refuses."""
    from mkdocs.config import load_config

    _read(config_file)
    with collect_warnings() as warnings:
        try:
            # without the path MkDocs would ask whether its input is the terminal, which may be closed
            return load_config(str(config_file), config_file_path=str(config_file.absolute()), **values)
        except (Exception, SystemExit) as error:
            raise explain_mkdocs(error, config_file, warnings) from None


def require_plugin(config: Any, config_file: Path) -> None:
    """Raise PlaybookError where MkDocs would not make the pages of the playbook."""
    if "playbook" not in config.plugins:
        raise PlaybookError(f"{config_file}: the list 'plugins' lacks 'playbook'; add it")


def _read(config_file: Path) -> str:
    try:
        return read_text(config_file, name=config_file.as_posix())
    except SourceError as error:
        raise ContentError(error.problems) from None


@contextmanager
def collect_warnings() -> Iterator[list[str]]:
    """Collect what MkDocs warns of; meanwhile nobody else hears it."""
    collector = _Collector()
    logger = logging.getLogger("mkdocs")
    propagates, logger.propagate = logger.propagate, False
    logger.addHandler(collector)
    try:
        yield collector.messages
    finally:
        logger.removeHandler(collector)
        logger.propagate = propagates


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def explain_mkdocs(error: BaseException, config_file: Path, warnings: list[str]) -> BaseException:
    """Return as a PlaybookError why MkDocs has stopped, one line for each reason; a failure of our own as it is."""
    from mkdocs.exceptions import Abort, MkDocsException

    if isinstance(error, PlaybookError):
        return error
    if isinstance(error, Abort) and error.__context__ is not None and _is_ours(error.__context__):
        return PlaybookError(str(error.__context__))  # our plugin has said what is wrong, with its place
    if isinstance(error, Abort) and warnings:
        return ContentError(Problem(str(config_file), 0, 0, fold(warning)) for warning in warnings)
    if isinstance(error, MkDocsException):
        return PlaybookError(f"{config_file}: {fold(str(error))}")
    if _is_ours(error):
        return error
    place = traceback.extract_tb(error.__traceback__)[-1]
    said = f"{type(error).__name__}: {fold(str(error))}, in {place.filename}:{place.lineno}"
    return PlaybookError(f"{config_file}: MkDocs, a plugin or a hook fails ({said}); fix it, or remove it")


def _is_ours(error: BaseException) -> bool:
    """Whether a failure is one of ours: raised here, or in our plugin, which MkDocs has called."""
    ours = [Path(frame.f_code.co_filename).is_relative_to(_HERE) for frame, _ in traceback.walk_tb(error.__traceback__)]
    return ours[-1] or any(ours[ours.index(False) :])


_HERE = Path(generator.__file__).parent


@dataclass(frozen=True)
class PlainConfig:
    """A configuration for plain MkDocs, with the files beside it that it names: its hooks, and its own theme."""

    text: str
    hooks: tuple[str, ...]
    theme: Path | None


def make_plain_config(config_file: Path, site: Site) -> PlainConfig:
    """Return the site's configuration for plain MkDocs: without our plugin, with the navigation written out.

    What a tag asks MkDocs to look up, such as `!ENV`, stays as it is written: an export is handed on. What it inherits
    is written into it. Raises PlaybookError for hooks that cannot be handed on with it.
    """
    from mkdocs.utils.yaml import yaml_load

    loaded = load_config(config_file)
    hooks = tuple(str(name) for name in loaded.hooks)
    for name in hooks:
        if Path(name).is_absolute() or ".." in Path(name).parts:
            why = "is outside the playbook's folder, so an export can't take it along; move it into the folder"
            raise PlaybookError(f"{config_file}: the hook '{name}' {why}")
    theme = Path(loaded.theme.custom_dir) if loaded.theme.custom_dir else None
    try:
        with config_file.open("rb") as file:
            config = yaml_load(file, _TagKeeper)  # type: ignore[arg-type] # takes any loader
        return PlainConfig(_write_plain(config, site), hooks, theme)
    except Exception as error:
        raise explain_mkdocs(error, config_file, []) from None


class _TagKeeper(yaml.SafeLoader):
    """Reads plain data, and keeps what has a tag of its own as the node that it is."""


class _TagWriter(yaml.SafeDumper):
    """Writes what `_TagKeeper` has read."""


_TagKeeper.add_multi_constructor("", lambda _, __, node: node)
_TagWriter.add_multi_representer(yaml.Node, lambda _, node: node)


def _write_plain(config: dict[str, Any], site: Site) -> str:
    listed = config.get("plugins") or []
    named = [{name: listed[name]} for name in listed] if isinstance(listed, dict) else listed
    plugins = [plugin if isinstance(plugin, dict) else {plugin: {}} for plugin in named]
    theme = config["theme"] if isinstance(config.get("theme"), dict) else {"name": config.get("theme", "mkdocs")}
    config["plugins"] = [plugin for plugin in plugins if "playbook" not in plugin]
    config["site_name"] = site.safe_title
    config["docs_dir"] = "docs"
    config["theme"] = {**theme, "language": site.book.words.language, "custom_dir": "theme"}
    config["nav"] = site.write_navigation()
    config.pop("edit_uri", None)
    return yaml.dump(config, Dumper=_TagWriter, sort_keys=False, allow_unicode=True)
