"""Many cases at a glance in the terminal."""

from collections.abc import Sequence
from pathlib import Path

from generator.command.terminal import find_width, write_table
from generator.disk.workers import Outcome
from generator.documents.book import Book
from generator.errors import ContentError, OwnError
from generator.packet.overview import CaseLine, DueLine, list_by_role
from generator.plan.case_plan import SOON


def show_lines(book: Book, lines: Sequence[CaseLine], *, width: int) -> str:
    """Return the lines of cases as a table for the terminal, and below what is late or due soon, by role."""
    words = book.words
    rows = [(words.overview_case, words.overview_late, words.overview_soon, words.overview_open, words.overview_next)]
    rows += [
        (line.title, str(line.late), str(len(line.soon) - line.late), str(line.open), line.following) for line in lines
    ]
    said = [f"\n{words.overview_title}", write_table(rows, width=width, flexible=(0, 4))]
    by_role = list_by_role(lines)
    said.append(f"\n{words('case_soon' if by_role else 'case_soon_none', days=SOON)}")
    for role, entries in by_role.items():
        due = [(due.said, line.title, f"{due.number} {due.title}", _say_state(book, due)) for line, due in entries]
        said += [role, write_table([("", *row) for row in due], width=width, flexible=(2, 3, 4))]
    return "\n".join(said)


def _say_state(book: Book, due: DueLine) -> str:
    return ". ".join(said for said in (book.words.case_late if due.late else "", due.only_if, due.day_off) if said)


def show_packets(book: Book, outcomes: Sequence[Outcome], target: Path) -> str:
    """Return what was written as an overview; raises ContentError or OwnError with it if any case failed."""
    lines = [outcome.line for outcome in outcomes if outcome.line is not None]
    problems = [problem for outcome in outcomes for problem in outcome.problems]
    notes = "".join(f"{note}\n" for outcome in outcomes for note in outcome.notes)
    said = f"{show_lines(book, lines, width=find_width())}\n{notes}{book.words('packets_title', folder=target)}"
    done = said if lines else ""
    if traceback := next((outcome.traceback for outcome in outcomes if outcome.traceback), ""):
        raise OwnError(problems, traceback=traceback, done=done)
    if problems:
        raise ContentError(problems, done=done)
    return said
