"""One case worked out: which steps, in which days, whether each is late or due today, and what is still to be asked.

The page in the browser says the same of the same case (templates/planner/schedule.js, missteps.js).
"""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from generator.facts.when import Fact
from generator.plan.missteps import Misstep, MisstepKind, list_missteps
from generator.plan.missteps import Progress as Doing
from generator.plan.plan import Plan, PlannedStep, make_key, make_plan
from generator.plan.schedule import make_schedule
from generator.plan.windows import Slot
from generator.plan.workdays import Workdays
from generator.playbook.case_file import CaseFile
from generator.playbook.imprint import Change, list_changes
from generator.playbook.playbook import Playbook
from generator.playbook.process import Date, Due

Standing = Literal["done", "late", "ready", "waiting", "ahead"]
"""Late: its last date is missed. Ready: can be done today. Waiting: for other steps. Ahead: starts later."""
SOON = 7
"""How many days, today included, "soon" means."""


@dataclass(frozen=True)
class CaseStep:
    """One step of a case; `waits_for` are the steps that must be done first and are not."""

    planned: PlannedStep
    slot: Slot
    standing: Standing
    done: datetime.date | None
    waits_for: tuple[PlannedStep, ...]
    note: str | None
    missteps: tuple[Misstep, ...] = ()

    @property
    def due(self) -> Due | None:
        """The due entry that applies, if that is known."""
        return None if self.slot.entry is None else self.planned.step.due[self.slot.entry]


@dataclass(frozen=True)
class Remark:
    """Something to know about a case that is no mistake of its file."""

    kind: Literal["revision", "reworded", "no-holidays", "not-yet", "left-out"] | MisstepKind
    step: str | None = None
    other: str | None = None
    changes: tuple[Change, ...] = ()
    count: int = 0
    years: tuple[int, ...] = ()
    safeguards: tuple[str, ...] = ()


@dataclass(frozen=True)
class CasePlan:
    """A case worked out for one day."""

    case: CaseFile
    plan: Plan
    today: datetime.date
    workdays: Workdays
    steps: dict[str, CaseStep]
    remarks: tuple[Remark, ...]

    @property
    def playbook(self) -> Playbook:
        """The playbook that the case follows."""
        return self.plan.playbook

    @cached_property
    def title(self) -> str:
        """What people call the case: the first blank at the head of the checklists, else its id."""
        blanks = self.playbook.head.blanks
        return self.case.fields.get(blanks[0], "") if blanks and blanks[0] in self.case.fields else self.case.id or ""

    @cached_property
    def open_facts(self) -> list[Fact]:
        """The facts whose answer would still settle something."""
        return self.plan.open_facts

    @cached_property
    def open_dates(self) -> list[Date]:
        """The dates that exist in this case, as far as is known, and are not given."""
        return [date for date in self.plan.list_dates() if date.id not in self.case.dates]

    def list_standing(self, *standings: Standing, role: str | None = None) -> list[CaseStep]:
        """List the steps of one standing, in order; with a role, those that it answers for or does."""
        return [step for step in self.steps.values() if step.standing in standings and involves(step, role)]

    def list_next(self, role: str | None = None) -> list[CaseStep]:
        """List what may begin now: first what is late, then the rest, each by its last day."""
        late = [step for step in self.list_by_day("late", role=role) if not step.waits_for]
        return late + self.list_by_day("ready", role=role)

    def list_by_day(self, *standings: Standing, role: str | None = None) -> list[CaseStep]:
        """List the steps of one standing by their last day; those that have none come last."""
        return sorted(self.list_standing(*standings, role=role), key=lambda step: step.slot.last or datetime.date.max)

    def list_soon(self, role: str | None = None) -> list[CaseStep]:
        """List what is late or has its last day soon, by that day."""
        until = self.today + datetime.timedelta(SOON - 1)
        steps = [
            step
            for step in self.steps.values()
            if step.done is None and step.slot.last is not None and step.slot.last <= until and involves(step, role)
        ]
        return sorted(steps, key=lambda step: step.slot.last or self.today)

    def count_late(self, step: CaseStep) -> int:
        """Return by how many days a step is late."""
        return 0 if step.slot.last is None else (self.today - step.slot.last).days

    def count_left(self, step: CaseStep) -> int | None:
        """Return how many days are left until the date that a step counts from; None if it is over or not known."""
        anchor = None if step.due is None else self.case.dates.get(step.due.from_)
        return None if anchor is None or anchor < self.today else (anchor - self.today).days


def involves(step: CaseStep, role: str | None) -> bool:
    """Whether a role answers for a step or does it; without a role, always."""
    return role is None or role == step.planned.step.accountable or role in step.planned.step.responsible


def plan_case(playbook: Playbook, case: CaseFile, *, today: datetime.date, workdays: Workdays) -> CasePlan:
    """Work a checked case out for one day."""
    plan = make_plan(playbook, case.facts)
    done = {name: step.done for name, step in case.steps.items() if step.done is not None}
    slots = make_schedule(plan, dates=case.dates, done=done, workdays=workdays)
    doing = Doing(done, frozenset(case.ticked), today)
    steps = {name: _stand(plan, case, name, slots[name], doing) for name in slots}
    remarks = [*_list_changes(plan, case), *_list_years(case, slots, workdays), *_list_remarks(steps, doing)]
    return CasePlan(case, plan, today, workdays, steps, tuple(remarks))


def _stand(plan: Plan, case: CaseFile, name: str, slot: Slot, doing: Doing) -> CaseStep:
    done, today = doing.done, doing.today
    waits = tuple(plan.steps[step.id] for step in plan.list_direct(name) if step.id not in done)
    standing: Standing = "ready"
    if name in done:
        standing, waits = "done", ()
    elif slot.last is not None and slot.last < today:
        standing = "late"
    elif waits:
        standing = "waiting"
    elif slot.first is not None and slot.first > today:
        standing = "ahead"
    note = case.steps[name].note if name in case.steps else None
    missteps = tuple(list_missteps(plan, name, slot, doing))
    return CaseStep(plan.steps[name], slot, standing, done.get(name), waits, note, missteps)


def _list_changes(plan: Plan, case: CaseFile) -> Iterator[Remark]:
    if case.made_with is not None and case.made_with.revision != plan.playbook.head.revision:
        yield Remark("revision", other=case.made_with.revision)
        for name, changes in list_changes(plan.playbook, case.made_with):
            yield Remark("revision", step=name, changes=changes)
    keys = {make_key(step, task) for step in plan.playbook.steps.values() for task in step.tasks if case.ticked}
    if reworded := sum(key not in keys for key in case.ticked):
        yield Remark("reworded", count=reworded)


def _list_years(case: CaseFile, slots: Mapping[str, Slot], workdays: Workdays) -> Iterator[Remark]:
    """Report the years that a case touches and of which no holidays are known."""
    days = [*case.dates.values(), *(day for slot in slots.values() for day in (slot.first, slot.last))]
    if years := workdays.list_unknown(day.year for day in days if day is not None):
        yield Remark("no-holidays", years=tuple(years))


def _list_remarks(steps: Mapping[str, CaseStep], doing: Doing) -> Iterator[Remark]:
    """Report what is odd about steps that are done, in the order of the case file, and then about those begun."""
    for name in [*doing.done, *(name for name in steps if name not in doing.done)]:
        if name not in steps:
            yield Remark("left-out", step=name)
            continue
        if name in doing.done and doing.done[name] > doing.today:
            yield Remark("not-yet", step=name)
        for misstep in steps[name].missteps:
            yield Remark(misstep.kind, step=name, other=misstep.other, safeguards=misstep.safeguards)
