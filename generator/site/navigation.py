"""The navigation of the site: every document under the headings that it names, in the order of the documents."""

import html
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from generator.documents.book import Document
from generator.load.words import Words


@dataclass(frozen=True)
class Section:
    """A heading of the navigation with the pages, or further sections, under it."""

    title: str
    entries: tuple["Entry", ...]


Entry = Document | Section


def arrange(words: Words, documents: Iterable[Document], *, within: tuple[str, ...] = ()) -> tuple[Entry, ...]:
    """Return the documents under a heading; those under one further inside come where its first one does."""
    placed = [document for document in documents if _is_within(document, within)]
    entries: dict[str, Entry] = {}
    for document in placed:
        inside = (document.place or ())[len(within) :]
        if not inside:
            entries[document.uri] = document
        elif inside[0] not in entries:
            heading = (*within, inside[0])
            entries[inside[0]] = Section(getattr(words, inside[0]), arrange(words, placed, within=heading))
    return tuple(entries.values())


def _is_within(document: Document, headings: tuple[str, ...]) -> bool:
    return document.place is not None and document.place[: len(headings)] == headings


def write_entry(entry: Entry) -> dict[str, Any]:
    """Return an entry as mkdocs.yml takes it."""
    title = html.escape(entry.title)
    if isinstance(entry, Section):
        return {title: [write_entry(inner) for inner in entry.entries]}
    return {title: entry.uri}
