"""Hostile text in every field that takes text comes out as text, everywhere; nothing of it runs, hides or reorders."""

import functools
import json
import re
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from generator.command.show_email import fill_email
from generator.command.show_plan import show_plan
from generator.disk.site import build_site
from generator.documents.book import Book
from generator.documents.open import open_book
from generator.load.folder import FILES, FOLDERS
from generator.values import Lines, Markdown, Model, Text
from tests.conftest import HUT, copy_playbook, search_for

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Page

LONG = "W" * 300
RUN = "<script>window.hacked=1</script><img src=x onerror='window.hacked=2'>"
PLAIN = f"{RUN} \"q\" 'q' &lt; &#60; [l](javascript:hacked=3) *s* _e_ `c` <!-- c --> ${{x}} # | ~ \\ שלום \u200b {LONG}"
# double braces are refused outside code; `raw` fails wherever a template would read it
TEXT = f"{PLAIN} {{% raw %}} {{# c #}}"
MARKDOWN = f"\"q\" 'q' & `{{{{ 7*7 }}}}` {{% raw %}} שלום \u200b {LONG}"
KINDS = {"Text": Text, "Lines": Lines, "Markdown": Markdown}


def list_models(model: type[Model]) -> Iterator[type[Model]]:
    yield model
    for hint in typing.get_type_hints(model, include_extras=True).values():
        for inner in list_inner(hint):
            if isinstance(inner, type) and issubclass(inner, Model) and inner is not model:
                yield from list_models(inner)


def list_inner(hint: Any) -> Iterator[Any]:
    yield hint
    for inner in typing.get_args(hint):
        yield from list_inner(inner)


@functools.cache
def list_text_keys() -> dict[str, set[Any]]:
    """Return every key of the model that takes text, with its kinds: found in the types, so that none is forgotten."""
    found: dict[str, set[Any]] = {}
    for top in {*FILES.values(), *FOLDERS.values()}:
        for model in list_models(top):
            for name, hint in typing.get_type_hints(model, include_extras=True).items():
                kinds = {word for word, kind in KINDS.items() if kind in list(list_inner(hint))}
                if kinds:
                    found.setdefault(model.model_fields[name].alias or name, set()).update(kinds)
    return found


def poison(data: Any, key: str, *, in_email: bool) -> Any:
    """Add hostile text to every text of a file, of the kind that its field allows."""
    if isinstance(data, dict):
        if data.get("type") in ("date", "email"):
            return {**data, "label": data["label"] + TEXT}
        return {name: poison(value, name, in_email=in_email) for name, value in data.items()}
    if isinstance(data, list):
        return [poison(item, key, in_email=in_email) for item in data]
    kinds = list_text_keys().get(key, set())
    if key in ("paragraphs", "attachments", "tasks", "otherwise", "record"):
        kinds = {"Text"}  # written in short, as a text
    if in_email and key in ("subject", "paragraphs", "attachments", "text"):
        return f"{data} {PLAIN}"
    if kinds == {"Markdown"}:
        return f"{data} {MARKDOWN}"
    return f"{data} {TEXT}" if kinds else data


def test_every_kind_of_text_is_known() -> None:
    keys = list_text_keys()
    assert {"title", "summary", "purpose", "do", "pause", "question", "means", "says", "why", "text"} <= set(keys)
    assert set().union(*keys.values()) == set(KINDS)
    assert (keys["do"], keys["why"], keys["example"]) == ({"Text"}, {"Markdown"}, {"Lines", "Markdown"})


def write_hostile(folder: Path) -> Path:
    for file in sorted((folder / "content").rglob("*.yml")):
        data = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        name = file.relative_to(folder / "content").as_posix()
        lesson_texts = name.startswith(("lessons/", "phases/"))
        poisoned = poison(data, "", in_email=name.startswith("emails/"))
        if name == "glossary.yml":
            for term, original in zip(poisoned["terms"], data["terms"], strict=True):
                term["means"] = f"{original['means']} {MARKDOWN}"
        if lesson_texts:
            restore_markdown(poisoned, data)
        for contact in poisoned.get("contacts", ()):
            contact.pop("email", None)
        file.write_text(yaml.safe_dump(poisoned, sort_keys=False, allow_unicode=True), encoding="utf-8")
    return folder


