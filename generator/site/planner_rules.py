"""What the page that plans a case must know of the rules of Python: limits, columns, patterns, days off."""

import datetime

from generator.documents.book import Book
from generator.documents.columns import BREAKS, COLUMNS, FORMULA
from generator.documents.paper_rules import (
    BYTE_ORDER_MARK,
    CALENDAR_HEAD,
    FIRST_SEQUENCE,
    MORNING,
)
from generator.errors import UNSEEN
from generator.load.case import RESERVED
from generator.load.source import DEEPEST
from generator.load.text import LARGEST
from generator.plan.holidays import KNOWN_AHEAD, KNOWN_BACK, make_workdays
from generator.playbook.blanks import MAILBOX
from generator.playbook.case_file import CaseFile, Progress
from generator.playbook.company import Person
from generator.playbook.imprint import ASPECTS, DIGITS
from generator.site.planner_data import CalendarData, CaseRules, PaperRules
from generator.values import CASE_ID, LONGEST_ID, SPELLED

_EPOCH = datetime.date(1970, 1, 1)


def make_case_rules(book: Book) -> CaseRules:
    """Return how a case file is written, and what it may contain."""
    years = book.playbook.years
    keys = [field.alias or name for name, field in CaseFile.model_fields.items()]
    return CaseRules(
        keys=sorted(keys, key=lambda key: key == "made-with"),  # which is long, so it comes last
        person=list(Person.model_fields),
        progress=list(Progress.model_fields),
        aspects=list(ASPECTS),
        digits=DIGITS,
        id=CASE_ID,
        longest_id=LONGEST_ID,
        reserved=sorted(RESERVED),
        spelled=SPELLED,
        unseen=UNSEEN.pattern,
        mailbox=MAILBOX.pattern,
        deepest=DEEPEST,
        largest=LARGEST,
        years=(years[0], years[-1]),
    )


def make_paper_rules() -> PaperRules:
    """Return how the calendar and the table of a case are written."""
    return PaperRules(
        head=CALENDAR_HEAD,
        first_sequence=_number(FIRST_SEQUENCE),
        morning=MORNING,
        columns=list(COLUMNS),
        breaks=BREAKS,
        formula=FORMULA,
        byte_order_mark=BYTE_ORDER_MARK,
    )


def make_calendar_data(book: Book) -> CalendarData:
    """Return on which days nobody works, and where the calendar of Python ends."""
    calendar = book.playbook.overlay.calendar
    revised = book.playbook.head.revised.year
    workdays = make_workdays(calendar, revised=revised)
    first, last = datetime.date(revised - KNOWN_BACK, 1, 1), datetime.date(revised + KNOWN_AHEAD, 1, 1)
    return CalendarData(
        time_zone=calendar.time_zone if calendar else "UTC",
        weekend=sorted(workdays.weekend),
        days_off=sorted(_number(day) for day in workdays.days_off if first <= day < last),
        decreed=sorted(_number(day) for day in workdays.decreed if first <= day < last),
        known=None if workdays.known is None else sorted(workdays.known),
        first=_number(datetime.date.min),
        last=_number(datetime.date.max),
    )


def _number(day: datetime.date) -> int:
    return (day - _EPOCH).days
