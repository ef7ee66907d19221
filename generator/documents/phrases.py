"""What is worked out, in words: conditions, windows of days, lists, dates."""

import datetime
from collections.abc import Sequence
from functools import cached_property

from generator.facts.when import HOLDS, Clause, Condition
from generator.load.windows import Windows
from generator.playbook.process import Silence


def capitalize(text: str) -> str:
    """Return text with its first letter large; the rest stays as its language has it (`4 Tage zu spät`)."""
    return text[:1].upper() + text[1:]


class Phrases(Windows):
    """Puts one playbook into the words of its content and of the interface."""

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

    def silence(self, silence: Silence) -> str:
        """Return in words what happens if nobody answers."""
        *earlier, last = silence.remind
        return self.words(
            "silence",
            reminders=self.join([*map(str, earlier), self.count(last)]),
            days=self.count(silence.by),
            role=self.role(self.playbook.role[silence.decides]),
            then=silence.then,
        )
