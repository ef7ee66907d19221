"""A translation: the words say the language, and everything that is made speaks it."""

import datetime
import re
from pathlib import Path

import pytest
import yaml

from generator.disk.export import export_site
from generator.disk.site import build_site
from generator.documents.case_phrases import CasePhrases
from generator.documents.check import check_playbook
from generator.documents.open import open_book, open_case
from generator.errors import PlaybookError
from generator.packet.overview import make_line, make_overview
from generator.packet.packet import make_packet

TODAY = datetime.date(2026, 11, 5)


@pytest.fixture
def translated(hut_copy: Path) -> Path:
    (hut_copy / "templates").mkdir()
    (hut_copy / "templates" / "words.yml").write_text("language: de\none_day: 1 Tag\ndays: '{count} Tage'\n")
    return hut_copy


def list_languages(pages: dict[str, str]) -> dict[str, str]:
    return {name: re.findall(r"<html[^>]* lang=\"?([^\s\">]+)", page)[0] for name, page in pages.items()}


def test_every_page_of_the_site_is_in_the_language_of_the_words(translated: Path) -> None:
    site = build_site(translated)
    found = list_languages({file.relative_to(site).as_posix(): file.read_text() for file in site.rglob("*.html")})
    assert {"index.html", "plan.html", "404.html", "checklists/storm.html"} <= set(found)
    assert set(found.values()) == {"de"}
    assert '"lang":["de"]' in (site / "search" / "search_index.json").read_text()


def test_an_export_is_in_the_language_of_the_words(translated: Path, tmp_path: Path) -> None:
    export_site(translated, tmp_path / "export")
    assert yaml.safe_load((tmp_path / "export" / "mkdocs.yml").read_text())["theme"]["language"] == "de"
    assert list_languages({"storm": (tmp_path / "export/docs/checklists/storm.html").read_text()}) == {"storm": "de"}


def test_the_papers_of_a_case_are_in_the_language_of_the_words(translated: Path, tmp_path: Path) -> None:
    book = open_book(translated)
    (tmp_path / "hut.yml").write_text("facts: {path: season-ends}\ndates: {last-night: 2026-11-01}\n")
    plan = open_case(book, tmp_path / "hut.yml", today=TODAY)
    papers = {name: paper.decode() for name, paper in make_packet(book, plan) if name.endswith(".html")}
    papers["overview.html"] = make_overview(book, [make_line(book, plan, None)], failed=[])
    assert list_languages(papers) == {"checklist.html": "de", "summary.html": "de", "overview.html": "de"}


def test_capitals_within_a_translated_phrase_stay(translated: Path, tmp_path: Path) -> None:
    (translated / "templates" / "words.yml").write_text("days: '{count} Tage'\ncase_late_by: \"um {days} zu spät\"\n")
    book = open_book(translated)
    (tmp_path / "hut.yml").write_text("facts: {path: season-ends}\ndates: {last-night: 2026-11-01}\n")
    plan = open_case(book, tmp_path / "hut.yml", today=TODAY)
    assert CasePhrases(book, plan).late(plan.steps["empty-kitchen"])[0].startswith("Um 3 Tage zu spät (")


def test_a_language_that_the_theme_does_not_know_is_refused(translated: Path) -> None:
    (translated / "templates" / "words.yml").write_text("help_title: Hilfe\nlanguage: pt-br\n")
    for use in (build_site, check_playbook):
        with pytest.raises(PlaybookError) as caught:
            use(translated)
        assert str(caught.value) == (
            f"{translated}/templates/words.yml:2:11: the theme doesn't know the language 'pt-br'; did you mean 'pt-BR'?"
        )
    assert not (translated / "site").exists()


def test_a_language_is_a_code_and_no_name(translated: Path) -> None:
    (translated / "templates" / "words.yml").write_text("language: german\n")
    with pytest.raises(PlaybookError) as caught:
        check_playbook(translated)
    assert str(caught.value).endswith(
        "words.yml:1:11: the theme doesn't know the language 'german'; write its code, such as 'de' or 'pt-BR'"
    )


def test_the_theme_of_another_playbook_may_know_other_languages(translated: Path) -> None:
    (translated / "templates" / "words.yml").write_text("language: tlh\n")
    config = translated / "mkdocs.yml"
    config.write_text(config.read_text().replace("name: material", "name: mkdocs"))
    check_playbook(translated)
