"""Paper and windows: whatever the texts, they fit on the sheets that are printed and into the windows of phones."""

import io
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request
from pypdf import PdfReader

from generator.documents.book import Book

PAPER = {"A4": (595, 842), "Letter": (612, 792)}
PAGES = [
    "index.html",
    "paths.html",
    "order.html",
    "roles.html",
    "raci.html",
    "requirements.html",
    "checklists.html",
    "emails.html",
    "maintain.html",
    "help.html",
]


def list_pages(folder: Path) -> list[str]:
    """One page of each kind."""
    found = [name for name in PAGES if (folder / name).is_file()]
    kinds = ("learn", "paths", "phases", "emails", "checklists")
    return found + [
        min(file.relative_to(folder).as_posix() for file in (folder / kind).glob("*.html")) for kind in kinds
    ]


@pytest.fixture
def requests() -> list[str]:
    return []


@pytest.fixture
def page(browser: Browser, requests: list[str]) -> Iterator[Page]:
    context = browser.new_context()

    def note(request: Request) -> None:
        requests.append(request.url)

    page = context.new_page()
    page.on("request", note)
    page.on("pageerror", lambda error: pytest.fail(f"a script failed: {error}"))
    yield page
    context.close()


def test_pages_opened_from_disk_load_only_our_own_files(folder: Path, page: Page, requests: list[str]) -> None:
    for name in list_pages(folder):
        page.goto((folder / name).as_uri())
        page.wait_for_load_state("networkidle")
    assert [url for url in requests if not url.startswith((folder.as_uri(), "data:", "blob:", "about:"))] == []


@pytest.mark.parametrize("width", [360, 768, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_is_wider_than_its_window(folder: Path, browser: Browser, width: int, scheme: str) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme="dark" if scheme == "dark" else "light"
    )
    page = context.new_page()
    for name in list_pages(folder):
        page.goto((folder / name).as_uri())
        spare = page.evaluate("document.documentElement.clientWidth - document.documentElement.scrollWidth")
        assert spare >= 0, f"{name} is {-spare} pixels too wide"
    context.close()


def print_page(page: Page, file: Path, paper: str) -> PdfReader:
    page.goto(file.as_uri())
    return PdfReader(io.BytesIO(page.pdf(format=paper)))


@pytest.mark.parametrize("paper", PAPER)
def test_checklists_on_paper(folder: Path, page: Page, book: Book, paper: str) -> None:
    for option in book.playbook.path.options:
        reader = print_page(page, folder / "checklists" / f"{option.id}.html", paper)
        texts = [" ".join(sheet.extract_text().split()) for sheet in reader.pages]
        width, height = PAPER[paper]
        for number, (sheet, text) in enumerate(zip(reader.pages, texts, strict=True), 1):
            assert abs(sheet.mediabox.width - width) < 2 and abs(sheet.mediabox.height - height) < 2
            assert f"Page {number} / {len(texts)}" in text
            assert f"revision {book.playbook.head.revision}" in text
        plan = book.plans[option.id]
        whole = " ".join(texts)
        for planned in plan.steps.values():
            assert normal(planned.step.title) in normal(whole)
            for task in planned.tasks if planned.applies else ():
                assert normal(task.task.do) in normal(whole), task.task.do
        for planned in plan.steps.values():
            if not planned.applies:
                assert normal(planned.decision.reasons[0]) in normal(texts[-1])


def normal(text: str) -> str:
    """Return text without what a PDF may change: spaces, hyphens at line ends, letters joined into one."""
    return re.sub(r"[\s\-\xad]", "", unicodedata.normalize("NFKC", text))


@pytest.mark.parametrize("paper", PAPER)
def test_no_card_is_torn_over_two_sheets(folder: Path, page: Page, book: Book, paper: str) -> None:
    """Every card's heading, tasks and pause point stand on one sheet."""
    for option in book.playbook.path.options:
        reader = print_page(page, folder / "checklists" / f"{option.id}.html", paper)
        texts = [normal(sheet.extract_text()) for sheet in reader.pages]
        for phase in book.plans[option.id].phases:
            for card in phase.cards:
                titles = [normal(planned.step.title) for planned in card.steps]
                pause = normal(card.card.pause)
                assert any(pause in text and all(title in text for title in titles) for text in texts), titles


@pytest.mark.parametrize("paper", PAPER)
def test_every_role_stands_above_its_column_on_each_sheet(folder: Path, page: Page, book: Book, paper: str) -> None:
    for sheet in print_page(page, folder / "raci.html", paper).pages:
        assert [
            role.title for role in book.playbook.roles if normal(role.title) not in normal(sheet.extract_text())
        ] == []
