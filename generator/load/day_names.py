"""Days in a text, such as `4 May`, `Thursday 17 December 2026` and `the 28th`, in the words of its language."""

import re
from collections.abc import Iterator

from generator.checks.examples import NamedDay
from generator.load.day_counts import NOTHING
from generator.load.words import Words


class DayNames:
    """Finds the days that a text names by their number and month, or by their number alone."""

    def __init__(self, words: Words) -> None:
        """Take the names of months and weekdays, and what makes the number of a day of a plain one."""
        self._months = {name: number for number, name in enumerate(words.months.split(), 1)}
        self._weekdays = {name: number for number, name in enumerate(words.prose_weekdays.split())}
        months, weekdays = "|".join(self._months), "|".join(self._weekdays)
        marks = "|".join(re.escape(mark) for mark in words.prose_ordinals.split()) or NOTHING
        number = rf"([0-9]{{1,2}})(?:{marks})?"
        # of two days in one month, as in '4 to 6 May', the first has the month of the second
        between = rf"(?:\s+(?!(?:{months})\b)\w{{1,3}}\s+|\s?[-–]\s?)"
        year = r"(?:,?\s+([0-9]{4}))?"
        # beside a month may be a short word, as in '4th of May' and 'May the 4th'
        space = r"\s+(?:\w{1,3}\s+)?"
        day_first = rf"(?:{number}{between})?{number}{space}({months})\b{year}"
        month_first = rf"({months})\s+(?:\w{{3}}\s+)?{number}(?:{between}{number})?(?!\w|\s+(?:{months})\b){year}"
        alone = rf"([0-9]{{1,2}})(?:{marks})(?!\w)"
        # before the number may be a short word, as in 'Monday the 28th'; a month is none
        weekday = rf"(?:({weekdays}),?\s+(?:(?!(?:{months})\b)\w{{3}}\s+)?)?"
        self._pattern = re.compile(rf"(?<![\w.,]){weekday}(?:{day_first}|{month_first}|{alone})")

    def find(self, text: str) -> Iterator[NamedDay]:
        """List the days that a text names."""
        for match in self._pattern.finditer(text):
            weekday, first, last, month, year, month_before, early, late, year_after, alone = match.groups()
            numbers = [int(number) for number in (first, last, early, late, alone) if number]
            month, year = month or month_before, year or year_after
            for position, number in enumerate(numbers):
                yield NamedDay(
                    " ".join(match.group().split()),
                    number,
                    self._months[month] if month else None,
                    int(year) if year else None,
                    # a day of the week is that of the number right after it
                    self._weekdays[weekday] if weekday and position == 0 else None,
                )
