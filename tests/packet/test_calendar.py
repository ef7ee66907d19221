"""The calendar of a case, read back by two libraries."""

import datetime
from pathlib import Path

import vobject  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from generator.documents.book import Book
from generator.packet.ics import Entry, write_calendar
from generator.packet.versions import count_version
from generator.playbook.imprint import make_owner
from tests.packet.papers import HARBOUR, TODAY, Packet, make, read_events


def test_two_libraries_read_the_same_days(harbour: Packet) -> None:
    text = harbour["calendar.ics"].decode()
    events = read_events(text)
    other = {event.uid.value: event for event in vobject.readOne(text).vevent_list}
    assert len(events) == len(other) > 30
    for event in events:
        same = other[str(event["uid"])]
        assert same.dtstart.value == event.decoded("dtstart") and same.summary.value == str(event["summary"])
        assert same.description.value == str(event["description"])


def test_days_roles_alarms_and_states(harbour: Packet) -> None:
    events = {str(event["uid"]).partition("@")[0]: event for event in read_events(harbour["calendar.ics"])}
    notice = events["harbour-clinics.send-notice"]
    assert notice.decoded("dtstart") == datetime.date(2026, 12, 17)
    assert notice["categories"].cats == ["Account manager"]
    triggers = [alarm.decoded("trigger") for alarm in notice.walk("VALARM")]
    assert triggers == [datetime.timedelta(hours=9 - 24 * 16), datetime.timedelta(hours=-15)]
    assert str(events["harbour-clinics.pay-refund"]["status"]) == "TENTATIVE"
    done = events["harbour-clinics.prepare-notice"]
    assert done.decoded("dtstart") == datetime.date(2026, 11, 20) and not done.walk("VALARM")


def test_importing_again_updates(book: Book, tmp_path: Path) -> None:
    moved = tmp_path / "harbour-clinics.yml"
    moved.write_text(HARBOUR.read_text(encoding="utf-8").replace("2026-12-31", "2027-01-29"), encoding="utf-8")
    first = read_events(make(book, HARBOUR)["calendar.ics"])
    later = make(book, moved, TODAY + datetime.timedelta(1))["calendar.ics"]
    then = {str(event["uid"]): event for event in read_events(later)}
    assert {str(event["uid"]) for event in first} == set(then)
    for event in first:
        assert then[str(event["uid"])]["sequence"] > event["sequence"]
        assert then[str(event["uid"])].decoded("dtstamp") > event.decoded("dtstamp")


def test_ids_of_two_companies_differ(book: Book, hut: Book) -> None:
    assert make_owner(book.playbook) != make_owner(hut.playbook)


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=200))
def test_any_text_reads_back(text: str) -> None:
    entry = Entry("id@x", datetime.date(2028, 2, 29), text, f"a\n{text}", text or "x")
    raw = write_calendar([(entry, count_version(entry, None, today=TODAY))], title=text)
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    (event,) = read_events(raw)
    assert str(event["summary"]) == text and str(event["description"]) == f"a\n{text}"
