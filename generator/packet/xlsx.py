"""The steps of a case as a spreadsheet (XLSX): days are days, numbers are numbers, and no text is a formula."""

import datetime
import io
import re
import textwrap
import zipfile
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.packaging.core import DocumentProperties
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.constants import ARC_CORE
from openpyxl.xml.functions import tostring

from generator.documents.book import Book
from generator.documents.columns import COLUMNS, Cell, list_rows, list_titles
from generator.plan.case_plan import CasePlan

_WIDTHS = {"name": 30, "assignee": 24, "section": 20, "notes": 64, "id": 24}
"""Of these columns, in letters."""
_WIDTH = 12
"""Of every other column, in letters; fits a day."""
_LINE, _TALLEST = 15, 409
"""Heights of a line and of the tallest row that there can be, in points."""
_LONGEST = 16_000
"""How many characters of a text are kept: a cell takes 32,767 halves of characters."""
_UNFIT = re.compile(r"[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML cannot hold, and control characters."""
_SIGNS = ("=", "+", "-", "@")
"""What spreadsheets read as the start of a formula."""


def make_spreadsheet(book: Book, plan: CasePlan) -> bytes:
    """Return a sheet with a row for each step of a case; the same case on the same day gives the same bytes."""
    workbook = Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)  # noqa: S101 - a new workbook has a sheet
    # Excel refuses these characters in the name of a sheet, and a name of more than 31.
    sheet.title = re.sub(r"[\[\]:*?/\\]", " ", book.words.spreadsheet_title)[:31]
    rows: list[Sequence[Cell]] = [list_titles(book), *list_rows(book, plan)]
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(number, column)
            assert isinstance(cell, SheetCell)  # noqa: S101 - nothing is merged
            _fill(cell, value)
        sheet.row_dimensions[number].height = _measure(row)
    _arrange(sheet)
    workbook.properties = _describe(book, plan)
    return _pack(workbook)


def _fill(cell: SheetCell, value: Cell) -> None:
    """Fill a cell by the kind of its value; a text is never read as something else."""
    cell.alignment = Alignment(horizontal="left", vertical="top", wrap_text=True)
    if isinstance(value, str):
        text = _UNFIT.sub("", value)
        cell.value = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
        cell.data_type = "s"
        cell.quotePrefix = text.startswith(_SIGNS)  # it stays text when somebody edits it
        return
    cell.value = value
    if isinstance(value, datetime.date):
        cell.number_format = "yyyy-mm-dd"


def _measure(row: Sequence[Cell]) -> int:
    """Return the height of a row in points: not every program finds it for text on several lines."""
    lines = (_count_lines(str(value), _WIDTHS.get(name, _WIDTH)) for name, value in zip(COLUMNS, row, strict=True))
    return min(_LINE * max(lines), _TALLEST)


def _count_lines(text: str, width: int) -> int:
    return sum(max(len(textwrap.wrap(line, width)), 1) for line in text.split("\n"))


def _arrange(sheet: Worksheet) -> None:
    """Keep the titles in sight and on every sheet of paper; fit the columns to its width."""
    for number, name in enumerate(COLUMNS, 1):
        sheet.column_dimensions[get_column_letter(number)].width = _WIDTHS.get(name, _WIDTH)
        sheet.cell(1, number).font = Font(bold=True)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToHeight = 0  # as many pages as it takes
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.HeaderFooter.oddFooter.center.text = "&P / &N"  # type: ignore[union-attr] # a new sheet has a footer


def _describe(book: Book, plan: CasePlan) -> DocumentProperties:
    start = datetime.datetime.combine(plan.today, datetime.time())
    title = book.words("case_title", playbook=book.playbook.head.title, case=plan.title)
    return DocumentProperties(
        title=_UNFIT.sub("", title),
        creator=_UNFIT.sub("", book.playbook.overlay.company),
        language=book.words.language,
        created=start,
        modified=start,
    )


def _pack(workbook: Workbook) -> bytes:
    """Return a workbook's file, in which neither the time of writing nor a version of a packer shows."""
    properties, start = workbook.properties, workbook.properties.modified
    written, packed = io.BytesIO(), io.BytesIO()
    workbook.save(written)
    properties.modified = start  # saving has set it to now
    # Written anew: the library dates each file of the archive, and the properties, by the clock.
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as new:
        for name in old.namelist():
            content = tostring(properties.to_tree()) if name == ARC_CORE else old.read(name)
            new.writestr(zipfile.ZipInfo(name), content)
    return packed.getvalue()
