"""Importing a calendar again withdraws what is gone, and counts every change as newer; a case is itself, once."""

import datetime
import shutil
from pathlib import Path
from typing import Any

import icalendar
import pytest

from generator.command.show_overview import show_packets
from generator.documents.book import Book
from generator.errors import ContentError
from tests.disk.packets import (
    CASE,
    OTHER_NAME,
    STORM,
    TODAY,
    list_problems,
    plan,
    read_events,
    write_case,
)


def stamps(events: dict[str, Any]) -> dict[str, tuple[int, datetime.datetime]]:
    return {name: (event["sequence"], event.decoded("dtstamp")) for name, event in events.items()}


@pytest.mark.parametrize("days", [0, 1, -30])
def test_what_is_gone_is_withdrawn_and_what_has_changed_is_newer_whatever_the_day(
    hut: Book, tmp_path: Path, days: int
) -> None:
    target = tmp_path / "out"
    plan(hut, target, write_case(tmp_path))
    first = read_events(target / "upper/calendar.ics")
    plan(hut, target, write_case(tmp_path, STORM), today=TODAY + datetime.timedelta(days))
    second = read_events(target / "upper/calendar.ics")
    assert set(first) == set(second)
    gone = [name for name, event in second.items() if event["status"] == "CANCELLED"]
    assert sorted(gone) == ["upper.empty-kitchen", "upper.tell-guests"]
    for name in first:
        assert stamps(second)[name] > stamps(first)[name]
        assert second[name].decoded("dtstamp") > first[name].decoded("dtstamp")
    assert str(second["upper.tell-guests"]["summary"]) == "Withdrawn: 1 Tell the guests (Upper hut, upper)"
    assert second["upper.tell-guests"]["dtstart"] == first["upper.tell-guests"]["dtstart"]
    assert not second["upper.tell-guests"].walk("VALARM")


def test_what_has_not_changed_is_as_it_was(hut: Book, tmp_path: Path) -> None:
    target = tmp_path / "out"
    plan(hut, target, write_case(tmp_path))
    first = (target / "upper/calendar.ics").read_bytes()
    plan(hut, target, write_case(tmp_path), today=TODAY + datetime.timedelta(1))
    assert (target / "upper/calendar.ics").read_bytes() == first


def test_a_withdrawn_entry_stays_withdrawn_and_can_come_back(hut: Book, tmp_path: Path) -> None:
    target = tmp_path / "out"
    seen = []
    for text in (CASE, STORM, STORM, CASE):
        plan(hut, target, write_case(tmp_path, text))
        event = read_events(target / "upper/calendar.ics")["upper.tell-guests"]
        seen.append((str(event["status"]), event["sequence"], str(event["summary"])))
    first = seen[0][1]
    title = "1 Tell the guests (Upper hut, upper)"
    assert seen == [
        ("CONFIRMED", first, title),
        ("CANCELLED", first + 1, f"Withdrawn: {title}"),
        ("CANCELLED", first + 1, f"Withdrawn: {title}"),
        ("CONFIRMED", first + 2, title),
    ]


def test_the_calendar_of_all_cases_says_the_same(hut: Book, tmp_path: Path) -> None:
    target, other = tmp_path / "out", write_case(tmp_path, OTHER_NAME, "lower")
    plan(hut, target, write_case(tmp_path), other)
    plan(hut, target, write_case(tmp_path, STORM), other)
    single = read_events(target / "upper/calendar.ics") | read_events(target / "lower/calendar.ics")
    assert read_events(target / "calendar.ics") == single


def test_the_days_of_a_removed_packet_are_withdrawn_and_those_of_one_that_is_not_planned_stay(
    hut: Book, tmp_path: Path
) -> None:
    target, upper = tmp_path / "out", write_case(tmp_path)
    lower, third = write_case(tmp_path, OTHER_NAME, "lower"), write_case(tmp_path, OTHER_NAME, "third")
    plan(hut, target, upper, lower, third)
    first = read_events(target / "calendar.ics")
    shutil.rmtree(target / "lower")
    for _ in range(2):
        plan(hut, target, upper)
        events = read_events(target / "calendar.ics")
        assert {name.partition(".")[0] for name in events} == {"upper", "lower"}
        for name, event in events.items():
            assert (event["status"] == "CANCELLED") == name.startswith("lower.")
            assert event["sequence"] == first[name]["sequence"] + name.startswith("lower.")
    plan(hut, target, lower)
    events = read_events(target / "calendar.ics")
    assert {event["status"] for event in events.values()} <= {"CONFIRMED", "TENTATIVE"}
    assert {event["sequence"] - first[name]["sequence"] for name, event in events.items()} == {2}


def test_a_case_that_fails_withdraws_nothing(hut: Book, tmp_path: Path) -> None:
    target, upper = tmp_path / "out", write_case(tmp_path)
    plan(hut, target, upper, write_case(tmp_path, OTHER_NAME, "lower"))
    plan(hut, target, upper, write_case(tmp_path, "facts: {paht: x}\n", "lower"))
    assert "CANCELLED" not in {event["status"] for event in read_events(target / "calendar.ics").values()}


def test_two_cases_of_one_client_are_told_apart(hut: Book, tmp_path: Path) -> None:
    target = tmp_path / "out"
    outcomes = plan(hut, target, write_case(tmp_path), write_case(tmp_path, CASE, "upper-2027"))
    shown = show_packets(hut, outcomes, target)
    overview = (target / "overview.html").read_text(encoding="utf-8")
    titles = {str(event["summary"]) for event in read_events(target / "calendar.ics").values()}
    for name in ("Upper hut, upper", "Upper hut, upper-2027"):
        assert f'<th scope="row">{name}</th>' in overview and name in shown
        assert f"5 Lock the door ({name})" in titles
        calendar = icalendar.Calendar.from_ical((target / name.partition(", ")[2] / "calendar.ics").read_bytes())
        assert str(calendar["x-wr-calname"]) == f"Closing the mountain hut: {name}"


def test_one_file_by_two_paths_is_one_case(hut: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    file = write_case(tmp_path)
    (tmp_path / "folder").mkdir()
    (tmp_path / "link.yml").symlink_to(file)
    (tmp_path / "again.yml").hardlink_to(file)
    paths = [Path("upper.yml"), file, Path("folder/../upper.yml"), Path("link.yml"), Path("again.yml")]
    outcomes = plan(hut, tmp_path / "out", *paths)
    assert [outcome.file for outcome in outcomes] == [Path("upper.yml")] and list_problems(outcomes) == []


def test_two_files_of_one_id_are_two(hut: Book, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    first, second = write_case(tmp_path), write_case(tmp_path / "other")
    outcomes = plan(hut, tmp_path / "out", first, second)
    with pytest.raises(ContentError, match=f"{second.as_posix()}: has the same id as '{first.as_posix()}'"):
        show_packets(hut, outcomes, tmp_path / "out")
