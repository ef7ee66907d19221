"""All documents of a playbook, and the order of its pages."""

import html
from dataclasses import dataclass
from typing import Any

from generator.documents.book import Book, Document
from generator.site.checklists import make_checklists
from generator.site.email_pages import make_emails
from generator.site.navigation import Entry, arrange, write_entry
from generator.site.planner import make_planner
from generator.site.process_pages import make_pages
from generator.site.reference_pages import make_help, make_maintain_pages, make_reference_pages
from generator.site.safeguard_page import make_safeguard_pages


@dataclass(frozen=True)
class Site:
    """Every document of a playbook, and its navigation."""

    book: Book
    documents: tuple[Document, ...]
    navigation: tuple[Entry, ...]

    @property
    def safe_title(self) -> str:
        """The playbook's title for MkDocs, which writes it into pages as it is."""
        return html.escape(self.book.playbook.head.title)

    def write_navigation(self) -> list[dict[str, Any]]:
        """Return the navigation for MkDocs, which writes titles into pages as they are."""
        return [write_entry(entry) for entry in self.navigation]


def make_site(book: Book) -> Site:
    """Render everything in memory, in the order in which the site shows it."""
    documents = (
        *make_pages(book),
        *make_safeguard_pages(book),
        *make_reference_pages(book),
        *make_planner(book),
        *make_checklists(book),
        *make_emails(book),
        make_help(book),
        *make_maintain_pages(book),
    )
    return Site(book, documents, arrange(book.words, documents))
