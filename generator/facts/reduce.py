"""What is left to be known of a rule: the answers on which it still depends."""

from collections.abc import Iterable
from itertools import product

from generator.facts.search import Search
from generator.facts.when import AnyOf, Case, Clause, Literal, Rule, When, all_of


def reduce_rule(logic: Search, rule: Rule | None, known: Case, given: Rule) -> tuple[Clause, ...]:
    """Return what is left to be known of a rule where `given` holds: no certain and no impossible parts."""
    clauses = (_reduce_clause(logic, clause, known, given) for clause in spell(logic, rule))
    left = list(dict.fromkeys(clause for clause in clauses if clause is not None))
    # a clause that asks all that another asks, and more, adds no case
    return tuple(clause for clause in left if not any(set(other) < set(clause) for other in left))


def _reduce_clause(logic: Search, clause: Clause, known: Case, given: Rule) -> Clause | None:
    """Drop from a clause, one by one, the answers that follow from the rest; None where it cannot hold."""
    if logic.find_case(all_of(given, When((clause,))), known=known) is None:
        return None
    left = clause
    # An answer goes where the rest of the clause, in a case that fits, never meets another one. Each is tried on what
    # the ones before have left, so that of two that imply each other one stays.
    for literal in clause:
        rest = tuple(other for other in left if other != literal)
        without = all_of(given, When((rest,)))
        if logic.find_case(without, but_not=When(((literal,),)), known=known) is None:
            left = rest
    return tuple(sorted(left, key=lambda literal: rank(logic, literal)))


def rank(logic: Search, literal: Literal) -> int:
    """Return the place of a fact or condition in the order of the source."""
    return [*logic.facts, *logic.conditions].index(literal[0])


def spell(logic: Search, rule: Rule | None) -> list[Clause]:
    """Spell a rule as any-of clauses over facts; a condition stays only where it must not hold."""
    if rule is None:
        return [()]
    if isinstance(rule, When):
        return [spelled for clause in rule.clauses for spelled in _spell_clause(logic, clause)]
    parts = [spell(logic, part) for part in rule.parts]
    if isinstance(rule, AnyOf):
        return [clause for part in parts for clause in part]
    return _join_each(parts)


def _spell_clause(logic: Search, clause: Clause) -> list[Clause]:
    parts: list[list[Clause]] = []
    for name, options in clause:
        if name in logic.conditions and options == ("yes",):
            parts.append(spell(logic, logic.conditions[name].when))
        else:
            parts.append([((name, options),)])
    return _join_each(parts)


def _join_each(parts: list[list[Clause]]) -> list[Clause]:
    """Join each clause of every part with each of all the others, as (a or b) and c is a and c, or b and c."""
    joined = (_join(combination) for combination in product(*parts))
    return [clause for clause in joined if clause is not None]


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
