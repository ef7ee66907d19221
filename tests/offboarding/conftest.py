"""Under tests/offboarding/ the playbook is the one in content/, and must be the offboarding as it is shipped."""

import pytest

from generator.documents.book import Book
from generator.playbook.playbook import Playbook
from tests.conftest import ROOT, Which, open_edition


@pytest.fixture(scope="module", params=["full", "source"])
def which(request: pytest.FixtureRequest) -> Which:
    return ROOT, request.param


@pytest.fixture(scope="session")
def book() -> Book:
    return open_edition(ROOT, "full")


@pytest.fixture(scope="session")
def source_book() -> Book:
    return open_edition(ROOT, "source")


@pytest.fixture(scope="session")
def playbook(book: Book) -> Playbook:
    return book.playbook
