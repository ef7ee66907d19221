"""Check 1: ids are unique among what they could be confused with."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from generator.checks.subject import Subject
from generator.errors import Location
from generator.playbook.parts import Found
from generator.playbook.process import Step


def check_ids(subject: Subject) -> Iterator[Found]:
    """Find ids that are used twice."""
    playbook = subject.playbook
    facts = [("facts.yml", ("facts", n, "id"), fact.id) for n, fact in enumerate(playbook.facts)]
    facts += [("facts.yml", ("conditions", n, "id"), condition.id) for n, condition in enumerate(playbook.conditions)]
    yield from _find_doubles("a fact or condition", facts)
    for number, fact in enumerate(playbook.facts):
        options = [
            ("facts.yml", ("facts", number, "options", n, "id"), option.id) for n, option in enumerate(fact.options)
        ]
        yield from _find_doubles(f"an option of the fact '{fact.id}'", options)
    yield from _find_doubles("a step or date", _list_steps_and_dates(subject))
    kinds: tuple[tuple[str, str, str, Sequence[Any]], ...] = (
        ("a role", "roles.yml", "roles", playbook.roles),
        ("a field", "fields.yml", "fields", playbook.fields),
        ("a requirement", "requirements.yml", "requirements", playbook.requirements),
        ("a safeguard", "safeguards.yml", "safeguards", playbook.safeguards),
        ("a claim", "claims.yml", "claims", playbook.claims),
        ("a term", "glossary.yml", "terms", playbook.terms),
    )
    for kind, file, key, items in kinds:
        yield from _find_doubles(kind, [(file, (key, n, "id"), item.id) for n, item in enumerate(items)])
    overlay = {
        "titles": [title.role for title in playbook.overlay.titles],
        "contacts": [contact.role for contact in playbook.overlay.contacts],
        "timings": [timing.step for timing in playbook.overlay.timings],
    }
    for key, names in overlay.items():
        called = f"an entry of '{key}' for"
        yield from _find_doubles(called, [("overlay.yml", (key, n), name) for n, name in enumerate(names)])
    blanks = [("playbook.yml", ("blanks", n), name) for n, name in enumerate(playbook.head.blanks)]
    yield from _find_doubles("a blank", blanks)
    yield from _find_doubles("an exit", _list_exits(subject))
    yield from _find_doubles("a task", _list_task_ids(subject))


def _list_steps_and_dates(subject: Subject) -> list[tuple[str, Location, str]]:
    found: list[tuple[str, Location, str]] = [
        ("facts.yml", ("dates", number, "id"), date.id) for number, date in enumerate(subject.playbook.dates)
    ]
    for part in subject.parts:
        if isinstance(part.node, Step):
            found.append((part.file, (*part.location, "id"), part.node.id))
            found += [
                (part.file, (*part.location, "formerly", number), old) for number, old in enumerate(part.node.formerly)
            ]
    return found


def _list_exits(subject: Subject) -> list[tuple[str, Location, str]]:
    return [
        (part.file, (*part.location, "exits", number, "id"), leave.id)
        for part in subject.parts
        if isinstance(part.node, Step)
        for number, leave in enumerate(part.node.exits)
    ]


def _list_task_ids(subject: Subject) -> list[tuple[str, Location, str]]:
    return [
        (part.file, (*part.location, "tasks", number, "id"), task.id)
        for part in subject.parts
        if isinstance(part.node, Step)
        for number, task in enumerate(part.node.tasks)
        if task.id is not None
    ]


def _find_doubles(kind: str, items: Iterable[tuple[str, Location, str]]) -> Iterator[Found]:
    first: dict[str, str] = {}
    for file, location, name in items:
        if name in first:
            where = "above" if first[name] == file else f"in '{first[name]}'"
            yield Found(file, location, f"there's already {kind} '{name}' {where}; choose another id")
        first.setdefault(name, file)
