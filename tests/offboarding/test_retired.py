"""Retired phrases and terms don't come back in the process as shipped."""

from itertools import chain

from tests.conftest import ROOT
from tests.retired import find_retired, list_yaml_texts


def test_no_text_of_the_content_is_retired() -> None:
    files = sorted(file for file in (ROOT / "content").rglob("*.yml") if ".schema" not in file.parts)
    assert find_retired("content", chain.from_iterable(map(list_yaml_texts, files))) == []


def test_no_text_of_a_letter_is_retired() -> None:
    files = sorted((ROOT / "content" / "emails").glob("*.yml"))
    assert find_retired("letters", chain.from_iterable(map(list_yaml_texts, files))) == []
