"""Due dates on the calendar: in which days each step of a plan is to be done.

The page in the browser works them out by the same rules (templates/planner/schedule.js); one table of worked cases
tests both. The rules:

1. A window counts from a named date, or from a step: from the day on which that was done, else from its own window.
2. Days are days of the calendar until all are known. Then the first day becomes the next working day, and the last
   day the last working day before it, if they are days off. Both keep any two days in their order.
3. A step cannot begin before the window of a step that it waits for does, nor before that was done; and must be
   finished by the last day of every step that waits for it.
4. A window in which no working day is left moves to its first day after all; this, and every last day that was
   moved for the sake of another step, is reported.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from generator.plan.plan import Plan
from generator.plan.workdays import Workdays
from generator.playbook.process import Due

MoveReason = Literal["no-workday", "waits", "hurries"]


@dataclass(frozen=True)
class Move:
    """Why a last day is not the one that `due` sets: for the sake of a step, if one is named."""

    reason: MoveReason
    step: str | None = None


@dataclass(frozen=True)
class Slot:
    """The days of one step: `earliest` to `latest` as `due` says, `first` to `last` as they can be worked.

    `entry` is the due entry that applies; None where none does, or where that depends on a fact not known yet. `lacks`
    is the named date without which nothing can be said.
    """

    entry: int | None = None
    lacks: str | None = None
    earliest: datetime.date | None = None
    latest: datetime.date | None = None
    first: datetime.date | None = None
    last: datetime.date | None = None
    moves: tuple[Move, ...] = ()


@dataclass
class _Bounds:
    """From which day on the steps of a chain may begin, and by which step that is so."""

    day: datetime.date | None = None
    step: str | None = None

    def raise_to(self, day: datetime.date | None, step: str | None) -> None:
        if day is not None and (self.day is None or day > self.day):
            self.day, self.step = day, step


def make_schedule(
    plan: Plan, *, dates: Mapping[str, datetime.date], done: Mapping[str, datetime.date], workdays: Workdays
) -> dict[str, Slot]:
    """Return the days of every step that applies or may apply, in the order of the plan."""
    maker = _Maker(plan, dates, done, workdays)
    return maker.make()


@dataclass
class _Maker:
    plan: Plan
    dates: Mapping[str, datetime.date]
    done: Mapping[str, datetime.date]
    workdays: Workdays
    slots: dict[str, Slot] = field(default_factory=dict)

    def make(self) -> dict[str, Slot]:
        before = self.plan.playbook.order.edges_into
        waits = {step: [edge.before for edge in before.get(step, ())] for step in self.plan.steps}
        for name, planned in self.plan.steps.items():
            if planned.applies:
                self.slots[name] = self._count(name)
        self._push_back(waits)
        self._bring_forward(waits)
        return self.slots

    def _count(self, name: str) -> Slot:
        """Count a step's window on the calendar."""
        planned = self.plan.steps[name]
        if len(planned.due) != 1:
            return Slot()
        due = planned.due[0].due
        entry = planned.step.due.index(due)
        if due.from_ in self.plan.playbook.date:
            day = self.dates.get(due.from_)
            return Slot(entry, lacks=due.from_) if day is None else _window(entry, due, day, day)
        return self._count_from_step(entry, due)

    def _count_from_step(self, entry: int, due: Due) -> Slot:
        from_zero = due.model_copy(update={"earliest": due.earliest or 0})
        if due.from_ in self.done:
            return _window(entry, from_zero, self.done[due.from_], self.done[due.from_])
        anchor = self.slots.get(due.from_, Slot())
        return replace(_window(entry, from_zero, anchor.earliest, anchor.latest), lacks=anchor.lacks)

    def _push_back(self, waits: dict[str, list[str]]) -> None:
        """Turn windows into working days; none begins before those of the steps that it waits for."""
        # By step, from which day on those may begin that wait for it: by the windows of steps still to be done, which
        # may move a last day too, and by the days on which steps were done, which move first days only.
        window_floors: dict[str, _Bounds] = {}
        done_floors: dict[str, _Bounds] = {}
        for name in self.plan.steps:
            windows, days = _Bounds(), _Bounds()
            for before in waits[name]:
                windows.raise_to(window_floors[before].day, window_floors[before].step)
                days.raise_to(done_floors[before].day, before)
            slot = self.slots.get(name, Slot())
            begin = None if slot.earliest is None else self.workdays.find_next(slot.earliest)
            last, moves = self._find_last(slot, begin, windows)
            after_done = None if days.day is None else self.workdays.find_next(days.day)
            first = max((day for day in (begin, windows.day, after_done) if day is not None), default=None)
            if name in self.slots and (slot.earliest is not None or slot.latest is not None):
                self.slots[name] = replace(slot, first=first, last=last, moves=moves)
            if name not in self.done:
                windows.raise_to(begin, name)
            days.raise_to(self.done.get(name), name)
            window_floors[name], done_floors[name] = windows, days

    def _find_last(
        self, slot: Slot, begin: datetime.date | None, windows: _Bounds
    ) -> tuple[datetime.date | None, tuple[Move, ...]]:
        if slot.latest is None:
            return None, ()
        last = self.workdays.find_last(slot.latest)
        moves: tuple[Move, ...] = ()
        if begin is not None and begin > last:
            last, moves = begin, (Move("no-workday"),)
        if windows.day is not None and windows.day > last:
            last, moves = windows.day, (Move("waits", windows.step),)
        return last, moves

    def _bring_forward(self, waits: dict[str, list[str]]) -> None:
        """Move every step to finish by the last day of those that wait for it."""
        # By step, the earliest last day of all that wait for it. From the last step to the first, so that a step's
        # ceiling is complete when its turn comes.
        ceilings: dict[str, tuple[datetime.date, str]] = {}
        for name in reversed(list(self.plan.steps)):
            slot = self.slots.get(name, Slot())
            ceiling = ceilings.get(name)
            if ceiling is not None and slot.last is not None and ceiling[0] < slot.last and name not in self.done:
                slot = replace(slot, last=ceiling[0], moves=(*slot.moves, Move("hurries", ceiling[1])))
                self.slots[name] = slot
            if slot.last is not None and name not in self.done:
                ceiling = (slot.last, name)
            for before in waits[name] if ceiling is not None else ():
                if ceiling is not None and (before not in ceilings or ceiling[0] < ceilings[before][0]):
                    ceilings[before] = ceiling


def _window(entry: int, due: Due, low: datetime.date | None, high: datetime.date | None) -> Slot:
    return Slot(entry, earliest=_add(low, due.earliest), latest=_add(high, due.latest))


def _add(day: datetime.date | None, days: int | None) -> datetime.date | None:
    if day is None or days is None:
        return None
    try:
        return day + datetime.timedelta(days)
    except OverflowError:  # a chain of very long windows ends where the calendar does
        return datetime.date.max if days > 0 else datetime.date.min
