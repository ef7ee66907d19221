"""Due dates on the calendar: in which days each step of a plan is to be done.

The page in the browser works them out by the same rules (templates/planner/windows.js and schedule.js); one table of
worked cases tests both. The rules:

1. A window counts from a named date, or from a step: from the day on which that was done, else from its first and last
   day as all these rules leave them. It ends no later than the named dates of its `by` that are known; one that would
   begin only after them may begin at once.
2. Days are days of the calendar until a window is known. Then its first day becomes the next working day, and its last
   day the last working day before it, if they are days off. Both keep any two days in their order. Where every day
   counts, no day is moved because it is a day off.
3. A step cannot begin before the window of a step that it waits for does, nor before that was done; and must be
   finished by the last day of every step that waits for it.
4. A window in which no working day is left moves to its first day after all, but never past a date of its `by`; this,
   and every last day that was moved for the sake of another step, is reported.
5. What is still to be done and has its last day on a day off, or before its first day, is reported too.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from generator.plan.plan import Plan
from generator.plan.windows import Counter, Move, Slot
from generator.plan.workdays import Workdays
from generator.playbook.process import Due

Day = datetime.date
Ceilings = dict[str, tuple[Day, str]]
"""By step, the earliest last day of all that wait for it, and which of them has it."""
_EVERY_DAY = Workdays(frozenset())


def make_schedule(
    plan: Plan, *, dates: Mapping[str, Day], done: Mapping[str, Day], workdays: Workdays
) -> dict[str, Slot]:
    """Return the days of every step that applies or may apply, in the order of the plan."""
    return _Maker(plan, Counter(dates, done, frozenset(plan.playbook.date)), done, workdays).make()


@dataclass
class _Floor:
    """From which day on the steps of a chain may begin, days off included, and by which step that is so."""

    day: Day | None = None
    step: str | None = None

    def raise_to(self, day: Day | None, step: str | None) -> None:
        if day is not None and (self.day is None or day > self.day):
            self.day, self.step = day, step


@dataclass
class _Maker:
    plan: Plan
    counter: Counter
    done: Mapping[str, Day]
    workdays: Workdays
    waits: dict[str, list[str]] = field(init=False)

    def __post_init__(self) -> None:
        before = self.plan.playbook.order.edges_into
        self.waits = {step: [edge.before for edge in before.get(step, ())] for step in self.plan.steps}

    def make(self) -> dict[str, Slot]:
        """Place all steps under what hurries them, until nothing more does.

        A step that is hurried takes along those that count from it, and they may hurry others. Last days only ever
        become earlier by it, and each round settles one more link of a chain, so that there are no more than steps.
        """
        ceilings: Ceilings = {}
        slots = self._place_all(ceilings)
        for _ in self.plan.steps:
            found = self._find_ceilings(slots)
            if found == ceilings:
                break
            ceilings = found
            slots = self._place_all(ceilings)
        return slots

    def _place_all(self, ceilings: Ceilings) -> dict[str, Slot]:
        """Turn windows into working days; none begins before those of the steps that it waits for."""
        slots: dict[str, Slot] = {}
        # By step, from which day on those may begin that wait for it: by the windows of steps still to be done, which
        # may move a last day too, and by the days on which steps were done, which move first days only.
        window_floors: dict[str, _Floor] = {}
        done_floors: dict[str, _Floor] = {}
        for name, planned in self.plan.steps.items():
            windows, days = _Floor(), _Floor()
            for before in self.waits[name]:
                windows.raise_to(window_floors[before].day, window_floors[before].step)
                days.raise_to(done_floors[before].day, before)
            if planned.applies:
                slots[name] = self._place(name, slots, windows, days.day, ceilings.get(name))
            if name not in self.done:
                windows.raise_to(slots.get(name, Slot()).earliest, name)
            days.raise_to(self.done.get(name), name)
            window_floors[name], done_floors[name] = windows, days
        return slots

    def _place(
        self, name: str, slots: Mapping[str, Slot], windows: _Floor, after: Day | None, ceiling: tuple[Day, str] | None
    ) -> Slot:
        planned = self.plan.steps[name]
        if len(planned.due) != 1:
            return Slot()
        due = planned.due[0].due
        slot = self.counter.count(planned.step.due.index(due), due, slots.get(due.from_, Slot()))
        is_done = name in self.done
        placing = _Placing(due, windows, None if is_done else ceiling, _EVERY_DAY if due.every_day else self.workdays)
        if slot.earliest is not None or slot.latest is not None:
            slot = placing.place(slot, after, self.counter.find_end(due))
        return slot if is_done else self._note(slot, due)

    def _note(self, slot: Slot, due: Due) -> Slot:
        """Report what is to be minded about the days of a step still to be done."""
        moves = list(slot.moves)
        if slot.last is not None:
            if self.workdays.is_off(slot.last):
                # between the first day and the last, which are nearly always the same day or a few days apart
                works = slot.first is not None and self.workdays.find_last(slot.last) < slot.first
                moves.append(Move("all-off" if works else "last-off"))
            if slot.first is not None and slot.first > slot.last:
                moves.append(Move("no-room"))
        moves += [Move("no-date", date=name) for name in due.by if name not in self.counter.dates]
        return replace(slot, moves=tuple(moves))

    def _find_ceilings(self, slots: Mapping[str, Slot]) -> Ceilings:
        """Return by when each step must be finished for the sake of those that wait for it."""
        # From the last step to the first, so that a step's ceiling is complete when its turn comes.
        ceilings: Ceilings = {}
        for name in reversed(list(self.plan.steps)):
            last, ceiling = slots.get(name, Slot()).last, ceilings.get(name)
            if last is not None and name not in self.done:
                ceiling = (last if ceiling is None else min(last, ceiling[0]), name)
            for before in self.waits[name] if ceiling is not None else ():
                if ceiling is not None and (before not in ceilings or ceiling[0] < ceilings[before][0]):
                    ceilings[before] = ceiling
        return ceilings


@dataclass(frozen=True)
class _Placing:
    """One step's window on its way to working days."""

    due: Due
    windows: _Floor
    ceiling: tuple[Day, str] | None
    workdays: Workdays

    def place(self, slot: Slot, after: Day | None, end: tuple[Day, str] | None) -> Slot:
        days = [day for day in (slot.earliest, self.windows.day, after) if day is not None]
        first = max(days, default=None)
        last, moves = self._find_last(slot, end)
        if first is not None and not (last is not None and self.workdays.is_off(last)):
            first = self.workdays.find_next(first)
        return replace(slot, first=first, last=last, moves=moves)

    def _find_last(self, slot: Slot, end: tuple[Day, str] | None) -> tuple[Day | None, tuple[Move, ...]]:
        if slot.latest is None:
            return None, ()
        last, moves = self.workdays.find_last(slot.latest), slot.moves
        begin, floor = (day and self.workdays.find_next(day) for day in (slot.earliest, self.windows.day))
        if begin is not None and begin > last:
            last, moves = begin, (Move("no-workday"),)
        if floor is not None and floor > last:
            last, moves = floor, (Move("waits", self.windows.step),)
        if end is not None and last > end[0]:
            last, moves = self.workdays.find_last(end[0]), (Move("ends-by", date=end[1]),)
        if self.ceiling is not None and self.ceiling[0] < last:
            last, moves = self._hurry(slot, self.ceiling[0]), (*moves, Move("hurries", self.ceiling[1]))
        return last, moves

    def _hurry(self, slot: Slot, day: Day) -> Day:
        """Return the last working day up to a day; the day itself where only days off are left of the window."""
        last = self.workdays.find_last(day)
        starts = [start for start in (slot.earliest, self.windows.day) if start is not None]
        return day if starts and last < max(starts) <= day else last
