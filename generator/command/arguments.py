"""What the words of a command line mean."""

from collections.abc import Sequence
from pathlib import Path

from generator.errors import UsageError


def read_place(text: str) -> Path:
    """Return the file or folder that is named; raises UsageError for no name, which would mean the current folder."""
    if not text.strip():
        raise UsageError("the place to write to has an empty name; name a file or folder, or . for the current folder")
    return Path(text)


def read_pairs(given: Sequence[str], *, option: str) -> dict[str, str]:
    """Read `NAME=VALUE` texts; raises UsageError for one that lacks a part, or for a name with two values."""
    pairs: dict[str, str] = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not name:
            raise UsageError(f"'{option} {text}' lacks a name; write {option} NAME=VALUE")
        if not equals:
            raise UsageError(f"'{option} {text}' lacks a value; write {option} {name}=VALUE")
        if name in pairs and pairs[name] != value:
            raise UsageError(f"'{name}' is given twice, as '{pairs[name]}' and '{value}'; keep one")
        pairs[name] = value
    return pairs
