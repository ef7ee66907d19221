"""The packets of two cases, one with a late notice and one with hostile names."""

import pytest

from generator.documents.book import Book
from tests.packet.papers import HARBOUR, MILL, Packet, make


@pytest.fixture(scope="session")
def harbour(book: Book) -> Packet:
    return make(book, HARBOUR)


@pytest.fixture(scope="session")
def mill(book: Book) -> Packet:
    return make(book, MILL)
