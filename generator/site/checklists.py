"""The checklists of the site: one for each path, and the page that lists them."""

from collections.abc import Iterator

from generator.documents.addresses import CHECKLISTS
from generator.documents.book import Book, Document
from generator.documents.checklist import render_checklist
from generator.facts.when import Option


def make_checklists(book: Book) -> Iterator[Document]:
    """Give a printable checklist for each path, and the page that lists them."""
    options = book.playbook.path.options
    uris = [(option, f"checklists/{option.id}.html") for option in options]
    title = book.words.checklists_title
    yield book.render(
        "checklists/index.md.j2", CHECKLISTS, title=title, source="playbook.yml", place=("nav_do",), checklists=uris
    )
    for option, uri in uris:
        yield _make_checklist(book, option, uri)


def _make_checklist(book: Book, option: Option, uri: str) -> Document:
    head = book.playbook.head
    title = book.words("checklist_title", playbook=head.title, path=option.label)
    revised = book.say.date(head.revised)
    footer = book.words(
        "checklist_footer", playbook=head.title, path=option.label, revision=head.revision, date=revised
    )
    return render_checklist(book, book.plans[option.id], uri=uri, title=title, footer=footer)
