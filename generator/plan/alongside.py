"""Which steps may run at the same time."""

from collections.abc import Collection
from itertools import product

from generator.plan.plan import Plan
from generator.playbook.playbook import Playbook
from generator.playbook.process import Step


def list_alongside(playbook: Playbook, plans: Collection[Plan], step: Step) -> list[Step]:
    """List the steps of the same phase that may run alongside a step on the path of some plan."""
    return [
        other
        for other in playbook.phase_of[step.id].steps
        if playbook.order.may_run_alongside(step.id, other.id) and any(_can_meet(plan, step, other) for plan in plans)
    ]


def _can_meet(plan: Plan, step: Step, other: Step) -> bool:
    """Whether both may apply, in windows that overlap or do not count from the same day."""
    return plan.steps[step.id].applies and plan.steps[other.id].applies and _overlap(plan, step, other)


def _overlap(plan: Plan, step: Step, other: Step) -> bool:
    """Whether some due entry of a step leaves room for some entry of the other.

    An entry may have several windows, one from each date that it counts from in the end; two entries are apart as soon
    as one pair of their windows is.
    """
    logic, order = plan.playbook.logic, plan.playbook.order
    windows = [
        [window for window in order.windows(each) if logic.decide(window.rule, plan.known) is not False]
        for each in (step, other)
    ]
    meetings: dict[tuple[int, int], bool] = {}
    for window, opposite in product(*windows):
        entries = window.entry, opposite.entry
        apart = window.date == opposite.date and not window.overlaps(opposite)
        meetings[entries] = meetings.get(entries, True) and not apart
    return not meetings or any(meetings.values())
