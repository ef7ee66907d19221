"""The file of a new case: what is known, and its open questions as comments."""

import textwrap

from generator.documents.book import Book
from generator.facts.when import Case
from generator.plan.plan import Plan, list_possible, make_plan
from generator.playbook.blanks import list_blanks
from generator.playbook.imprint import take_imprint
from generator.playbook.letters import FieldBlank


def write_new_case(book: Book, known: Case, *, name: str, schema: str) -> str:
    """Return the text of a new case file: what is known, and the open questions as comments."""
    plan = make_plan(book.playbook, known)
    fields = _list_fields(book, plan)
    roles = {
        role
        for planned in plan.steps.values()
        if planned.applies
        for role in (planned.step.accountable, *planned.step.responsible)
    } | {email.address for email, _ in book.list_emails(plan)}
    imprint = take_imprint(book.playbook)
    return book.renderer.render(
        "case/new.txt.j2",
        playbook=book.playbook,
        plan=plan,
        name=name,
        schema=schema,
        questions=[(fact, list_possible(plan, fact)) for fact in plan.open_facts],
        dates=plan.list_dates(),
        fields=fields,
        roles=[role for role in book.playbook.roles if role.id in roles],
        revision=imprint.revision,
        # A case file is read by people: its lines fit a screen, and none is broken within a word.
        imprint=textwrap.wrap(imprint.steps or "", 112, break_long_words=False, break_on_hyphens=False),
    )


def _list_fields(book: Book, plan: Plan) -> list[FieldBlank]:
    """List the fields that a case may fill: those of its head and of its emails, addresses too, that nothing fills."""
    names = dict.fromkeys(book.playbook.head.blanks)
    for email, _ in book.list_emails(plan):
        names.update(dict.fromkeys(list_blanks(email)))
        names.update({email.address: None} if email.address in book.playbook.field else {})
    return [book.playbook.field[name] for name in names if book.playbook.field[name].takes is None]
