"""The plans of cases in the terminal."""

import datetime
from collections.abc import Sequence
from pathlib import Path

from generator.command.show_case import show_case
from generator.command.show_overview import show_lines
from generator.command.terminal import find_width
from generator.documents.book import Book
from generator.documents.open import open_case
from generator.errors import ContentError, Problem
from generator.load.case import list_case_files
from generator.packet.overview import make_line
from generator.plan.case_plan import CasePlan


def show_cases(book: Book, files: Sequence[Path], *, today: datetime.date | None, role: str | None) -> str:
    """Return the plan of every case, and an overview of several; raises ContentError once those that fit are shown."""
    plans: list[CasePlan] = []
    problems: list[Problem] = []
    for file in list_case_files(files):
        try:
            plans.append(open_case(book, file, today=today))
        except ContentError as error:
            problems += error.problems
    width = find_width()
    said = [show_case(book, plan, width=width, role=role) for plan in plans]
    if len(plans) > 1:
        lines = [make_line(book, plan, role) for plan in plans]
        said.append(show_lines(book, lines, width=width))
    if problems:
        raise ContentError(problems, done="\n".join(said))
    return "\n".join(said).rstrip("\n")
