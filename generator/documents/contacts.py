"""Links to people: mailboxes and telephones."""

import re
from urllib.parse import quote

from generator.playbook.blanks import is_mailbox

_TELEPHONE = re.compile(r"\+?[\d ()/.-]+")
"""What people write in telephone numbers."""


def find_contact_address(text: str) -> str | None:
    """Return `mailto:…` for a mailbox, `tel:…` for a telephone number, None for anything else."""
    if is_mailbox(text):
        return "mailto:" + quote(text, safe="@+")
    # The zero in +44 (0)20 is dialled only within the country, so a number for everybody is without it.
    digits = re.sub(r"\(0\)|[^\d+]", "", text)
    return f"tel:{digits}" if _TELEPHONE.fullmatch(text) and digits.strip("+") else None
