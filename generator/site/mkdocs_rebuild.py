"""What `serve` keeps from one rebuild to the next: pages that come out as before are not made again.

MkDocs has no place for this, so two of its methods are replaced on single objects of one build. It depends on this much
of MkDocs 1.6, which a test holds it to (tests/site/test_mkdocs_rebuild.py):

- `Page.render` reads the page's Markdown, the addresses of all files and the settings of Markdown, and sets what
  `RenderedPage` names.
- Every page's HTML is `env.get_template("main.html").render(context)`, and all that differs between two pages of one
  build is in `context["page"]`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jinja2
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

_SET_BY_RENDER = ("content", "toc", "_title_from_render", "present_anchor_ids")


@dataclass(frozen=True)
class RenderedPage:
    """What `Page.render` sets on a page, and what decides it: the Markdown, and the addresses of all files."""

    decided_by: tuple[str, frozenset[str]]
    values: dict[str, Any]
    links: dict[str, dict[str, str]]
    """The anchors to which it links, by the address of the file they are in: files are made anew for each build."""

    @classmethod
    def take_from(cls, page: Page, decided_by: tuple[str, frozenset[str]]) -> "RenderedPage":
        """Note what was set on a page just now."""
        values = {name: getattr(page, name, None) for name in _SET_BY_RENDER}
        links = {file.src_uri: anchors for file, anchors in (page.links_to_anchors or {}).items()}
        return cls(decided_by, values, links)

    def put_on(self, page: Page, files: Files) -> None:
        """Set it all on the page of another build."""
        for name, value in self.values.items():
            setattr(page, name, value)
        found = {files.get_file_from_path(uri): anchors for uri, anchors in self.links.items()}
        page.links_to_anchors = {file: anchors for file, anchors in found.items() if file is not None}


@dataclass(frozen=True)
class WrittenPage:
    """The whole HTML of a page, and what decides it: the frame around all pages, the page, its neighbours."""

    decided_by: tuple[object, ...]
    html: str


@dataclass
class LastBuild:
    """The pages of the last build, by the address of their Markdown."""

    rendered: dict[str, RenderedPage] = field(default_factory=dict)
    written: dict[str, WrittenPage] = field(default_factory=dict)
    settings: object = None

    def note_settings(self, config: MkDocsConfig) -> None:
        """Forget every page where settings have changed that decide on all of them."""
        changed = Path(config.config_file_path).stat().st_mtime_ns
        markdown = config.markdown_extensions, repr(config.mdx_configs)
        settings = changed, config.theme["language"], *markdown
        if settings != self.settings:
            self.rendered, self.written, self.settings = {}, {}, settings

    def reuse_content(self, page: Page, markdown: str, files: Files) -> None:
        """Reuse the content of a page from the last build if nothing that decides it has changed."""
        render = page.render
        decided_by = markdown, frozenset(file.src_uri for file in files)

        def render_or_reuse(config: MkDocsConfig, files: Files) -> None:
            earlier = self.rendered.get(page.file.src_uri)
            if earlier is not None and earlier.decided_by == decided_by:
                earlier.put_on(page, files)
                return
            render(config, files)
            self.rendered[page.file.src_uri] = RenderedPage.take_from(page, decided_by)

        page.render = render_or_reuse  # type: ignore[method-assign]

    def reuse_html(
        self, env: jinja2.Environment, config: MkDocsConfig, nav: Navigation, *, theme: Iterable[Path]
    ) -> None:
        """Reuse the whole HTML of pages from the last build if nothing that decides it has changed."""
        frame = config.site_name, _describe_entries(nav.items), _list_times(theme)
        template = env.get_template("main.html")
        render: Callable[[dict[str, Any]], str] = template.render

        def render_or_reuse(context: dict[str, Any]) -> str:
            page: Page = context["page"]
            decided_by = frame, _describe_page(page)
            earlier = self.written.get(page.file.src_uri)
            if earlier is None or earlier.decided_by != decided_by:
                earlier = self.written[page.file.src_uri] = WrittenPage(decided_by, render(context))
            return earlier.html

        template.render = render_or_reuse  # type: ignore[method-assign]


def _describe_page(page: Page) -> tuple[object, ...]:
    neighbours = [neighbour and (neighbour.title, neighbour.url) for neighbour in (page.previous_page, page.next_page)]
    return page.content, page.title, dict(page.meta), page.update_date, page.edit_url, neighbours


def _describe_entries(items: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(
        (item.title, _describe_entries(item.children)) if item.children else (item.title, getattr(item, "url", None))
        for item in items
    )


def _list_times(places: Iterable[Path]) -> list[int]:
    """Return when each file was changed, those in folders included."""
    files = (file for place in places for file in sorted([place, *place.rglob("*")]))
    return [file.stat().st_mtime_ns for file in files if file.is_file()]
