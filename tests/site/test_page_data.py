"""What the page that plans a case is given: its types, its words, its one value a line."""

import json
import re

from generator.documents.book import Book
from generator.site.planner import make_data, make_planner
from tests.conftest import ROOT, TESTS
from tests.script_types import write_types

TYPES = TESTS / "script" / "playbook.d.ts"


def test_the_types_for_the_scripts_are_those_of_the_models(update_golden: bool) -> None:
    if update_golden:
        TYPES.write_text(write_types(), encoding="utf-8")
    assert TYPES.read_text(encoding="utf-8") == write_types(), "the types are not current; run: make golden"


def test_every_word_that_the_scripts_name_is_given(book: Book) -> None:
    words = make_data(book).words
    scripts = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "templates" / "planner").glob("*.js"))
    named = {*re.findall(r"words\.([a-z_]+)", scripts), *re.findall(r'fill\(\s*"([a-z_]+)"', scripts)}
    assert len(named) > 60 and named - set(words) == set()
    begun = set(re.findall(r"[\[(]`([a-z_]+_)\$\{", scripts))
    assert begun >= {"case_standing_", "case_moved_", "case_aspect_", "table_"}
    assert all(any(name.startswith(prefix) for name in words) for prefix in begun)


def test_the_data_reads_back_and_no_line_is_long_but_for_a_text(hut: Book) -> None:
    script = next(document.content for document in make_planner(hut) if document.uri.endswith("data.js"))
    text = script.removeprefix("const PLAYBOOK = ").removesuffix(";\n")
    assert json.loads(text) == json.loads(make_data(hut).model_dump_json(by_alias=True))
    for line in script.splitlines():
        assert len(line) <= 140 or re.fullmatch(r'("[\w-]+":)?"[^"]*",?', line), line
