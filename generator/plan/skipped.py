"""What a plan skips, and why."""

from dataclasses import dataclass
from itertools import groupby

from generator.plan.plan import Plan, PlannedStep
from generator.playbook.process import Phase


@dataclass(frozen=True)
class Skipped:
    """Steps of one phase, one after another, that are skipped for the same reason."""

    phase: Phase
    whole: bool
    steps: tuple[PlannedStep, ...]
    reason: tuple[str, ...]


def list_skipped(plan: Plan) -> list[Skipped]:
    """List what a plan skips, each reason once; `whole` marks a phase that is skipped with all its steps."""
    found: list[Skipped] = []
    for planned in plan.phases:
        runs = groupby(planned.steps, key=lambda step: None if step.applies else step.decision.reasons)
        for reasons, steps in runs:
            if reasons is not None:
                whole = planned.decision.state == "skip"
                found.append(Skipped(planned.phase, whole, tuple(steps), reasons))
    return found
