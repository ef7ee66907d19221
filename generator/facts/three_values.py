"""Logic with three values: True, False, and None for what is not known yet."""

from collections.abc import Iterable


def all_hold(values: Iterable[bool | None]) -> bool | None:
    """Whether all hold: not if one does not, whatever is open; open if only open ones are in the way."""
    found: bool | None = True
    for value in values:
        if value is False:
            return False
        if value is None:
            found = None
    return found


def any_holds(values: Iterable[bool | None]) -> bool | None:
    """Whether one holds: yes if one does, whatever is open; open if only open ones are left."""
    found: bool | None = False
    for value in values:
        if value:
            return True
        if value is None:
            found = None
    return found
