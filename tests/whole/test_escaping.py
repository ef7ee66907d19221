"""What holds for any text of any playbook: it is shown as it is, and changes nothing around it."""

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from generator.playbook.markdown import escape_markdown
from generator.site.site import Site, make_site
from tests.conftest import HUT
from tests.made_playbooks import Made, draw_playbooks, read_made
from tests.whole.test_properties import SOME, opened

FENCED = re.compile(r"^(```+)text\n.*?\n\1$", re.DOTALL | re.MULTILINE)
"""A block of code, such as the copy of a letter: there every character stands for itself."""
Place = tuple[str, tuple[str | int, ...]]
"""A file of the content folder, and where in it something stands."""
HOSTILE = "x<i>&\"'*_[q](w)#|~`\\ end"


@st.composite
def draw_places(draw: st.DrawFn) -> tuple[Made, Place]:
    made = draw(draw_playbooks())
    return made, draw(st.sampled_from(list(list_text_places(made))))


@SOME
@given(draw_places())
@example((read_made(HUT), ("fields.yml", ("fields", 0, "label"))))  # stands in a letter, is fenced, not escaped
def test_no_text_of_one_field_changes_another(drawn: tuple[Made, Place]) -> None:
    """With hostile text in one field, every page is what it was, but for that text, escaped in the page's own way."""
    made, place = drawn
    change(made, place, "Qalpha")
    with opened(made) as (_, book):
        calm = make_site(book)
    change(made, place, HOSTILE)
    with opened(made) as (_, book):
        hostile = make_site(book)
    for document, other in zip(calm.documents, hostile.documents, strict=True):
        assert document.uri == other.uri
        assert normalise(other.uri, other.content) == normalise(document.uri, document.content), (
            f"{place} in {document.uri}"
        )
    assert list_titles(hostile) == list_titles(calm)


def list_titles(site: Site) -> list[str]:
    return [document.title.replace(HOSTILE, "Qalpha") for document in site.documents]


def normalise(uri: str, content: str) -> str:
    """Take out the text, escaped as the page must escape it, and the keys of tasks, which come from their words."""
    if uri.endswith("data.js"):  # where its lines end depends on how long they are
        content = json.dumps(json.loads(content.partition(" = ")[2].rstrip(";\n")), ensure_ascii=False)
    if uri.endswith(".md"):
        content = FENCED.sub(lambda fence: fence.group().replace(HOSTILE, "Qalpha"), content)
    css = re.sub(r"[^\w .,:·–-]", lambda match: f"\\{ord(match.group()):x} ", HOSTILE)
    quoted = html.escape(HOSTILE).replace("&#x27;", "&#39;").replace("&quot;", "&#34;")
    in_script = json.dumps(HOSTILE, ensure_ascii=False)[1:-1]
    for escaped in {".md": (escape_markdown(HOSTILE),), ".js": (in_script,)}.get(Path(uri).suffix, (quoted, css)):
        content = content.replace(escaped, "Qalpha")
    content = re.sub(r'"owner": ?"[0-9a-f]{12}"|(?<==)[0-9a-f]{15}\b', "imprint", content)
    return re.sub(r"(s\d+-\d+)\.[0-9a-f]{8}", r"\1.key", content)


def list_text_places(made: Made) -> Iterator[Place]:
    """List every field of plain text that is on a page, by file and location."""
    plain_text = {"title", "summary", "question", "label", "means", "do", "otherwise", "pause", "to", "company", "term"}
    for file, content in made.files.items():
        for location in walk(content, ()):
            if location[-1] in plain_text and not (location[-1] == "means" and file == "glossary.yml"):
                yield file, location


def walk(node: Any, location: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield from walk(value, (*location, key))
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from walk(value, (*location, number))
    elif isinstance(node, str):
        yield location


def change(made: Made, place: Place, text: str) -> None:
    file, location = place
    node = made.files[file]
    for part in location[:-1]:
        node = node[part]
    node[location[-1]] = text
