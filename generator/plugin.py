"""The door for MkDocs: the playbook's documents as virtual files of a site."""

import html
import importlib
import sys
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from generator.rebuild import Kept

_CODE = Path(__file__).parent
_log = get_plugin_logger("playbook")


class PlaybookPlugin(BasePlugin):  # type: ignore[no-untyped-call,type-arg]
    """Puts the documents of the playbook beside mkdocs.yml into the site; it has no options."""

    site: Any = None
    """A site rendered beforehand, taken once; without it each build renders the playbook anew."""

    _made: Any = None
    _nav: Any = None
    _kept: Kept
    _serving = False
    _problems = ""

    def on_startup(self, *, command: str, **_: object) -> None:
        """Note whether edits are followed; having this, MkDocs keeps the plugin from one rebuild to the next."""
        self._serving = command == "serve"
        self._kept = Kept()

    @event_priority(100)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Render the playbook; raises PluginError with everything that is wrong in its content.

        While edits are followed, the last good pages stay instead, with what is wrong at their head.
        """
        folder = Path(config.config_file_path).parent
        self._problems = ""
        try:
            self._made = self._take_site() or _render_afresh(folder)
        except PluginError as error:
            if not self._serving or self._made is None:
                raise
            self._problems = str(error)
            _log.error("%s", error)
        config.site_name = self._made.safe_title
        config.nav = self._made.write_navigation()
        for theme in _list_theme_folders(folder):
            config.theme.dirs.insert(0, str(theme))
        return config

    def _take_site(self) -> Any:
        site, self.site = self.site, None
        return site

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Add the documents, each with the YAML file that "edit this page" opens."""
        for file in [file for file in files if file.src_uri.endswith(".yml")]:
            files.remove(file)
        for document in self._made.documents:
            file = File.generated(config, document.uri, content=document.content)
            file.edit_uri = document.source
            files.append(file)
        return files

    @event_priority(-100)
    def on_page_markdown(self, markdown: str, page: Page, files: Files, **_: object) -> str:
        """While edits are followed, convert only pages that have changed."""
        if self._serving:
            self._kept.keep_content(page, markdown, files)
        return markdown

    def on_page_content(self, content: str, **_: object) -> str:
        """Put what is wrong at the head of each page, as text."""
        if not self._problems:
            return content
        lines = "<br>".join(html.escape(line) for line in self._problems.splitlines())
        return f'<div class="admonition failure" role="alert"><p>{lines}</p></div>{content}'

    def on_nav(self, nav: Navigation, **_: object) -> None:
        """Note the navigation, which every page shows."""
        self._nav = nav

    def on_env(self, env: Any, config: MkDocsConfig, files: Files, **_: object) -> Any:
        """Date every page by the revision of the content, so that the same source gives the same bytes."""
        for file in files.documentation_pages():
            if file.page is not None:
                file.page.update_date = self._made.book.playbook.head.revised.isoformat()
        env.bytecode_cache = importlib.import_module("generator.render").make_cache()
        if self._serving:
            self._kept.keep_outputs(
                env, config, self._nav, theme=_list_theme_folders(Path(config.config_file_path).parent)
            )
        return env

    def on_serve(self, server: LiveReloadServer, config: MkDocsConfig, **_: object) -> LiveReloadServer:
        """Follow edits to templates and code too; MkDocs itself follows the content."""
        folder = Path(config.config_file_path).parent
        for watched in {*_list_template_folders(folder), _CODE}:
            server.watch(str(watched))
        return server


def _list_template_folders(folder: Path) -> list[Path]:
    shipped = importlib.import_module("generator.render").SHIPPED
    return list(dict.fromkeys(one.resolve() for one in (shipped, folder / "templates") if one.is_dir()))


def _list_theme_folders(folder: Path) -> list[Path]:
    return [one / "theme" for one in _list_template_folders(folder) if (one / "theme").is_dir()]


def _render_afresh(folder: Path) -> Any:
    """Render with the code as it is on disk now, which under `serve` may be newer than what was imported."""
    _forget_stale_code()
    site, opening = importlib.import_module("generator.site"), importlib.import_module("generator.open")
    errors = importlib.import_module("generator.errors")
    try:
        return site.make_site(opening.open_book(folder))
    except errors.PlaybookError as error:
        raise PluginError(str(error)) from None


_seen: dict[str, float] = {}


def _forget_stale_code() -> None:
    times = {str(file): file.stat().st_mtime for file in _CODE.rglob("*.py")}
    if _seen and times != _seen:
        for name in [name for name in sys.modules if name.startswith("generator.") and name != __name__]:
            del sys.modules[name]
    _seen.update(times)
