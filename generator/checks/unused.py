"""Check 1, second half, and 7: nothing that is defined is never used."""

from collections.abc import Iterator

from generator.checks.rules import Rules
from generator.facts import When
from generator.fields import list_blanks
from generator.model import Phase, Step
from generator.parts import Found
from generator.playbook import Playbook


def check_unused(rules: Rules) -> Iterator[Found]:
    """Find facts, conditions, dates, roles, fields and emails that nothing uses."""
    playbook = rules.playbook
    for kind, file, key, names, used, where in (
        (
            "fact",
            "facts.yml",
            "facts",
            [f.id for f in playbook.facts],
            _list_used_facts(rules),
            "in a 'when'",
        ),
        (
            "condition",
            "facts.yml",
            "conditions",
            [condition.id for condition in playbook.conditions],
            _list_used_facts(rules),
            "in a 'when'",
        ),
        ("date", "facts.yml", "dates", list(playbook.date), _list_used_dates(playbook), "in a 'due'"),
        ("role", "roles.yml", "roles", list(playbook.role), _list_used_roles(playbook), "in a step or email"),
        (
            "field",
            "fields.yml",
            "fields",
            list(playbook.field),
            _list_used_fields(playbook),
            "in an email, or at the head of the checklists ('blanks')",
        ),
    ):
        for number, name in enumerate(names):
            if name not in used:
                yield Found(file, (key, number), f"{kind} '{name}' is never used {where}; use it, or delete it")
    for email in playbook.emails:
        if not any(playbook.steps_with_email(email.id)):
            message = f"email '{email.id}' is sent at no step; name it in a step's 'emails', or delete it"
            yield Found(f"emails/{email.id}.yml", (), message)


def _list_used_facts(rules: Rules) -> set[str]:
    playbook = rules.playbook
    whens: list[When | None] = [part.when for part in rules.parts]
    for part in rules.parts:
        if isinstance(part.node, (Phase, Step)):
            whens += [reason.when for reason in part.node.otherwise]
    whens += [date.when for date in playbook.dates]
    whens += [requirement.when for requirement in playbook.requirements]
    whens += [condition.when for condition in playbook.conditions]
    whens += [fact.when for fact in playbook.facts]
    whens += [option.when for fact in playbook.facts for option in fact.options]
    return {name for when in whens if when is not None for _, name, _ in when.literals()} | {playbook.path.id}


def _list_used_dates(playbook: Playbook) -> set[str]:
    return {due.from_ for step in playbook.steps.values() for due in step.due}


def _list_used_roles(playbook: Playbook) -> set[str]:
    used = {email.sender for email in playbook.emails} | set(playbook.head.help.roles)
    for step in playbook.steps.values():
        used |= {step.accountable, *step.responsible, *step.consulted, *step.informed}
    return used


def _list_used_fields(playbook: Playbook) -> set[str]:
    used = set(playbook.head.blanks)
    for email in playbook.emails:
        used.update(list_blanks(email))
    return used
