"""What was done on a day on which it could not be, or begun before its turn: named, never refused.

The page in the browser finds the same (templates/planner/missteps.js).
"""

import datetime
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from generator.plan.decision import decide
from generator.plan.guards import list_put_before
from generator.plan.plan import Plan
from generator.plan.windows import Slot

MisstepKind = Literal["too-early", "begun-too-early", "before-window", "begun-before-window", "after-window"]


@dataclass(frozen=True)
class Misstep:
    """Something done, or begun by a tick, too early or too late: before another step, if one is named.

    `safeguards` are the rules, in words, that put that step first.
    """

    kind: MisstepKind
    other: str | None = None
    safeguards: tuple[str, ...] = ()


@dataclass(frozen=True)
class Progress:
    """What is done and begun on a day: the steps with their days, and the keys of the tasks that are ticked."""

    done: Mapping[str, datetime.date]
    ticked: Collection[str]
    today: datetime.date


def list_missteps(plan: Plan, name: str, slot: Slot, progress: Progress) -> Iterator[Misstep]:
    """Find what was too early or too late at one step; only what safeguards guard may be begun too early."""
    day = progress.done.get(name)
    begun = day is None and any(task.key in progress.ticked for task in plan.steps[name].tasks)
    if day is None and not begun:
        return
    guards = _list_guards(plan, name)
    direct = [] if day is None else [step.id for step in plan.list_direct(name)]
    for before in [other for other in plan.steps if other in direct or other in guards]:
        then = progress.done.get(before)
        if then is None or (day is not None and then > day):
            yield Misstep("too-early" if day else "begun-too-early", before, tuple(guards.get(before, ())))
    if slot.earliest is not None and _has_known_days(plan, name, slot, progress):
        if day is not None and day < slot.earliest:
            yield Misstep("before-window")
        elif begun and guards and progress.today < slot.earliest:
            yield Misstep("begun-before-window")
    if day is not None and slot.latest is not None and slot.last is not None and day > max(slot.latest, slot.last):
        yield Misstep("after-window")


def _list_guards(plan: Plan, name: str) -> dict[str, list[str]]:
    """Return the steps of a plan that safeguards put before one, with what the safeguards say."""
    found: dict[str, list[str]] = {}
    for put in list_put_before(plan.playbook, name):
        applies = plan.steps[put.step].applies
        if applies and decide(plan.playbook, put.when, plan.known).state != "skip":
            said = found.setdefault(put.step, [])
            said += [put.says] if put.says not in said else []
    return found


def _has_known_days(plan: Plan, name: str, slot: Slot, progress: Progress) -> bool:
    """Whether a window counts from a named date, or from a step that is done: else that is too early itself."""
    anchor = None if slot.entry is None else plan.steps[name].step.due[slot.entry].from_
    return anchor in plan.playbook.date or anchor in progress.done
