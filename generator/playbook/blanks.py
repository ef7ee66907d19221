"""Placeholders in texts, and the values that may fill them."""

import datetime
import re
from collections.abc import Callable

from generator.playbook.letters import Email, FieldBlank
from generator.values import parse_day

BLANK = re.compile(r"\{\{ *([A-Za-z0-9_-]+) *\}\}")
_BLANK_AND_STOP = re.compile(BLANK.pattern + r"(\.?)")
MAILBOX = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
"""What browsers take as an address (the HTML standard, 4.10.5.1.5); names of other scripts are written in ASCII."""


def find_blanks(*texts: str) -> list[str]:
    """List the ids of the fields that are placeholders in texts, each once, in order of first appearance."""
    return list(dict.fromkeys(name for text in texts for name in BLANK.findall(text)))


def list_blanks(email: Email) -> list[str]:
    """List the ids of an email's fields, in the order in which they first appear in it."""
    return find_blanks(email.subject, *(part.text for part in email.parts))


def fill_blanks(text: str, fill: Callable[[str], str]) -> str:
    """Replace every placeholder of a text with what `fill(field id)` returns; what is filled in is not read again."""
    return _BLANK_AND_STOP.sub(lambda match: join_stop(fill(match[1]), match[2]), text)


def join_stop(value: str, stop: str) -> str:
    """Return a value and the full stop, if any, that follows it; "Brightside Inc." takes it in."""
    return value if value.endswith(".") else value + stop


def check_value(field: FieldBlank, value: str) -> str | None:
    """Describe what is wrong with a value for a field; None for a fit one."""
    name = f"the field '{field.id}' ({field.label})"
    if not value.strip():
        return f"{name} is empty"
    if field.type != "lines" and len(value.splitlines()) > 1:
        return f"{name} must be one line"
    if field.type == "date" and read_date(value) is None:
        return f"{name} must be a date written as YYYY-MM-DD, not '{value.strip()}'"
    if field.type == "amount" and not re.search(r"\d", value):
        return f"{name} must be an amount of money, not '{value.strip()}'"
    if field.type == "email" and not is_mailbox(value):
        return f"{name} must be an email address, not '{value.strip()}'"
    return None


def is_mailbox(value: str) -> bool:
    """Whether a text is one email address."""
    return MAILBOX.fullmatch(value.strip()) is not None


def read_date(value: str) -> datetime.date | None:
    """Return the day in a text such as `2026-12-31`, with or without spaces around it; None for anything else."""
    return parse_day(value.strip())
