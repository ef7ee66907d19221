"""How often the entries of a calendar have changed, so that importing it again updates and withdraws."""

import dataclasses
import datetime
import hashlib
import json
from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict

from generator.packet.ics import Entry, count_sequence


class Version(BaseModel):
    """An entry as it was last written; the fingerprint is empty once it is withdrawn."""

    model_config = ConfigDict(frozen=True)

    sequence: int
    stamp: datetime.datetime
    day: datetime.date
    title: str
    fingerprint: str


Versions = Mapping[str, Version]
"""By the id of the entry."""


def count_version(entry: Entry, earlier: Version | None, *, today: datetime.date) -> Version:
    """Return the version of an entry: the earlier one while nothing changes, else a newer one, whatever the day is.

    Programs take an entry as newer by its sequence number, and then by its stamp (RFC 5545, 3.8.7.4).
    """
    fingerprint = _take_fingerprint(entry)
    if earlier is not None and earlier.fingerprint == fingerprint:
        return earlier
    sequence = count_sequence(today)
    stamp = datetime.datetime.combine(today, datetime.time(), datetime.UTC)
    if earlier is not None:
        sequence = max(sequence, earlier.sequence + 1)
        stamp = max(stamp, earlier.stamp + datetime.timedelta(seconds=1))
    title = entry.title if earlier is None or not entry.withdrawn else earlier.title
    return Version(sequence=sequence, stamp=stamp, day=entry.day, title=title, fingerprint=fingerprint)


def _take_fingerprint(entry: Entry) -> str:
    if entry.withdrawn:
        return ""
    return hashlib.sha256(json.dumps(dataclasses.astuple(entry), default=str).encode()).hexdigest()
