"""Check 8: every card ends at a pause point and has at most nine tasks in every case."""

from collections.abc import Iterator

from generator.checks.subject import Subject
from generator.facts.when import When, spell_case
from generator.playbook.cards import Card, list_cards
from generator.playbook.letters import Email
from generator.playbook.parts import Found, Part

MOST_TASKS = 9
"""Five to nine items at one pause is the rule for checklists (Gawande, The Checklist Manifesto, 2009)."""
MOST_ANSWERS = 4096
"""At most this many combinations of answers are tried one by one; one more question would double them."""
MOST_VERSIONS = 64
"""Nobody chooses among more letters than that on a page."""


def check_cards(subject: Subject) -> Iterator[Found]:
    """Find phases that do not end at a pause point, and cards that are too long in some case."""
    for phase in subject.playbook.phases:
        last = subject.step_part(phase.steps[-1].id)
        if phase.steps[-1].pause is None:
            message = f"{last.name} ends its phase without a 'pause'; add one that says what to make sure of first"
            yield last.find(message)
        for card in list_cards(phase):
            yield from _check_card(subject, card)
    for part in subject.parts:
        if isinstance(part.node, Email):
            yield from _check_versions(subject, part, part.node)


def _check_versions(subject: Subject, part: Part, email: Email) -> Iterator[Found]:
    whens = [part.when for part in email.parts]
    if all(subject.is_known(when) for when in whens) and _count_versions(subject, whens) > MOST_VERSIONS:
        message = f"{part.name} has more than {MOST_VERSIONS} versions, too many to choose from"
        yield part.find(f"{message}; split it into two emails")


def _count_versions(subject: Subject, whens: list[When | None]) -> int:
    """Count the different choices of paragraphs over all cases; if too many to try, return their number."""
    logic = subject.logic
    if (answers := logic.count_answers(*whens)) > MOST_ANSWERS:
        return answers
    return len({tuple(logic.holds(when, case) for when in whens) for case in logic.list_cases(logic.mentions(*whens))})


def _check_card(subject: Subject, card: Card) -> Iterator[Found]:
    tasks = [(step, task) for step in card.steps for task in step.tasks]
    if len(tasks) <= MOST_TASKS:
        return
    part = subject.step_part(card.steps[0].id)
    rules = [rule for step, task in tasks for rule in (subject.playbook.rule_of(step), task.when)]
    if not all(subject.is_known(rule) for rule in rules):
        return
    logic = subject.logic
    if logic.count_answers(*rules) > MOST_ANSWERS:
        name = f"the card that starts at step '{card.steps[0].id}'"
        message = f"{name} depends on more than {MOST_ANSWERS} combinations of answers"
        yield part.find(f"{message}, too many to check its length; end it earlier with a 'pause'")
        return
    for case in logic.list_cases(logic.mentions(*rules)):
        count = sum(
            logic.holds(subject.playbook.rule_of(step), case) and logic.holds(task.when, case) for step, task in tasks
        )
        if count > MOST_TASKS:
            message = (
                f"the card that starts at step '{card.steps[0].id}' has {count} tasks{spell_case(case)}; "
                f"at most {MOST_TASKS} fit, so end it earlier with a 'pause'"
            )
            yield part.find(message)
            return
