"""What is worked out, in words: conditions, windows of days, lists, dates."""

import datetime
from collections.abc import Iterable, Sequence
from functools import cached_property

from generator.documents.words import Words
from generator.facts.when import HOLDS, Clause, Condition
from generator.playbook.playbook import Playbook
from generator.playbook.process import Due


def capitalize(text: str) -> str:
    """Return text with its first letter large; the rest stays as its language has it (`4 Tage zu spät`)."""
    return text[:1].upper() + text[1:]


class Phrases:
    """Puts one playbook into the words of its content and of the interface."""

    def __init__(self, playbook: Playbook, words: Words) -> None:
        """Take the playbook and the interface's words."""
        self.playbook = playbook
        self.words = words

    def join(self, items: Iterable[str], *, last: str = "and") -> str:
        """Return `a, b and c`."""
        listed = list(items)
        if len(listed) < 2:
            return "".join(listed)
        return self.words(f"join_{last}", first=", ".join(listed[:-1]), last=listed[-1])

    def only_if(self, clauses: Sequence[Clause]) -> str:
        """Return in words what must be so, after the word 'if': `it is late and it rains`."""
        said = [self.join(self._say_literal(*literal) for literal in clause) for clause in clauses]
        return said[0] if len(said) == 1 else self.words.join_clauses.join(said)

    def _say_literal(self, name: str, options: tuple[str, ...]) -> str:
        logic = self.playbook.logic
        if name in logic.conditions:
            condition = logic.conditions[name]
            return condition.means if HOLDS[options[0]] else condition.means_not
        if len(options) > 1 and (named := self._find_condition(name, options)):
            return named.means
        return self.join((o.means for o in logic.facts[name].options if o.id in options), last="or")

    def _find_condition(self, name: str, options: tuple[str, ...]) -> Condition | None:
        """Return the condition that is a name for just these answers to a fact."""
        return self._named.get((name, frozenset(options)))

    @cached_property
    def _named(self) -> dict[tuple[str, frozenset[str]], Condition]:
        """The conditions that are a name for some answers to one fact."""
        single = [
            (condition, condition.when.clauses[0])
            for condition in self.playbook.conditions
            if len(condition.when.clauses) == 1
        ]
        return {
            (clause[0][0], frozenset(clause[0][1])): condition
            for condition, clause in reversed(single)
            if len(clause) == 1
        }

    def date(self, day: datetime.date) -> str:
        """Return a day as `3 December 2026`."""
        months = self.words.months.split()
        return self.words("date", day=day.day, month=months[day.month - 1], year=day.year)

    def due(self, due: Due) -> str:
        """Return a window in words: `30 to 14 days before the last day`."""
        return self.window(due.earliest, due.latest, self._say_anchor(due.from_))

    def _say_anchor(self, name: str) -> str:
        if name in self.playbook.date:
            return self.playbook.date[name].label
        return self.words("anchor_step", number=self.playbook.numbers[name], title=self.playbook.steps[name].title)

    def window(self, earliest: int | None, latest: int | None, anchor: str) -> str:
        """Return a window of days from something in words."""
        if earliest is None:
            return self._say_latest(latest or 0, anchor)
        if latest is None:
            return self.words("due_from", day=self._say_day(earliest, anchor))
        if earliest == latest:
            return self._say_day(earliest, anchor) if earliest else self.words("due_on", anchor=anchor)
        if latest < 0:
            return self.words("due_before", first=-earliest, last=self.count(-latest), anchor=anchor)
        if earliest > 0:
            return self.words("due_after", first=earliest, last=self.count(latest), anchor=anchor)
        if earliest == 0:
            return self.words("due_within", days=self.count(latest), anchor=anchor)
        if latest == 0:
            return self.words("due_up_to", days=self.count(-earliest), anchor=anchor)
        return self.words("due_around", before=self.count(-earliest), after=self.count(latest), anchor=anchor)

    def _say_latest(self, latest: int, anchor: str) -> str:
        if latest < 0:
            return self.words("due_at_least", days=self.count(-latest), anchor=anchor)
        if latest == 0:
            return self.words("due_by", anchor=anchor)
        return self.words("due_at_most", days=self.count(latest), anchor=anchor)

    def _say_day(self, day: int, anchor: str) -> str:
        if day == 0:
            return anchor
        return self.words("day_before" if day < 0 else "day_after", days=self.count(abs(day)), anchor=anchor)

    def count(self, days: int) -> str:
        """Return a number of days in words."""
        return self.words.one_day if days == 1 else self.words("days", count=days)
