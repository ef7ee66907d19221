"""What readers and authors see, and which retired phrases are in it; the table is tests/retired.yml."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

from generator.values import SLUG
from tests.conftest import ROOT, TESTS

Text = tuple[str, str]
"""Where a text is, and the text."""


class Retired(NamedTuple):
    """A pattern, the kinds of text that must not have it, why, and what to write instead."""

    look: re.Pattern[str]
    where: frozenset[str]
    why: str
    instead: str


@cache
def list_retired() -> list[Retired]:
    rows = yaml.safe_load((TESTS / "retired.yml").read_text(encoding="utf-8"))
    return [
        Retired(re.compile(row["look"], re.IGNORECASE), frozenset(row["where"].split()), row["why"], row["instead"])
        for row in rows
    ]


def find_retired(kind: str, texts: Iterator[Text]) -> list[str]:
    """List each retired phrase that is in one of these texts, with its place and what to write instead."""
    retired = [entry for entry in list_retired() if kind in entry.where]
    return [
        f"{place}: '{found.group()}' is retired ({entry.why}); write: {entry.instead}"
        for place, text in texts
        for entry in retired
        if (found := entry.look.search(text))
    ]


def list_yaml_texts(file: Path) -> Iterator[Text]:
    """List the texts of a YAML file, but for ids, comments and placeholders."""
    name = file.relative_to(ROOT).as_posix()
    for token in yaml.scan(file.read_text(encoding="utf-8")):
        if isinstance(token, yaml.ScalarToken) and not re.fullmatch(SLUG, token.value):
            yield f"{name}:{token.start_mark.line + 1}", re.sub(r"\{\{.*?\}\}|\{\w+\}|\]\([^)]*\)", "", token.value)


def list_messages(file: Path) -> Iterator[Text]:
    """List the texts in code with two words or more, but for docstrings and patterns; what is filled in is left out."""
    yield from _list_strings(file, docstrings=False)


def list_docstrings(file: Path) -> Iterator[Text]:
    yield from _list_strings(file, docstrings=True)


def _list_strings(file: Path, *, docstrings: bool) -> Iterator[Text]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    name = file.relative_to(ROOT).as_posix()
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant | ast.JoinedStr) and id(node) not in inside:
            parts = node.values if isinstance(node, ast.JoinedStr) else [node]
            values = [part.value for part in parts if isinstance(part, ast.Constant)]
            text = "…".join(value for value in values if isinstance(value, str))
            if " " in text.strip() and (id(node) in told) == docstrings:
                yield f"{name}:{node.lineno}", text
