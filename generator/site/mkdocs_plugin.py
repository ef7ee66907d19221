"""The door for MkDocs: the playbook's documents as virtual files of a site."""

import html
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from generator.documents.open import open_book
from generator.documents.render import make_cache
from generator.errors import PlaybookError, suggest
from generator.load.strays import list_assets
from generator.load.template_folders import find_languages, list_template_folders, list_theme_folders
from generator.site.mkdocs_rebuild import LastBuild
from generator.site.site import Site, make_site

_log = get_plugin_logger("playbook")


class PlaybookPlugin(BasePlugin):  # type: ignore[no-untyped-call,type-arg]
    """Puts the documents of the playbook beside mkdocs.yml into the site; it has no options."""

    site: Site | None = None
    """A site rendered beforehand, taken once; without it each build renders the playbook anew."""

    _made: Site
    _themes: list[Path]
    _nav: Navigation
    _last: LastBuild
    _serving = False
    _problems = ""

    def on_startup(self, *, command: str, **_: object) -> None:
        """Note whether edits are followed; having this, MkDocs keeps the plugin from one rebuild to the next."""
        self._serving = command == "serve"
        self._last = LastBuild()

    # Before all other plugins, which are to find the finished navigation.
    @event_priority(100)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Render the playbook; raises PluginError with everything that is wrong in its content.

        While edits are followed, the last good pages stay instead, with what is wrong at their head.
        """
        folder = Path(config.config_file_path).parent
        self._problems = ""
        try:
            made = self._take_site() or _render_afresh(folder)
            _set_language(config, made.book.words.language, folder)
            self._made, self._themes = made, list_theme_folders(folder)
        except PluginError as error:
            if not self._serving or not hasattr(self, "_made"):
                raise
            self._problems = str(error)
            _log.error("%s", error)
        config.site_name = self._made.safe_title
        config.nav = self._made.write_navigation()
        # Each goes to the front, so the last one inserted is looked at first: the playbook's own.
        for theme in reversed(self._themes):
            config.theme.dirs.insert(0, str(theme))
        if self._serving:
            self._last.note_settings(config)
        return config

    def _take_site(self) -> Site | None:
        site, self.site = self.site, None
        return site

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Take out what mkdocs.yml does not name; add the documents, each with the file that "edit this page" opens."""
        assets = list_assets(Path(config.config_file_path).parent)
        for file in [file for file in files if file.src_dir == config.docs_dir and file.src_uri not in assets]:
            files.remove(file)
        for document in self._made.documents:
            file = File.generated(config, document.uri, content=document.content)
            file.edit_uri = document.source
            files.append(file)
        return files

    # After all other plugins: what they have made of the text decides whether a page has changed.
    @event_priority(-100)
    def on_page_markdown(self, markdown: str, page: Page, files: Files, **_: object) -> str:
        """While edits are followed, convert only pages that have changed."""
        if self._serving:
            self._last.reuse_content(page, markdown, files)
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
        env.bytecode_cache = make_cache("theme")
        if self._serving:
            self._last.reuse_html(env, config, self._nav, theme=self._themes)
        return env

    def on_serve(self, server: LiveReloadServer, config: MkDocsConfig, **_: object) -> LiveReloadServer:
        """Follow edits to templates too; MkDocs itself follows the content."""
        for folder in list_template_folders(Path(config.config_file_path).parent):
            server.watch(str(folder))
        return server


def _set_language(config: MkDocsConfig, language: str, folder: Path) -> None:
    """Set the language of the theme to that of the words; raises PluginError where it does not know that."""
    folders = [*list_theme_folders(folder), *map(Path, config.theme.dirs)]
    known = find_languages(folders)
    if known and language not in known:
        message = f"templates/words.yml: the theme doesn't know the language '{language}'"
        raise PluginError(message + suggest(language, sorted(known)))
    config.theme["language"] = language


def _render_afresh(folder: Path) -> Site:
    try:
        return make_site(open_book(folder))
    except PlaybookError as error:
        raise PluginError(str(error)) from None
