"""What `serve` keeps between rebuilds rests on how MkDocs works; this says when that changes."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File
from mkdocs.structure.pages import Page

from generator.disk.site import build_site
from generator.site.mkdocs_rebuild import RenderedPage
from tests.conftest import HUT, copy_playbook


class Watch(BasePlugin):  # type: ignore[no-untyped-call,type-arg]
    """Notes what rendering sets on each page."""

    def __init__(self) -> None:
        self.before: dict[str, Any] = {}
        self.changed: set[str] = set()

    @event_priority(100)
    def on_page_markdown(self, markdown: str, *, page: Page, **_: object) -> str:
        self.before = dict(vars(page))
        return markdown

    @event_priority(100)
    def on_page_content(self, content: str, *, page: Page, **_: object) -> str:
        self.changed |= {name for name, value in vars(page).items() if self.before.get(name) != value}
        return content


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[Path]:
    """A copy of the hut's playbook whose plugin believes that edits are followed."""
    folder = copy_playbook(HUT, tmp_path / "hut")
    config = read_config(folder)
    config.plugins.on_startup(command="serve", dirty=False)
    yield folder
    config.plugins.on_startup(command="build", dirty=False)


def read_config(folder: Path) -> MkDocsConfig:
    return load_config(str(folder / "mkdocs.yml"), site_dir=str(folder.parent / "served"))


def read_files(folder: Path) -> dict[str, bytes]:
    files = (file for file in folder.rglob("*") if file.is_file() and file.name != ".playbook")
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def test_rendering_a_page_sets_what_is_kept_and_nothing_else(tmp_path: Path) -> None:
    config = read_config(copy_playbook(HUT, tmp_path / "hut"))
    config.plugins["watch"] = watch = Watch()
    build(config)
    kept = {"content", "toc", "_title_from_render", "present_anchor_ids", "links_to_anchors"}
    assert watch.changed - {"markdown"} == kept
    page = Page(None, File.generated(config, "page.md", content=""), config)
    assert {*RenderedPage.take_from(page, ("", frozenset())).values, "links_to_anchors"} == kept


def test_a_rebuild_gives_the_bytes_of_a_clean_build(serving: Path) -> None:
    build(read_config(serving))
    for name, old, new in (
        ("phases/guests.yml", "title: Tell the guests", "title: Tell every guest"),
        ("overlay.yml", "company: ", "company: New "),
        ("phases/shut-down.yml", "title: Shut down", "title: Shut it down"),
    ):
        file = serving / "content" / name
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")
        build(read_config(serving))
    config = serving / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    assert "  - tables\n" in text
    config.write_text(text.replace("  - tables\n", "  - tables\n  - toc: {permalink: true}\n"), encoding="utf-8")
    build(read_config(serving))
    rebuilt = read_files(serving.parent / "served")
    assert rebuilt == read_files(build_site(serving))
