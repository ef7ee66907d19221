"""Drafts of emails in the form that mail programs open (RFC 5322)."""

import re
from collections.abc import Iterator
from email.charset import QP, Charset
from email.header import Header
from email.message import Message
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import formataddr

from generator.values import fold

_UNSENT = "X-Unsent"
"""The header with which mail programs open the file as a draft instead of as received mail."""
_QUOTED = Charset("utf-8")
_QUOTED.body_encoding = QP
_UTF8 = Charset("utf-8")
_LONGEST_PART = 45
"""How many bytes fit into an encoded word, which has at most 75 letters."""
_LONGEST_NAME = 400
"""A name of this many letters fits on a line (998) with each of them escaped; parsers trip over broken quoted ones."""
_BOUNDARY = "=_playbook_draft_="
"""The same on every run; quoted and base64 text hold no "=_"."""


def write_draft(
    *,
    subject: str,
    text: str,
    sender: tuple[str, str] | None,
    to: str | None,
    attached: tuple[str, str] | None = None,
) -> bytes:
    """Return a draft; `sender` is a name and an address, `attached` the name and the text of an HTML file."""
    body: Message = MIMEText(text + "\n", "plain", _QUOTED)  # type: ignore[arg-type] # takes a charset too
    message = body
    if attached is not None:
        message = MIMEMultipart(boundary=_BOUNDARY)
        message.attach(body)
        message.attach(_make_attachment(*attached))
    message[_UNSENT] = "1"
    message["Subject"] = _encode(subject)
    if sender is not None:
        message["From"] = _write_address(*sender)
    if to is not None:
        message["To"] = to.strip()
    # Lines are folded here and not again by the library, which would split an encoded word.
    return message.as_bytes(policy=compat32.clone(linesep="\r\n", max_line_length=None))


def _make_attachment(name: str, html: str) -> Message:
    part = MIMEText(html, "html", "utf-8")
    part.add_header("Content-Disposition", "attachment", filename=name)
    return part


def _write_address(name: str, mailbox: str) -> str:
    """Return one mailbox (RFC 5322, 3.4), whatever the name is."""
    plain = fold(name)
    if plain.isascii() and "=?" not in plain and len(plain) < _LONGEST_NAME:
        return formataddr((plain, mailbox))
    return "\n ".join((*(_UTF8.header_encode(part) for part in _split(plain)), f"<{mailbox}>"))


def _split(text: str) -> Iterator[str]:
    """Split text into parts for encoded words; within a word only where it must: some parsers show a gap there."""
    part = ""
    for word in re.findall(r"[^ ]+ ?", text):
        if part and len((part + word).encode()) > _LONGEST_PART:
            yield part
            part = ""
        for letter in word:
            if len((part + letter).encode()) > _LONGEST_PART:
                yield part
                part = ""
            part += letter
    yield part


def _encode(text: str) -> str:
    """Return a header's text on lines of at most 76 letters; what could be read as encoded already is encoded."""
    plain = fold(text)
    fits = all(len(word) < _LONGEST_NAME for word in plain.split(" "))
    charset = "us-ascii" if plain.isascii() and "=?" not in plain and fits else "utf-8"
    # 60 leaves room for the header's name, which the library does not know here.
    return Header(plain, charset, maxlinelen=60).encode(linesep="\n")
