"""iCalendar files: the only import of the library that writes them."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

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
    alarms: tuple[tuple[int, str], ...] = ()


def write_calendar(entries: Iterable[Entry], *, title: str, today: datetime.date) -> bytes:
    """Give a calendar that programs import, and import again without doubling anything.

    An entry keeps its id; its sequence number and stamp grow with the day for which the case was worked out, so that
    a later import counts as an update (RFC 5545, 3.8.7.4).
    """
    return start_calendar(title) + write_events(entries, today=today) + end_calendar()


def start_calendar(title: str) -> bytes:
    """Give what stands before the entries of a calendar."""
    calendar = icalendar.Calendar()
    for name, value in CALENDAR_HEAD.items():
        calendar.add(name, value)
    calendar.add("x-wr-calname", title)
    return bytes(calendar.to_ical()).removesuffix(end_calendar())


def write_events(entries: Iterable[Entry], *, today: datetime.date) -> bytes:
    """Give entries as they stand in a calendar."""
    return b"".join(_make_event(entry, today).to_ical() for entry in entries)


def end_calendar() -> bytes:
    """Give what stands after the entries of a calendar."""
    return b"END:VCALENDAR\r\n"


def _make_event(entry: Entry, today: datetime.date) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", entry.id)
    event.add("dtstamp", datetime.datetime.combine(today, datetime.time(), datetime.UTC))
    event.add("sequence", count_sequence(today))
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + datetime.timedelta(1))
    event.add("summary", entry.title)
    event.add("description", entry.text)
    event.add("categories", [entry.category])
    event.add("status", "TENTATIVE" if entry.tentative else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    for hours, text in entry.alarms:
        alarm = icalendar.Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", text)
        alarm.add("trigger", datetime.timedelta(hours=hours))
        event.add_component(alarm)
    return event


def count_sequence(today: datetime.date) -> int:
    """Give a number that grows by one each day."""
    return (today - FIRST_SEQUENCE).days
