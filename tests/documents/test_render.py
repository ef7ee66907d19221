"""Every character of a text field comes out as itself, in Markdown, in HTML and in a title."""

import html
import re

import markdown as python_markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.documents.addresses import relative_uri
from generator.documents.render import Renderer
from generator.errors import PlaybookError
from generator.load.words import Words, WordsError
from generator.playbook.markdown import escape_markdown

EXTENSIONS = ["attr_list", "md_in_html", "tables", "toc"]
HOSTILE = [
    "<script>alert(1)</script>",
    "*not bold* _nor this_ `nor code`",
    "[a link](javascript:alert(1))",
    "![an image](x)",
    "{#id} {: onclick=alert(1)}",
    "{{ 7 * 7 }} {% raw %}",
    "a | b | c",
    "1. not a list",
    "- nor this",
    "# nor a heading",
    "> nor a quote",
    "&lt;b&gt; &amp; \\*",
    "'single' \"double\"",
    "<https://example.com>",
    "=== under",
    ": defined",
    "+ plus",
    "~~~",
]
visible = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), min_size=1).map(
    lambda text: " ".join(text.split())
)


def read(page: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", page)).strip()


def render_markdown(text: str) -> str:
    return python_markdown.markdown(text, extensions=EXTENSIONS)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str) -> None:
    for page in (escape_markdown(text), f"# {escape_markdown(text)}", f"- {escape_markdown(text)} {{#id}}"):
        rendered = render_markdown(page)
        assert "<script" not in rendered and "onclick=" not in re.sub(r">[^<]*<", "><", rendered)
        assert read(rendered).removesuffix(" {#id}") == text


@given(visible.filter(bool))
def test_any_text_stays_text_in_a_paragraph(text: str) -> None:
    assert read(render_markdown(f"x {escape_markdown(text)} y")) == f"x {text} y"


@given(visible.filter(bool))
def test_any_text_stays_in_its_cell(text: str) -> None:
    rendered = render_markdown(f"| a | b |\n| --- | --- |\n| {escape_markdown(text)} | z |")
    cells = re.findall(r"<td>(.*?)</td>", rendered)
    assert [read(cell) for cell in cells] == [text, "z"]


def test_a_missing_value_is_a_bug_and_not_an_empty_place() -> None:
    renderer = Renderer()
    with pytest.raises(PlaybookError, match=r"templates/pages/help\.md\.j2: .* fix the template"):
        renderer.render("pages/help.md.j2", uri="help.md", title="x", contacts=[])


def test_unknown_words_are_a_bug() -> None:
    with pytest.raises(WordsError, match=r"there's no 'nothing' in words\.yml"):
        _ = Words({}).nothing


@pytest.mark.parametrize(
    ("here", "target", "address"),
    [
        ("index.md", "phases/a.md#step-b", "phases/a.md#step-b"),
        ("phases/a.md", "phases/a.md#step-b", "a.md#step-b"),
        ("phases/a.md", "roles.md#role-c", "../roles.md#role-c"),
        ("emails/x.md", "checklists/y.html", "../checklists/y.html"),
    ],
)
def test_addresses_are_relative(here: str, target: str, address: str) -> None:
    assert relative_uri(here, target) == address
