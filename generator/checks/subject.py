"""A playbook prepared for checking: its parts, its order, and rules that can be decided."""

from collections.abc import Iterable, Iterator
from functools import cached_property

from generator.errors import suggest
from generator.facts.logic import Logic
from generator.facts.when import DEEPEST, Condition, Fact, Rule, When
from generator.playbook.parts import Part, list_parts
from generator.playbook.playbook import Playbook
from generator.playbook.process import Due, Step

YES_NO = ("yes", "no")
_MOST_SUGGESTED = 200
"""For so many names that do not exist close ones are looked for, which takes long; of more, few are shown anyway."""


class Subject:
    """Answers about the rules of a playbook, silent on rules that name what doesn't exist."""

    def __init__(self, playbook: Playbook, unread: frozenset[str]) -> None:
        """Take a playbook; `unread` names the files and folders of which something is missing."""
        self.unread = unread
        self.playbook = playbook
        self.parts: list[Part] = list_parts(playbook)
        self.order = playbook.order
        self._suggested = 0
        self.options = list_options(playbook)

    @cached_property
    def _by_owner(self) -> dict[int, list[Part]]:
        found: dict[int, list[Part]] = {}
        for part in self.parts:
            found.setdefault(id(part.owner), []).append(part)
        return found

    def parts_of(self, step: Step) -> list[Part]:
        """List a step and everything in it."""
        return self._by_owner[id(step)]

    def step_part(self, step: str) -> Part:
        """Return a step as a part."""
        return next(part for part in self.parts_of(self.playbook.steps[step]) if isinstance(part.node, Step))

    def due_part(self, step: str, entry: int) -> Part:
        """Return one of a step's due entries as a part."""
        entries = [part for part in self.parts_of(self.playbook.steps[step]) if isinstance(part.node, Due)]
        return entries[entry]

    @cached_property
    def logic(self) -> Logic:
        """The logic of the playbook's facts."""
        return self.playbook.logic

    @cached_property
    def logic_is_sound(self) -> bool:
        """Whether facts and conditions mention only what is defined above them, and are not too deep."""
        facts: set[str] = set()
        for fact in self.playbook.facts:
            above = self.add_conditions(facts)
            if not all(self._is_sound(when, above) for when in _list_whens(fact)):
                return False
            facts.add(fact.id)
        above = set(facts)
        for condition in self.playbook.conditions:
            if not self._is_sound(condition.when, above):
                return False
            above.add(condition.id)
        return not self.too_deep

    @cached_property
    def too_deep(self) -> frozenset[str]:
        """The facts and conditions that depend on others one level deeper than possible; those on top are not named."""
        items: tuple[Fact | Condition, ...] = (*self.playbook.facts, *self.playbook.conditions)
        mentioned = {item.id: {name for when in _list_whens(item) for _, name, _ in when.literals()} for item in items}
        settled: set[str] = set()
        for _ in range(DEEPEST + 1):
            settled |= {name for name, names in mentioned.items() if names <= settled}
        return frozenset(name for name, names in mentioned.items() if name not in settled and names <= settled)

    def _is_sound(self, when: When, above: set[str]) -> bool:
        return self._names_known(when) and not list(self.list_unfounded(when, above))

    def add_conditions(self, facts: set[str]) -> set[str]:
        """Return facts with the conditions that depend on nothing else, even through other conditions.

        That is what a fact may name if those facts are defined above it: conditions come below all facts, and each
        names only conditions above it.
        """
        found = set(facts)
        for condition in self.playbook.conditions:
            if all(name in found for _, name, _ in condition.when.literals()):
                found.add(condition.id)
        return found

    def list_unfounded(self, when: When, above: set[str]) -> Iterator[tuple[int, str]]:
        """List what a `when` names that is not defined above it, each with the number of its clause."""
        for clause, name, _ in when.literals():
            if name in self.options and name not in above:
                yield clause, name

    def _names_known(self, when: When) -> bool:
        return all(option in self.options.get(name, ()) for _, name, option in when.literals())

    def suggest(self, name: str, known: Iterable[str]) -> str:
        """Return `; did you mean 'x'?` for a name close to a known one, else an empty text, as it is past the first."""
        self._suggested += 1
        return suggest(name, known) if self._suggested <= _MOST_SUGGESTED else ""

    def say_missing(self, owner: str, kind: str, name: str, known: Iterable[str], *, where: str = "") -> str:
        """Describe a name that doesn't exist, or is left out of this edition, and what to do about it."""
        named = f"{kind} '{name}' {where}".rstrip()
        if name in self.playbook.left_out:
            advice = "mark what names it as 'origin: added' too, or name something else"
            return f"{owner}: the {named} is left out of the edition '{self.playbook.overlay.edition}'; {advice}"
        advice = self.suggest(name, known) or "; correct the name, or add it"
        return f"{owner}: there's no {named}{advice}"

    def find_case(self, holds: Rule, *, but_not: Rule | None = None) -> dict[str, str] | None:
        """Return a case in which one rule holds and another does not; None if one names what doesn't exist."""
        if not (self.is_known(holds) and self.is_known(but_not)):
            return None
        return self.logic.find_case(holds, but_not=but_not)

    def never_holds(self, rule: Rule) -> bool:
        """Whether no admissible case meets a rule."""
        return self.is_known(rule) and self.logic.find_case(rule) is None

    def is_known(self, rule: Rule | None) -> bool:
        """Whether every fact and option that a rule names exists."""
        if rule is None:
            return True
        if isinstance(rule, When):
            return self._names_known(rule)
        return all(self.is_known(part) for part in rule.parts)


def list_options(playbook: Playbook) -> dict[str, tuple[str, ...]]:
    """List the answers to each fact and condition, by its id."""
    return {
        **{fact.id: tuple(option.id for option in fact.options) for fact in playbook.facts},
        **{condition.id: YES_NO for condition in playbook.conditions},
    }


def _list_whens(item: Fact | Condition) -> list[When]:
    """List the rules that decide whether a fact is asked and what may be answered, or whether a condition holds."""
    options = item.options if isinstance(item, Fact) else ()
    return [when for when in (item.when, *(option.when for option in options)) if when is not None]
