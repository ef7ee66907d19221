"""The safeguards that matter at a step."""

from collections.abc import Iterable
from dataclasses import dataclass

from generator.facts.when import When
from generator.plan.plan import Plan
from generator.playbook.playbook import Playbook
from generator.playbook.safeguards import Safeguard, SafeguardRule


def list_safeguards(playbook: Playbook, step: str) -> list[Safeguard]:
    """List the safeguards that name a step."""
    return _once(safeguard for safeguard, _ in playbook.safeguards_of.get(step, ()))


def list_guarding(plan: Plan, step: str) -> list[Safeguard]:
    """List the safeguards that somebody at a step could break, where the rest that they name may apply too."""
    named = plan.playbook.safeguards_of.get(step, ())
    return _once(safeguard for safeguard, rule in named if _guards(plan, rule, step))


def _once(safeguards: Iterable[Safeguard]) -> list[Safeguard]:
    return list({safeguard.id: safeguard for safeguard in safeguards}.values())


def _guards(plan: Plan, rule: SafeguardRule, step: str) -> bool:
    if step not in rule.guarded or rule.kind in ("always", "independent", "answered"):
        return False
    others = [plan.steps[name].applies for name in rule.steps if name != step]
    possible = rule.when is None or plan.playbook.logic.decide(rule.when, plan.known) is not False
    return possible and (not others or any(others))


@dataclass(frozen=True)
class PutBefore:
    """A step that a safeguard puts before another one; `when` are the cases in which it does, None for all."""

    step: str
    when: When | None
    says: str


def list_put_before(playbook: Playbook, step: str) -> list[PutBefore]:
    """List the steps that safeguards put before a step, in the order of the safeguards."""
    index, found = playbook.order.index, []
    for safeguard in playbook.safeguards:
        for rule in safeguard.rules:
            then = rule.steps[-1] if rule.kind in ("before", "requires") else step if rule.kind == "first" else None
            befores = (name for name in rule.steps if then == step and name in index)
            found += [
                PutBefore(name, rule.when, safeguard.says) for name in befores if playbook.order.precedes(name, step)
            ]
    return list(dict.fromkeys(found))
