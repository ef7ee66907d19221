"""The logic of `when`: all that can be asked of these facts and conditions."""

from collections.abc import Sequence

from generator.facts.answers import Mistake, find_mistakes
from generator.facts.reduce import reduce_rule
from generator.facts.search import Remembered, Search
from generator.facts.when import ALWAYS, Case, Clause, Condition, Fact, Rule


class Logic(Search):
    """Answers questions about rules over all admissible cases of these facts, and remembers the answers."""

    def __init__(self, facts: Sequence[Fact], conditions: Sequence[Condition]) -> None:
        """Take facts and conditions that mention only what is defined above them."""
        super().__init__(facts, conditions)
        self._reduced = Remembered[tuple[Clause, ...]]()

    def forget(self) -> None:
        """Forget all answers worked out so far, so that cases that differ do not fill the memory."""
        super().forget()
        self._reduced.clear()

    def reduce(self, rule: Rule | None, known: Case, *, given: Rule = ALWAYS) -> tuple[Clause, ...]:
        """Return what is left to be known of a rule where `given` holds: no certain and no impossible parts."""
        question = (rule, given, frozenset(known.items()))
        if question not in self._reduced:
            self._reduced[question] = reduce_rule(self, rule, known, given)
        return self._reduced[question]

    def find_mistakes(self, known: Case) -> list[Mistake]:
        """List what is wrong with a set of answers, each with the fact to change; an empty list for admissible ones."""
        return find_mistakes(self, known)

    def check_answers(self, known: Case) -> list[str]:
        """List what is wrong with a set of answers, in words."""
        return [message for _, message in self.find_mistakes(known)]
