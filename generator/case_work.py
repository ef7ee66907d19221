"""Opens case files and works them out."""

import datetime
from collections.abc import Sequence
from pathlib import Path

from generator.case_plan import CasePlan, plan_case
from generator.case_show import show_case
from generator.documents import Book
from generator.errors import ContentError, Problem
from generator.holidays import make_workdays
from generator.load_case import load_case
from generator.overview import make_line, show_lines
from generator.terminal import find_width
from generator.workdays import find_today


def open_case(book: Book, file: Path, *, today: datetime.date | None) -> CasePlan:
    """Read a case and work it out for a day, else for today where the company is; raises ContentError."""
    calendar = book.playbook.overlay.calendar
    case = load_case(file, book.playbook)
    workdays = make_workdays(calendar, revised=book.playbook.head.revised.year)
    if today is None:
        today = find_today(calendar.time_zone if calendar else "UTC")
    return plan_case(book.playbook, case, today=today, workdays=workdays)


def show_cases(book: Book, files: Sequence[Path], *, today: datetime.date | None, role: str | None) -> str:
    """Give the plan of every case, and an overview of several; raises ContentError once those that fit are shown."""
    plans: list[CasePlan] = []
    problems: list[Problem] = []
    for file in files:
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
