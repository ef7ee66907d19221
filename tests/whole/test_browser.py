"""What happens in a real browser: opened from disk, on a phone, in the dark, on paper, by keyboard."""

import io
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, Request
from pypdf import PdfReader

from generator.disk.site import build_site
from generator.documents.book import Book
from tests.conftest import OFFBOARDING, copy_playbook, search_for
from tests.invariants.paper import *


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the large test playbook, built in a folder whose name has a space in it."""
    return build_site(copy_playbook(OFFBOARDING, tmp_path_factory.mktemp("our site") / "offboarding"))


def test_search_works_from_disk(folder: Path, page: Page) -> None:
    page.goto((folder / "index.html").as_uri())
    search_for(page, "settlement")
    page.wait_for_selector(".md-search-result__link")
    assert page.locator(".md-search-result__link").count() > 0


def test_search_finds_a_word_in_brackets(folder: Path, page: Page) -> None:
    page.goto((folder / "index.html").as_uri())
    search_for(page, "RACI")
    page.wait_for_selector(".md-search-result__link")
    assert "raci.html" in (page.locator(".md-search-result__link").first.get_attribute("href") or "")


CONTRAST = """button => {
  const luminance = color => {
    const [r, g, b] = color.match(/[0-9.]+/g).slice(0, 3)
      .map(part => part / 255).map(part => part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const icon = luminance(getComputedStyle(button, "::after").backgroundColor);
  const ground = luminance(getComputedStyle(button.parentElement).backgroundColor);
  return (Math.max(icon, ground) + 0.05) / (Math.min(icon, ground) + 0.05);
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_copy_buttons_are_seen_and_hit(folder: Path, browser: Browser, scheme: str, book: Book) -> None:
    context = browser.new_context(color_scheme="dark" if scheme == "dark" else "light")
    page = context.new_page()
    page.goto((folder / "emails" / f"{book.playbook.emails[0].id}.html").as_uri())
    button = page.locator("button.md-code__button").first
    box = button.bounding_box()
    assert box is not None and min(box["width"], box["height"]) >= 24
    page.mouse.move(0, 0)
    page.wait_for_timeout(400)
    assert button.evaluate(CONTRAST) >= 4.5
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_accessibility_findings(folder: Path, browser: Browser, scheme: str) -> None:
    context = browser.new_context(color_scheme="dark" if scheme == "dark" else "light")
    page = context.new_page()
    found: list[str] = []
    for name in list_pages(folder):
        page.goto((folder / name).as_uri())
        page.wait_for_timeout(300)
        results = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
        for violation in results.response["violations"]:
            found += [f"{name}: {violation['id']}: {node['html'][:160]}" for node in violation["nodes"]]
    context.close()
    assert found == []


@pytest.mark.parametrize("width", [360, 1280])
def test_headings_of_a_long_table_stay_in_sight(folder: Path, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto((folder / "raci.html").as_uri())
    page.wait_for_selector(".wide .md-typeset__scrollwrap")
    page.locator(".wide tbody tr").last.scroll_into_view_if_needed()
    page.locator(".wide tbody td").last.scroll_into_view_if_needed()
    head, first = page.locator(".wide thead th").last, page.locator(".wide tbody tr:last-child td").first
    frame = page.locator(".wide .md-typeset__scrollwrap").bounding_box()
    head_box, first_box = head.bounding_box(), first.bounding_box()
    assert frame and head_box and first_box
    assert abs(head_box["y"] - frame["y"]) < 3 and abs(first_box["x"] - frame["x"]) < 20


def test_boxes_are_reached_and_ticked_by_keyboard(folder: Path, page: Page) -> None:
    file = sorted((folder / "checklists").glob("*.html"))[0]
    page.goto(file.as_uri())
    boxes = page.locator("input[type=checkbox]").count()
    reached = 0
    for _ in range(page.locator("a, input").count() + 5):
        if reached == boxes:
            break
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('input[type=checkbox]')"):
            page.keyboard.press("Space")
            reached += 1
    assert reached == boxes == page.locator("input[type=checkbox]:checked").count()


def test_of_a_question_only_one_answer_is_ticked(folder: Path, page: Page, book: Book) -> None:
    option = book.playbook.path.options[0]
    page.goto((folder / "checklists" / f"{option.id}.html").as_uri())
    for fact in book.plans[option.id].open_facts:
        group = page.get_by_role("group", name=fact.question)
        answers = group.get_by_role("radio")
        assert answers.count() == len(fact.options)
        for number in range(answers.count()):
            answers.nth(number).check()
            assert group.locator("input:checked").count() == 1
    page.emulate_media(media="print")
    corner = "input => getComputedStyle(input).borderRadius"
    assert page.locator("input[type=radio]").first.evaluate(corner) == page.locator(
        "input[type=checkbox]"
    ).first.evaluate(corner)


def test_every_card_and_step_has_its_lines_to_fill_on_paper(folder: Path, page: Page, book: Book) -> None:
    label = book.playbook.field[book.playbook.head.blanks[0]].label
    for option in book.playbook.path.options:
        page.goto((folder / "checklists" / f"{option.id}.html").as_uri())
        page.emulate_media(media="print")
        for card in page.locator(".card").all():
            assert card.locator(".paper", has_text=label).locator(".blank").is_visible()
        for step in page.locator(".step").all():
            assert step.locator(".sign").inner_text().split() == ["Due", "on", "Done", "on", "Initials"]
            assert step.locator(".sign .blank").count() == 3


def is_dark(page: Page) -> bool:
    color = page.evaluate("getComputedStyle(document.body).backgroundColor")
    return sum(int(part) for part in re.findall(r"\d+", color)[:3]) < 3 * 128


@pytest.mark.parametrize("device", ["light", "dark"])
def test_a_checklist_follows_the_colours_of_the_reader(folder: Path, browser: Browser, device: str) -> None:
    """Those of the device; after a choice on the site that choice; on paper black on white."""
    dark = device == "dark"
    context = browser.new_context(color_scheme="dark" if dark else "light")
    page = context.new_page()
    checklist = sorted((folder / "checklists").glob("*.html"))[0].as_uri()
    page.goto(checklist)
    assert is_dark(page) == dark
    page.goto((folder / "index.html").as_uri())
    page.locator("label[for^=__palette]:visible").click()
    page.wait_for_timeout(300)
    page.goto(checklist)
    assert is_dark(page) != dark
    page.emulate_media(media="print")
    assert not is_dark(page)
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") == "rgb(0, 0, 0)"
    context.close()


def test_pages_are_readable_without_javascript(folder: Path, browser: Browser, book: Book) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    phase = book.playbook.phases[0]
    page.goto((folder / "phases" / f"{phase.id}.html").as_uri())
    for step in phase.steps:
        assert page.get_by_role("heading", name=step.title).is_visible()
    context.close()
