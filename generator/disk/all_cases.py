"""The folder of all packets: one calendar and one overview over them, and what it remembers of both."""

import datetime
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from generator.disk.files import (
    PRIVATE_FILE,
    PRIVATE_FOLDER,
    Replacement,
    explain_failure,
    open_replacement,
    remove,
    replace_file,
)
from generator.disk.memory import (
    DAYS,
    MARKER,
    Memory,
    find_packet,
    is_unchanged,
    list_named,
    read_days,
    require_memory,
    take_fingerprint,
    write_days,
    write_marker,
)
from generator.disk.papers import list_names
from generator.documents.book import Book
from generator.errors import PlaybookError, UsageError
from generator.packet.calendar import withdraw_days
from generator.packet.ics import end_calendar, start_calendar, write_events
from generator.packet.overview import CaseLine, make_overview

CALENDAR, OVERVIEW = "calendar.ics", "overview.html"


class AllCases:
    """A folder of packets, for a run that holds the lock."""

    def __init__(self, book: Book, target: Path) -> None:
        """Mark the folder as one of ours; raises UsageError where files of others have the names of ours."""
        self._book = book
        self.target = target
        self.notes: list[str] = []
        if not (target / MARKER).is_file():
            for name in (CALENDAR, OVERVIEW):
                if os.path.lexists(target / name):
                    raise UsageError(
                        f"this command didn't create '{target / name}'; name another folder for the case packs"
                    )
            self._note(Memory())
        self._earlier = require_memory(target)
        self._papers: dict[str, str] = {}

    @contextmanager
    def open_calendar(self) -> Iterator[Replacement]:
        """Open the calendar of all cases; what is added as each case comes takes the earlier one's place at the end."""
        title = self._book.words(
            "case_title", playbook=self._book.playbook.head.title, case=self._book.words.overview_title
        )
        with (
            explain_failure(self.target / CALENDAR),
            open_replacement(self.target / CALENDAR, mode=PRIVATE_FILE) as new,
        ):
            new.file.write(start_calendar(title))
            yield new
            new.file.write(end_calendar())
            if not new.dropped:
                self._place(new)

    def write_overview(self, lines: Sequence[CaseLine], *, failed: Sequence[str]) -> None:
        """Write the overview, and note what was written."""
        overview = make_overview(self._book, lines, failed=failed)
        with (
            explain_failure(self.target / OVERVIEW),
            open_replacement(self.target / OVERVIEW, mode=PRIVATE_FILE) as new,
        ):
            new.file.write(overview.encode())
            self._place(new)
        self._note(Memory(papers=self._papers))
        for name, fingerprint in (self._earlier or Memory()).papers.items():
            if name not in self._papers and is_unchanged(self.target / name, fingerprint):
                remove(self.target / name)

    def withdraw_gone(self, *, today: datetime.date) -> bytes:
        """Return the days of cases whose packets somebody has removed, taken back."""
        events, named = b"", list_named(self.target)
        for file in sorted((self.target / DAYS).glob("*.json")):
            if find_packet(self.target, file.stem, named) is None:
                days = withdraw_days(self._book, read_days(self.target, file.stem), today=today)
                write_days(self.target, file.stem, {entry.id: version for entry, version in days})
                events += write_events(days)
        return events

    def _place(self, new: Replacement) -> None:
        """Decide where a finished paper goes: beside one that somebody has changed."""
        new.file.flush()
        fingerprint = take_fingerprint(Path(new.file.name).read_bytes())
        name = new.target.name
        place = next(place for place in list_names(name, "new") if self._is_ours(place))
        if place != name:
            self.notes.append(f"{self.target}: someone changed '{name}', so it's kept; the new text is in '{place}'.")
        new.target = self.target / place
        self._note(Memory(papers={**(self._earlier or Memory()).papers, **self._papers}, coming={place: fingerprint}))
        self._papers[place] = fingerprint

    def _is_ours(self, name: str) -> bool:
        """Whether a place is free or contains what was written there; an earlier version replaced what it found."""
        file = self.target / name
        if not os.path.lexists(file):
            return True
        if self._earlier is None:
            return name in (CALENDAR, OVERVIEW)
        written = (self._earlier.papers.get(name), self._earlier.coming.get(name))
        return any(is_unchanged(file, fingerprint) for fingerprint in written)

    def _note(self, memory: Memory) -> None:
        replace_file(self.target / MARKER, write_marker("packets", memory), mode=PRIVATE_FILE)


def prepare_folder(target: Path) -> Path:
    """Return the folder for the packets, made if it is not there."""
    try:
        target = Path(os.path.realpath(target))
        if not target.is_dir():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.mkdir(mode=PRIVATE_FOLDER)
    except FileExistsError:
        raise UsageError(f"'{target}' isn't a folder; name one for the case packs") from None
    except (OSError, RuntimeError) as error:
        raise PlaybookError(f"{target}: can't be written ({getattr(error, 'strerror', error)})") from None
    return target
