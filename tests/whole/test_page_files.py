"""What the page takes and saves, the command takes: hostile files, mistakes, and cases drawn at random."""

import json
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from generator.documents.book import Book
from generator.errors import ContentError
from generator.load.case import RESERVED, load_case
from generator.plan.plan import make_key
from generator.values import LONGEST_ID
from tests.conftest import TESTS
from tests.whole.planner_page import open_page

READ = """([text, kept]) => {
  try {
    const read = kept ? Files.readKept(text, playbook, "case") : Files.readCase(text, playbook, "case.yml");
    const { data } = Files.forFile(read.data, playbook);
    return { file: Files.writeCase(data), said: read.said };
  } catch (error) {
    if (error instanceof Files.CaseError) return { refused: error.message };
    throw error;
  }
}"""
BROKEN = sorted((TESTS / "broken_cases").glob("*.yml"))


@pytest.fixture(scope="module")
def reader(browser: Browser, address: str) -> Iterator[Page]:
    """The page, ready to read and write case files."""
    context = browser.new_context()
    page = open_page(context, address)
    page.add_script_tag(content="const playbook = Planner.prepare(PLAYBOOK);")
    yield page
    context.close()


def read_by_page(page: Page, text: str, *, kept: bool = False) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(READ, [text, kept])
    return found


def take(book: Book, folder: Path, text: str) -> None:
    """Read a file as `playbook case check` does; raises ContentError if that would refuse it."""
    file = folder / "case.yml"
    file.write_bytes(text.encode())
    load_case(file, book.playbook)


@pytest.mark.parametrize("file", BROKEN, ids=lambda file: file.stem)
def test_what_the_page_makes_of_a_broken_case_is_one_for_the_command(
    book: Book, reader: Page, file: Path, tmp_path: Path
) -> None:
    broken = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    read = read_by_page(reader, broken["case"])
    if "file" in read:
        take(book, tmp_path, read["file"])


NASTY = st.sampled_from(
    [
        *"\u202e\x00\x7f\x85\u2028\ufeff\ud800\ufffe\U0001f600\n\r\té'\"{[|>%@`~",
        *[": ", " #", "- ", "? ", "&a", "*a", "!x", "---", "...", "<<", "null"],
    ]
)
TEXTS = st.lists(st.one_of(NASTY, st.text(string.printable, max_size=6), st.text(max_size=4)), max_size=5).map("".join)
DAYS = st.one_of(
    st.dates().map(str),
    st.sampled_from(["2026-11-23", "2027-01-31", "0000-01-01", "2026-02-30", "+02026-11-23"]),
    TEXTS,
)
ODD = st.one_of(st.none(), st.booleans(), st.integers(), TEXTS, st.lists(TEXTS, max_size=2))
IDS = st.one_of(
    st.sampled_from(["upper-mill", "3m", "-a", "a--b", "A", "", "x" * LONGEST_ID, "x" * (LONGEST_ID + 1), *RESERVED]),
    TEXTS,
)


@st.composite
def draw_kept(draw: st.DrawFn, book: Book) -> dict[str, Any]:
    """Draw what could be kept of a case: most of it fits, much does not."""
    playbook = book.playbook
    steps = list(playbook.steps.values())
    keys = [make_key(step, task) for step in steps for task in step.tasks]
    progress = st.fixed_dictionaries({}, optional={"done": DAYS, "note": st.one_of(TEXTS, ODD)})
    person = st.fixed_dictionaries({}, optional={"name": TEXTS, "email": st.one_of(TEXTS, st.just("jo@example.com"))})
    facts = {fact.id: st.sampled_from([option.id for option in fact.options]) for fact in playbook.facts}

    def some(known: list[str], values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        names = st.one_of(st.sampled_from(known), st.sampled_from(known), TEXTS)
        return st.one_of(st.dictionaries(names, values, max_size=5), st.dictionaries(names, values, max_size=5), ODD)

    parts = {
        "id": IDS,
        "facts": st.one_of(st.fixed_dictionaries({}, optional=facts), ODD),
        "dates": some([date.id for date in playbook.dates], DAYS),
        "fields": some([field.id for field in playbook.fields], st.one_of(TEXTS, DAYS, ODD)),
        "people": some([role.id for role in playbook.roles], st.one_of(person, ODD)),
        "steps": some([name for step in steps for name in (step.id, *step.formerly)], st.one_of(progress, DAYS, ODD)),
        "ticked": st.one_of(st.lists(st.one_of(st.sampled_from(keys), TEXTS), max_size=4), ODD),
        "notes": ODD,
        "made-with": st.one_of(st.fixed_dictionaries({"revision": TEXTS}, optional={"steps": TEXTS}), ODD),
        "more": ODD,
    }
    return draw(st.fixed_dictionaries({}, optional=parts))


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_the_page_keeps_and_saves_the_command_takes(
    book: Book, reader: Page, tmp_path: Path, data: st.DataObject
) -> None:
    kept = data.draw(draw_kept(book))
    read = read_by_page(reader, json.dumps(kept), kept=True)
    take(book, tmp_path, read["file"])
    again = read_by_page(reader, read["file"])
    assert (again["said"], again["file"]) == ([], read["file"])


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_the_command_takes_the_page_takes_whole(
    book: Book, reader: Page, tmp_path: Path, data: st.DataObject
) -> None:
    text = yaml.safe_dump(data.draw(draw_kept(book)), allow_unicode=False)
    read = read_by_page(reader, text)
    if "file" in read:
        take(book, tmp_path, read["file"])
    try:
        take(book, tmp_path, text)
    except (ContentError, UnicodeEncodeError):
        return
    assert [said for said in read["said"] if "left out" in said] == []  # what has changed is only remarked


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=300))
@example("facts: {path: termination}\n")
@example("id: upper-mill\nnotes: >-\n  a\n")
def test_any_text_is_read_or_refused(book: Book, reader: Page, tmp_path: Path, text: str) -> None:
    read = read_by_page(reader, text.encode("utf-8", "ignore").decode())
    if "file" in read:
        take(book, tmp_path, read["file"])
