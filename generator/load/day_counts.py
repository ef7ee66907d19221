"""Numbers of days in a text, in digits or in the number words of its language."""

import re
from collections.abc import Iterator

from generator.checks.typed_days import Count
from generator.load.words import Words

NOTHING = "(?!)"
"""A pattern that nothing matches, where a language has no words for one that does."""
_WEEK = 7


class DayCounts:
    """Finds `30 days`, `two weeks` and `30 to 14 days`."""

    def __init__(self, words: Words) -> None:
        """Take the words for numbers, days and weeks."""
        numbers, ones, days, weeks = (
            text.lower().split() for text in (words.prose_numbers, words.prose_one, words.prose_day, words.prose_week)
        )
        self._numbers = {word: number for number, word in enumerate(numbers, 1)} | dict.fromkeys(ones, 1)
        self._units = dict.fromkeys(days, 1) | dict.fromkeys(weeks, _WEEK)
        units = _any_of(self._units)
        self._unit = re.compile(rf"\b(?:{units})\b", re.IGNORECASE)
        number = rf"(?:[0-9]{{1,4}}|{_any_of(self._numbers)})"
        # between two numbers is a short word, as in '30 to 14 days', or a dash; first one number is tried, so that
        # 'twenty-one' is not 'twenty' and 'one'
        first = rf"(?:({number})(?:\s+\w{{1,3}}\s+|\s?[-–]\s?))??"
        self._pattern = re.compile(rf"(?<![\w.,-]){first}({number})[\s-]({units})\b", re.IGNORECASE)

    def find(self, text: str) -> Iterator[Count]:
        """List what a text says in days."""
        if not self._unit.search(text):
            return  # which is fast
        for match in self._pattern.finditer(text):
            *numbers, unit = match.groups()
            days = tuple(self._read(number) * self._units[unit.lower()] for number in numbers if number)
            yield Count(" ".join(match.group().split()), days)

    def _read(self, number: str) -> int:
        return int(number) if number.isdigit() else self._numbers["-".join(re.split(r"[\s-]+", number.lower()))]


def _any_of(words: dict[str, int]) -> str:
    """Return a pattern of any of these words, the longest first, each with hyphens or spaces."""
    longest = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\-", r"[\s-]") for word in longest) or NOTHING
