"""Every requirement reaches everyone whom it concerns, in every case in which it concerns them."""

from collections.abc import Iterator

from generator.checks.subject import Subject
from generator.facts.when import AnyOf, all_of, spell_case
from generator.playbook.parts import Found, group_by_requirement
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
            met = tuple(part.rule for part in carriers.get(requirement.id, []) if reader in part.readers)
            case = subject.find_case(all_of(requirement.when), but_not=AnyOf(met))
            if case is not None:
                advice = f"add 'covers: [{requirement.id}]' to {_ADVICE[reader]} that says it"
                reached = f"requirement '{requirement.id}' doesn't reach {READER_NAMES[reader]}"
                message = f"{reached}{spell_case(case)}; {advice}"
                yield Found("requirements.yml", ("requirements", number, "reaches", position), message)
