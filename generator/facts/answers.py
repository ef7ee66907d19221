"""What is wrong with answers to facts, and which of them to change."""

from collections.abc import Iterable, Iterator

from generator.errors import name_all, suggest
from generator.facts.search import Search
from generator.facts.when import Case, When, spell_case

Mistake = tuple[str, str]
"""The fact to change, and what is wrong with its answer."""


def find_mistakes(logic: Search, known: Case) -> list[Mistake]:
    """List what is wrong with a set of answers; an empty list for admissible ones."""
    found = list(_find_wrong_names(logic, known))
    wrong = {name for name, _ in found}
    found += _find_unasked(logic, {name: option for name, option in known.items() if name not in wrong})
    if known and not found and logic.find_case(When.of(known)) is None:
        given = name_all(f"{name}={option}" for name, option in known.items())
        found = [(list(known)[-1], f"no case has {given} together; leave one of them out")]
    return found


def _find_wrong_names(logic: Search, known: Case) -> Iterator[Mistake]:
    """Find facts and options that don't exist."""
    for name, option in known.items():
        if name not in logic.facts:
            yield name, f"there's no fact '{name}'{suggest(name, logic.facts) or _offer(logic.facts)}"
            continue
        options = [possible.id for possible in logic.facts[name].options]
        if option not in options:
            yield name, f"the fact '{name}' has no option '{option}'{suggest(option, options) or _offer(options)}"


def _offer(names: Iterable[str]) -> str:
    return f"; choose {name_all(names, last='or')}"


def _find_unasked(logic: Search, known: Case) -> Iterator[Mistake]:
    """Find answers that others rule out, all that the same answers rule out as one mistake."""
    ruled_out: dict[tuple[tuple[str, str], ...], list[str]] = {}
    for name in known:
        given = _find_cause(logic, known, name)
        if given is not None:
            ruled_out.setdefault(tuple(given.items()), []).append(name)
    for cause, names in ruled_out.items():
        answers = ", ".join(f"{name}={known[name]}" for name in names)
        said, last = f"possible{spell_case(dict(cause))}", cause[-1][0] if cause else names[0]
        if len(names) == 1:
            yield names[0], f"{answers} isn't {said}; leave one of them out"
        else:
            yield names[0], f"{answers} aren't {said}; leave them out, or change '{last}'"


def _find_cause(logic: Search, known: Case, name: str) -> dict[str, str] | None:
    """Return the answers that rule an answer out, the first of them if fewer suffice; None for a possible one."""
    answer = When.of({name: known[name]})
    behind = logic.mentions(answer) - {name}
    cause = {other: known[other] for other in known if other in behind}
    if logic.find_case(answer, known=cause) is not None:
        return None
    for other in reversed(list(cause)):
        fewer = {fact: option for fact, option in cause.items() if fact != other}
        if logic.find_case(answer, known=fewer) is None:
            cause = fewer
    return cause
