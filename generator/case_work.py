"""Opens case files and works them out."""

import datetime
from pathlib import Path

from generator.case_plan import CasePlan, plan_case
from generator.documents import Book
from generator.holidays import make_workdays
from generator.load_case import load_case
from generator.workdays import find_today


def open_case(book: Book, file: Path, *, today: datetime.date | None) -> CasePlan:
    """Read a case and work it out for a day, else for today where the company is; raises ContentError."""
    calendar = book.playbook.overlay.calendar
    case = load_case(file, book.playbook)
    workdays = make_workdays(calendar, revised=book.playbook.head.revised.year)
    if today is None:
        today = find_today(calendar.time_zone if calendar else "UTC")
    return plan_case(book.playbook, case, today=today, workdays=workdays)
