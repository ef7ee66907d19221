"""Whether something applies in a case: do, if, or skip."""

from dataclasses import dataclass
from typing import Literal

from generator.facts.when import ALWAYS, Case, Clause, Rule, all_of
from generator.playbook.playbook import Playbook

State = Literal["do", "if", "skip"]


@dataclass(frozen=True)
class Decision:
    """Whether something applies; `only_if` is what is left to be known, `reasons` say why it is skipped."""

    state: State
    only_if: tuple[Clause, ...] = ()
    reasons: tuple[str, ...] = ()

    @property
    def depends_on(self) -> tuple[str, ...]:
        """The facts, or conditions, that are still to be known."""
        return tuple(dict.fromkeys(name for clause in self.only_if for name, _ in clause))


DO = Decision("do")


def decide(
    playbook: Playbook, rule: Rule | None, known: Case, *, given: Rule = ALWAYS, reasons: tuple[str, ...] = ()
) -> Decision:
    """Decide whether something applies, where what it is part of does."""
    if rule is None or rule == ALWAYS:
        return DO
    only_if = playbook.logic.reduce(rule, known, given=given)
    if () in only_if:
        return DO
    held = all_of(given, rule)
    if not only_if:
        return Decision("skip", reasons=reasons)
    if playbook.logic.find_case(given, but_not=held, known=known) is None:
        return DO
    return Decision("if", only_if)
