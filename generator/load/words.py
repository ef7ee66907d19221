"""The interface's own words: those that are shipped, and over them those of a playbook."""

import string
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from generator.errors import ContentError, Problem, name_all, suggest
from generator.load.source import Source, read_source
from generator.load.template_folders import SHIPPED, find_own, list_languages
from generator.load.text import SourceError

WORDS = "words.yml"
_COUNTED = ("months", "months_short", "weekdays", "prose_weekdays")
"""Texts of which single words are taken, by their number."""
_MAY_LACK = frozenset(("company", "example", "playbook", "revision", "weekday"))
"""Placeholders without which a text still says what it has to say."""


class WordsError(AttributeError):
    """A template, or the generator, asks for a text that does not exist, or doesn't fill its placeholders."""


class _PlainFormatter(string.Formatter):
    """Fills placeholders that are names and nothing else: `{x.y}` and `{x[y]}` would reach past what is handed over."""

    def get_field(self, field_name: str, _: Sequence[Any], kwargs: Mapping[str, Any]) -> tuple[Any, str]:
        if not field_name.isidentifier():
            raise ValueError(f"'{field_name}' isn't a name")
        return kwargs[field_name], field_name


_FORMATTER = _PlainFormatter()


class Words:
    """The interface's own words: `words.door_learn`, or `words('due_by', day=…)` where one has placeholders."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        """Take texts by name."""
        self._texts = texts

    def __getattr__(self, name: str) -> str:
        """Return a text; raises WordsError for an unknown name."""
        try:
            return self._texts[name]
        except KeyError:
            raise WordsError(f"there's no '{name}' in {WORDS}") from None

    def select(self, prefixes: tuple[str, ...]) -> dict[str, str]:
        """Return the texts whose names begin so, with their placeholders."""
        return {name: text for name, text in self._texts.items() if name.startswith(prefixes)}

    def __call__(self, name: str, **values: object) -> str:
        """Return a text with its placeholders filled; raises WordsError for one that nothing fills."""
        try:
            return _FORMATTER.vformat(getattr(self, name), (), values)
        except (KeyError, IndexError, ValueError) as error:
            offered = ", ".join(f"{{{value}}}" for value in values)
            raise WordsError(
                f"'{name}' in {WORDS} has a placeholder that nothing fills ({error}); use {offered}"
            ) from None


def read_words(folder: Path | None) -> Words:
    """Read the shipped words, and over them a playbook's own; raises ContentError with all that is wrong in those."""
    shipped = _read_shipped()
    own = None if folder is None else find_own(folder)
    if own is None:
        return Words(shipped)
    _refuse_strays(own)
    if not (own / WORDS).exists():
        return Words(shipped)
    return Words(shipped | _read_own(own / WORDS, shipped, list_languages(own)))


def _refuse_strays(own: Path) -> None:
    """Raise ContentError for files beside the words that look as if they held words."""
    strays = [file for file in sorted(own.iterdir()) if file.suffix in (".yml", ".yaml") and file.name != WORDS]
    advice = f"delete it, or move its texts to '{WORDS}'" if (own / WORDS).exists() else f"rename it to '{WORDS}'"
    if strays:
        raise ContentError(Problem(file.as_posix(), 0, 0, f"isn't read; {advice}") for file in strays)


@cache
def _read_shipped() -> dict[str, str]:
    text = (SHIPPED / WORDS).read_text(encoding="utf-8")
    texts = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - makes text only
    return {name: text.rstrip("\n") for name, text in texts.items()}


def _read_own(file: Path, shipped: Mapping[str, str], languages: Collection[str]) -> dict[str, str]:
    try:
        source = read_source(file, name=file.as_posix())
    except SourceError as error:
        raise ContentError(error.problems) from None
    if not isinstance(source.data, dict):
        raise ContentError([source.locate((), "must be written as 'name: text' lines, as the shipped words.yml is")])
    problems = [problem for name, text in source.data.items() for problem in _check(source, shipped, name, text)]
    language = source.data.get("language")
    if languages and isinstance(language, str) and language not in languages:
        advice = suggest(language, languages) or "; write its code, such as 'de' or 'pt-BR'"
        problems.append(source.locate(("language",), f"the theme doesn't know the language '{language}'{advice}"))
    if problems:
        raise ContentError(problems)
    return {name: text.rstrip("\n") for name, text in source.data.items()}


def _check(source: Source, shipped: Mapping[str, str], name: str, text: object) -> Iterator[Problem]:
    """Find what is wrong with one text: its name, its form, and placeholders that the shipped text doesn't have."""
    if name not in shipped:
        advice = suggest(name, shipped) or "; use a name from the shipped words.yml"
        yield source.locate((name,), f"there's no text '{name}'{advice}", key=True)
    elif not isinstance(text, str):
        yield source.locate((name,), f"'{name}' must be one text; put it in quotes")
    else:
        yield from (source.locate((name,), message) for message in _check_blanks(name, text, shipped[name]))


def _check_blanks(name: str, text: str, shipped: str) -> Iterator[str]:
    if name in _COUNTED and len(text.split()) != len(shipped.split()):
        count = len(shipped.split())
        yield f"'{name}' has {len(text.split())} words; write {count}, separated by spaces"
    known = {blank for _, blank, _, _ in string.Formatter().parse(shipped) if blank is not None}
    if not known:
        return  # a text without blanks is never filled, so that its braces are braces
    try:
        parts = list(string.Formatter().parse(text))
    except ValueError as error:
        yield f"'{name}' has a brace that doesn't mark a placeholder ({error}); to show a brace, double it"
        return
    offered = f"use {name_all(sorted(known), last='or')}"
    unknown = [blank for _, blank, form, how in parts if blank is not None and (blank not in known or form or how)]
    yield from (f"'{name}' has the placeholder '{blank}', which nothing fills; {offered}" for blank in unknown)
    lacking = sorted(known - _MAY_LACK - {blank for _, blank, _, _ in parts if blank is not None})
    if lacking and not unknown:
        yield f"'{name}' lacks {name_all(f'{{{blank}}}' for blank in lacking)}; add it, or readers miss something"
