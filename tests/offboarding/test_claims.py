"""The letters as they must not be: a paragraph that is sent in every case contradicts another, and `check` says so."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from generator.checks.claims import check_claims
from generator.checks.subject import Subject
from generator.documents.book import Book
from generator.playbook.letters import Email
from generator.playbook.playbook import Playbook


def say_always(playbook: Playbook, email: Email, number: int) -> list[str]:
    """List what is wrong where a paragraph of a letter is in it in every case."""
    paragraphs = list(email.paragraphs)
    paragraphs[number] = paragraphs[number].model_copy(update={"when": None})
    changed = email.model_copy(update={"paragraphs": tuple(paragraphs)})
    emails = tuple(changed if other.id == email.id else other for other in playbook.emails)
    return [found.message for found in check_claims(Subject(replace(playbook, emails=emails), frozenset()))]


def list_conditional(playbook: Playbook) -> Iterator[tuple[Email, int]]:
    """List the paragraphs that claim something in some cases, of letters that a step sends."""
    for email in playbook.emails:
        if playbook.steps_with_email(email.id):
            for number, paragraph in enumerate(email.paragraphs):
                if paragraph.claims and paragraph.when is not None:
                    yield email, number


def test_no_paragraph_is_sent_more_often_unnoticed(book: Book) -> None:
    unnoticed = [
        f"{email.id}: {', '.join(email.paragraphs[number].claims)}"
        for email, number in list_conditional(book.playbook)
        if not say_always(book.playbook, email, number)
    ]
    assert unnoticed == UNNOTICED


UNNOTICED = [
    *["contract-end-notice: contract-ends"] * 3,
    "contract-end-notice: may-be-renewed",
    *["disengagement-letter: contract-ended"] * 2,
    *["farewell: contract-ended"] * 2,
]
"""What is true on the other path too, only said otherwise, and an offer that harms nobody."""


@pytest.mark.parametrize(
    ("letter", "claim", "says"),
    [
        (
            "termination-acknowledged",
            "service-winds-down",
            "paragraph 15 of email 'termination-acknowledged' claims 'service-winds-down' if path=termination, "
            "ended-by=client, reason=breach, cure-period=yes, but paragraph 6 of email 'internal-announcement' claims "
            "'service-continues'; they exclude each other, because 'give-termination-notice' is skipped then: reword "
            "one of them, or narrow its 'when'",
        ),
        (
            "farewell",
            "everything-complete",
            "paragraph 10 of email 'farewell' claims 'everything-complete' if data-outcome=delete, legal-hold=yes, but "
            "paragraph 12 of email 'access-closed' claims 'data-kept'; they exclude each other: reword one of them, or "
            "narrow its 'when'",
        ),
    ],
)
def test_what_letters_once_said_is_refused(book: Book, letter: str, claim: str, says: str) -> None:
    email = book.playbook.email[letter]
    (number,) = (number for number, paragraph in enumerate(email.paragraphs) if claim in paragraph.claims)
    assert says in say_always(book.playbook, email, number)
