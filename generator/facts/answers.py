"""What is wrong with answers to facts, and which of them to change."""

from collections.abc import Iterable, Iterator

from generator.errors import name_all, suggest
from generator.facts.search import Search
from generator.facts.when import Case, When

Mistake = tuple[str, str]
"""The fact to change, and what is wrong with its answer."""


def find_mistakes(logic: Search, known: Case) -> list[Mistake]:
    """List what is wrong with a set of answers; an empty list for admissible ones."""
    found = list(_find_wrong_names(logic, known))
    wrong = {name for name, _ in found}
    found += _find_unasked(logic, {name: option for name, option in known.items() if name not in wrong})
    if known and not found and logic.find_case(When.of(known)) is None:
        given = name_all(f"{name}={option}" for name, option in known.items())
        found = [(list(known)[-1], f"no case has all of {given}; leave one of them out")]
    return found


def _find_wrong_names(logic: Search, known: Case) -> Iterator[Mistake]:
    """Find facts and options that do not exist."""
    for name, option in known.items():
        if name not in logic.facts:
            yield name, f"there is no fact '{name}'{suggest(name, logic.facts) or _offer(logic.facts)}"
            continue
        options = [possible.id for possible in logic.facts[name].options]
        if option not in options:
            yield name, f"the fact '{name}' has no option '{option}'{suggest(option, options) or _offer(options)}"


def _offer(names: Iterable[str]) -> str:
    return f"; there is {name_all(names)}"


def _find_unasked(logic: Search, known: Case) -> Iterator[Mistake]:
    """Find answers that others rule out: the fact is not asked then, or the option is not possible."""
    for name, option in known.items():
        behind = logic.mentions(When.of({name: option})) - {name}
        rests_on = {other: known[other] for other in known if other in behind}
        if logic.find_case(When.of({name: option}), known=rests_on) is None:
            given = ", ".join(f"{other}={answer}" for other, answer in rests_on.items())
            yield name, f"{name}={option} is not possible when {given}; leave one of them out"
