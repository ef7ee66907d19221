"""Whatever is in content/ fits: on the sheets of paper that are printed, and into the windows of phones."""

from pathlib import Path

import pytest

from generator.documents.book import Book
from tests.conftest import ROOT, build_copy, open_edition
from tests.invariants.paper import *


@pytest.fixture(scope="module")
def book() -> Book:
    return open_edition(ROOT, "full")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_copy(tmp_path_factory.getbasetemp(), ROOT, "full") / "site"
