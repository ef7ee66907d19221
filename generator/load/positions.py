"""The edition without additions: what is marked `origin: added` goes, and what hangs on nothing else goes with it.

A fact that is left out counts as never asked: a clause that names it cannot hold, and whatever could hold only by
such clauses goes too. Steps that are left out still order the others: who waited for them waits for their forerunners.
"""

from dataclasses import dataclass, field
from typing import Any

from generator.errors import Location


@dataclass(frozen=True)
class Kept:
    """What is kept of each list in the source: by file and location, the positions in the source."""

    lists: dict[tuple[str, Location], list[int]] = field(default_factory=dict)

    def find_source(self, file: str, location: Location) -> Location:
        """Give the location in the source of what stands at a location of the edition."""
        found: Location = ()
        for part in location:
            positions = self.lists.get((file, found))
            found = (*found, positions[part] if positions is not None and isinstance(part, int) else part)
        return found

    def choose(self, file: str, location: Location, items: tuple[Any, ...], chosen: list[int]) -> tuple[Any, ...]:
        """Keep some items of a list, by their positions in what earlier choices have left."""
        earlier = self.lists.get((file, location), range(len(items)))
        self.lists[file, location] = [earlier[position] for position in chosen]
        return tuple(items[position] for position in chosen)
