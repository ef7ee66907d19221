"""What the tests of packets share."""

import datetime
from pathlib import Path
from typing import Any

import icalendar

from generator.disk.packets import Job, write_packets
from generator.disk.workers import Outcome
from generator.documents.book import Book

TODAY = datetime.date(2026, 10, 1)
CASE = """\
facts: {path: season-ends, guests-inside: yes}
dates: {last-night: 2026-10-04}
fields: {hut_name: Upper hut, guest_address: guests@example.com}
"""
OTHER_NAME = CASE.replace("Upper hut", "Lower hut")
SENT = CASE + "steps: {tell-guests: 2026-09-20}\n"
STORM = CASE.replace("season-ends", "storm").replace("last-night", "storm-warning")
LETTER = "emails/001-hut-closes.txt"


def write_case(folder: Path, text: str = CASE, name: str = "upper") -> Path:
    file = folder / f"{name}.yml"
    file.write_text(text, encoding="utf-8")
    return file


def plan(hut: Book, target: Path, *files: Path, today: datetime.date = TODAY) -> list[Outcome]:
    return write_packets(hut, files, Job(target, today, None), jobs=1, show_progress=lambda coming, _total: coming)


def list_notes(outcomes: list[Outcome]) -> list[str]:
    return [note for outcome in outcomes for note in outcome.notes]


def list_problems(outcomes: list[Outcome]) -> list[str]:
    return [str(problem) for outcome in outcomes for problem in outcome.problems]


def read_events(file: Path) -> dict[str, Any]:
    """Return the entries of a calendar by their step."""
    events = icalendar.Calendar.from_ical(file.read_bytes()).walk("VEVENT")
    return {str(event["uid"]).partition("@")[0]: event for event in events}


def list_tree(folder: Path) -> dict[str, bytes]:
    """Return all files by their name, those that are hidden too."""
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
