"""The site: every page there, the same by plugin and by export, the same bytes every time."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from generator.disk.export import export_site
from generator.disk.site import build_site
from generator.documents.contacts import find_contact_address
from generator.documents.open import open_book
from generator.errors import PlaybookError, UsageError
from generator.site.site import make_site
from tests.conftest import list_files


def read_article(page: str) -> str:
    """Return what a page says, without the link that opens its source."""
    article = page[page.index("<article") : page.index("</article>")]
    article = re.sub(r'<a href="[^"]*" title="Edit this page".*?</a>', "", article, flags=re.DOTALL)
    return " ".join(article.split())


@pytest.mark.program
def test_export_built_by_plain_mkdocs_is_the_same_site(built: Path, tmp_path: Path) -> None:
    export_site(built, tmp_path / "export")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"]
    done = subprocess.run(
        command, cwd=tmp_path / "export", capture_output=True, text=True, check=False, env={"NO_MKDOCS_2_WARNING": "1"}
    )
    assert (done.returncode, done.stderr) == (0, "")
    by_plugin, by_export = list_files(built / "site"), list_files(tmp_path / "export" / "site")
    pages = {name for name in by_plugin if name.endswith(".html")}
    assert pages == {name for name in by_export if name.endswith(".html")}
    for name in pages - {"404.html"}:
        page, other = by_plugin[name].decode(), by_export[name].decode()
        if "<article" in page:
            assert read_article(page) == read_article(other), name
            assert re.findall(r'<nav class="md-nav.*?</nav>', page, re.DOTALL) == re.findall(
                r'<nav class="md-nav.*?</nav>', other, re.DOTALL
            ), name
        else:
            assert page == other, name


def test_two_builds_give_the_same_bytes(built: Path) -> None:
    first = list_files(built / "site")
    build_site(built)
    second = list_files(built / "site")
    assert sorted(first) == sorted(second)
    assert [name for name in first if first[name] != second[name]] == []


@pytest.mark.program
def test_plain_mkdocs_build_with_the_plugin_gives_the_same_bytes(built: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(tmp_path / "site")]
    environment = {"NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=built, capture_output=True, text=True, check=False, env=environment)
    assert (done.returncode, done.stderr) == (0, "")
    ours = list_files(built / "site")
    del ours[".playbook"]
    assert list_files(tmp_path / "site") == ours


def test_edit_this_page_opens_the_yaml_file(built: Path) -> None:
    seen = set()
    for name, content in list_files(built / "site").items():
        for target in re.findall(r'href="https://[^"]*/edit/main/content/([^"]*)"', content.decode(errors="replace")):
            assert (built / "content" / target).is_file(), name
            seen.add(target)
    assert {"playbook.yml", "requirements.yml", "roles.yml"} <= seen


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("ada@example.com", "mailto:ada@example.com"),
        ("a?b&c@example.com", "mailto:a%3Fb%26c@example.com"),
        ("+44 (0)20 7946-0101", "tel:+442079460101"),
        ("020 7946 0101", "tel:02079460101"),
        ("channel 7", None),
        ("Ada Okafor", None),
        ("-", None),
    ],
)
def test_contacts_are_links_where_they_can_be(text: str, address: str | None) -> None:
    assert find_contact_address(text) == address


def test_search_ranks_what_is_read_before_what_is_proved(built: Path) -> None:
    index = json.loads((built / "site" / "search" / "search_index.json").read_text(encoding="utf-8"))
    boosts = {entry["location"].partition("#")[0]: entry.get("boost", 1) for entry in index["docs"]}
    assert boosts["requirements.html"] < 1 == boosts["raci.html"]
    assert not [entry["location"] for entry in index["docs"] if "#copy-" in entry["location"]]


def test_a_failed_build_leaves_the_last_site_whole(hut_copy: Path) -> None:
    build_site(hut_copy)
    before = list_files(hut_copy / "site")
    overlay = hut_copy / "content" / "overlay.yml"
    good = overlay.read_text()
    overlay.write_text("company: [")
    with pytest.raises(PlaybookError):
        build_site(hut_copy)
    overlay.write_text(good)
    (hut_copy / "templates" / "theme").mkdir(parents=True)
    (hut_copy / "templates" / "theme" / "main.html").write_text("{{ nothing.x }}")
    with pytest.raises(PlaybookError, match=r"'nothing' is undefined"):
        build_site(hut_copy)
    assert list_files(hut_copy / "site") == before
    assert [path.name for path in hut_copy.iterdir() if path.name.startswith(".site")] == []


def test_a_template_of_ones_own_goes_first(hut_copy: Path) -> None:
    (hut_copy / "templates" / "pages").mkdir(parents=True)
    (hut_copy / "templates" / "pages" / "help.md.j2").write_text("# {{ title }}\n\nOur own help.\n")
    pages = {document.uri: document.content for document in make_site(open_book(hut_copy)).documents}
    assert pages["help.md"] == "# Help and contacts\n\nOur own help.\n"
    assert "Alpine Club" in pages["index.md"]


def test_markup_in_titles_and_names_stays_text(hut_copy: Path) -> None:
    hostile = "<script>alert(1)</script></title>&amp; *x* { y } {% raw %}"
    for name, old in (
        ("playbook.yml", "title: Closing the mountain hut"),
        ("phases/guests.yml", "title: Guests"),
        ("emails/hut-closes.yml", "title: The hut closes"),
    ):
        file = hut_copy / "content" / name
        file.write_text(file.read_text().replace(old, f"title: '{hostile}'"))
    build_site(hut_copy)
    for name, content in list_files(hut_copy / "site").items():
        if name.endswith((".html", ".xml")):
            assert b"<script>alert" not in content, name
            assert b"</title>&" not in content, name


@pytest.mark.program
def test_markup_in_titles_stays_text_in_the_export_too(hut_copy: Path, tmp_path: Path) -> None:
    for name, old in (("playbook.yml", "title: Closing the mountain hut"), ("phases/guests.yml", "title: Guests")):
        file = hut_copy / "content" / name
        file.write_text(file.read_text().replace(old, "title: <script>alert(1)</script>"))
    export_site(hut_copy, tmp_path / "export")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    subprocess.run(command, cwd=tmp_path / "export", check=True, capture_output=True)
    for name, content in list_files(tmp_path / "export" / "site").items():
        if name.endswith((".html", ".xml")):
            assert b"<script>alert" not in content, name


def test_only_a_site_made_here_is_replaced(hut_copy: Path, tmp_path: Path) -> None:
    web = tmp_path / "web"
    web.mkdir()
    (web / "sitemap.xml").write_text("precious")
    with pytest.raises(UsageError, match="contains files that this command didn't create"):
        export_site(hut_copy, web)
    site = build_site(hut_copy)
    with pytest.raises(UsageError, match=r"can't write an export to .* is a site"):
        export_site(hut_copy, site)
    assert (site / "index.html").is_file() and (web / "sitemap.xml").read_text() == "precious"


def test_a_site_behind_a_link_is_replaced_where_it_is(hut_copy: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (hut_copy / "site").symlink_to(tmp_path / "elsewhere")
    build_site(hut_copy)
    build_site(hut_copy)
    assert (hut_copy / "site").is_symlink() and (tmp_path / "elsewhere" / "index.html").is_file()


def test_own_words_go_over_the_shipped_ones(hut_copy: Path) -> None:
    (hut_copy / "templates").mkdir()
    (hut_copy / "templates" / "words.yml").write_text("help_title: Whom to ask\n")
    pages = {document.uri: document.content for document in make_site(open_book(hut_copy)).documents}
    assert pages["help.md"].startswith("# Whom to ask\n")


def test_other_ways_to_write_mkdocs_yml_are_exported(hut_copy: Path, tmp_path: Path) -> None:
    (hut_copy / "mkdocs.yml").write_text(
        "site_name: !ENV [NOBODY_SET_THIS, Hut]\ndocs_dir: content\ntheme: material\n"
        "plugins:\n  - search\n  - playbook: {}\nmarkdown_extensions: [attr_list, md_in_html, tables]\n"
    )
    export_site(hut_copy, tmp_path / "export")
    config = (tmp_path / "export" / "mkdocs.yml").read_text()
    assert "- playbook" not in config and "name: material" in config


def test_what_mkdocs_yml_looks_up_is_not_written_into_an_export(
    hut_copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET", "leaked")
    with (hut_copy / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write("copyright: !ENV [SECRET, ours]\n")
    export_site(hut_copy, tmp_path / "export")
    config = (tmp_path / "export" / "mkdocs.yml").read_text()
    assert "copyright: !ENV\n- SECRET\n- ours\n" in config.replace("  - ", "- ") or "!ENV [SECRET, ours]" in config
    assert "leaked" not in config
