"""Every decision on what is or may be known, as one diagram that another program only has to walk.

First come diagrams of whole cases: in which a rule holds. There the last branch of a node means that the fact is not
asked. From them come diagrams of what is known: what can still be, and what is left open. There it means that the
answer is not known yet. What is open is a list of clauses, so that nobody who walks the diagram has to reason.

The size grows with the facts on which one rule rests (twice as large with each), not with all facts of a playbook.
"""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from generator.facts.diagram import Diagram, Diagrams, Node, Remembered
from generator.facts.logic import Logic
from generator.facts.reduce import rank, spell
from generator.facts.when import ALWAYS, HOLDS, AllOf, Clause, Rule, When

Clauses = tuple[Clause, ...]
"""What is left to be known, as any of these clauses: without a clause never, with an empty one always."""
DO: Clauses = ((),)
SKIP: Clauses = ()
MOST_OPEN = 200
"""A rule that can be left open in more ways than this is too wide for a table that people wait for."""


class _TooWideError(Exception):
    """A rule can be left open in more ways than are allowed."""


class Table:
    """The decisions on rules over these facts; the leaf None marks what no case can be."""

    def __init__(self, logic: Logic) -> None:
        """Take sound facts and conditions."""
        self._logic = logic
        self._levels = {name: level for level, name in enumerate(logic.facts)}
        self.diagrams = Diagrams()
        self._true, self._false = self.diagrams.add_leaf(True), self.diagrams.add_leaf(False)
        self._both: Remembered = {}
        self._either: Remembered = {}
        self._negated: Remembered = {}
        self._rules: dict[Rule, Diagram] = {}
        self._weakened: dict[Diagram, Diagram] = {}
        self._admitted: dict[str, Diagram] = {}
        self._cases: dict[frozenset[str], Diagram] = {}
        self._decided: dict[tuple[Rule, Rule], Diagram] = {}
        self._wide: dict[tuple[Rule, Rule], bool] = {}

    # ---- Diagrams of whole cases: in which a rule holds

    def _all(self, diagrams: Iterable[Diagram]) -> Diagram:
        found = self._true
        for diagram in diagrams:
            found = self.diagrams.combine(_and, found, diagram, known=self._both)
        return found

    def _any(self, diagrams: Iterable[Diagram]) -> Diagram:
        found = self._false
        for diagram in diagrams:
            found = self.diagrams.combine(_or, found, diagram, known=self._either)
        return found

    def _not(self, diagram: Diagram) -> Diagram:
        return self.diagrams.combine(_not, diagram, known=self._negated)

    def _hold(self, rule: Rule | None) -> Diagram:
        """Return in which cases a rule holds."""
        if rule is None:
            return self._true
        if rule not in self._rules:
            if isinstance(rule, When):
                found = self._any(self._all(self._match(*literal) for literal in clause) for clause in rule.clauses)
            else:
                join = self._all if isinstance(rule, AllOf) else self._any
                found = join(self._hold(part) for part in rule.parts)
            self._rules[rule] = found
        return self._rules[rule]

    def _match(self, name: str, options: tuple[str, ...]) -> Diagram:
        if name not in self._logic.conditions:
            return self._answer(name, options)
        held = self._hold(self._logic.conditions[name].when)
        return self._any(held if HOLDS[option] else self._not(held) for option in options)

    def _answer(self, name: str, options: tuple[str | None, ...]) -> Diagram:
        """Return in which cases one of these answers a fact; None stands for a fact that is not asked."""
        branches = (*(option.id for option in self._logic.facts[name].options), None)
        held = (self._true if option in options else self._false for option in branches)
        return self.diagrams.add_node(self._levels[name], held)

    def _admit(self, name: str) -> Diagram:
        """Return in which cases a fact has an answer that it may have."""
        if name not in self._admitted:
            fact = self._logic.facts[name]
            asked = self._hold(fact.when)
            answers = [
                self._all((asked, self._hold(option.when), self._answer(name, (option.id,)))) for option in fact.options
            ]
            self._admitted[name] = self._any((*answers, self._all((self._not(asked), self._answer(name, (None,))))))
        return self._admitted[name]

    def _list_cases(self, names: frozenset[str]) -> Diagram:
        """Return which cases can be, as far as these facts say anything about one another."""
        if names not in self._cases:
            self._cases[names] = self._all(self._admit(name) for name in self._levels if name in names)
        return self._cases[names]

    def _connect(self, names: Iterable[str]) -> frozenset[str]:
        """Return these facts, and all whose answers say something about theirs, even through others."""
        found = set(names)
        waiting = {name: self._logic.mentions(When((((name, ()),),))) for name in self._levels}
        while joined := [name for name, rests_on in waiting.items() if rests_on & found]:
            for name in joined:
                found |= waiting.pop(name)
        return frozenset(found)

    # ---- Diagrams of what is known: what can be, and what that leaves open

    def _weaken(self, cases: Diagram) -> Diagram:
        """Return for what is known whether one of these cases can be: not to know is to allow every branch."""
        if cases not in self._weakened:
            node = self.diagrams.nodes[cases]
            found = cases
            if isinstance(node, Node):
                branches = [self._weaken(branch) for branch in node.branches]
                found = self.diagrams.add_node(node.level, (*branches[:-1], self._any(branches)))
            self._weakened[cases] = found
        return self._weakened[cases]

    def list_admitted(self) -> list[Diagram]:
        """List diagrams that all come to DO where answers can be given together, one for facts that are connected."""
        groups = dict.fromkeys(self._connect((name,)) for name in self._levels)
        admitted = (self._weaken(self._list_cases(group)) for group in groups)
        return [self.diagrams.combine(lambda can_be: DO if can_be else SKIP, diagram) for diagram in admitted]

    def decide(self, rule: Rule | None, *, given: Rule = ALWAYS) -> Diagram:
        """Return the Clauses that are left to be known of a rule where `given` holds."""
        if rule is None or rule == ALWAYS:
            return self.diagrams.add_leaf(DO)
        if (rule, given) not in self._decided:
            self._decided[rule, given] = self._decide(rule, given, None)
        return self._decided[rule, given]

    def is_wide(self, rule: Rule, *, given: Rule = ALWAYS) -> bool:
        """Return whether a rule can be left open in more than MOST_OPEN ways; answers before all are worked out."""
        if (rule, given) not in self._wide:
            try:
                self._decided[rule, given] = self._decide(rule, given, MOST_OPEN)
                self._wide[rule, given] = False
            except _TooWideError:
                self._wide[rule, given] = True
        return self._wide[rule, given]

    def _decide(self, rule: Rule, given: Rule, most: int | None) -> Diagram:
        cases = self._list_cases(self._connect(self._logic.mentions(rule, given)))
        held = self._all((self._hold(given), cases))
        found = self.diagrams.add_leaf(())
        # Clause by clause, each reduced alone; the diagram then has, for everything known, the clauses that are left.
        for clause in spell(self._logic, rule):
            found = self.diagrams.combine(_append, found, self._reduce(clause, held, most))
            self._check_width(found, most)
        # Without a case in which the rule fails, it applies for certain, though each clause alone may still be open.
        elsewhere = self._weaken(self._all((held, self._not(self._hold(rule)))))
        return self.diagrams.combine(_finish, found, elsewhere, self._weaken(cases))

    def _reduce(self, clause: Clause, held: Diagram, most: int | None) -> Diagram:
        """Return what is left to be known of a clause; None where it cannot hold."""
        reduced = self.diagrams.add_leaf(clause)
        for literal in clause:
            # What is left of the clause differs from answer to answer, so each remainder is asked about by itself.
            for left in self.diagrams.list_values(reduced):
                rest = tuple(other for other in left if other != literal)
                without = self._all((held, self._hold(When((rest,))), self._not(self._match(*literal))))
                replace = partial(_replace, left, rest)
                reduced = self.diagrams.combine(replace, reduced, self._weaken(without))
            self._check_width(reduced, most)
        possible = self._weaken(self._all((held, self._hold(When((clause,))))))
        return self.diagrams.combine(self._finish_clause, reduced, possible)

    def _finish_clause(self, left: Clause, possible: bool) -> Clause | None:
        return tuple(sorted(left, key=lambda literal: rank(self._logic, literal))) if possible else None

    def _check_width(self, diagram: Diagram, most: int | None) -> None:
        if most is not None and len(self.diagrams.list_values(diagram)) > most:
            raise _TooWideError

    def combine(self, operation: Callable[..., Any], *diagrams: Diagram) -> Diagram:
        """Return the diagram of what an operation makes of the leaves of several; what cannot be stays None."""

        def operate(*values: Any) -> Any:
            return None if None in values else operation(*values)

        return self.diagrams.combine(operate, *diagrams)


def _and(value: bool, other: bool) -> bool:
    return value and other


def _or(value: bool, other: bool) -> bool:
    return value or other


def _not(value: bool) -> bool:
    return not value


def _replace(left: Clause, rest: Clause, now: Clause, needed: bool) -> Clause:
    return rest if now == left and not needed else now


def _append(found: Clauses, clause: Clause | None) -> Clauses:
    return found if clause is None or clause in found else (*found, clause)


def _finish(left: Clauses, elsewhere: bool, can_be: bool) -> Clauses | None:
    """Drop clauses that say more than another; `elsewhere` is whether the rule may also fail."""
    if not can_be:
        return None
    shortest = tuple(clause for clause in left if not any(set(other) < set(clause) for other in left))
    return DO if shortest and (() in shortest or not elsewhere) else shortest
