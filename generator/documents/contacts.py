"""Links to people: mailboxes and telephones."""

import re
from urllib.parse import quote

_MAILBOX = re.compile(r"[^@\s]+@[^@\s]+")
_TELEPHONE = re.compile(r"\+?[\d ()/.-]+")


def find_contact_address(text: str) -> str | None:
    """Give `mailto:…` for a mailbox, `tel:…` for a telephone number, None for anything else."""
    if _MAILBOX.fullmatch(text):
        return "mailto:" + quote(text, safe="@+")
    digits = re.sub(r"\(0\)|[^\d+]", "", text)
    return f"tel:{digits}" if _TELEPHONE.fullmatch(text) and digits.strip("+") else None
