"""The table of steps: a CSV whose cells are never formulas, and a spreadsheet whose cells are what they are."""

import csv
import datetime
import io
import itertools
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from generator.documents.book import Book
from generator.documents.columns import COLUMNS, list_titles
from generator.documents.open import open_case
from generator.packet.table import guard_cell, write_rows
from generator.packet.xlsx import make_spreadsheet
from tests.packet.papers import HARBOUR, MILL, TODAY, Packet, convert, make, write_case

CELLS = [tuple(pair) for pair in yaml.safe_load((Path(__file__).parent / "cells.yml").read_text(encoding="utf-8"))]
HOSTILE = [text for text, _ in CELLS] + ['a;"=1+1"', 'a;"', "a;", "a; ", '"x"; =1+1', "a\t=1+1", "a,=1+1", "-"]
HOSTILE_CASE = (
    "facts: {path: end-of-contract}\n"
    "dates: {contract-end: 2027-03-31}\n"
    "people: {account-manager: {name: '=1+1;=2+2'}, finance: {name: '@SUM(1)'}}\n"
    'steps: {prepare-notice: {note: "=1+1\\n=2+2; =3+3\\n10\u202f000"}}\n'
)


@pytest.mark.parametrize(("text", "cell"), CELLS)
def test_a_cell_of_the_csv(text: str, cell: str) -> None:
    assert guard_cell(text) == cell


@given(st.text())
def test_no_cell_is_a_formula_whatever_splits_it(text: str) -> None:
    raw = write_rows([["1", text, text]]).decode("utf-8-sig")
    (line,) = raw.splitlines()
    assert not set(line) & set(";\t\r\n\v\f\x85\u2028\u2029")
    for cell in next(csv.reader(io.StringIO(raw)))[1:]:
        assert not cell.lstrip().startswith(("=", "+", "-", "@"))


def count_rows(page: str) -> int:
    """Count the rows of LibreOffice's XML in which something stands."""
    table = page[page.index("<table:table ") : page.index("</table:table>")]
    rows = re.findall(r"<table:table-row([^>]*)>(.*?)</table:table-row>", table, re.DOTALL)
    repeated = [re.search(r'rows-repeated="(\d+)"', head) for head, body in rows if "<text:p" in body]
    return sum(int(found[1]) if found else 1 for found in repeated)


@pytest.mark.program
@pytest.mark.parametrize("separators", ["44", "59", "9/44/59"], ids=["comma", "semicolon", "all"])
def test_libreoffice_finds_a_row_a_step_and_no_formula(separators: str, tmp_path: Path) -> None:
    rows = [[str(number), *texts, "id"] for number, texts in enumerate(itertools.product(HOSTILE, HOSTILE))]
    (tmp_path / "steps.csv").write_bytes(write_rows(rows))
    page = convert(tmp_path / "steps.csv", "fods", f"--infilter=CSV:{separators},34,76,1")
    assert count_rows(page) == len(rows) and "table:formula" not in page


@pytest.mark.program
def test_libreoffice_splits_no_step_of_a_case_at_semicolons(book: Book, tmp_path: Path) -> None:
    (tmp_path / "steps.csv").write_bytes(make(book, write_case(tmp_path, HOSTILE_CASE))["steps.csv"])
    steps = len(list(csv.reader(io.StringIO((tmp_path / "steps.csv").read_text(encoding="utf-8-sig")))))
    page = convert(tmp_path / "steps.csv", "fods", "--infilter=CSV:59,34,76,1")
    assert count_rows(page) == steps > 40 and "table:formula" not in page


def open_sheet(raw: bytes) -> Worksheet:
    sheet = openpyxl.load_workbook(io.BytesIO(raw)).active
    assert isinstance(sheet, Worksheet)
    return sheet


def test_the_spreadsheet_has_the_columns_of_the_csv_with_days_and_numbers(book: Book) -> None:
    packet = make(book, HARBOUR)
    sheet = open_sheet(packet["steps.xlsx"])
    titles, *rows = list(sheet.values)
    assert list(titles) == list_titles(book)
    notice = dict(zip(COLUMNS, next(row for row in rows if row[-1] == "send-notice"), strict=True))
    assert (notice["number"], notice["status"], notice["waits"]) == (10, "late", None)
    assert notice["start"] == datetime.datetime(2026, 12, 1) and notice["due"] == datetime.datetime(2026, 12, 17)
    shown = [[_show(value) for value in row] for row in rows]
    assert shown == list(csv.reader(io.StringIO(packet["steps.csv"].decode("utf-8-sig"))))[1:]


