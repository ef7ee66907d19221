"""What is used by what: the facts, dates, roles, fields and emails that something names."""

from generator.facts.when import When
from generator.playbook.blanks import list_blanks
from generator.playbook.parts import list_parts
from generator.playbook.playbook import Playbook
from generator.playbook.process import Phase, Step


def list_used_facts(playbook: Playbook) -> set[str]:
    """List the facts and conditions that decide something; the path always does."""
    parts = list_parts(playbook)
    whens: list[When | None] = [part.when for part in parts]
    for part in parts:
        if isinstance(part.node, (Phase, Step)):
            whens += [reason.when for reason in part.node.otherwise]
    whens += [date.when for date in playbook.dates]
    whens += [requirement.when for requirement in playbook.requirements]
    whens += [when for claim in playbook.claims for when in (claim.must, claim.never)]
    whens += [rule.when for safeguard in playbook.safeguards for rule in safeguard.rules]
    whens += [condition.when for condition in playbook.conditions]
    whens += [fact.when for fact in playbook.facts]
    whens += [option.when for fact in playbook.facts for option in fact.options]
    return {name for when in whens if when is not None for _, name, _ in when.literals()} | {playbook.path.id}


def list_used_dates(playbook: Playbook) -> set[str]:
    """List the dates from which, or by which, something is due."""
    return {name for step in playbook.steps.values() for due in step.due for name in (due.from_, *due.by)}


def list_used_roles(playbook: Playbook) -> set[str]:
    """List the roles that are named by a step, send or get an email, or help."""
    used = {email.sender for email in playbook.emails} | set(playbook.head.help.roles)
    used |= {email.address for email in playbook.emails if email.address in playbook.role}
    for step in playbook.steps.values():
        used |= {step.accountable, *step.responsible, *step.consulted, *step.informed}
    used |= {step.silence.decides for step in playbook.steps.values() if step.silence}
    return used


def list_used_fields(playbook: Playbook) -> set[str]:
    """List the fields that an email has placeholders for or that are at the head of the checklists."""
    used = set(playbook.head.blanks)
    for email in playbook.emails:
        used.update(list_blanks(email))
        used.update([email.address] if email.address in playbook.field else [])
    return used


def list_used_emails(playbook: Playbook) -> set[str]:
    """List the emails that some step or exit sends."""
    steps = playbook.steps.values()
    lists = [*(step.emails for step in steps), *(leave.emails for step in steps for leave in step.exits)]
    return {email for emails in lists for email in emails}


def list_made_claims(playbook: Playbook) -> set[str]:
    """List the claims that some letter or task makes."""
    by_tasks = {name for step in playbook.steps.values() for task in step.tasks for name in task.claims}
    return by_tasks | {name for email in playbook.emails for part in email.parts for name in part.claims}


def list_demanded_claims(playbook: Playbook) -> set[str]:
    """List the claims that must be made in some case."""
    return {claim.id for claim in playbook.claims if claim.must is not None}
