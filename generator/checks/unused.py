"""Check 1, second half, and 7: nothing that is defined is never used."""

from collections.abc import Iterator

from generator.checks.subject import Subject
from generator.playbook.parts import Found
from generator.playbook.uses import (
    list_demanded_claims,
    list_made_claims,
    list_used_dates,
    list_used_emails,
    list_used_facts,
    list_used_fields,
    list_used_roles,
)


def check_unused(subject: Subject) -> Iterator[Found]:
    """Find facts, conditions, dates, roles, claims and emails that nothing uses."""
    playbook = subject.playbook
    used_facts = list_used_facts(playbook)
    kinds = [
        ("fact", "facts.yml", "facts", list(playbook.logic.facts), used_facts, "in a 'when'"),
        ("condition", "facts.yml", "conditions", list(playbook.logic.conditions), used_facts, "in a 'when'"),
        ("date", "facts.yml", "dates", list(playbook.date), list_used_dates(playbook), "in a 'due'"),
        ("role", "roles.yml", "roles", list(playbook.role), list_used_roles(playbook), "in a step or email"),
    ]
    for kind, file, key, names, used, where in kinds:
        for number, name in enumerate(names):
            if name not in used:
                yield Found(file, (key, number), f"{kind} '{name}' is never used {where}; use it, or delete it")
    # a claim that must never be made, or that others exclude, guards the others: nothing has to make it
    guards = {exclusion.claim for claim in playbook.claims for exclusion in claim.excludes}
    guards |= {claim.id for claim in playbook.claims if claim.never is not None}
    # one that must be made is missed in those cases
    known = list_made_claims(playbook) | list_demanded_claims(playbook) | guards
    for number, name in enumerate(playbook.claim):
        if name not in known:
            message = f"claim '{name}' is made by no letter or task; name it in the 'claims' of one, or delete it"
            yield Found("claims.yml", ("claims", number), message)
    for name in set(playbook.email) - list_used_emails(playbook):
        message = f"no step or exit sends the email '{name}'; name it in the 'emails' of one, or delete it"
        yield Found(f"emails/{name}.yml", (), message)


def check_unused_fields(subject: Subject) -> Iterator[Found]:
    """Find fields that no letter and no checklist uses."""
    used = list_used_fields(subject.playbook)
    for number, name in enumerate(subject.playbook.field):
        if name not in used:
            message = f"field '{name}' is never used in an email or in the 'blanks' of playbook.yml"
            yield Found("fields.yml", ("fields", number), f"{message}; use it, or delete it")