def _show(value: object) -> str:
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    return "" if value is None else guard_cell(str(value))


def test_the_spreadsheet_is_set_up_for_reading_and_printing(book: Book) -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(make(book, MILL)["steps.xlsx"]))
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    assert sheet.title == "Steps" and sheet.freeze_panes == "A2" and sheet.auto_filter.ref == sheet.dimensions
    assert sheet.page_setup.orientation == "landscape" and sheet.print_title_rows == "$1:$1"
    assert sheet.sheet_properties.pageSetUpPr is not None and sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (None, 0)  # None means 1
    assert sheet["C2"].number_format == "yyyy-mm-dd" and sheet["C2"].is_date
    assert workbook.properties.title == 'Client offboarding: Upper Mill; "=Bäckerei", Söhne & Co <b>'
    assert workbook.properties.language == "en"


def test_the_same_case_gives_the_same_spreadsheet_at_any_time(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = open_case(book, MILL, today=TODAY)
    raw = make_spreadsheet(book, plan)
    monkeypatch.setattr("time.localtime", lambda *_: (2031, 1, 1, 0, 0, 0, 0, 1, 0))
    assert make_spreadsheet(book, plan) == raw
    entries = zipfile.ZipFile(io.BytesIO(raw)).infolist()
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert b"2026-12-21T00:00:00Z</dcterms:modified>" in raw


@pytest.mark.program
def test_no_text_of_the_spreadsheet_is_a_formula(book: Book, tmp_path: Path) -> None:
    raw = make(book, write_case(tmp_path, HOSTILE_CASE))["steps.xlsx"]
    sheet = open_sheet(raw)
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    notes = [row[list(COLUMNS).index("notes")].value for row in sheet.iter_rows()]
    assert any(str(note).endswith("Note: =1+1\n=2+2; =3+3\n10\u202f000") for note in notes)
    named = [cell for cell in sheet["E"] if "=1+1" in str(cell.value)]
    assert named and not any(cell.quotePrefix for cell in named)  # the name stands behind the role
    (tmp_path / "steps.xlsx").write_bytes(raw)
    page = convert(tmp_path / "steps.xlsx", "fods")
    assert "table:formula" not in page and count_rows(page) == sheet.max_row


def test_a_text_like_a_formula_stays_text_when_somebody_edits_its_cell(book: Book) -> None:
    plan = open_case(book, HARBOUR, today=TODAY)
    step = plan.steps["send-notice"]
    titled = replace(step.planned, step=step.planned.step.model_copy(update={"title": "=1+1"}))
    plan.steps["send-notice"] = replace(step, planned=titled)
    (cell,) = [cell for cell in open_sheet(make_spreadsheet(book, plan))["B"] if cell.value == "=1+1"]
    assert cell.quotePrefix and cell.data_type == "s"


@pytest.mark.parametrize("note", ["a\u0085b", "\ufffe", "x" * 40_000, "_x0041_", "#N/A", "é\u0301🏠"])
def test_any_note_fits_into_the_spreadsheet(book: Book, note: str) -> None:
    plan = open_case(book, HARBOUR, today=TODAY)
    steps = {name: replace(step, note=note) for name, step in plan.steps.items()}
    sheet = open_sheet(make_spreadsheet(book, replace(plan, steps=steps)))
    assert sheet.max_row == len(steps) + 1


def test_one_row_a_step_with_its_days(harbour: Packet) -> None:
    rows = list(csv.DictReader(io.StringIO(harbour["steps.csv"].decode("utf-8-sig"))))
    row = next(row for row in rows if row["Id"] == "send-notice")
    assert (row["Start date"], row["Due date"], row["Status"]) == ("2026-12-01", "2026-12-17", "late")
    assert row["Assignee"] == "Account manager (Maya Ortiz)" and row["Waits for"] == ""


@pytest.mark.program
def test_libreoffice_opens_it_with_the_right_columns_and_no_formula(mill: Packet, tmp_path: Path) -> None:
    rows = list(csv.reader(io.StringIO(mill["steps.csv"].decode("utf-8-sig"))))
    rows[1][1] = guard_cell("=1+1")
    with (tmp_path / "steps.csv").open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)
    page = convert(tmp_path / "steps.csv", "fods", "--infilter=CSV:44,34,76,1")
    assert "table:formula" not in page and "=1+1" in page
    first = page[page.index("<table:table-row") : page.index("</table:table-row>")]
    assert re.findall(r"<text:p>(.*?)</text:p>", first) == rows[0]
