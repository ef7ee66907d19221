"""The page that lists what letters and tasks say, and what contradicts what."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.documents.addresses import CLAIMS
from generator.documents.book import Book, Document
from generator.facts.when import When
from generator.playbook.claims import Claim
from generator.playbook.parts import list_parts


@dataclass(frozen=True)
class _Row:
    """A claim, the letters and steps that make it as kinds and ids, and in which cases it must or must not be made."""

    claim: Claim
    homes: list[tuple[str, str]]
    cases: list[str]


def make_claims_page(book: Book) -> Iterator[Document]:
    """Return the page of all claims, if there are any."""
    if book.playbook.claims:
        yield book.render(
            "pages/claims.md.j2",
            CLAIMS,
            title=book.words.claims_title,
            source="claims.yml",
            place=("nav_maintain",),
            rows=_list_rows(book),
        )


def _list_rows(book: Book) -> list[_Row]:
    homes: dict[str, list[tuple[str, str]]] = {}
    for part in list_parts(book.playbook):
        for name in part.claims:
            homes.setdefault(name, []).append(part.home)
    return [
        _Row(claim, list(dict.fromkeys(homes.get(claim.id, ()))), list(_say_cases(book, claim)))
        for claim in book.playbook.claims
    ]


def _say_cases(book: Book, claim: Claim) -> Iterator[str]:
    words = book.words
    if claim.must is not None:
        condition = _say_condition(book, claim.must)
        yield words("claim_must", condition=condition) if condition else words.claim_must_always
    if claim.never is not None:
        condition = _say_condition(book, claim.never)
        yield words("claim_never", condition=condition) if condition else words.claim_never_at_all


def _say_condition(book: Book, when: When) -> str:
    """Return a condition in words; empty if it always holds."""
    return book.say.only_if(book.playbook.logic.reduce(when, {}))
