"""The page that lists all safeguards."""

from collections.abc import Iterator

from generator.documents.addresses import SAFEGUARDS
from generator.documents.book import Book, Document
from generator.playbook.safeguards import SafeguardRule


def make_safeguard_pages(book: Book) -> Iterator[Document]:
    """Return the page of all safeguards, if there are any."""
    if book.playbook.safeguards:
        yield book.render(
            "pages/safeguards.md.j2",
            SAFEGUARDS,
            title=book.words.safeguards_title,
            source="safeguards.yml",
            place=("nav_learn",),
            rules={
                safeguard.id: [_say_rule(book, rule) for rule in safeguard.rules]
                for safeguard in book.playbook.safeguards
            },
        )


def _say_rule(book: Book, rule: SafeguardRule) -> tuple[str, list[str], str | None]:
    """Return the kind of a rule, the steps that it names, and its condition in words."""
    clauses = book.playbook.logic.reduce(rule.when, {}) if rule.when else ()
    return rule.kind, list(rule.steps), book.say.only_if(clauses) if clauses else None
