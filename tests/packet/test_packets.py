"""The packet of a case: the same bytes each time, and the letters that the case calls for."""

import datetime
import io
import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from generator.documents.book import Book
from tests.conftest import TESTS
from tests.packet.papers import HARBOUR, Packet, make

if TYPE_CHECKING:
    from playwright.sync_api import Browser

GOLDEN = TESTS / "golden" / "cases" / "hut"
HUT_CASE = TESTS / "cases" / "hut.yml"


def test_the_packet_of_the_other_playbook_is_the_golden_copy(hut: Book, update_golden: bool) -> None:
    packet = make(hut, HUT_CASE, datetime.date(2026, 10, 5))
    if update_golden:
        shutil.rmtree(GOLDEN, ignore_errors=True)
        for name, content in packet.items():
            (GOLDEN / name).parent.mkdir(parents=True, exist_ok=True)
            (GOLDEN / name).write_bytes(content)
    golden = {file.relative_to(GOLDEN).as_posix(): file.read_bytes() for file in GOLDEN.rglob("*") if file.is_file()}
    assert packet == golden


def test_same_case_same_bytes(book: Book, harbour: Packet) -> None:
    assert make(book, HARBOUR) == harbour


def test_letters_are_those_that_the_facts_call_for(harbour: Packet, mill: Packet) -> None:
    assert "emails/010-contract-end-notice.txt" in harbour and "emails/010-contract-end-notice.txt" not in mill
    assert "emails/003-breach-notice.txt" in mill and "emails/003-breach-notice.txt" not in harbour


def test_letters_are_not_drafted_again_once_their_step_is_done(book: Book, tmp_path: Path) -> None:
    file = tmp_path / "case.yml"
    text = HARBOUR.read_text(encoding="utf-8")
    file.write_text(text.replace("steps:\n", "steps:\n  send-notice: 2026-12-02\n"), encoding="utf-8")
    assert "emails/010-contract-end-notice.eml" not in make(book, file)


def test_blanks_are_filled_from_the_case_and_open_ones_are_marked_and_listed(harbour: Packet) -> None:
    letter = harbour["emails/010-contract-end-notice.txt"].decode()
    head, _, text = letter.partition("-" * 40)
    assert "Dear Ms Okafor," in text and "ends on 31 December 2026" in text and "Maya Ortiz\nAccount manager" in text
    assert "[Day of the call]" in text and "- [Day of the call] (field call_date)\n" in head
    assert "[Client name]" not in letter
    listed = harbour["emails/open.txt"].decode()
    assert re.search(r"010-contract-end-notice: .*\n(  - .*\n)*  - \[Day of the call\] \(field call_date\)\n", listed)


def test_what_is_open_names_what_in_the_case_file_fills_it(book: Book, tmp_path: Path) -> None:
    file = tmp_path / "case.yml"
    file.write_text("facts: {path: end-of-contract}\n", encoding="utf-8")
    listed = make(book, file)["emails/open.txt"].decode()
    for lacking in ("[Client name] (field client_name)", "[Sender's name] (role account-manager)"):
        assert f"  - {lacking}\n" in listed
    assert re.search(r"  - \[.*\] \(date [a-z-]+\)\n", listed)


def test_paragraphs_that_hang_on_an_open_question_are_marked(book: Book, tmp_path: Path) -> None:
    file = tmp_path / "case.yml"
    file.write_text("facts: {path: end-of-contract}\n", encoding="utf-8")
    letter = make(book, file)["emails/010-contract-end-notice.txt"].decode()
    assert "[Only if a renewal is on offer:] We would very much like to continue" in letter
    assert "- keep the paragraphs marked “only if a renewal is on offer”, or delete them\n" in letter


def test_letters_that_may_be_sent_are_listed_with_their_condition(harbour: Packet) -> None:
    listed = harbour["emails/open.txt"].decode().partition("Not known yet whether to send:")[2]
    assert "Notice to a subcontractor or vendor: only if people outside the company work for us on it" in listed


def test_the_summary_holds_what_others_may_read_and_nothing_else(harbour: Packet, mill: Packet) -> None:
    summary = mill["summary.html"].decode()
    assert "Account settled: by Wed 3 Feb 2027" in summary and "Fri 15 Jan 2027" in summary
    for ours in ("Unpaid invoices", "legal hold", "Evaluate internally", "clause 14.2", "win back"):
        assert ours not in summary
    assert "End of the contract announced in writing: by Thu 17 Dec 2026" in harbour["summary.html"].decode()


def test_the_summary_is_one_page_and_the_checklist_has_every_day(
    harbour: Packet, mill: Packet, browser: "Browser", tmp_path: Path
) -> None:
    from pypdf import PdfReader

    for packet in (harbour, mill):
        for name in ("summary.html", "checklist.html"):
            (tmp_path / name).write_bytes(packet[name])
        page = browser.new_page()
        page.goto((tmp_path / "summary.html").as_uri())
        assert len(PdfReader(io.BytesIO(page.pdf(format="A4"))).pages) == 1
        page.goto((tmp_path / "checklist.html").as_uri())
        paper = " ".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(page.pdf(format="A4"))).pages)
        days = {step["due"]["last"] for step in json.loads(packet["plan.json"])["steps"] if step["due"]}
        shown = " ".join(paper.split())
        for day in (datetime.date.fromisoformat(day) for day in days if day):
            assert f"{day.day} {day:%b} {day.year}" in shown
        page.close()
