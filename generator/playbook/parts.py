"""Every part of a playbook that may have its own `when` or meet a requirement, with its place."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.errors import Location
from generator.facts.when import ALWAYS, Rule, When, all_of
from generator.playbook.files import Help
from generator.playbook.letters import Email, Paragraph
from generator.playbook.playbook import Playbook
from generator.playbook.process import Block, Due, Exit, Lesson, Phase, Reader, Record, Silence, Step, Task
from generator.playbook.safeguards import Safeguard

Node = Block | Due | Email | Exit | Help | Paragraph | Phase | Record | Safeguard | Silence | Step | Task
_ON_SITE: tuple[Reader, ...] = ("trainee",)
_ON_SITE_AND_PAPER: tuple[Reader, ...] = ("trainee", "paper")
_IN_EMAIL: tuple[Reader, ...] = ("email",)
_HOMES: dict[type, str] = {
    Step: "step",
    Phase: "phase",
    Lesson: "lesson",
    Email: "email",
    Safeguard: "safeguard",
    Help: "help",
}


@dataclass(frozen=True)
class Found:
    """Something wrong in the model, at a location in a file of the content folder."""

    file: str
    location: Location
    message: str
    key: bool = False
    see: tuple[str, Location] | None = None
    """Another place that it is about."""
    missing: str = ""
    """The fact that doesn't exist, where that is what is wrong."""


@dataclass(frozen=True)
class Part:
    """One part: what it is called in messages, where it is, when it applies, who reads it."""

    name: str
    file: str
    location: Location
    node: Node
    context: Rule
    when: When | None
    readers: tuple[Reader, ...] = ()
    owner: Step | Phase | Email | Lesson | None = None
    """What it is part of; None for a safeguard and the help text."""

    @property
    def home(self) -> tuple[str, str]:
        """The kind and the id of what it is read with, which has an address; the help has no id."""
        home = self.owner or self.node
        return _HOMES[type(home)], getattr(home, "id", "")

    @property
    def rule(self) -> Rule:
        """When it applies, what it is part of included."""
        return all_of(self.context, self.when)

    @property
    def covers(self) -> tuple[str, ...]:
        """The requirements that it meets."""
        return getattr(self.node, "covers", ())

    @property
    def claims(self) -> tuple[str, ...]:
        """What it says to its readers, by the ids of claims."""
        return getattr(self.node, "claims", ())

    def find(self, message: str, *location: str | int, key: bool = False) -> Found:
        """Report something wrong with this part, or at a location in it."""
        return Found(self.file, (*self.location, *location), message, key)


def list_parts(playbook: Playbook) -> list[Part]:
    """List all parts in the order of the process: lessons, phases with their steps, emails, safeguards, help."""
    return [
        *_list_lessons(playbook),
        *(part for phase in playbook.phases for part in _list_phase(playbook, phase)),
        *(part for email in playbook.emails for part in _list_email(playbook, email)),
        *_list_safeguards(playbook),
        Part("the help text", "playbook.yml", ("help",), playbook.head.help, ALWAYS, None, _ON_SITE_AND_PAPER),
    ]


def group_by_requirement(parts: Iterable[Part]) -> dict[str, list[Part]]:
    """Return the parts that meet each requirement, by its id."""
    found: dict[str, list[Part]] = {}
    for part in parts:
        for name in part.covers:
            found.setdefault(name, []).append(part)
    return found


def _list_safeguards(playbook: Playbook) -> Iterator[Part]:
    for number, safeguard in enumerate(playbook.safeguards):
        name = f"safeguard '{safeguard.id}'"
        yield Part(name, "safeguards.yml", ("safeguards", number), safeguard, ALWAYS, None, _ON_SITE)


def _list_lessons(playbook: Playbook) -> Iterator[Part]:
    for lesson in playbook.lessons:
        context = When.of({playbook.path.id: lesson.path}) if lesson.path else ALWAYS
        file = f"lessons/{lesson.id}.yml"
        yield from _list_blocks(lesson.blocks, file, "blocks", context, lesson)


def _list_blocks(
    blocks: tuple[Block, ...], file: str, key: str, context: Rule, owner: Phase | Lesson
) -> Iterator[Part]:
    for number, block in enumerate(blocks):
        name = f"{block.kind} {number + 1} of the lesson '{owner.id}'"
        yield Part(name, file, (key, number), block, context, block.when, _ON_SITE, owner)


def _list_phase(playbook: Playbook, phase: Phase) -> Iterator[Part]:
    file = f"phases/{phase.id}.yml"
    yield Part(f"phase '{phase.id}'", file, (), phase, ALWAYS, phase.when, (), phase)
    context = all_of(phase.when)
    yield from _list_blocks(phase.lesson, file, "lesson", context, phase)
    for number, step in enumerate(phase.steps):
        place: Location = ("steps", number)
        name = f"step '{step.id}'"
        yield Part(name, file, place, step, context, step.when, _ON_SITE_AND_PAPER, step)
        yield from _list_in_step(playbook, step, file, place, all_of(context, step.when))


def _list_in_step(playbook: Playbook, step: Step, file: str, place: Location, context: Rule) -> Iterator[Part]:
    name = f"step '{step.id}'"
    due_file, due_place = locate_due(playbook, step, file, place)
    for number, due in enumerate(step.due):
        where = (*due_place, number)
        what = f"due entry {number + 1} of {name}"
        yield Part(what, due_file, where, due, context, due.when, _ON_SITE_AND_PAPER, step)
    for number, task in enumerate(step.tasks):
        what = f"task {number + 1} of {name}"
        where = (*place, "tasks", number)
        yield Part(what, file, where, task, context, task.when, _ON_SITE_AND_PAPER, step)
    for number, leave in enumerate(step.exits):
        where = (*place, "exits", number)
        yield Part(f"exit '{leave.id}'", file, where, leave, context, leave.when, _ON_SITE_AND_PAPER, step)
    if step.silence is not None:
        where = (*place, "silence")
        yield Part(f"the silence of {name}", file, where, step.silence, context, None, _ON_SITE_AND_PAPER, step)
    if step.record is not None:
        where = (*place, "record")
        yield Part(f"the record of {name}", file, where, step.record, context, None, _ON_SITE_AND_PAPER, step)


def locate_due(playbook: Playbook, step: Step, file: str, place: Location) -> tuple[str, Location]:
    """Return where a step's due entries are: with the step, or in the overlay that replaces them."""
    for number, timing in enumerate(playbook.overlay.timings):
        if timing.step == step.id:
            return "overlay.yml", ("timings", number, "due")
    return file, (*place, "due")


def _list_email(playbook: Playbook, email: Email) -> Iterator[Part]:
    file = f"emails/{email.id}.yml"
    calling = playbook.rule_of_call(email.id)
    yield Part(f"email '{email.id}'", file, (), email, calling, email.when, (), email)
    context = playbook.rule_of_email(email)
    for key, kind in (("paragraphs", "paragraph"), ("attachments", "attachment")):
        for number, paragraph in enumerate(getattr(email, key)):
            name = f"{kind} {number + 1} of email '{email.id}'"
            yield Part(name, file, (key, number), paragraph, context, paragraph.when, _IN_EMAIL, email)
