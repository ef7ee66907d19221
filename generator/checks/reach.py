"""Every requirement reaches everyone whom it concerns, in every case in which it concerns them.

A letter of an exit is written only if that happens. So it counts only for what the exit itself covers.
"""

from collections.abc import Iterator

from generator.checks.subject import Subject
from generator.facts.when import AnyOf, Rule, all_of, spell_case
from generator.playbook.letters import Email
from generator.playbook.parts import Found, Part, group_by_requirement
from generator.playbook.playbook import Playbook
from generator.playbook.process import Reader

READER_NAMES: dict[Reader, str] = {
    "trainee": "the trainee",
    "paper": "the person with the printed checklist",
    "email": "the person who writes the email",
}
_ADVICE: dict[Reader, str] = {
    "trainee": "the lesson block, step or task",
    "paper": "the step, task, due entry or record",
    "email": "the paragraph",
}


def check_reach(subject: Subject) -> Iterator[Found]:
    """Find requirements that fail to reach one of their readers, naming the case."""
    carriers = group_by_requirement(subject.parts)
    for number, requirement in enumerate(subject.playbook.requirements):
        for position, reader in enumerate(requirement.reaches):
            parts = (part for part in carriers.get(requirement.id, []) if reader in part.readers)
            met = tuple(_find_rule(subject.playbook, part, requirement.id) for part in parts)
            case = subject.find_case(all_of(requirement.when), but_not=AnyOf(met))
            if case is not None:
                advice = f"add 'covers: [{requirement.id}]' to {_ADVICE[reader]} that says it"
                reached = f"requirement '{requirement.id}' doesn't reach {READER_NAMES[reader]}"
                message = f"{reached}{spell_case(case)}; {advice}"
                yield Found("requirements.yml", ("requirements", number, "reaches", position), message)


def _find_rule(playbook: Playbook, part: Part, requirement: str) -> Rule:
    """Return when readers surely meet a part, or meet it together with an exit that covers the requirement too."""
    if not isinstance(part.owner, Email):
        return part.rule
    at_exits = (
        all_of(playbook.rule_of_exit(step, leave), part.owner.when)
        for step, leave in playbook.exits_with_email(part.owner.id)
        if requirement in leave.covers
    )
    return all_of(AnyOf((playbook.rule_at_steps(part.owner), *at_exits)), part.when)
