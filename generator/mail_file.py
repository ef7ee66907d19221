"""Drafts of emails in the form that mail programs open (RFC 5322)."""

from email import policy
from email.headerregistry import Address
from email.message import EmailMessage

_UNSENT = "X-Unsent"
"""Lets mail programs that know it open the file as a draft instead of as received mail."""


def write_draft(
    *,
    subject: str,
    text: str,
    sender: tuple[str, str] | None,
    to: str | None,
    attached: tuple[str, str] | None = None,
) -> bytes:
    """Give a draft; `sender` is a name and an address, `attached` the name and the text of an HTML file."""
    message = EmailMessage(policy=policy.SMTP.clone(cte_type="7bit"))
    message[_UNSENT] = "1"
    message["Subject"] = " ".join(subject.split())
    if sender is not None:
        message["From"] = _make_address(*sender)
    if to is not None:
        message["To"] = _make_address("", to)
    message.set_content(text + "\n", charset="utf-8", cte="quoted-printable")
    if attached is not None:
        name, html = attached
        message.add_attachment(html, subtype="html", charset="utf-8", cte="base64", filename=name)
        message.set_boundary("=_playbook_draft_=")  # the same on every run; base64 and quoted text hold no "=_"
    return message.as_bytes()


def _make_address(name: str, mailbox: str) -> Address:
    user, _, domain = mailbox.strip().rpartition("@")
    return Address(" ".join(name.split()), user, domain)
