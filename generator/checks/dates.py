"""Check 1, on dates: what must come first, what fills a placeholder, and the company's calendar."""

from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo, available_timezones

from generator.checks.subject import Subject
from generator.errors import suggest
from generator.plan.holidays import explain_country
from generator.playbook.letters import FieldBlank, Takes
from generator.playbook.parts import Found


def check_dates(subject: Subject) -> Iterator[Found]:
    """Find dates that follow a date which doesn't exist or isn't defined above them."""
    names = list(subject.playbook.date)
    for number, date in enumerate(subject.playbook.dates):
        name = f"date '{date.id}'"
        for position, first in enumerate(following.date for following in date.follows):
            place = ("dates", number, "follows", position, "date")
            if first == date.id:
                yield Found("facts.yml", place, f"{name} follows itself; name another date, or delete the entry")
            elif first not in names:
                yield Found("facts.yml", place, subject.say_missing(name, "date", first, names, where="('follows')"))
            elif first not in names[:number]:
                message = f"{name} follows '{first}', which isn't defined above it"
                yield Found("facts.yml", place, f"{message}; move '{first}' up")


def check_taken(subject: Subject) -> Iterator[Found]:
    """Find fields that are filled from something that doesn't exist or doesn't fit."""
    for number, field in enumerate(subject.playbook.fields):
        if field.takes is not None:
            for key, message in _check_taken(subject, field, field.takes):
                yield Found("fields.yml", ("fields", number, "takes", key), message)


def _check_taken(subject: Subject, field: FieldBlank, takes: Takes) -> Iterator[tuple[str, str]]:
    playbook = subject.playbook
    kinds: list[tuple[str, str | None, str, Iterable[str], str]] = [
        ("date", takes.date, "date", playbook.date, ""),
        ("done", takes.done, "step", playbook.steps, "phases"),
        ("person", takes.person, "role", playbook.role, ""),
        ("contact", takes.contact, "role", playbook.role, ""),
    ]
    for key, name, kind, known, file in kinds:
        if name is not None and name not in known and file not in subject.unread:
            yield key, subject.say_missing(f"field '{field.id}'", kind, name, known, where="('takes')")
    is_day = takes.date is not None or takes.done is not None
    if is_day != (field.type == "date"):
        wrong = "a date; change its 'type' to 'date'" if is_day else "text; change its 'type', which is 'date'"
        yield takes.kind, f"field '{field.id}' takes {wrong}"


def check_calendar(subject: Subject) -> Iterator[Found]:
    """Find a country, region or time zone that doesn't exist."""
    calendar = subject.playbook.overlay.calendar
    if calendar is None:
        return
    for key, message in explain_country(calendar):
        yield Found("overlay.yml", ("calendar", key), message)
    if not _is_time_zone(calendar.time_zone):
        advice = suggest(calendar.time_zone, available_timezones()) or "; write it as in 'Europe/London'"
        message = f"the overlay: there's no time zone '{calendar.time_zone}'{advice}"
        yield Found("overlay.yml", ("calendar", "time-zone"), message)


def _is_time_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, OSError, ValueError):  # not found, a folder, or no name at all
        return False
    return True
