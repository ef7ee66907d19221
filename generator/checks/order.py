"""Checks 2 and 3: no step waits for a later one, and what a step needs applies whenever the step does."""

from collections.abc import Iterator

from generator.checks.subject import Subject
from generator.facts.when import all_of, spell_case
from generator.playbook.order import Edge
from generator.playbook.parts import Found, locate_due


def check_order(subject: Subject) -> Iterator[Found]:
    """Find loops and edges that point backwards."""
    for edge in subject.order.edges:
        if _points_backwards(subject, edge):
            chain = subject.order.find_chain(edge.after, edge.before)
            yield _report(subject, edge, _say_loop([edge.after, *chain], edge.key) if chain else _say_backward(edge))


def check_needs(subject: Subject) -> Iterator[Found]:
    """Find steps that apply where a step that they need does not."""
    for edge in subject.order.edges:
        if edge.needs and not _points_backwards(subject, edge):
            yield from _check_need(subject, edge)


def _points_backwards(subject: Subject, edge: Edge) -> bool:
    return subject.order.index[edge.before] >= subject.order.index[edge.after]


def _check_need(subject: Subject, edge: Edge) -> Iterator[Found]:
    playbook = subject.playbook
    step = playbook.steps[edge.after]
    rule, needed = playbook.rule_of(step), playbook.rule_of(playbook.steps[edge.before])
    if edge.key == "due":
        rule = all_of(rule, step.due[edge.position].when)
    case = subject.find_case(rule, but_not=needed)
    if case is not None:
        message = (
            f"step '{edge.after}' needs '{edge.before}', which doesn't apply{spell_case(case)}; "
            f"use the same 'when' for both, or 'after'"
        )
        yield _report(subject, edge, message)


def _say_backward(edge: Edge) -> str:
    advice = f"move '{edge.before}' up, or remove it from the '{edge.key}' of '{edge.after}'"
    return f"step '{edge.after}' waits for '{edge.before}', which comes after it; {advice}"


def _say_loop(loop: list[str], key: str) -> str:
    """Describe a loop; the step that waits is first and last in it."""
    if len(loop) == 2:
        return f"step '{loop[0]}' waits for itself; remove it from its own '{key}'"
    return f"these steps wait for each other: {', '.join(loop)}; remove one of those names from an 'after' or 'needs'"


def _report(subject: Subject, edge: Edge, message: str) -> Found:
    part = subject.step_part(edge.after)
    if edge.key == "due":
        file, location = locate_due(subject.playbook, subject.playbook.steps[edge.after], part.file, part.location)
        return Found(file, (*location, edge.position, "from"), message)
    return part.find(message, edge.key, edge.position)
