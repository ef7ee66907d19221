"""YAML as plain data that remembers where everything is, with the traps of YAML as errors."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, NoReturn

import yaml

from generator.errors import UNSEEN, Location, Problem
from generator.load.text import SourceError, read_text
from generator.load.traps import advise

Data = dict[str, Any] | list[Any] | str | None
"""Every scalar is text, whatever it looks like (`no`, `1.10`, `10:30`); types come from the model."""
# The loader in C is twenty times as fast; where PyYAML came without it, its own gives the same events.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DEEPEST = 12
"""How many lists and mappings may be inside each other; a rule of a due entry of a step is the deepest, with eight."""
MOST_ENTRIES = 10_000
"""How many entries one list or mapping has at most; a hundred playbooks like the shipped one have 7,001 in one."""
MOST_VALUES = 100_000
"""How many values a file has at most, those in lists and mappings included."""
_TOO_DEEP = f"this is nested more than {DEEPEST} levels deep; use fewer levels"
_OPENED = re.compile(r'^[^#"]*?(?:^|[:,\-\[{]\s+)("(?:[^"\\]|\\.)*)$')
"""A double quote that opens a value and does not close on its line."""
_CUT_OFF = re.compile(r"[ \t]+#[^\s#]")
"""A `#` right before a letter, which its author meant as part of the text."""


@dataclass(frozen=True)
class _Places:
    values: dict[Location, tuple[int, int]] = field(default_factory=dict)
    keys: dict[Location, tuple[int, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Source:
    """One YAML file: its name as shown to people, its text and its data."""

    name: str
    text: str
    data: Data

    @cached_property
    def _places(self) -> _Places:
        places = _Places()
        _Reader(self.name, self.text, places=places).read()
        return places

    def locate(self, location: Location, message: str, *, key: bool = False) -> Problem:
        """Return a problem at a value, or at its key; parts of the location not in the file are passed over."""
        found: Location = ()
        for part in location:
            if (*found, part) in self._places.values:
                found = (*found, part)
        places = self._places.keys if key else self._places.values
        line, column = places.get(found) or self._places.values.get(found, (1, 1))
        return Problem(self.name, line, column, message)


def read_source(file: Path, *, name: str) -> Source:
    """Read one file; raises SourceError with all its problems."""
    text = read_text(file, name=name)
    reader = _Reader(name, text)
    data = reader.read()
    if reader.problems:
        raise SourceError(reader.problems)
    return Source(name, text, data)


def list_texts(text: str) -> Iterator[str]:
    """List every text in YAML of any kind, as far as it can be read; nothing in it is built or run."""
    depth = 0
    with suppress(yaml.YAMLError):
        for event in yaml.parse(text, Loader=_LOADER):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > DEEPEST:
                return
            if isinstance(event, yaml.ScalarEvent):
                yield event.value


class _Reader:
    """Builds data from the events of the parser, so that nothing is expanded or guessed on the way."""

    def __init__(self, name: str, text: str, *, places: _Places | None = None) -> None:
        self.name = name
        self.text = text
        self.lines = text.splitlines()
        self.places = places
        self.problems: list[Problem] = []
        self.values = 0

    def read(self) -> Data:
        try:
            events = yaml.parse(self.text, Loader=_LOADER)
            return self._read_document(events)
        except yaml.MarkedYAMLError as error:
            problem = self._explain(error)
            others = [other for other in self.problems if other.line != problem.line]
            raise SourceError([*others, problem]) from None
        except yaml.reader.ReaderError as error:
            raise SourceError([*self.problems, self._explain_character(error)]) from None

    def _read_document(self, events: Iterator[Any]) -> Data:
        data: Data = None
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents == 2:
                    self._report(event, "a second document starts here; remove the line '---'")
            elif isinstance(event, (yaml.ScalarEvent, yaml.CollectionStartEvent, yaml.AliasEvent)):
                value = self._read_value(event, events, ())
                data = value if documents == 1 else data
        if data is None and not self.problems:
            self.problems.append(Problem(self.name, 0, 0, "is empty; copy a similar file and edit it"))
        return data

    def _read_value(self, event: Any, events: Iterator[Any], location: Location) -> Data:
        self.values += 1
        if self.values > MOST_VALUES:
            self._stop(event, f"the file contains more than {MOST_VALUES:,} values; shorten it")
        if self.places is not None:
            self.places.values.setdefault(location, _position(event))
        if isinstance(event, yaml.AliasEvent):
            self._report(event, f"'*{event.anchor}' is an alias; write the value out, or quote the text")
            return None
        if event.anchor is not None:
            self._report(event, f"'&{event.anchor}' is an anchor; write the values out, or quote the text")
        if event.tag is not None and not (isinstance(event, yaml.ScalarEvent) and event.implicit[0]):
            # PyYAML writes !!str out as this address; authors know it by the short form.
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self._report(event, f"'{tag}' is a YAML tag, which isn't used here; delete it, or quote the text")
        if isinstance(event, yaml.ScalarEvent):
            return self._read_scalar(event)
        if len(location) >= DEEPEST:
            self._stop(event, _TOO_DEEP)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._read_list(events, location)
        return self._read_mapping(events, location)

    def _read_scalar(self, event: Any) -> Data:
        if unseen := UNSEEN.search(event.value):
            code, what = ord(unseen.group()), "which changes how text is displayed; delete it"
            self._report(event, f"contains the hidden character U+{code:04X}, {what}")
        if not event.style:
            self._refuse_cut_off(event)
            if event.value == "":
                return None
        return str(event.value)

    def _refuse_cut_off(self, event: Any) -> None:
        if event.end_mark.line >= len(self.lines) or not event.value:
            return
        line, end = self.lines[event.end_mark.line], event.end_mark.column
        while end and line[end - 1 : end].isspace():  # without a copy of the line, which may be long
            end -= 1
        # The parser ends a plain text before ' #'; only the line itself still shows what was lost.
        cut = _CUT_OFF.match(line, end)
        if cut:
            rest = line[cut.start() :].strip()
            message = f"YAML takes '{rest}' as a comment and cuts the text off there; put the whole text in quotes"
            self.problems.append(Problem(self.name, event.end_mark.line + 1, line.index("#", cut.start()) + 1, message))

    def _read_list(self, events: Iterator[Any], location: Location) -> list[Any]:
        found: list[Any] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            self._count_entry(event, len(found))
            found.append(self._read_value(event, events, (*location, len(found))))
        return found

    def _read_mapping(self, events: Iterator[Any], location: Location) -> dict[str, Any]:
        found: dict[str, Any] = {}
        first_lines: dict[str, int] = {}
        for number, event in enumerate(events):
            if isinstance(event, yaml.MappingEndEvent):
                break
            self._count_entry(event, number)
            if not isinstance(event, yaml.ScalarEvent):
                self._report(event, "a key must be a word; a text that starts with { or [ needs quotes")
                self._pass_over(event, events)
                self._pass_over(next(events), events)
                continue
            key = str(event.value)
            if key in first_lines:
                first = first_lines[key]
                self._report(event, f"the key '{key}' appears twice, first on line {first}; keep one of them")
            first_lines.setdefault(key, _position(event)[0])
            if self.places is not None:
                self.places.keys.setdefault((*location, key), _position(event))
            found[key] = self._read_value(next(events), events, (*location, key))
        return found

    def _count_entry(self, event: Any, before: int) -> None:
        if before >= MOST_ENTRIES:
            self._stop(event, f"one list or mapping has more than {MOST_ENTRIES:,} entries; shorten it")

    def _pass_over(self, event: Any, events: Iterator[Any]) -> None:
        """Pass over a value whose first event was just read."""
        depth = 0
        while True:
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            if depth == 0:
                return
            if depth > DEEPEST:
                self._stop(event, _TOO_DEEP)
            event = next(events)

    def _report(self, event: Any, message: str) -> None:
        self.problems.append(Problem(self.name, *_position(event), message))

    def _stop(self, event: Any, message: str) -> NoReturn:
        """Read no further: the file is refused whatever follows, and reading that could take very long."""
        self._report(event, message)
        raise SourceError(self.problems)

    def _explain(self, error: yaml.MarkedYAMLError) -> Problem:
        mark: Any = error.problem_mark if error.problem_mark is not None else error.context_mark
        line = min(mark.line if mark else 0, max(len(self.lines) - 1, 0))
        shown = self.lines[line] if self.lines else ""
        column = min(mark.column if mark else 0, len(shown))
        if opened := self._find_open_quote(error, line, shown[:column]):
            return Problem(self.name, *opened, "a quote opens here and isn't closed on this line; close it")
        return Problem(self.name, line + 1, column + 1, advise(error, shown, column))

    def _find_open_quote(self, error: yaml.MarkedYAMLError, last: int, before: str) -> tuple[int, int] | None:
        """Return where a quote was opened that swallowed text up to the place of the error; None if none did."""
        if "quoted scalar" in (error.context or "") and error.context_mark is not None:
            return error.context_mark.line + 1, error.context_mark.column + 1
        # The parser complains where the text after the closing quote begins, which may be many lines below the one
        # that lacks its quote: that quote closed at the next one that was meant to open.
        if not before.rstrip().endswith('"'):
            return None
        opened = ((number, _OPENED.search(line)) for number, line in enumerate(self.lines[:last], 1))
        return next(((number, match.start(1) + 1) for number, match in opened if match), None)

    def _explain_character(self, error: yaml.reader.ReaderError) -> Problem:
        position = error.position if isinstance(error.position, int) else 0
        before = self.text[:position]
        if _LOADER is not yaml.SafeLoader:  # LibYAML counts bytes, the parser in Python counts characters
            before = self.text.encode()[:position].decode(errors="ignore")
        line = before.count("\n") + 1
        column = len(before) - before.rfind("\n")
        code = error.character if isinstance(error.character, int) else ord(str(error.character)[:1] or "?")
        message = f"a control character (U+{code:04X}) isn't allowed in YAML; delete it"
        return Problem(self.name, line, column, message)


def _position(event: Any) -> tuple[int, int]:
    return event.start_mark.line + 1, event.start_mark.column + 1
