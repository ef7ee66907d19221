"""The checklists of the site: one for each path, and the page that lists them."""

from collections.abc import Iterator

from generator.documents.addresses import CHECKLISTS
from generator.documents.book import Book, Document
from generator.documents.sheet import Sheet, render_sheet
from generator.facts.when import Option


def make_checklists(book: Book) -> Iterator[Document]:
    """Return a printable checklist for each path, and the page that lists them."""
    options = book.playbook.path.options
    uris = [(option, f"checklists/{option.id}.html") for option in options]
    title = book.words.checklists_title
    yield book.render(
        "checklists/index.md.j2", CHECKLISTS, title=title, source="playbook.yml", place=("nav_do",), checklists=uris
    )
    for option, uri in uris:
        yield render_sheet(book, _make_sheet(book, option, uri))


def _make_sheet(book: Book, option: Option, uri: str) -> Sheet:
    head, words = book.playbook.head, book.words
    revised = book.say.date(head.revised)
    return Sheet(
        plan=book.plans[option.id],
        uri=uri,
        title=words("checklist_title", playbook=head.title, path=option.label),
        how=words.checklist_how,
        footer=words("checklist_footer", playbook=head.title, path=option.label, revision=head.revision, date=revised),
        names={role.id: role.title for role in book.playbook.roles},
        linked=True,
    )
