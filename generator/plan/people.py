"""Who fills a role in a case, and what fills the blanks of its letters."""

from generator.plan.case_plan import CasePlan
from generator.playbook.blanks import is_mailbox, list_blanks
from generator.playbook.company import Person
from generator.playbook.letters import Email, FieldBlank, Takes


def find_person(plan: CasePlan, role: str) -> Person | None:
    """Return who fills a role: as the case says, else as the company's contacts do."""
    if role in plan.case.people:
        return plan.case.people[role]
    return next((contact for contact in plan.playbook.overlay.contacts if contact.role == role), None)


def find_address(plan: CasePlan, email: Email) -> str | None:
    """Return the address to which an email goes: what its field says, or that of whoever fills its role."""
    if email.address is None:
        return None
    if email.address in plan.playbook.field:
        return plan.case.fields.get(email.address)
    person = find_person(plan, email.address)
    return person.email if person is not None and person.email and is_mailbox(person.email) else None


def list_values(plan: CasePlan, email: Email) -> dict[str, str]:
    """Return what is known for the blanks of an email, by field; a day as year-month-day."""
    found = {name: _find_value(plan, email, plan.playbook.field[name]) for name in list_blanks(email)}
    return {name: value for name, value in found.items() if value is not None}


def _find_value(plan: CasePlan, email: Email, field: FieldBlank) -> str | None:
    if field.id in plan.case.fields:
        return plan.case.fields[field.id]
    return None if field.takes is None else _take(plan, email, field.takes)


def _take(plan: CasePlan, email: Email, takes: Takes) -> str | None:
    if takes.date is not None:
        day = plan.case.dates.get(takes.date)
        return None if day is None else day.isoformat()
    if takes.done is not None:
        step = plan.steps.get(takes.done)
        return None if step is None or step.done is None else step.done.isoformat()
    if takes.sender == "title":
        return plan.playbook.role[email.sender].title
    person = find_person(plan, takes.person or takes.contact or email.sender)
    if person is None:
        return None
    if takes.person is not None or takes.sender == "name":
        return person.name
    if takes.sender == "contact":
        return "\n".join(part for part in (plan.playbook.overlay.company, person.email, person.phone) if part)
    return ", ".join(part for part in (person.name, person.email, person.phone) if part)
