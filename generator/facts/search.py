"""Whether rules hold, in cases that are answered in full or in part; and the search for cases in which they do.

An admissible case answers every fact that is asked in it, and no other. There are too many to try all of them, so a
case is looked for fact by fact, with three values: a rule holds, or does not, whatever the open facts will be (True,
False), or that depends on them (None).
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from math import prod
from typing import TypeVar

from generator.facts.three_values import all_hold, any_holds
from generator.facts.when import ALWAYS, HOLDS, AllOf, Case, Condition, Fact, Rule, When

MOST_REMEMBERED = 50_000
"""At most this many answers are remembered, lest a long run over many cases fill the memory."""
AnyAnswer = TypeVar("AnyAnswer")
Question = tuple[Rule | None, Rule | None, frozenset[tuple[str, str]]]
"""Two rules, and what is known of the case."""


class Remembered(dict[Question, AnyAnswer]):
    """Answers by what was asked; forgets all of them when there are very many."""

    def __setitem__(self, question: Question, answer: AnyAnswer) -> None:
        """Remember an answer."""
        if len(self) > MOST_REMEMBERED:
            self.clear()
        super().__setitem__(question, answer)


class Search:
    """Finds out whether rules hold over all admissible cases of these facts."""

    def __init__(self, facts: Sequence[Fact], conditions: Sequence[Condition]) -> None:
        """Take facts and conditions that mention only what is defined above them."""
        self.facts = {fact.id: fact for fact in facts}
        self.conditions = {condition.id: condition for condition in conditions}
        self._mentioned: dict[str, frozenset[str]] = {}
        self._cases: dict[frozenset[str], list[dict[str, str]]] = {}
        self._found = Remembered[dict[str, str] | None]()

    def forget(self) -> None:
        """Forget all answers worked out so far, so that cases that differ do not fill the memory."""
        self._found.clear()

    def mentions(self, *rules: Rule | None) -> frozenset[str]:
        """Return the facts that rules depend on, with the facts that decide whether those are asked."""
        return frozenset().union(*(self._mentions_of(name) for name in _names(rules)))

    def _mentions_of(self, name: str) -> frozenset[str]:
        if name not in self._mentioned:
            if name in self.conditions:
                found = self.mentions(self.conditions[name].when)
            else:
                fact = self.facts[name]
                found = self.mentions(fact.when, *(option.when for option in fact.options)) | {name}
            self._mentioned[name] = found
        return self._mentioned[name]

    def holds(self, rule: Rule | None, case: Case) -> bool:
        """Return whether a rule holds in a case that answers every fact it depends on."""
        if rule is None:
            return True
        if isinstance(rule, When):
            return any(all(self._matches(*literal, case) for literal in clause) for clause in rule.clauses)
        if isinstance(rule, AllOf):
            return all(self.holds(part, case) for part in rule.parts)
        return any(self.holds(part, case) for part in rule.parts)

    def _matches(self, name: str, options: tuple[str, ...], case: Case) -> bool:
        if name in self.conditions:
            return any(self.holds(self.conditions[name].when, case) == HOLDS[option] for option in options)
        return case.get(name) in options

    def answer(self, name: str, case: Case) -> str | None:
        """Return what a case answers to a fact, or whether it meets a condition; None for a fact that is not asked."""
        if name in self.conditions:
            return next(word for word, held in HOLDS.items() if held == self.holds(self.conditions[name].when, case))
        return case.get(name)

    def list_cases(self, facts: frozenset[str]) -> list[dict[str, str]]:
        """List the admissible cases of a set of facts that contains all the facts it depends on."""
        if facts not in self._cases:
            cases: list[dict[str, str | None]] = [{}]
            for fact in self.facts.values():
                if fact.id in facts:
                    cases = [{**case, fact.id: option} for case in cases for option in self._possible(fact, case, {})]
            self._cases[facts] = [
                {name: option for name, option in case.items() if option is not None} for case in cases
            ]
        return self._cases[facts]

    def count_answers(self, *rules: Rule | None) -> int:
        """Count how many combinations of answers there are, admissible or not, to the facts that rules depend on."""
        return prod(len(self.facts[name].options) for name in self.mentions(*rules))

    def find_case(
        self, holds: Rule, *, but_not: Rule | None = None, known: Case | None = None
    ) -> dict[str, str] | None:
        """Return a case, as short as the search allows, in which one rule holds and another does not."""
        question = (holds, but_not, frozenset((known or {}).items()))
        if question not in self._found:
            self._found[question] = self._find_case(holds, but_not, known or {})
        found = self._found[question]
        return None if found is None else dict(found)

    def _find_case(self, holds: Rule, but_not: Rule | None, known: Case) -> dict[str, str] | None:
        relevant = self._relevant(known, holds, but_not)
        facts = [fact for fact in self.facts.values() if fact.id in relevant]
        found = self._search(facts, {}, holds, but_not, known)
        return None if found is None else {name: option for name, option in found.items() if option is not None}

    def _relevant(self, known: Case, *rules: Rule | None) -> frozenset[str]:
        """Return the facts that decide these rules, and the known ones that say something about those.

        A known answer says something about the facts on which its own fact depends: whether roads are icy is asked in
        winter only, so an answer says that it is winter. It does so through facts that are not known themselves, and
        those depend on others in turn; so facts join until none is left that says anything. All other facts would make
        the search longer, and the case that it finds, for no gain.
        """
        facts = set(self.mentions(*rules))
        waiting = {name: self._mentions_of(name) for name in known}
        while joined := [name for name, rests_on in waiting.items() if (rests_on - known.keys()) & facts]:
            for name in joined:
                facts |= waiting.pop(name)
        return frozenset(facts)

    def _search(
        self,
        facts: Sequence[Fact],
        case: dict[str, str | None],
        holds: Rule,
        but_not: Rule | None,
        known: Case,
    ) -> dict[str, str | None] | None:
        """Answer the facts that the case leaves open, one after the other; None where no answers lead to such a case.

        Facts are answered in the order of the source: a fact is asked, and an option possible, depending on facts
        above it only, so that is settled once its turn comes. The search goes on to the next fact only while the rules
        are open, and turns back to another answer as soon as they are settled the wrong way. That spares nearly all
        cases, and leaves unanswered what does not matter.
        """
        wanted = self._weigh(holds, case)
        unwanted = False if but_not is None else self._weigh(but_not, case)
        if wanted is False or unwanted is True:
            return None
        if wanted and unwanted is False and all(fact.id in case or fact.id not in known for fact in facts):
            return case  # only now: a known answer whose turn has not come may yet prove impossible
        fact = facts[len(case)]
        for option in self._possible(fact, case, known):
            found = self._search(facts, {**case, fact.id: option}, holds, but_not, known)
            if found is not None:
                return found
        return None

    def _possible(self, fact: Fact, case: Mapping[str, str | None], known: Case) -> list[str | None]:
        """List the answers that a fact may have; None stands for a fact that is not asked."""
        if fact.when is not None and not self._weigh(fact.when, case):
            return [] if fact.id in known else [None]
        return [
            option.id
            for option in fact.options
            if known.get(fact.id, option.id) == option.id and (option.when is None or self._weigh(option.when, case))
        ]

    def _weigh(self, rule: Rule, case: Mapping[str, str | None]) -> bool | None:
        """Return whether a rule holds as far as a case is answered; None while that is open."""
        if isinstance(rule, When):
            clauses = (all_hold(self._weigh_literal(*literal, case) for literal in clause) for clause in rule.clauses)
            return any_holds(clauses)
        parts = (self._weigh(part, case) for part in rule.parts)
        return all_hold(parts) if isinstance(rule, AllOf) else any_holds(parts)

    def _weigh_literal(self, name: str, options: tuple[str, ...], case: Mapping[str, str | None]) -> bool | None:
        if name in self.conditions:
            value = self._weigh(self.conditions[name].when, case)
            return None if value is None else any(HOLDS[option] == value for option in options)
        return case[name] in options if name in case else None

    def decide(self, rule: Rule | None, known: Case) -> bool | None:
        """Return whether a rule holds whatever is still unknown: yes, no, or None for not known yet."""
        if rule is None or rule == ALWAYS:
            return True
        if self.find_case(rule, known=known) is None:
            return False
        return True if self.find_case(ALWAYS, but_not=rule, known=known) is None else None


def _names(rules: Iterable[Rule | None]) -> frozenset[str]:
    return frozenset().union(*(_names_of(rule) for rule in rules if rule is not None))


@cache
def _names_of(rule: Rule) -> frozenset[str]:
    if isinstance(rule, When):
        return frozenset(name for clause in rule.clauses for name, _ in clause)
    return _names(rule.parts)
