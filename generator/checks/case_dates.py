"""What is wrong with the named days of a case: one that does not exist there, or that lies before another."""

import datetime
from collections.abc import Iterator, Mapping

from generator.errors import name_all
from generator.facts.when import Case
from generator.playbook.playbook import Playbook
from generator.playbook.process import Date

Days = Mapping[str, datetime.date]


def list_date_mistakes(playbook: Playbook, dates: Days, *, known: Case) -> Iterator[tuple[str, str]]:
    """List what is wrong with the dates of a case, each with its name; passes over names that do not exist."""
    possible = playbook.list_dates(known)
    for name, day in dates.items():
        date = playbook.date.get(name)
        if date is None:
            continue
        yield from ((name, message) for message in check_year(playbook, name, day))
        if date.when is not None and date not in possible:
            given = name_all(f"{fact}={known[fact]}" for fact in known if fact in playbook.logic.mentions(date.when))
            yield name, f"'{name}' doesn't belong in this case, because of {given}; delete it"
        yield from ((name, message) for message in _check_following(dates, date, day, playbook.years))


def _check_following(dates: Days, date: Date, day: datetime.date, years: range) -> Iterator[str]:
    for following in date.follows:
        first, days = dates.get(following.date), following.days
        if first is not None and first.year in years and day < first + datetime.timedelta(days):
            least = f"at least {days} day{'s' if days > 1 else ''} after" if days else "no earlier than"
            message = f"'{date.id}' is {day}, but must be {least} '{following.date}', which is {first}"
            yield f"{message}. {following.otherwise}"


def check_year(playbook: Playbook, name: str, day: datetime.date) -> Iterator[str]:
    """Find a day that lies in no year of a case."""
    years = playbook.years
    if day.year not in years:
        yield f"'{name}' is {day}; check the year, which may be from {years[0]} to {years[-1]}"
