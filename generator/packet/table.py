"""The steps of a case as a table for task programs and spreadsheets (CSV, RFC 4180)."""

import csv
import io
from collections.abc import Iterator, Sequence

from generator.documents.book import Book
from generator.documents.case_phrases import CasePhrases
from generator.documents.paper_rules import BYTE_ORDER_MARK, COLUMNS, FORMULA_SIGNS
from generator.plan.case_plan import CasePlan, CaseStep


def make_table(book: Book, plan: CasePlan) -> bytes:
    """Give one row for each step of a case."""
    return write_rows([_list_titles(book), *(row for row in _list_rows(book, plan))])


def write_rows(rows: Sequence[Sequence[str]]) -> bytes:
    """Give rows in which no cell is a formula."""
    page = io.StringIO()
    csv.writer(page).writerows([[guard_cell(cell) for cell in row] for row in rows])
    return (BYTE_ORDER_MARK + page.getvalue()).encode()


def guard_cell(text: str) -> str:
    """Give text that a spreadsheet takes as text: a sign that would start a formula is put behind an apostrophe."""
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text


def _list_titles(book: Book) -> list[str]:
    return [getattr(book.words, f"table_{column}") for column in COLUMNS]


def _list_rows(book: Book, plan: CasePlan) -> Iterator[list[str]]:
    phrases = CasePhrases(book, plan)
    for step in plan.steps.values():
        cells = {
            "number": str(step.planned.number),
            "name": step.planned.step.title,
            "start": _say_start(step),
            "due": step.slot.last.isoformat() if step.slot.last else "",
            "assignee": phrases.who(step.planned.step.accountable),
            "section": step.planned.phase.title,
            "status": getattr(book.words, f"case_standing_{step.standing}"),
            "waits": " ".join(str(one.number) for one in step.waits_for),
            "notes": _say_notes(phrases, step),
            "id": step.planned.step.id,
        }
        yield [cells[column] for column in COLUMNS]


def _say_start(step: CaseStep) -> str:
    """Give the first day; nothing where it is too late for the last one, which task programs would refuse."""
    first, last = step.slot.first, step.slot.last
    return "" if first is None or (last is not None and first > last) else first.isoformat()


def _say_notes(phrases: CasePhrases, step: CaseStep) -> str:
    only_if = phrases.only_if(step)
    lines = [f"{only_if}." if only_if else "", *phrases.moves(step)]
    lines += [f"• {one.task.do}" for one in step.planned.tasks]
    lines += [phrases.words("case_note", note=step.note)] if step.note else []
    return "\n".join(line for line in lines if line)
