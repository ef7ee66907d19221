"""One number, one place: a text does not repeat the days of a due entry, but takes them from it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from generator.checks.subject import Subject
from generator.errors import Location
from generator.facts.when import all_of
from generator.playbook.letters import Email, Paragraph
from generator.playbook.markdown import LINK, list_links
from generator.playbook.parts import Found, Part
from generator.playbook.process import Block, Due, Lesson, Phase, Step, Task
from generator.playbook.prose import PLACEHOLDER, Placeholder

_FEWEST = 2
"""A number below is too common to be a copy."""


@dataclass(frozen=True)
class Count:
    """Days as a text has them: its words, and the one number of days, or two, that they name."""

    words: str
    days: tuple[int, ...]


FindCounts = Callable[[str], Iterable[Count]]
"""Lists the numbers of days in a text, in whichever language it is."""


def check_typed_days(subject: Subject, find_counts: FindCounts) -> Iterator[Found]:
    """Find numbers of days in texts about a step that its due entries have, in texts with placeholders."""
    linked = {id(owner): _list_linked(subject, owner) for owner in _list_lessons(subject)}
    for part in subject.parts:
        steps = _list_steps(subject, part, linked)
        for key, text in _list_texts(part):
            for count in find_counts(PLACEHOLDER.sub("{}", text)):
                if found := _find_copy(subject, part, key, count, steps):
                    yield found


def _list_lessons(subject: Subject) -> list[Phase | Lesson]:
    return [*subject.playbook.phases, *subject.playbook.lessons]


def _list_linked(subject: Subject, owner: Phase | Lesson) -> list[Step]:
    """List the steps of which a lesson tells: those of its phase, and those to which it links."""
    blocks = owner.lesson if isinstance(owner, Phase) else owner.blocks
    links = (LINK.fullmatch(address) for block in blocks for address in list_links(block.says))
    named = {link.group(2): None for link in links if link and link.group(1) == "step"}
    own = list(owner.steps) if isinstance(owner, Phase) else []
    steps = subject.playbook.steps
    return own + [steps[name] for name in named if name in steps and steps[name] not in own]


def _list_steps(subject: Subject, part: Part, linked: dict[int, list[Step]]) -> list[Step]:
    """List the steps of which a part tells."""
    if isinstance(part.node, (Step, Task)) and isinstance(part.owner, Step):
        return [part.owner]
    if isinstance(part.node, Block):
        return linked[id(part.owner)]
    if isinstance(part.node, (Email, Paragraph)) and isinstance(part.owner, Email):
        return subject.playbook.steps_of_email(part.owner.id)
    return []


def _list_texts(part: Part) -> Iterator[tuple[str, str]]:
    """List the texts of a part that may not repeat days; an example may, for it tells of one case."""
    keys: dict[type, tuple[str, ...]] = {
        Step: ("purpose", "pause"),
        Task: ("do",),
        Block: ("text",),
        Email: ("subject",),
    }
    for key in keys.get(type(part.node), ("text",) if isinstance(part.node, Paragraph) else ()):
        if text := getattr(part.node, key):
            yield key, text


def _find_copy(subject: Subject, part: Part, key: str, count: Count, steps: list[Step]) -> Found | None:
    """Return what repeats a due entry: one of its days where a text tells of the step, both of them anywhere."""
    both = len(count.days) > 1
    for step in [*steps, *subject.playbook.steps.values()] if both else steps:
        for number, due in enumerate(step.due):
            same = _list_same(due, count)
            if not same or (len(same) == 1 and step not in steps) or not _meet(subject, part, step, due):
                continue
            own, other = Placeholder(_choose_kind(due, same), step.id), Placeholder("other", count.words)
            message = f"{part.name} says '{count.words}', which is the window of '{step.id}'"
            advice = f"write {own}, or {other} if it is another number"
            see = _locate(subject, step, number)
            return Found(part.file, (*part.location, key), f"{message}; {advice}", see=see)
    return None


def _list_same(due: Due, count: Count) -> list[str]:
    """List which of the days of a due entry a text repeats."""
    days = {"earliest": due.earliest, "latest": due.latest}
    same = {name: abs(day) for name, day in days.items() if day is not None and abs(day) >= _FEWEST}
    found = {day: name for name, day in same.items() if day in count.days}
    return list(found.values())


def _choose_kind(due: Due, same: list[str]) -> str:
    """Return the kind of placeholder that takes the days which a text repeats; between two sides, the window."""
    if len(same) == 1:
        return same[0]
    return "window" if (due.earliest or 0) < 0 < (due.latest or 0) else "days"


def _meet(subject: Subject, part: Part, step: Step, due: Due) -> bool:
    """Whether a due entry can match in a case in which a text is read."""
    rule = all_of(part.rule, subject.playbook.rule_of(step), due.when)
    return subject.find_case(rule) is not None


def _locate(subject: Subject, step: Step, entry: int) -> tuple[str, Location]:
    due = subject.due_part(step.id, entry)
    return due.file, due.location
