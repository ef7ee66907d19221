"""Working days, and the one rule by which days of the calendar become working days."""

import datetime
from dataclasses import dataclass
from zoneinfo import ZoneInfo

DAY = datetime.timedelta(days=1)


def find_today(time_zone: str) -> datetime.date:
    """Return the day that it is now in a time zone."""
    return datetime.datetime.now(ZoneInfo(time_zone)).date()


@dataclass(frozen=True)
class Workdays:
    """Which days nobody works: days of the week, Monday being 0, and single days."""

    weekend: frozenset[int] = frozenset({5, 6})
    days_off: frozenset[datetime.date] = frozenset()

    def is_off(self, day: datetime.date) -> bool:
        """Whether nobody works on a day."""
        return day.weekday() in self.weekend or day in self.days_off

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
