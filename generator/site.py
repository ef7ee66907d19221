"""All documents of a playbook, and the order in which its pages stand."""

import html
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from generator.checklists import make_checklists
from generator.documents import (
    CHECKLISTS,
    EMAILS,
    GLOSSARY,
    HELP,
    HOME,
    MAINTAIN,
    ORDER,
    PATHS,
    PLANNER,
    RACI,
    REQUIREMENTS,
    ROLES,
    SAFEGUARDS,
    Book,
    Document,
)
from generator.emails import make_emails
from generator.pages import make_pages
from generator.planner import make_planner
from generator.reference_pages import make_reference_pages
from generator.safeguard_pages import make_safeguard_pages


@dataclass(frozen=True)
class Section:
    """A heading of the navigation with the pages, or further sections, under it."""

    title: str
    entries: tuple["Entry", ...]


Entry = Document | Section


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
        """Give the navigation for MkDocs, which writes titles into pages as they are."""
        return [_write_entry(entry) for entry in self.navigation]


def _write_entry(entry: Entry) -> dict[str, Any]:
    title = html.escape(entry.title)
    if isinstance(entry, Section):
        return {title: [_write_entry(inner) for inner in entry.entries]}
    return {title: entry.uri}


def make_site(book: Book) -> Site:
    """Render everything in memory."""
    documents = (
        *make_pages(book),
        *make_safeguard_pages(book),
        *make_reference_pages(book),
        *make_planner(book),
        *make_checklists(book),
        *make_emails(book),
    )
    return Site(book, documents, _arrange(book, {document.uri: document for document in documents}))


def _arrange(book: Book, pages: dict[str, Document]) -> tuple[Entry, ...]:
    words, playbook = book.words, book.playbook

    def pick(*uris: str) -> list[Entry]:
        return [pages[uri] for uri in uris if uri in pages]

    lessons = [book.lesson_uri(lesson.id) for lesson in playbook.lessons if lesson.path is None]
    paths = [PATHS, *(f"paths/{option.id}.md" for option in playbook.path.options)]
    phases = [f"phases/{phase.id}.md" for phase in playbook.phases]
    emails = [EMAILS, *(f"emails/{email.id}.md" for email in playbook.emails)]
    learn = (
        *pick(*lessons),
        Section(words.nav_paths, tuple(pick(*paths))),
        Section(words.nav_phases, tuple(pick(*phases))),
        *pick(ORDER, SAFEGUARDS, ROLES, RACI, GLOSSARY),
    )
    do: Sequence[Entry] = (*pick(PLANNER, CHECKLISTS), *_make_section(words.nav_emails, pick(*emails)), *pick(HELP))
    return (
        pages[HOME],
        Section(words.nav_learn, learn),
        Section(words.nav_do, tuple(do)),
        Section(words.nav_maintain, tuple(pick(MAINTAIN, REQUIREMENTS))),
    )


def _make_section(title: str, entries: list[Entry]) -> list[Entry]:
    return [Section(title, tuple(entries))] if entries else []
