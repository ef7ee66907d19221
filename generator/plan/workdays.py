"""Working days, and the one rule by which days of the calendar become working days."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

DAY = datetime.timedelta(days=1)


def find_today(time_zone: str) -> datetime.date:
    """Return the day that it is now in a time zone."""
    return datetime.datetime.now(ZoneInfo(time_zone)).date()


@dataclass(frozen=True)
class Workdays:
    """Which days nobody works: days of the week, Monday being 0, and single days.

    `decreed` are days of a weekend on which people work all the same; `known` are the years of which holidays are
    known, None where nobody has asked for them.
    """

    weekend: frozenset[int] = frozenset({5, 6})
    days_off: frozenset[datetime.date] = frozenset()
    decreed: frozenset[datetime.date] = frozenset()
    known: frozenset[int] | None = None

    def is_off(self, day: datetime.date) -> bool:
        """Whether nobody works on a day."""
        return day in self.days_off or (day.weekday() in self.weekend and day not in self.decreed)

    def list_unknown(self, years: Iterable[int]) -> list[int]:
        """List those of some years of which no holidays are known."""
        return [] if self.known is None else sorted(set(years) - self.known)

    def find_next(self, day: datetime.date) -> datetime.date:
        """Return a day itself if it is a working day, else the next one that is."""
        return self._move(day, DAY)

    def find_last(self, day: datetime.date) -> datetime.date:
        """Return a day itself if it is a working day, else the last one before it that is."""
        return self._move(day, -DAY)

    def _move(self, day: datetime.date, by: datetime.timedelta) -> datetime.date:
        while self.is_off(day):
            day += by
        return day
