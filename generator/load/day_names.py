"""Days in a text, such as `4 May` and `Thursday 17 December 2026`, in the words of its language."""

import re
from collections.abc import Iterator

from generator.checks.examples import NamedDay
from generator.load.words import Words


class DayNames:
    """Finds the days that a text names by their number and month."""

    def __init__(self, words: Words) -> None:
        """Take the names of months and weekdays."""
        self._months = {name: number for number, name in enumerate(words.months.split(), 1)}
        self._weekdays = {name: number for number, name in enumerate(words.prose_weekdays.split())}
        months, weekdays = "|".join(self._months), "|".join(self._weekdays)
        number = r"([0-9]{1,2})(?:st|nd|rd|th|\.)?"
        # of two days in one month, as in '4 to 6 May', the first has the month of the second
        first = rf"(?:{number}(?:\s+\w{{1,3}}\s+|\s?[-–]\s?))?"
        pattern = rf"(?<![\w.,])(?:({weekdays}),?\s+(?:\w{{3}}\s+)?)?{first}{number}\s+({months})\b(?:\s+([0-9]{{4}}))?"
        self._pattern = re.compile(pattern)

    def find(self, text: str) -> Iterator[NamedDay]:
        """List the days that a text names."""
        for match in self._pattern.finditer(text):
            weekday, first, last, month, year = match.groups()
            named = [number for number in (first, last) if number]
            for number in named:
                yield NamedDay(
                    " ".join(match.group().split()),
                    int(number),
                    self._months[month],
                    None if year is None else int(year),
                    # the weekday is that of the day right after it
                    self._weekdays[weekday] if weekday and number == named[0] else None,
                )
