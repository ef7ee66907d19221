"""Where the parts of an edition are in the source.

An edition has shorter lists than the files that it is read from: its second step may be the fourth of its file. What
the checks find wrong in it stands at a location in the edition; to show its line, that location is taken back to the
source, list by list.
"""

from dataclasses import dataclass, field

from generator.errors import Location


@dataclass(frozen=True)
class Place:
    """A place in a file of the source."""

    file: str
    location: Location = ()

    def at(self, part: str | int) -> "Place":
        """Return the place of what is under a key, or at a position, of what is here."""
        return Place(self.file, (*self.location, part))


@dataclass(frozen=True)
class Positions:
    """For each list of an edition, by its place in the source, the positions there of the items that are left."""

    lists: dict[Place, list[int]] = field(default_factory=dict)

    def find_source(self, file: str, location: Location) -> Location:
        """Return the location in the source of what is at a location of the edition.

        What the edition has added to a list is nowhere in the source; its place is that of the list.
        """
        place = Place(file)
        for part in location:
            positions = self.lists.get(place)
            if positions is None or not isinstance(part, int):
                place = place.at(part)
            elif part < len(positions):
                place = place.at(positions[part])
            else:
                break
        return place.location
