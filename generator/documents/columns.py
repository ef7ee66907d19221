"""The columns of the table of steps, for every form that the table has: CSV, XLSX, and the page's own CSV."""

import datetime
from collections.abc import Callable, Iterator

from generator.documents.book import Book
from generator.documents.case_phrases import CasePhrases
from generator.plan.case_plan import CasePlan, CaseStep

BREAKS = r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+"
"""What would break a cell of the CSV into lines, or steers; a pattern of Python and of JavaScript."""
FORMULA = r"^([\s\ufeff]*)(?=[=+@\-＝＋＠－])"
"""What begins a formula, the wide signs in Japanese and Chinese spreadsheets; a pattern of both languages too.

The mark U+FEFF is white space in JavaScript only.
"""
Cell = str | int | datetime.date | None
"""What a column shows for one step; None for nothing."""


def _find_start(_: CasePhrases, step: CaseStep) -> datetime.date | None:
    """Return the first day; None where it is too late for the last one, which task programs would refuse."""
    first, last = step.slot.first, step.slot.last
    return None if first is None or (last is not None and first > last) else first


def _list_notes(phrases: CasePhrases, step: CaseStep) -> str:
    only_if = phrases.only_if(step)
    lines = [f"{only_if}." if only_if else "", *phrases.moves(step)]
    lines += [f"• {planned.task.do}" for planned in step.planned.tasks]
    lines += [phrases.words("case_note", note=step.note)] if step.note else []
    return "\n".join(line for line in lines if line)


COLUMNS: dict[str, Callable[[CasePhrases, CaseStep], Cell]] = {
    "number": lambda _, step: step.planned.number,
    "name": lambda _, step: step.planned.step.title,
    "start": _find_start,
    "due": lambda _, step: step.slot.last,
    "assignee": lambda phrases, step: phrases.who(step.planned.step.accountable),
    "section": lambda _, step: step.planned.phase.title,
    "status": lambda phrases, step: getattr(phrases.words, f"case_standing_{step.standing}"),
    "waits": lambda _, step: " ".join(str(before.number) for before in step.waits_for),
    "notes": _list_notes,
    "id": lambda _, step: step.planned.step.id,
}
"""Each column by its name, which in words.yml is `table_…`, and what it says for a step; in their order."""


def list_titles(book: Book) -> list[str]:
    """List the titles of the columns."""
    return [getattr(book.words, f"table_{name}") for name in COLUMNS]


def list_rows(book: Book, plan: CasePlan) -> Iterator[list[Cell]]:
    """List the cells of each step that belongs to a case."""
    phrases = CasePhrases(book, plan)
    for step in plan.steps.values():
        yield [find(phrases, step) for find in COLUMNS.values()]
