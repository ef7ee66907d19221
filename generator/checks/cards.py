"""Check 8: every card ends at a pause point and has at most nine tasks in every case."""

from collections.abc import Iterator

from generator.checks.subject import Rules
from generator.facts.when import When, spell_case
from generator.playbook.cards import Card, list_cards
from generator.playbook.letters import Email
from generator.playbook.parts import Found, Part

MOST_TASKS = 9
MOST_ANSWERS = 4096
MOST_VERSIONS = 64


def check_cards(rules: Rules) -> Iterator[Found]:
    """Find phases that do not end at a pause point, and cards that are too long in some case."""
    for phase in rules.playbook.phases:
        last = rules.step_part(phase.steps[-1].id)
        if phase.steps[-1].pause is None:
            message = f"{last.name} is the last of its phase; say in 'pause' what to make sure of before going on"
            yield last.find(message)
        for card in list_cards(phase):
            yield from _check_card(rules, card)
    for part in rules.parts:
        if isinstance(part.node, Email):
            yield from _check_versions(rules, part, part.node)


def _check_versions(rules: Rules, part: Part, email: Email) -> Iterator[Found]:
    whens = [one.when for one in (*email.paragraphs, *email.attachments)]
    if all(rules.is_known(when) for when in whens) and _count_versions(rules, whens) > MOST_VERSIONS:
        message = f"{part.name} has more than {MOST_VERSIONS} versions, too many to choose from"
        yield part.find(f"{message}; make two emails of it")


def _count_versions(rules: Rules, whens: list[When | None]) -> int:
    """Count the different choices of paragraphs over all cases; where those are too many to try, give their number."""
    logic = rules.logic
    if (answers := logic.count_answers(*whens)) > MOST_ANSWERS:
        return answers
    return len({tuple(logic.holds(when, case) for when in whens) for case in logic.list_cases(logic.mentions(*whens))})


def _check_card(rules: Rules, card: Card) -> Iterator[Found]:
    tasks = [(step, task) for step in card.steps for task in step.tasks]
    if len(tasks) <= MOST_TASKS:
        return
    part = rules.step_part(card.steps[0].id)
    rests_on = [rule for step, task in tasks for rule in (rules.playbook.rule_of(step), task.when)]
    if not all(rules.is_known(rule) for rule in rests_on):
        return
    logic = rules.logic
    if logic.count_answers(*rests_on) > MOST_ANSWERS:
        name = f"the card that starts at step '{card.steps[0].id}'"
        message = f"{name} hangs on more than {MOST_ANSWERS} combinations of facts"
        yield part.find(f"{message}, too many to prove its length; end it earlier with a 'pause'")
        return
    for case in logic.list_cases(logic.mentions(*rests_on)):
        count = sum(
            logic.holds(rules.playbook.rule_of(step), case) and logic.holds(task.when, case) for step, task in tasks
        )
        if count > MOST_TASKS:
            message = (
                f"the card that starts at step '{card.steps[0].id}' has {count} tasks{spell_case(case)}; "
                f"at most {MOST_TASKS} fit: end a card earlier with a 'pause', or join tasks"
            )
            yield part.find(message)
            return
