"""What is wrong with the name of a file, where that is an id."""

import re
from collections.abc import Iterator

from generator.values import make_slug

_SHOWN = 3
"""At most this many letters that an id can't have are named."""


def explain_name(name: str, *, pattern: str, example: str, advise: str = "rename it") -> str | None:
    """Describe why a name isn't an id, and name one that is; None for a fit name."""
    if re.fullmatch(pattern, name):
        return None
    better = make_slug(name)
    advice = f"{advise} '{better}.yml'" if re.fullmatch(pattern, better) else f"{advise}, as in '{example}.yml'"
    return f"'{name}' isn't a valid id because it {' and '.join(_list_faults(name, pattern))}; {advice}"


def _list_faults(name: str, pattern: str) -> Iterator[str]:
    """List what keeps a name from being small letters, digits and single hyphens, with a letter first if need be."""
    if not name:
        yield "is empty"
    if re.search(r"[A-Z]", name):
        yield "has capital letters"
    others = dict.fromkeys(re.findall(r"[^A-Za-z0-9-]", name))
    if others:
        yield "has " + " and ".join(
            "a space" if character == " " else f"'{character}'" for character in list(others)[:_SHOWN]
        )
    # Some ids may begin with a digit: whether this kind may, its own pattern says.
    if re.match(r"[0-9]", name) and not re.fullmatch(pattern, "1"):
        yield "begins with a digit"
    if re.search(r"^-|-$", name):
        yield "begins or ends with a hyphen"
    if "--" in name:
        yield "has two hyphens in a row"
