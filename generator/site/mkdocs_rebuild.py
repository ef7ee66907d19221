"""What `serve` keeps from one rebuild to the next: pages that come out as before are not made again."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jinja2
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

_RENDERED = ("content", "toc", "_title_from_render", "present_anchor_ids")


@dataclass
class Kept:
    """The pages of the last build, by all that decides what becomes of them."""

    contents: dict[str, tuple[Any, dict[str, Any]]] = field(default_factory=dict)
    outputs: dict[str, tuple[Any, str]] = field(default_factory=dict)

    def keep_content(self, page: Page, markdown: str, files: Files) -> None:
        """Let a page take its HTML from the last build if its Markdown and all addresses are the same."""
        name, render = page.file.src_uri, page.render
        decides = (markdown, frozenset(file.src_uri for file in files))

        def render_or_reuse(config: MkDocsConfig, files: Files) -> None:
            kept = self.contents.get(name)
            if kept is None or kept[0] != decides:
                render(config, files)
                values = {key: getattr(page, key, None) for key in _RENDERED}
                links = {file.src_uri: found for file, found in (page.links_to_anchors or {}).items()}
                self.contents[name] = decides, {**values, "links": links}
                return
            for key in _RENDERED:
                setattr(page, key, kept[1][key])
            found = {files.get_file_from_path(uri): links for uri, links in kept[1]["links"].items()}
            page.links_to_anchors = {file: links for file, links in found.items() if file is not None}

        page.render = render_or_reuse  # type: ignore[method-assign]

    def keep_outputs(
        self, env: jinja2.Environment, config: MkDocsConfig, nav: Navigation, *, theme: Iterable[Path]
    ) -> None:
        """Let the pages of a build take their whole HTML from the last one if nothing in it has changed."""
        frame = config.site_name, _describe_entries(nav.items), _list_times([Path(config.config_file_path), *theme])
        template = env.get_template("main.html")
        render: Callable[[dict[str, Any]], str] = template.render

        def render_or_reuse(context: dict[str, Any]) -> str:
            page = context["page"]
            neighbours = [other and (other.title, other.url) for other in (page.previous_page, page.next_page)]
            shown = page.content, page.title, repr(page.meta), page.update_date, page.edit_url
            decides = frame, shown, neighbours
            kept = self.outputs.get(page.file.src_uri)
            if kept is None or kept[0] != decides:
                kept = self.outputs[page.file.src_uri] = decides, render(context)
            return kept[1]

        template.render = render_or_reuse  # type: ignore[method-assign]


def _list_times(places: Iterable[Path]) -> list[int]:
    """Give when each file was changed, those in folders included."""
    files = (file for place in places for file in sorted([place, *place.rglob("*")]))
    return [file.stat().st_mtime_ns for file in files if file.is_file()]


def _describe_entries(items: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(
        (item.title, _describe_entries(item.children)) if item.children else (item.title, getattr(item, "url", None))
        for item in items
    )
