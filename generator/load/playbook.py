"""A folder in; a valid playbook, or all problems, out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from generator.checks import find_problems
from generator.checks.examples import check_examples
from generator.checks.subject import Subject
from generator.checks.typed_days import check_typed_days
from generator.errors import ContentError, Problem, suggest
from generator.load.day_counts import DayCounts
from generator.load.day_names import DayNames
from generator.load.edition import leave_out_additions
from generator.load.folder import FOLDERS, AnyModel, Reading, read_folder
from generator.load.overlay import apply_overlay
from generator.load.positions import Positions
from generator.load.prose import fill_placeholders
from generator.load.words import Words, read_words
from generator.playbook.company import Edition, Overlay
from generator.playbook.files import (
    ClaimsFile,
    FactsFile,
    FieldsFile,
    GlossaryFile,
    Head,
    RequirementsFile,
    RolesFile,
    SafeguardsFile,
)
from generator.playbook.letters import Email
from generator.playbook.parts import Found
from generator.playbook.playbook import Playbook
from generator.playbook.process import Lesson, Phase
from generator.values import SLUG

_MOST_SUGGESTED = 200
"""Among so many names of a list the wrong ones get a close one, which takes long to find."""


def load_playbook(folder: Path, *, edition: Edition | None = None) -> Playbook:
    """Read the playbook in a folder, in the edition that is asked for or that its overlay names.

    Raises ContentError with everything that is wrong in its content.
    """
    return _check(*_read(folder), edition)


def check_editions(folder: Path) -> Playbook:
    """Return the playbook as `load_playbook` does, once its other edition has been checked too."""
    reading, words = _read(folder)
    playbook = _check(reading, words, None)
    other: Edition = "source" if playbook.overlay.edition == "full" else "full"
    try:
        _check(reading, words, other)
    except ContentError as error:
        raise ContentError(
            replace(problem, message=f"in the edition '{other}', {problem.message}") for problem in error.problems
        ) from None
    return playbook


def _read(folder: Path) -> tuple[Reading, Words]:
    """Read the content of a folder, and the words of its phrases; a mistake in those is one of the reading."""
    reading = read_folder(folder)
    try:
        return reading, read_words(folder)
    except ContentError as error:
        reading.problems += error.problems
        return reading, read_words(None)


def _check(reading: Reading, words: Words, edition: Edition | None) -> Playbook:
    """Return the playbook that was read, in an edition; raises ContentError with everything that is wrong."""
    assembly = assemble(reading, edition)
    problems = [*assembly.problems]
    playbook = assembly.playbook
    if playbook is not None:
        unread = reading.list_unread(problems) | _list_incomplete(reading, playbook.head)
        written = Subject(playbook, unread)
        playbook, found = fill_placeholders(written, words)
        found += find_problems(playbook, unread=unread)
        if written.logic_is_sound:
            found += check_typed_days(written, DayCounts(words).find)
        if not (problems or found):
            found += check_examples(Subject(playbook, unread), written.parts, DayNames(words).find)
        problems += [_locate(reading, assembly.positions, problem) for problem in found]
    if problems or playbook is None:
        raise ContentError(problems)
    return playbook


def _locate(reading: Reading, positions: Positions, found: Found) -> Problem:
    """Return a problem found in the model, at its place in the source."""
    message = found.message
    if found.see is not None and found.see[0] in reading.sources:
        file, location = found.see
        other = reading.sources[file].locate(positions.find_source(file, location), "")
        message = f"{message}; that window is at {other.file}:{other.line}"
    if found.file in reading.sources:
        location = positions.find_source(found.file, found.location)
        return reading.sources[found.file].locate(location, message, key=found.key)
    return Problem(reading.show(found.file), 0, 0, message)


@dataclass(frozen=True)
class Assembly:
    """What could be read, joined but not checked; no playbook where too much is missing."""

    problems: list[Problem]
    playbook: Playbook | None = None
    positions: Positions = field(default_factory=Positions)


def assemble(reading: Reading, edition: Edition | None) -> Assembly:
    """Join what could be read, in the edition that is asked for or that the overlay names."""
    head, facts = reading.get("playbook.yml", Head), reading.get("facts.yml", FactsFile)
    roles, overlay = reading.get("roles.yml", RolesFile), reading.get("overlay.yml", Overlay)
    if head is None or facts is None or roles is None or overlay is None:
        return Assembly(reading.problems)
    playbook = Playbook(
        head=head,
        facts=facts.facts,
        conditions=facts.conditions,
        dates=facts.dates,
        roles=roles.roles,
        fields=(reading.get("fields.yml", FieldsFile) or FieldsFile()).fields,
        requirements=(reading.get("requirements.yml", RequirementsFile) or RequirementsFile()).requirements,
        terms=(reading.get("glossary.yml", GlossaryFile) or GlossaryFile()).terms,
        safeguards=(reading.get("safeguards.yml", SafeguardsFile) or SafeguardsFile()).safeguards,
        claims=(reading.get("claims.yml", ClaimsFile) or ClaimsFile()).claims,
        phases=_take_listed(reading, "phases", head.phases, Phase),
        lessons=_take_listed(reading, "lessons", head.lessons, Lesson),
        emails=_take_listed(reading, "emails", head.emails, Email),
        overlay=overlay if edition is None else overlay.model_copy(update={"edition": edition}),
    )
    positions = Positions()
    if playbook.overlay.edition == "source":
        if facts.facts[0].origin == "added":
            message = f"the first fact, '{facts.facts[0].id}', is the path, which every edition needs; delete this line"
            return Assembly([*reading.problems, reading.sources["facts.yml"].locate(("facts", 0, "origin"), message)])
        playbook, positions = leave_out_additions(playbook)
    return Assembly([*reading.problems, *_check_lists(reading, head)], apply_overlay(playbook), positions)


def _take_listed(reading: Reading, folder: str, listed: tuple[str, ...], model: type[AnyModel]) -> tuple[AnyModel, ...]:
    """Return what the files of a folder contain, in the order in which playbook.yml lists them."""
    models = (reading.get(f"{folder}/{name}.yml", model) for name in dict.fromkeys(listed))
    return tuple(found for found in models if found is not None)


def _check_lists(reading: Reading, head: Head) -> Iterator[Problem]:
    """Find files that playbook.yml lists twice, lists without their being there, or does not list."""
    for folder in FOLDERS:
        listed: tuple[str, ...] = getattr(head, folder)
        stems = reading.list_stems(folder)
        earlier: set[str] = set()
        for position, name in enumerate(listed):
            if message := _find_fault(reading, folder, name, earlier, stems):
                yield reading.sources["playbook.yml"].locate((folder, position), message)
            earlier.add(name)
        for stem in sorted(stems - set(listed)):
            if re.fullmatch(SLUG, stem):  # else its name is wrong, which has been said
                advice = f"add '{stem}' there, or delete the file"
                message = f"isn't listed under '{folder}' in playbook.yml; {advice}"
                yield Problem(reading.show(f"{folder}/{stem}.yml"), 0, 0, message)


def _list_incomplete(reading: Reading, head: Head) -> set[str]:
    """List the folders that lack a file that playbook.yml lists."""
    return {folder for folder in FOLDERS if not reading.list_stems(folder).issuperset(getattr(head, folder))}


def _find_fault(reading: Reading, folder: str, name: str, earlier: set[str], stems: set[str]) -> str | None:
    if name in earlier:
        return f"'{name}' is listed twice; keep one"
    if name not in stems:
        close = suggest(name, stems) if len(earlier) < _MOST_SUGGESTED else ""
        advice = close or f"; create it, or delete '{name}' from this list"
        return f"there's no file '{reading.show(folder)}/{name}.yml'{advice}"
    return None
