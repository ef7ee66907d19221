"""YAML traps: advice for text that YAML reads otherwise than its author meant."""

import re

import yaml

_QUOTE = "put the whole text in quotes"
# In the order in which they are tried: the first that fits the line wins, so the likeliest come first. A value begins
# after a colon, a hyphen, a comma or a bracket; a trap is only one there.
_TRAPS = [
    (re.compile(r"^[ ]*\t"), "the line is indented with a tab; use spaces"),
    (re.compile(r"(^|[:\-,\[] +)\{\{"), f"a text must not start with {{{{ unquoted; {_QUOTE}"),
    (re.compile(r"[:\-,\[] +[*&]"), f"a text must not start with * or & unquoted; {_QUOTE}"),
    (re.compile(r"[:\-,\[] +[@`%]"), f"a text must not start with @, ` or % unquoted; {_QUOTE}"),
    (
        # a quote, its text, the same quote, and then something that cannot follow a value
        re.compile(r"""[:\-] +(["'])[^"']*\1 *[^\s#,}\]:]"""),
        "text follows a closed quote; put the whole text in quotes of the other kind",
    ),
    # two colons with a space outside quotes and brackets, as in `title: Note: read this`
    (re.compile(r"^[^\"'#{\[]*: [^\"'#{\[]*: "), f"a text with a colon and a space reads as a key; {_QUOTE}"),
]


def advise(error: yaml.MarkedYAMLError, line: str, column: int) -> str:
    """Return advice on what YAML cannot read."""
    for pattern, advice in _TRAPS:
        if pattern.search(line):
            return advice
    problem = error.problem or "can't be read"
    if "flow" in (error.context or ""):
        return "a { or [ is opened and not closed, or a comma is missing in it; text with , : [ or { needs quotes"
    if "could not find expected ':'" in problem:
        return "a line here is neither 'key: value' nor '- item'; add the colon, or indent it under its key"
    if "did not find expected" in problem:
        at = f" at '{line[column : column + 20].strip()}'" if line[column:].strip() else ""
        return f"this doesn't fit what comes before it{at}; check the indentation and the quotes"
    if "mapping values are not allowed" in problem:
        return f"a key can't go here; check the indentation, or if this is a text with a colon, {_QUOTE}"
    return f"YAML can't read this ({problem}); check the indentation and the quotes"
