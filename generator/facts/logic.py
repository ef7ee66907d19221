"""The logic of `when`: one evaluator with three values, over all admissible cases."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, cached_property
from itertools import product
from math import prod
from typing import TypeVar

from generator.errors import name_all, suggest
from generator.facts.when import ALWAYS, HOLDS, AllOf, AnyOf, Case, Clause, Condition, Fact, Rule, When, all_of

MOST_REMEMBERED = 50_000
AnyAnswer = TypeVar("AnyAnswer")


class Remembered(dict[tuple[Rule | None, Rule | None, frozenset[tuple[str, str]]], AnyAnswer]):
    """Answers by what was asked; forgets all of them when there are very many."""

    def __setitem__(
        self, question: tuple[Rule | None, Rule | None, frozenset[tuple[str, str]]], answer: AnyAnswer
    ) -> None:
        """Remember an answer."""
        if len(self) > MOST_REMEMBERED:
            self.clear()
        super().__setitem__(question, answer)


class Logic:
    """Answers questions about rules over all admissible cases of these facts."""

    def __init__(self, facts: Sequence[Fact], conditions: Sequence[Condition]) -> None:
        """Take facts and conditions that mention only what stands above them."""
        self.facts = {fact.id: fact for fact in facts}
        self.conditions = {condition.id: condition for condition in conditions}
        self._mentioned: dict[str, frozenset[str]] = {}
        self._cases: dict[frozenset[str], list[dict[str, str]]] = {}
        self._reduced = Remembered[tuple[Clause, ...]]()
        self._found = Remembered[dict[str, str] | None]()

    def forget(self) -> None:
        """Forget all answers worked out so far, so that cases that differ do not fill the memory."""
        self._reduced.clear()
        self._found.clear()

    @cached_property
    def path(self) -> Fact:
        """The first fact."""
        return next(iter(self.facts.values()))

    def mentions(self, *rules: Rule | None) -> frozenset[str]:
        """Give the facts that rules rest on, with the facts that decide whether those are asked."""
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
        """Say whether a rule holds in a case that answers every fact it rests on."""
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
        """Give what a case answers to a fact, or whether it meets a condition; None for a fact that is not asked."""
        if name in self.conditions:
            return next(word for word, held in HOLDS.items() if held == self.holds(self.conditions[name].when, case))
        return case.get(name)

    def list_cases(self, facts: frozenset[str]) -> list[dict[str, str]]:
        """List the admissible cases of a set of facts that holds all the facts it rests on."""
        if facts not in self._cases:
            cases: list[dict[str, str | None]] = [{}]
            for fact in self.facts.values():
                if fact.id in facts:
                    cases = [{**case, fact.id: one} for case in cases for one in self._possible(fact, case, {})]
            self._cases[facts] = [
                {name: option for name, option in case.items() if option is not None} for case in cases
            ]
        return self._cases[facts]

    def count_answers(self, *rules: Rule | None) -> int:
        """Give how many combinations of answers there are, admissible or not, to the facts that rules rest on."""
        return prod(len(self.facts[name].options) for name in self.mentions(*rules))

    def find_case(
        self, holds: Rule, *, but_not: Rule | None = None, known: Case | None = None
    ) -> dict[str, str] | None:
        """Give a case, as short as the search allows, in which one rule holds and another does not."""
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
        """Give the facts that decide these rules, and the known ones that say something about those."""
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
        """Answer facts one by one, turning back as soon as the rules are settled the wrong way."""
        wanted = self._weigh(holds, case)
        unwanted = False if but_not is None else self._weigh(but_not, case)
        if wanted is False or unwanted is True:
            return None
        if wanted and unwanted is False and all(fact.id in case or fact.id not in known for fact in facts):
            return case
        fact = facts[len(case)]
        for option in self._possible(fact, case, known):
            found = self._search(facts, {**case, fact.id: option}, holds, but_not, known)
            if found is not None:
                return found
        return None

    def _possible(self, fact: Fact, case: Mapping[str, str | None], known: Case) -> list[str | None]:
        """Give the answers that a fact may have; None stands for a fact that is not asked."""
        if fact.when is not None and not self._weigh(fact.when, case):
            return [] if fact.id in known else [None]
        return [
            option.id
            for option in fact.options
            if known.get(fact.id, option.id) == option.id and (option.when is None or self._weigh(option.when, case))
        ]

    def _weigh(self, rule: Rule, case: Mapping[str, str | None]) -> bool | None:
        """Say whether a rule holds as far as a case is answered; None while that is open."""
        if isinstance(rule, When):
            return _any(_all(self._weigh_literal(*one, case) for one in clause) for clause in rule.clauses)
        parts = (self._weigh(part, case) for part in rule.parts)
        return _all(parts) if isinstance(rule, AllOf) else _any(parts)

    def _weigh_literal(self, name: str, options: tuple[str, ...], case: Mapping[str, str | None]) -> bool | None:
        if name in self.conditions:
            value = self._weigh(self.conditions[name].when, case)
            return None if value is None else any(HOLDS[option] == value for option in options)
        return case[name] in options if name in case else None

    def decide(self, rule: Rule | None, known: Case) -> bool | None:
        """Say whether a rule holds whatever is still unknown: yes, no, or None for not known yet."""
        if rule is None or rule == ALWAYS:
            return True
        if self.find_case(rule, known=known) is None:
            return False
        return True if self.find_case(ALWAYS, but_not=rule, known=known) is None else None

    def check_answers(self, known: Case) -> list[str]:
        """Say what is wrong with a set of answers; an empty list for admissible ones."""
        return [message for _, message in self.find_mistakes(known)]

    def find_mistakes(self, known: Case) -> list[tuple[str, str]]:
        """Give what is wrong with a set of answers, each with the fact to change."""
        found = [(name, message) for name, option in known.items() if (message := self._check_answer(name, option))]
        sound = {name: option for name, option in known.items() if name not in dict(found)}
        found += [(name, message) for name in sound if (message := self._check_asked(name, sound))]
        if known and not found and self.find_case(When.of(known)) is None:
            given = name_all(f"{name}={option}" for name, option in known.items())
            found = [(list(known)[-1], f"no case has all of {given}; leave one of them out")]
        return found

    def _check_answer(self, name: str, option: str) -> str | None:
        if name not in self.facts:
            return f"there is no fact '{name}'{suggest(name, self.facts) or self._offer(self.facts)}"
        options = [known.id for known in self.facts[name].options]
        if option not in options:
            return f"the fact '{name}' has no option '{option}'{suggest(option, options) or self._offer(options)}"
        return None

    def _offer(self, names: Iterable[str]) -> str:
        return f"; there is {name_all(names)}"

    def _check_asked(self, name: str, known: Case) -> str | None:
        others = {other: option for other, option in known.items() if other != name}
        rests_on = {other: option for other, option in others.items() if other in self._mentions_of(name)}
        if self.find_case(When.of({name: known[name]}), known=rests_on) is not None:
            return None
        given = ", ".join(f"{other}={option}" for other, option in rests_on.items())
        return f"{name}={known[name]} is not possible when {given}; leave one of them out"

    def reduce(self, rule: Rule | None, known: Case, *, given: Rule = ALWAYS) -> tuple[Clause, ...]:
        """Give what is left to be known of a rule where `given` holds: no certain and no impossible parts."""
        question = (rule, given, frozenset(known.items()))
        if question not in self._reduced:
            clauses = (self._reduce_clause(clause, known, given) for clause in self._spell(rule))
            left = list(dict.fromkeys(clause for clause in clauses if clause is not None))
            shortest = (clause for clause in left if not any(set(other) < set(clause) for other in left))
            self._reduced[question] = tuple(shortest)
        return self._reduced[question]

    def _reduce_clause(self, clause: Clause, known: Case, given: Rule) -> Clause | None:
        if self.find_case(all_of(given, When((clause,))), known=known) is None:
            return None
        left = clause
        for name, options in clause:
            rest = tuple(literal for literal in left if literal != (name, options))
            held = all_of(given, When((rest,)))
            if self.find_case(held, but_not=When.of({name: options}), known=known) is None:
                left = rest
        return tuple(sorted(left, key=self._rank))

    def _rank(self, literal: tuple[str, tuple[str, ...]]) -> int:
        """Give the place of a fact or condition in the order of the source."""
        return [*self.facts, *self.conditions].index(literal[0])

    def _spell(self, rule: Rule | None) -> list[Clause]:
        """Spell a rule as any-of clauses over facts; a condition stays only where it must not hold."""
        if rule is None:
            return [()]
        if isinstance(rule, When):
            return [spelled for clause in rule.clauses for spelled in self._spell_clause(clause)]
        parts = [self._spell(part) for part in rule.parts]
        if isinstance(rule, AnyOf):
            return [clause for part in parts for clause in part]
        joined = (_join(combination) for combination in product(*parts))
        return [clause for clause in joined if clause is not None]

    def _spell_clause(self, clause: Clause) -> list[Clause]:
        parts: list[list[Clause]] = []
        for name, options in clause:
            if name in self.conditions and options == ("yes",):
                parts.append(self._spell(self.conditions[name].when))
            else:
                parts.append([((name, options),)])
        return [joined for combination in product(*parts) if (joined := _join(combination)) is not None]


def _join(clauses: Iterable[Clause]) -> Clause | None:
    """Join clauses of which all must hold; None where they contradict one another."""
    found: dict[str, tuple[str, ...]] = {}
    for clause in clauses:
        for name, options in clause:
            both = tuple(option for option in found.get(name, options) if option in options)
            if not both:
                return None
            found[name] = both
    return tuple(found.items())


def _all(values: Iterable[bool | None]) -> bool | None:
    found: bool | None = True
    for value in values:
        if value is False:
            return False
        if value is None:
            found = None
    return found


def _any(values: Iterable[bool | None]) -> bool | None:
    found: bool | None = False
    for value in values:
        if value:
            return True
        if value is None:
            found = None
    return found


def _names(rules: Iterable[Rule | None]) -> frozenset[str]:
    return frozenset().union(*(_names_of(rule) for rule in rules if rule is not None))


@cache
def _names_of(rule: Rule) -> frozenset[str]:
    if isinstance(rule, When):
        return frozenset(name for clause in rule.clauses for name, _ in clause)
    return _names(rule.parts)
