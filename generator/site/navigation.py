"""The navigation of the site."""

import html
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from generator.documents.addresses import (
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
)
from generator.documents.book import Book, Document


@dataclass(frozen=True)
class Section:
    """A heading of the navigation with the pages, or further sections, under it."""

    title: str
    entries: tuple["Entry", ...]


Entry = Document | Section


def write_entry(entry: Entry) -> dict[str, Any]:
    """Return an entry as mkdocs.yml takes it."""
    title = html.escape(entry.title)
    if isinstance(entry, Section):
        return {title: [write_entry(inner) for inner in entry.entries]}
    return {title: entry.uri}


def arrange(book: Book, pages: dict[str, Document]) -> tuple[Entry, ...]:
    """Return the pages in the order and the sections in which the site shows them."""
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
