"""The steps of a case as a table for task programs (CSV, RFC 4180).

Spreadsheets split a CSV at whatever separates lists where they run, and run what then looks like a formula. So no cell
has a separator other than the comma, none has a line break, and none begins with a sign that begins a formula: split at
semicolons or tabs, each step is still one row, of one cell that begins with the step's number.
"""

import csv
import io
import re
from collections.abc import Iterable

from generator.documents.book import Book
from generator.documents.columns import BREAKS, FORMULA, Cell, list_rows, list_titles
from generator.documents.paper_rules import BYTE_ORDER_MARK
from generator.plan.case_plan import CasePlan


def make_table(book: Book, plan: CasePlan) -> bytes:
    """Return one row for each step of a case, below a row of titles."""
    return write_rows([list_titles(book), *list_rows(book, plan)])


def write_rows(rows: Iterable[Iterable[Cell]]) -> bytes:
    """Return rows in which no cell is a formula; the first cell of each is a number or a plain word."""
    page = io.StringIO()
    csv.writer(page).writerows([[guard_cell("" if cell is None else str(cell)) for cell in row] for row in rows])
    return (BYTE_ORDER_MARK + page.getvalue()).encode()


def guard_cell(text: str) -> str:
    """Return text on one line, without semicolons; a sign that would begin a formula follows an apostrophe.

    The page's script guards its cells alike: tests/packet/cells.yml has the cases for both.
    """
    return re.sub(FORMULA, r"\1'", re.sub(BREAKS, " ", text).replace(";", ","))
