"""iCalendar files: the only import of the library that writes them."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

import icalendar

from generator.documents.paper_rules import CALENDAR_HEAD, FIRST_SEQUENCE


@dataclass(frozen=True)
class Entry:
    """A day in a calendar; alarms are hours from the start of that day, negative ones before it."""

    id: str
    day: datetime.date
    title: str
    text: str
    category: str
    tentative: bool = False
    withdrawn: bool = False
    alarms: tuple[tuple[int, str], ...] = ()


class Stamp(Protocol):
    """How new an entry is."""

    @property
    def sequence(self) -> int:
        """Grows with each change."""

    @property
    def stamp(self) -> datetime.datetime:
        """The moment of the last change."""


Stamped = tuple[Entry, Stamp]


def write_calendar(entries: Iterable[Stamped], *, title: str) -> bytes:
    """Return a calendar that programs import, and import again without doubling anything: an entry keeps its id."""
    return start_calendar(title) + write_events(entries) + end_calendar()


def start_calendar(title: str) -> bytes:
    """Return what comes before the entries of a calendar."""
    calendar = icalendar.Calendar()
    for name, value in CALENDAR_HEAD.items():
        calendar.add(name, value)
    calendar.add("x-wr-calname", title)
    # Written in pieces, so that the calendar of a thousand cases never lies in memory whole.
    return bytes(calendar.to_ical()).removesuffix(end_calendar())


def write_events(entries: Iterable[Stamped]) -> bytes:
    """Return entries as a calendar has them."""
    return b"".join(_make_event(entry, stamp).to_ical() for entry, stamp in entries)


def end_calendar() -> bytes:
    """Return what comes after the entries of a calendar."""
    return b"END:VCALENDAR\r\n"


def _make_event(entry: Entry, stamp: Stamp) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", entry.id)
    event.add("dtstamp", stamp.stamp)
    event.add("sequence", stamp.sequence)
    event.add("dtstart", entry.day)
    # The end is the first moment that is outside, so a whole day ends with the next.
    event.add("dtend", entry.day + datetime.timedelta(1))
    event.add("summary", entry.title)
    event.add("description", entry.text)
    if entry.category:
        event.add("categories", [entry.category])
    event.add("status", "CANCELLED" if entry.withdrawn else "TENTATIVE" if entry.tentative else "CONFIRMED")
    # A duty does not make its day look taken to whoever plans a meeting.
    event.add("transp", "TRANSPARENT")
    for hours, text in entry.alarms:
        alarm = icalendar.Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", text)
        alarm.add("trigger", datetime.timedelta(hours=hours))
        event.add_component(alarm)
    return event


def count_sequence(today: datetime.date) -> int:
    """Return a number that grows by one each day."""
    return (today - FIRST_SEQUENCE).days
