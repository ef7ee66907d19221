"""Windows of days: where a due entry of one step begins and ends on the calendar, before any day is moved."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from generator.playbook.process import Due

MoveReason = Literal["ends-by", "no-workday", "waits", "hurries", "all-off", "last-off", "no-room", "no-date"]


@dataclass(frozen=True)
class Move:
    """Why a last day is not the one that `due` sets, or what to mind about it; with the step or date behind it."""

    reason: MoveReason
    step: str | None = None
    date: str | None = None


@dataclass(frozen=True)
class Slot:
    """The days of one step: `earliest` to `latest` as `due` says, `first` to `last` as they can be worked.

    `entry` is the due entry that applies; None where none does, or where that depends on a fact not known yet. `lacks`
    is the named date from which it counts and which is not known.
    """

    entry: int | None = None
    lacks: str | None = None
    earliest: datetime.date | None = None
    latest: datetime.date | None = None
    first: datetime.date | None = None
    last: datetime.date | None = None
    moves: tuple[Move, ...] = ()


@dataclass(frozen=True)
class Counter:
    """Counts windows from the named days of a case, the days on which steps were done, and the days of other steps."""

    dates: Mapping[str, datetime.date]
    done: Mapping[str, datetime.date]
    named: frozenset[str] = field(default=frozenset())
    """The ids of all named dates; what else a window counts from is a step."""

    def count(self, entry: int, due: Due, anchor: Slot) -> Slot:
        """Return the window of a due entry; `anchor` holds the days of the step that it counts from."""
        return self._end_by(self._count_from(entry, due, anchor), due)

    def find_end(self, due: Due) -> tuple[datetime.date, str] | None:
        """Return the first known day by which a window ends, and the name of that date."""
        known = [(self.dates[name], name) for name in due.by if name in self.dates]
        return min(known, key=lambda end: end[0], default=None)

    def _count_from(self, entry: int, due: Due, anchor: Slot) -> Slot:
        if due.from_ in self.named:
            day = self.dates.get(due.from_)
            return Slot(entry, due.from_ if day is None else None, _add(day, due.earliest), _add(day, due.latest))
        # whoever counts from a step waits for it, so without an earliest day it is the step's own
        earliest, day = due.earliest or 0, self.done.get(due.from_)
        if day is not None:
            return Slot(entry, None, _add(day, earliest), _add(day, due.latest))
        low, high = anchor.first, anchor.last
        if low is None and earliest:
            low = high  # with no first day to count from, it is the last one on which the step is planned
        elif low is not None and high is not None:
            low = min(low, high)
        return Slot(entry, anchor.lacks, _add(low, earliest), _add(high, due.latest))

    def _end_by(self, slot: Slot, due: Due) -> Slot:
        """End a window by its named dates; one that would begin only after them may begin at once."""
        end = self.find_end(due)
        if end is None or (slot.latest is not None and slot.latest <= end[0]):
            return slot
        earliest = None if slot.earliest is not None and slot.earliest > end[0] else slot.earliest
        return replace(slot, earliest=earliest, latest=end[0], moves=(Move("ends-by", date=end[1]),))


def _add(day: datetime.date | None, days: int | None) -> datetime.date | None:
    if day is None or days is None:
        return None
    try:
        return day + datetime.timedelta(days)
    except OverflowError:  # a chain of very long windows ends where the calendar does
        return datetime.date.max if days > 0 else datetime.date.min
