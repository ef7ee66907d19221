"""What the words of a command line mean."""

from collections.abc import Sequence

from generator.errors import UsageError


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
