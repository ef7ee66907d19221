"""The weekend and the public holidays of a country: the only import of the library that knows them."""

import re
from collections.abc import Iterator
from functools import lru_cache

from generator.errors import name_all, suggest
from generator.plan.workdays import Workdays
from generator.playbook.company import Calendar

KNOWN_BACK, KNOWN_AHEAD = 2, 24
"""How far holidays are known before and after the year in which the playbook was revised."""

NEAR = 3
"""Of so many years, that of the revision included, holidays should be known."""


def explain_country(calendar: Calendar) -> Iterator[tuple[str, str]]:
    """Return the key and what is wrong with a country or region whose holidays aren't known."""
    import holidays

    if not _is_known(calendar.country, None):
        regions = holidays.list_supported_countries(include_aliases=False)  # slow, for it reads every country
        advice = suggest(calendar.country, regions) or "; write two capital letters, as in 'GB'"
        yield "country", f"the overlay: there's no country '{calendar.country}'{advice}"
    elif calendar.region is not None and not _is_known(calendar.country, calendar.region):
        known = holidays.list_supported_countries()[calendar.country]
        advice = suggest(calendar.region, known) or (
            f"; choose {name_all(known, last='or')}" if known else "; delete it"
        )
        message = f"the overlay: '{calendar.country}' has no region '{calendar.region}'{advice}"
        yield "region", message


def _is_known(country: str, region: str | None) -> bool:
    import holidays

    if not re.fullmatch("[A-Z]{2}", country):
        return False
    try:
        return bool(holidays.country_holidays(country, subdiv=region) is not None)
    except NotImplementedError:
        return False


def list_unknown_years(calendar: Calendar, *, revised: int) -> list[int]:
    """List the years, from that of the revision to the next but one, of which no holidays are known."""
    return make_workdays(calendar, revised=revised).list_unknown(range(revised, revised + NEAR))


@lru_cache(maxsize=8)
def make_workdays(calendar: Calendar | None, *, revised: int) -> Workdays:
    """Return the working days of a company around the year in which its playbook was revised."""
    if calendar is None:
        return Workdays()
    import holidays

    years = range(revised - KNOWN_BACK, revised + KNOWN_AHEAD)
    known = holidays.country_holidays(calendar.country, subdiv=calendar.region, years=years)
    decreed = frozenset(known.weekend_workdays)
    days_off = (frozenset(known) - decreed) | frozenset(calendar.days_off)
    known_years = frozenset(day.year for day in days_off if day.year in years)
    return Workdays(frozenset(known.weekend), days_off, decreed, known_years)
