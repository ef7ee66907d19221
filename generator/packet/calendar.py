"""The calendar of a case: a day for each step, by the last day on which it is due."""

import datetime
from collections.abc import Iterator

from generator.documents.book import Book
from generator.documents.case_phrases import CasePhrases
from generator.documents.paper_rules import MORNING
from generator.packet.ics import Entry, write_calendar
from generator.packet.versions import Version, Versions, count_version
from generator.plan.case_plan import CasePlan, CaseStep
from generator.playbook.imprint import make_owner

_DAY = 24
"""Hours: alarms count in hours from midnight of the entry's day."""
Days = list[tuple[Entry, Version]]


def make_calendar(book: Book, plan: CasePlan, days: Days | None = None) -> bytes:
    """Return the calendar of one case; without days, its first one."""
    title = book.words("case_title", playbook=book.playbook.head.title, case=CasePhrases(book, plan).case())
    return write_calendar(list_days(book, plan, earlier={}) if days is None else days, title=title)


def list_days(book: Book, plan: CasePlan, *, earlier: Versions) -> Days:
    """List the entries of a case, each with its version; what only an earlier calendar had is withdrawn."""
    entries = {entry.id: entry for entry in _list_entries(book, plan)}
    gone = {name: version for name, version in earlier.items() if name not in entries}
    days = [(entry, count_version(entry, earlier.get(name), today=plan.today)) for name, entry in entries.items()]
    return [*days, *withdraw_days(book, gone, today=plan.today)]


def withdraw_days(book: Book, earlier: Versions, *, today: datetime.date) -> Days:
    """List entries by which programs take back what an earlier calendar had; they stay, as one may skip an import."""
    days = []
    for name, version in earlier.items():
        entry = Entry(name, version.day, book.words("event_withdrawn", title=version.title), "", "", withdrawn=True)
        days.append((entry, count_version(entry, version, today=today)))
    return days


def _list_entries(book: Book, plan: CasePlan) -> Iterator[Entry]:
    """List an entry for each step that has a day, in the order of the steps."""
    phrases = CasePhrases(book, plan)
    for step in plan.steps.values():
        day = step.done or step.slot.last or step.slot.first
        if day is not None:
            yield Entry(
                id=make_entry_id(book, plan, step.planned.step.id),
                day=day,
                title=_say_title(book, phrases, step),
                text=book.renderer.render("case/event.txt.j2", step=step, phrases=phrases, plan=plan),
                category=book.playbook.role[step.planned.step.accountable].title,
                tentative=step.planned.decision.state == "if",
                alarms=tuple(_list_alarms(book, step)),
            )


def make_entry_id(book: Book, plan: CasePlan, step: str) -> str:
    """Return an id that stays the same for a step of a case, and that no other company's playbook makes."""
    return f"{plan.case.id}.{step}@{make_owner(book.playbook)}.playbook"


def _say_title(book: Book, phrases: CasePhrases, step: CaseStep) -> str:
    name = "event_done" if step.done else "event_if" if step.planned.decision.state == "if" else "event_do"
    return book.words(name, number=step.planned.number, title=step.planned.step.title, case=phrases.case())


def _list_alarms(book: Book, step: CaseStep) -> Iterator[tuple[int, str]]:
    """Return an alarm on the morning of the first day, and one on the morning before the last."""
    first, last = step.slot.first, step.slot.last
    if step.done is not None:
        return
    title = step.planned.step.title
    if first is not None and last is not None and first < last:
        yield MORNING - _DAY * (last - first).days, book.words("alarm_first", title=title)
    yield MORNING - _DAY, book.words("alarm_last" if last else "alarm_first", title=title)