def restore_markdown(poisoned: Any, data: Any) -> None:
    """Put into `text` of lesson blocks, which is Markdown, what Markdown allows; a record's `text` is plain."""
    for key in ("lesson", "blocks"):
        for block, original in zip(poisoned.get(key, ()), data.get(key, ()), strict=True):
            for name in ("text", "example", "pitfall", "answer"):
                if name in original:
                    block[name] = f"{original[name]} {MARKDOWN}"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_hostile(copy_playbook(HUT, tmp_path_factory.mktemp("hostile") / "hut"))


@pytest.fixture(scope="module")
def hostile(folder: Path) -> Book:
    return open_book(folder)


@pytest.fixture(scope="module")
def built(folder: Path) -> Path:
    return build_site(folder)


@pytest.fixture
def page(browser: "Browser") -> Iterator["Page"]:
    context = browser.new_context(viewport={"width": 360, "height": 800})
    made = context.new_page()
    yield made
    context.close()


def test_nothing_of_it_runs_on_any_page_and_all_of_it_is_read_as_text(built: Path, page: "Page") -> None:
    dialogs: list[str] = []

    def note(dialog: "Dialog") -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", note)
    pages = sorted(built.rglob("*.html"))
    assert len(pages) > 20
    for file in pages:
        if file.name == "404.html":
            continue
        page.goto(file.as_uri())
        assert page.evaluate("window.hacked") is None, file
        assert page.locator("main img, article img").count() == 0, file
        assert page.evaluate("[...document.scripts].filter(one => one.text.includes('hacked')).length") == 0, file
        assert page.evaluate("[...document.links].filter(one => one.href.startsWith('javascript')).length") == 0, file
        text = page.locator("body").text_content() or ""
        assert "window.hacked=1" in text, file
        assert "49" not in re.sub(r"&#\d+;", "", text.replace(LONG, "")).split(), file
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, f"{file.name} scrolls sideways"
    assert dialogs == []


def test_titles_and_descriptions_hold_it_as_text(built: Path, page: "Page") -> None:
    page.goto((built / "phases" / "shut-down.html").as_uri())
    assert RUN in page.title()
    assert page.locator("h1").first.text_content() is not None
    assert RUN in (page.locator("h1").first.text_content() or "")
    for meta in page.locator("head meta[content]").all():
        assert "hacked" not in (meta.get_attribute("content") or "") or meta.get_attribute("name") in ("description",)


def test_the_search_shows_it_and_runs_nothing(built: Path, page: "Page") -> None:
    index = json.loads((built / "search" / "search_index.json").read_text(encoding="utf-8"))
    assert any("hacked" in entry["text"] or "hacked" in entry["title"] for entry in index["docs"])
    for entry in index["docs"]:
        assert not re.search(r"<(script|img)", entry["text"] + entry["title"])
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto((built / "index.html").as_uri())
    search_for(page, "guests")
    page.locator(".md-search-result__item").first.wait_for()
    page.wait_for_timeout(300)
    assert page.evaluate("window.hacked") is None
    assert page.locator(".md-search-result img").count() == 0


def test_the_terminal_gets_it_as_text(hostile: Book) -> None:
    for known in ({}, {"path": "storm"}, {"path": "season-ends", "guests-inside": "yes", "snow-on-path": "yes"}):
        shown = show_plan(hostile, known)
        assert f'{RUN} "q"' in shown
        assert "{% raw %} {# c #}" in shown
        assert all(letter.isprintable() or letter in "\n\u200b" for letter in shown)


def test_a_letter_holds_it_as_text_in_its_blanks_too(hostile: Book) -> None:
    values = {"hut_name": f"{TEXT} {{{{ 7*7 }}}}", "last_night": "2026-10-04", "reopening": "{{ hut_name }}"}
    known = {"path": "season-ends", "guests-inside": "no"}
    letter = fill_email(hostile, "hut-closes", values=values, known=known)
    assert RUN in letter
    assert "{{ 7*7 }}" in letter
    assert "See you in {{ hut_name }}," in letter


def test_a_checklist_prints_it(built: Path, page: "Page") -> None:
    page.goto((built / "checklists" / "storm.html").as_uri())
    page.emulate_media(media="print")
    assert RUN in (page.locator("h1").text_content() or "")
    assert page.evaluate("getComputedStyle(document.body).overflowWrap") == "anywhere"
