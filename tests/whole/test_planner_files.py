"""Files that the page that plans a case opens and saves, in a real browser: any file is text, and none loses a case."""

import csv
import io
import re
from pathlib import Path

import icalendar
import pytest
from playwright.sync_api import Page, expect

from generator.documents.book import Book
from generator.load.case import load_case
from generator.packet.new_case import write_new_case
from generator.playbook.imprint import take_imprint
from tests.whole.planner_page import save
from tests.whole.test_planner import context, days_of, fill_in, page


def test_the_calendar_and_the_table_of_the_page_read_back(page: Page) -> None:
    fill_in(page, company="=cmd(); <b>")
    name, calendar = save(page, "Calendar (.ics)")
    events = icalendar.Calendar.from_ical(calendar).walk("VEVENT")
    assert name == "cmd-b.ics" and any("=cmd(); <b>" in str(event["summary"]) for event in events)
    _, table = save(page, "Table (.csv)")
    rows = list(csv.DictReader(io.StringIO(table.decode("utf-8-sig"))))
    assert next(row for row in rows if row["Id"] == "send-notice")["Due date"] == "2026-12-17"


def give_file(page: Page, text: str | bytes) -> None:
    raw = text if isinstance(text, bytes) else text.encode()
    page.set_input_files("#planner-open", {"name": "case.yml", "mimeType": "application/yaml", "buffer": raw})


def test_a_case_file_of_the_command_opens(page: Page, book: Book) -> None:
    text = write_new_case(book, {"path": "end-of-contract"}, name="harbour", schema="case.json")
    give_file(page, text.replace("# contract-end: 2026-11-23", "contract-end: 2026-12-31"))
    expect(page.locator("#planner-message")).to_have_text(
        "“Case without a name” is open. The file has comments (lines that begin with #). A case file that you "
        "save here doesn’t have them."
    )
    expect(page.get_by_label("End of contract")).to_be_checked()
    assert days_of(page, "send-notice").startswith("Tue 1 Dec to Thu 17 Dec 2026")


def test_a_case_file_of_another_revision_explains_itself(page: Page, book: Book) -> None:
    steps = (take_imprint(book.playbook).steps or "").replace("send-farewell=", "send-flowers=")
    give_file(page, f'made-with: {{revision: "9", steps: "{steps}"}}\nfacts: {{colour: red}}\nticked: [gone.1]\n')
    said = page.locator("#planner-message")
    expect(said).to_contain_text("The case was made with revision 9; the playbook is now revision 2.")
    expect(said).to_contain_text("Step 49 (Send the farewell) is new. The step “send-flowers” no longer exists.")
    expect(said).to_contain_text("“colour: red” doesn’t fit this playbook and is left out.")
    expect(said).to_contain_text("1 ticked task has been reworded or removed since")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("facts: {path: termination", "This file can’t be read as YAML:"),
        ("just words", "This isn’t a case file."),
        ("- a\n- b\n", "This isn’t a case file."),
        (b"\x00\xff\xfe\x00", re.compile(r"^This (file|isn’t)")),
        ("x" * 2_000_001, "This file is too large to be a case file."),
        ("", "This isn’t a case file."),
    ],
)
def test_files_that_are_no_cases_are_refused_and_lose_nothing(
    page: Page, text: str | bytes, said: str | re.Pattern[str]
) -> None:
    fill_in(page)
    give_file(page, text)
    expect(page.locator("#planner-message")).to_contain_text(said)
    expect(page.get_by_label("Client company")).to_have_value("Harbour Clinics")


@pytest.mark.parametrize(
    "text",
    [
        "facts: {path: termination}\nnotes: &a [*a]\n",
        "a: &a [x, x, x]\nb: &b [*a, *a, *a]\nc: &c [*b, *b, *b]\nfacts: {path: [*c, *c]}\n",
        "facts: " + "[" * 40 + "]" * 40 + "\n",
    ],
)
def test_files_that_could_grow_without_end_are_refused(page: Page, text: str) -> None:
    give_file(page, text)
    expect(page.locator("#planner-message")).to_contain_text(re.compile(r"^This (file|isn’t)"))


def test_unknown_parts_of_a_case_file_are_said(page: Page) -> None:
    give_file(page, "facts: {path: termination}\ndate: {effective-date: 2026-12-31}\n")
    expect(page.locator("#planner-message")).to_contain_text("“date: …” doesn’t fit this playbook and is left out.")


def test_a_case_file_keeps_its_name_as_its_id_and_replaces_only_when_asked(page: Page) -> None:
    give_file(page, "fields: {client_company: Upper Mill}\n")
    expect(page.get_by_label("Client company")).to_have_value("Upper Mill")
    assert page.evaluate("location.hash") == "#case"
    page.get_by_label("Client name").fill("Ms Okafor")
    give_file(page, "fields: {client_company: Lower Mill}\n")  # every question of the page is answered with yes here
    expect(page.locator("#planner-message")).to_have_text("“Lower Mill” is open.")
    expect(page.get_by_label("Client company")).to_have_value("Lower Mill")
    expect(page.get_by_label("Client name")).to_have_value("")


def test_days_that_do_not_belong_to_the_case_are_not_saved(page: Page, book: Book, tmp_path: Path) -> None:
    fill_in(page)
    page.get_by_label("Termination", exact=True).check()
    name, content = save(page, "Case file (.yml)")
    (tmp_path / name).write_bytes(content)
    assert load_case(tmp_path / name, book.playbook).dates == {}


HOSTILE = """
id: [1, 2]
facts: {__proto__: {path: termination}, path: [termination], constructor: x}
dates: {contract-end: {a: b}, effective-date: 2026-13-45, toString: 2026-12-31}
fields: {client_company: "<img src=x onerror=alert(1)>", client_name: [a], __proto__: x}
people: {account-manager: {name: "<script>alert(1)</script>"}, finance: Jo, it: {name: [a, b]}}
steps: {send-notice: {done: never}, prepare-notice: {note: "<b>x</b>", done: 2026-11-20}, toString: {done: 2026-01-01}}
ticked: [1, {a: b}, send-notice]
notes: {a: b}
made-with: {revision: [x], steps: {a: b}}
"""


def test_hostile_case_files_are_text(page: Page, book: Book, tmp_path: Path) -> None:
    give_file(page, HOSTILE)
    expect(page.locator("#planner-message")).to_contain_text("doesn’t fit this playbook and is left out.")
    expect(page.get_by_label("Client company")).to_have_value("<img src=x onerror=alert(1)>")
    expect(page.locator("#planner-step-prepare-notice .planner-note")).to_contain_text("<b>x</b>")
    assert page.locator("#planner img").count() == 0 and page.evaluate("({}).path === undefined")
    name, content = save(page, "Case file (.yml)")
    (tmp_path / name).write_bytes(content)
    load_case(tmp_path / name, book.playbook)
    for button in ("Calendar (.ics)", "Table (.csv)"):
        save(page, button)
