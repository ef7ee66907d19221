"""Opens a playbook or a case, ready to be made into documents."""

import datetime
from pathlib import Path

from generator.documents.book import Book
from generator.documents.render import Renderer
from generator.errors import ContentError
from generator.load.case import load_case
from generator.load.playbook import load_playbook
from generator.load.strays import find_strays
from generator.plan.case_plan import CasePlan, plan_case
from generator.plan.holidays import make_workdays
from generator.plan.workdays import find_today


def open_book(folder: Path) -> Book:
    """Return the playbook in a folder, ready to be rendered; raises ContentError with all that is wrong in it."""
    return Book(load_playbook(folder), Renderer(folder))


def open_sound_book(folder: Path) -> Book:
    """Return a playbook ready to be rendered; raises ContentError with what is wrong in its folder, too."""
    problems = find_strays(folder)
    try:
        book = open_book(folder)
    except ContentError as error:
        raise ContentError([*problems, *error.problems]) from None
    if problems:
        raise ContentError(problems)
    return book


def open_case(book: Book, file: Path, *, today: datetime.date | None) -> CasePlan:
    """Return a case worked out for a day, else for today where the company is; raises ContentError."""
    calendar = book.playbook.overlay.calendar
    case = load_case(file, book.playbook)
    workdays = make_workdays(calendar, revised=book.playbook.head.revised.year)
    if today is None:
        today = find_today(calendar.time_zone if calendar else "UTC")
    return plan_case(book.playbook, case, today=today, workdays=workdays)
