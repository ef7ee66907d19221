"""The weekend and the public holidays of a country: the only import of the library that knows them."""

from collections.abc import Iterator
from functools import lru_cache

from generator.errors import name_all, suggest
from generator.model import Holidays
from generator.workdays import Workdays

KNOWN_BACK, KNOWN_AHEAD = 2, 24
"""How far holidays are known before and after the year in which the playbook was revised."""


def explain_country(calendar: Holidays) -> Iterator[tuple[str, str]]:
    """Give the key and what is wrong with a country or region of which no holidays are known."""
    import holidays

    regions = holidays.list_supported_countries(include_aliases=False)
    if calendar.country not in regions:
        advice = suggest(calendar.country, regions) or "; write two capital letters, as in 'GB'"
        yield "country", f"the overlay names the country '{calendar.country}', which is not known{advice}"
    elif calendar.region is not None and calendar.region not in regions[calendar.country]:
        known = regions[calendar.country]
        advice = suggest(calendar.region, known) or (f"; there is {name_all(known)}" if known else "; leave it out")
        message = f"the overlay names the region '{calendar.region}', which '{calendar.country}' does not have{advice}"
        yield "region", message


@lru_cache(maxsize=8)
def make_workdays(calendar: Holidays | None, *, revised: int) -> Workdays:
    """Give the working days of a company around the year in which its playbook was revised."""
    if calendar is None:
        return Workdays()
    import holidays

    years = range(revised - KNOWN_BACK, revised + KNOWN_AHEAD)
    known = holidays.country_holidays(calendar.country, subdiv=calendar.region, years=years)
    days_off = frozenset(known) | frozenset(calendar.days_off)
    return Workdays(weekend=frozenset(known.weekend), days_off=days_off)
