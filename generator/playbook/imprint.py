"""What has changed in a playbook since a case was made with it."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal

from generator.facts.when import When
from generator.playbook.case_file import MadeWith
from generator.playbook.playbook import Playbook
from generator.playbook.process import Due, Step

Aspect = Literal["applies", "tasks", "due", "order", "people"]
ASPECTS: tuple[Aspect, ...] = ("applies", "tasks", "due", "order", "people")
Change = Aspect | Literal["new", "gone"]
DIGITS = 3
"""How many digits distinguish one state of an aspect from others."""


def make_owner(playbook: Playbook) -> str:
    """Return what tells the playbook of one company from all others."""
    text = f"{playbook.overlay.company}\n{playbook.head.title}"
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def take_imprint(playbook: Playbook) -> MadeWith:
    """Return what a case notes of the playbook: its revision, and three digits for each aspect of each step."""
    steps = {step.id: _imprint(playbook, step, {}) for step in playbook.steps.values()}
    return MadeWith(revision=playbook.head.revision, steps=_write(steps))


def take_former_imprints(playbook: Playbook) -> list[str]:
    """List what a case would have noted of steps that only wait for a step by an id that it had before."""
    now = _read(take_imprint(playbook).steps or "")
    most = max((len(step.formerly) for step in playbook.steps.values()), default=0)
    former = []
    for number in range(most):
        names = {
            step.id: step.formerly[min(number, len(step.formerly) - 1)]
            for step in playbook.steps.values()
            if step.formerly
        }
        steps = {step.id: _imprint(playbook, step, names) for step in playbook.steps.values()}
        former.append(_write({name: digits for name, digits in steps.items() if digits != now[name]}))
    return former


def _write(steps: Mapping[str, str]) -> str:
    return " ".join(f"{name}={digits}" for name, digits in steps.items())


def _read(text: str) -> dict[str, str]:
    return dict(entry.partition("=")[::2] for entry in text.split())


def _imprint(playbook: Playbook, step: Step, names: Mapping[str, str]) -> str:
    """Return the digits of a step; `names` are other ids for the steps that it waits for."""
    phase = playbook.phase_of[step.id]
    parts: dict[Aspect, list[Any]] = {
        "applies": [spell_rule(phase.when), spell_rule(step.when)],
        "tasks": [step.title, *((task.id or task.written, spell_rule(task.when)) for task in step.tasks)],
        "due": [_list_due(due) for due in step.due],
        "order": [sorted(names.get(before, before) for before in {*step.after, *step.needs}), phase.id],
        "people": [step.accountable, step.responsible],
    }
    return "".join(hashlib.sha256(json.dumps(parts[aspect]).encode()).hexdigest()[:DIGITS] for aspect in ASPECTS)


def _list_due(due: Due) -> list[Any]:
    """List what an entry says of days; what it does not say has no place here, for open cases hold older imprints."""
    said = [due.from_, due.earliest, due.latest, spell_rule(due.when)]
    return said + [["by", *due.by]] * bool(due.by) + ["every-day"] * due.every_day


def spell_rule(when: When | None) -> str:
    """Return a rule as the text that imprints are made of, the same in every version of this program.

    It looks like Python because the first imprints were made so; open cases contain them.
    """
    if when is None:
        return "None"
    clauses = (_spell_tuple(map(_spell_literal, clause)) for clause in when.clauses)
    return f"When(clauses={_spell_tuple(clauses)})"


def _spell_literal(literal: tuple[str, tuple[str, ...]]) -> str:
    name, options = literal
    return _spell_tuple((f"'{name}'", _spell_tuple(f"'{option}'" for option in options)))


def _spell_tuple(parts: Iterable[str]) -> str:
    found = list(parts)
    return f"({', '.join(found)}{',' if len(found) == 1 else ''})"


def list_changes(playbook: Playbook, made_with: MadeWith | None) -> Iterator[tuple[str, tuple[Change, ...]]]:
    """List each step that is new, gone or changed since a case was made, and in what; nothing if none is known.

    A step that has another id now is neither new nor gone, and those that wait for it have not changed by that.
    """
    if made_with is None or made_with.steps is None:
        return
    noted = _read(made_with.steps)
    then = {playbook.current_ids.get(name, name): digits for name, digits in noted.items()} | noted
    now = _read(take_imprint(playbook).steps or "")
    former = [_read(steps) for steps in take_former_imprints(playbook)]
    for name, digits in now.items():
        if name not in then:
            yield name, ("new",)
        elif changes := tuple(_compare(then[name], [digits, *(steps[name] for steps in former if name in steps)])):
            yield name, changes
    for name in then:
        if name not in now and name not in playbook.current_ids:
            yield name, ("gone",)


def _compare(then: str, now: Sequence[str]) -> Iterator[Change]:
    """List the aspects that have changed or gone."""
    for number, aspect in enumerate(ASPECTS):
        place = slice(number * DIGITS, (number + 1) * DIGITS)
        if then[place] not in (digits[place] for digits in now):
            yield aspect
