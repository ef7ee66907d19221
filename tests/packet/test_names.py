"""Names of cases and files: readable, and what is wrong with one is said as it is."""

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.documents.book import Book
from generator.errors import ContentError
from generator.load.case import explain_id, load_case
from generator.load.names import explain_name
from generator.packet.new_case import write_new_case
from generator.values import CASE_ID, SLUG, make_slug
from tests.conftest import TESTS

SLUGS = [tuple(pair) for pair in yaml.safe_load((TESTS / "slugs.yml").read_text(encoding="utf-8"))]


@pytest.mark.parametrize(("name", "slug"), SLUGS)
def test_a_name_stays_readable(name: str, slug: str) -> None:
    assert make_slug(name) == slug


@given(st.text())
def test_every_name_becomes_an_id_or_nothing(name: str) -> None:
    slug = make_slug(name)
    assert slug == "" or (re.fullmatch(CASE_ID, slug) and len(slug) <= 60)
    assert make_slug(slug) == slug


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Upper Mill", "it has capital letters and has a space; rename it 'upper-mill.yml'"),
        ("müller", "it has 'ü'; rename it 'muller.yml'"),
        ("upper_mill", "it has '_'; rename it 'upper-mill.yml'"),
        ("upper--mill", "it has two hyphens in a row; rename it 'upper-mill.yml'"),
        ("-mill", "it begins or ends with a hyphen; rename it 'mill.yml'"),
        ("東京", "it has '東' and '京'; rename it, as in 'upper-mill.yml'"),
        ("", "it is empty; rename it, as in 'upper-mill.yml'"),
    ],
)
def test_what_is_wrong_with_the_name_of_a_case(name: str, said: str) -> None:
    message = f"the file's name is the case's id, and '{name}' isn't a valid id because {said}, or add a line 'id:'"
    assert explain_id(name) == message


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("3-day-notice", "it begins with a digit; rename it, as in 'send-notice.yml'"),
        ("3-Day", "it has capital letters and begins with a digit; rename it, as in 'send-notice.yml'"),
    ],
)
def test_what_is_wrong_with_the_name_of_an_email(name: str, said: str) -> None:
    assert explain_name(name, pattern=SLUG, example="send-notice") == f"'{name}' isn't a valid id because {said}"


@pytest.mark.parametrize("name", ["2026-upper-mill", "2026", "2026-12-01", "1e5", "0x1f"])
def test_a_new_case_may_begin_with_a_digit(book: Book, tmp_path: Path, name: str) -> None:
    assert explain_id(name) is None
    text = write_new_case(book, {"path": "termination"}, name=name, schema="s")
    (tmp_path / "x.yml").write_text(text, encoding="utf-8")
    assert load_case(tmp_path / "x.yml", book.playbook).id == name


def test_a_case_goes_by_the_name_of_its_file(book: Book, tmp_path: Path) -> None:
    (tmp_path / "2026-upper-mill.yml").write_text("facts: {}\n", encoding="utf-8")
    assert load_case(tmp_path / "2026-upper-mill.yml", book.playbook).id == "2026-upper-mill"
    (tmp_path / "x.yml").write_text("id: 3M\n", encoding="utf-8")
    with pytest.raises(
        ContentError, match=r"'3M' isn't a case's id; use small letters, digits and single hyphens, as in"
    ):
        load_case(tmp_path / "x.yml", book.playbook)
