"""An email as it is sent."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from generator.documents.book import Book
from generator.facts.when import Case
from generator.plan.plan import plan_paragraphs
from generator.playbook.blanks import fill_blanks, read_date
from generator.playbook.letters import Email, FieldBlank, Paragraph


@dataclass(frozen=True)
class Letter:
    """An email as it is sent: each part is pasted into a place of its own."""

    subject: str
    attachments: tuple[str, ...]
    body: str


def write_letter(book: Book, email: Email, case: Case, fill: Callable[[str], str]) -> Letter:
    """Return an email for a case that settles its paragraphs."""

    def choose(paragraphs: tuple[Paragraph, ...]) -> Iterator[str]:
        return (
            fill_blanks(planned.paragraph.text, fill)
            for planned in plan_paragraphs(book.playbook, email, paragraphs, case)
        )

    subject = fill_blanks(email.subject, fill)
    return Letter(subject, tuple(choose(email.attachments)), "\n\n".join(choose(email.paragraphs)))


def write_value(book: Book, field: FieldBlank, value: str) -> str:
    """Return a value as a letter has it: a date is spelled out, a no-break space stays at its end."""
    day = read_date(value) if field.type == "date" else None
    return value.strip(" \t\r\n") if day is None else book.say.date(day)
