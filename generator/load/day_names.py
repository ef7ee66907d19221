"""Days in a text, such as `4 May`, `Thursday 17 December 2026` and `the 28th`, in the words of its language."""

import re
from collections.abc import Iterator

from generator.checks.examples import NamedDay
from generator.load.words import Words


class DayNames:
    """Finds the days that a text names by their number and month, or by their number alone."""

    def __init__(self, words: Words) -> None:
        """Take the names of months and weekdays, and what makes the number of a day of a plain one."""
        self._months = {name: number for number, name in enumerate(words.months.split(), 1)}
        self._weekdays = {name: number for number, name in enumerate(words.prose_weekdays.split())}
        months, weekdays = "|".join(self._months), "|".join(self._weekdays)
        marks = "|".join(re.escape(mark) for mark in words.prose_ordinals.split())
        number = rf"([0-9]{{1,2}})(?:{marks})?"
        # of two days in one month, as in '4 to 6 May', the first has the month of the second
        first = rf"(?:{number}(?:\s+\w{{1,3}}\s+|\s?[-–]\s?))?"
        with_month = rf"{first}{number}\s+({months})\b(?:\s+([0-9]{{4}}))?"
        alone = rf"([0-9]{{1,2}})(?:{marks})(?!\w)"
        # before the number may be a short word, as in 'Monday the 28th'
        weekday = rf"(?:({weekdays}),?\s+(?:\w{{3}}\s+)?)?"
        self._pattern = re.compile(rf"(?<![\w.,]){weekday}(?:{with_month}|{alone})")

    def find(self, text: str) -> Iterator[NamedDay]:
        """List the days that a text names."""
        for match in self._pattern.finditer(text):
            weekday, first, last, month, year, alone = match.groups()
            numbers = [int(number) for number in (first, last, alone) if number]
            for position, number in enumerate(numbers):
                yield NamedDay(
                    " ".join(match.group().split()),
                    number,
                    self._months[month] if month else None,
                    int(year) if year else None,
                    # a day of the week is that of the number right after it
                    self._weekdays[weekday] if weekday and position == 0 else None,
                )
