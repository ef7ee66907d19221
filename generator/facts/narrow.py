"""Rules where some facts are no longer asked: what is left of them."""

from collections.abc import Sequence

from generator.facts.when import HOLDS, Clause, Condition, Fact, When


class Narrower:
    """Narrows rules to the facts that are still asked.

    A fact that is left out counts as never asked: a clause that names it cannot hold. What could hold only by such
    clauses never holds either, and that goes on: options, facts and conditions fall out of further rules.
    """

    def __init__(self, facts: Sequence[Fact], conditions: Sequence[Condition]) -> None:
        """Take all facts and conditions, of which those that are marked `origin: added` are left out."""
        self._conditions = conditions
        self._never_asked = {fact.id for fact in facts if fact.origin == "added"}
        self._impossible: set[tuple[str, str]] = set()
        """Options, each with its fact, that can never be the answer."""
        self._settled: dict[str, bool] = {}
        """Conditions that hold in every case, or in none."""
        self._settle_conditions()
        for fact in facts:  # each depends only on facts above it, and on conditions of these, which are settled by then
            self._narrow_fact(fact)
            self._settle_conditions()

    def _narrow_fact(self, fact: Fact) -> None:
        if fact.when is not None and self.narrow(fact.when) is False:
            self._never_asked.add(fact.id)
        for option in fact.options:
            if option.when is not None and self.narrow(option.when) is False:
                self._impossible.add((fact.id, option.id))

    def _settle_conditions(self) -> None:
        for condition in self._conditions:
            narrowed = self.narrow(condition.when)
            if isinstance(narrowed, bool):
                self._settled[condition.id] = narrowed

    def is_settled(self, condition: str) -> bool:
        """Whether a condition holds in every case, or in none, so that nothing is left to ask of it."""
        return condition in self._settled

    def narrow(self, when: When) -> When | bool:
        """Return what is left of a `when`; True or False where that holds always or never."""
        clauses = [left for clause in when.clauses if (left := self._narrow_clause(clause)) is not None]
        if () in clauses:
            return True
        return When(tuple(clauses)) if clauses else False

    def _narrow_clause(self, clause: Clause) -> Clause | None:
        """Return what is left to ask of a clause; None where it cannot hold."""
        left: list[tuple[str, tuple[str, ...]]] = []
        for name, options in clause:
            if name in self._settled:
                if not any(HOLDS.get(option) == self._settled[name] for option in options):
                    return None
                continue  # it holds anyway
            possible = tuple(option for option in options if (name, option) not in self._impossible)
            if not possible or name in self._never_asked:
                return None
            left.append((name, possible))
        return tuple(left)
