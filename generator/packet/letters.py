"""The letters of a case: filled in as far as things are known, with what is open marked and listed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.documents.book import Book
from generator.documents.letter import Letter, write_value
from generator.packet.eml import write_draft
from generator.plan.case_plan import CasePlan
from generator.plan.decision import decide
from generator.plan.people import find_address, find_person, list_values
from generator.plan.plan import list_wanted, plan_paragraphs
from generator.playbook.blanks import fill_blanks, is_mailbox
from generator.playbook.letters import Attachment, Email, FieldBlank, Paragraph
from generator.playbook.process import Exit, Step

IF_IT_STOPS = "if-it-stops"
"""The folder of letters that are sent only if an exit is taken, beside those that are sent if none is."""


@dataclass(frozen=True)
class Draft:
    """A letter of a case: one that it calls for, or one that is sent only at an exit; with the exits that send it.

    `open_blanks`, `open_parts` and `open_address` are still to be filled in or decided: the last is empty where
    there is an address. `lacks` says in words what is still missing, and what in the case file provides it.
    """

    email: Email
    exits: tuple[tuple[Step, Exit], ...]
    is_called_for: bool
    number: int
    letter: Letter
    sender: tuple[str, str] | None
    to: str | None
    open_address: str
    open_blanks: tuple[FieldBlank, ...]
    open_parts: tuple[str, ...]
    lacks: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name of its file, without an ending: the number of its first step and its id; or one apart, by its id."""
        return f"{self.number:03}-{self.email.id}" if self.is_called_for else f"{IF_IT_STOPS}/{self.email.id}"

    @property
    def attaches_summary(self) -> bool:
        """Whether the summary of the case is attached by itself."""
        return any(attachment.file == "summary" for attachment in self.email.attachments)


def list_drafts(book: Book, plan: CasePlan) -> list[Draft]:
    """List the letters that the case calls for and that are not sent yet, in the order of their steps."""
    drafts = [_make_draft(book, plan, email) for email in book.playbook.emails if is_called_for(plan, email)]
    return sorted(drafts, key=lambda draft: draft.number)


def list_exit_drafts(book: Book, plan: CasePlan) -> list[Draft]:
    """List the letters that are sent only if an exit is taken, where it still may be."""
    apart = [email for email in book.playbook.emails if not is_called_for(plan, email)]
    return [_make_draft(book, plan, email) for email in apart if any(_list_exits(plan, email))]


def _list_exits(plan: CasePlan, email: Email) -> Iterator[tuple[Step, Exit]]:
    """List the exits that are or may be open in a case, at steps that are not done, and send a letter."""
    for name, step in plan.steps.items():
        for leave in step.planned.exits:
            if _is_to_come(plan, name) and any(planned.email is email for planned in leave.emails):
                yield step.planned.step, leave.exit


def is_called_for(plan: CasePlan, email: Email) -> bool:
    """Whether a letter is sent whatever is still unknown, at a step that is not done."""
    if decide(plan.playbook, plan.playbook.rule_at_steps(email), plan.plan.known).state != "do":
        return False
    return any(_is_to_come(plan, step.id) for step in plan.playbook.steps_with_email(email.id))


_NAME = re.compile(r"emails/[0-9]+-([a-z0-9-]+)(?:\.[a-z0-9-]+)?\.(?:txt|eml)")


def is_sent(plan: CasePlan, name: str) -> bool:
    """Whether a file of a packet is a letter, named as `Draft.name` does, that went out with a step that is done."""
    match = _NAME.fullmatch(name)
    email = next((email for email in plan.playbook.emails if match is not None and email.id == match[1]), None)
    if email is None or is_called_for(plan, email):
        return False
    steps = plan.playbook.steps_with_email(email.id)
    return any(step.id in plan.steps and plan.steps[step.id].standing == "done" for step in steps)


def _is_to_come(plan: CasePlan, step: str) -> bool:
    return step in plan.steps and plan.steps[step].standing != "done"


def _make_draft(book: Book, plan: CasePlan, email: Email) -> Draft:
    values = list_values(plan, email)
    open_parts: list[str] = []

    def choose(paragraphs: tuple[Paragraph, ...] | tuple[Attachment, ...]) -> Iterator[str]:
        for planned in plan_paragraphs(book.playbook, email, paragraphs, plan.plan.known):
            text = fill_blanks(planned.paragraph.text, lambda name: _fill(book, values, name))
            if planned.decision.state == "if":
                condition = book.say.only_if(planned.decision.only_if)
                open_parts.append(condition)
                text = book.words("letter_only_if", condition=condition, text=text)
            yield text

    body = "\n\n".join(choose(email.paragraphs))
    attachments = tuple(choose(email.attachments))
    letter = Letter(fill_blanks(email.subject, lambda name: _fill(book, values, name)), attachments, body)
    to = find_address(plan, email)
    open_address = "" if to else _say_address(book, email)
    open_blanks = tuple(_list_open(plan, email, values))
    return Draft(
        email=email,
        exits=tuple(_list_exits(plan, email)),
        is_called_for=is_called_for(plan, email),
        number=min(plan.plan.steps[step.id].number for step in plan.playbook.steps_of_email(email.id)),
        letter=letter,
        sender=_find_sender(plan, email),
        to=to,
        open_address=open_address,
        open_blanks=open_blanks,
        open_parts=tuple(dict.fromkeys(open_parts)),
        lacks=(*filter(None, [open_address]), *(_say_blank(book, email, field) for field in open_blanks)),
    )


def _find_sender(plan: CasePlan, email: Email) -> tuple[str, str] | None:
    person = find_person(plan, email.sender)
    if person is None or person.email is None or not is_mailbox(person.email):
        return None
    return person.name or "", person.email


def _say_address(book: Book, email: Email) -> str:
    """Describe where a letter gets its address: a field, or whoever fills a role."""
    if email.address is None:
        return book.words.letter_address
    if email.address in book.playbook.field:
        return book.words("letter_address_field", label=book.playbook.field[email.address].label, field=email.address)
    return book.words("letter_address_role", title=book.playbook.role[email.address].title, role=email.address)


def _say_blank(book: Book, email: Email, field: FieldBlank) -> str:
    """Describe a blank without a value, and what in the case file fills it."""
    takes, kind, name = field.takes, "field", field.id
    if takes is not None and takes.date:
        kind, name = "date", takes.date
    elif takes is not None and takes.done:
        kind, name = "step", takes.done
    elif takes is not None:
        kind, name = "role", takes.name or email.sender
    return book.words(f"letter_blank_{kind}", blank=book.mark_blank(field.id), id=name)


def _fill(book: Book, values: dict[str, str], name: str) -> str:
    if name not in values:
        return book.mark_blank(name)
    return write_value(book, book.playbook.field[name], values[name])


def _list_open(plan: CasePlan, email: Email, values: dict[str, str]) -> Iterator[FieldBlank]:
    """List the blanks without a value in the parts that are, or may be, in the letter."""
    wanted = list_wanted(plan.playbook, email, plan.plan.known)
    return (plan.playbook.field[name] for name in wanted if name not in values)


def write_text(book: Book, draft: Draft) -> str:
    """Return a letter as plain text, with what is open at its head."""
    return book.renderer.render("case/letter.txt.j2", draft=draft, role=book.playbook.role[draft.email.sender])


def write_mail(draft: Draft, *, summary: str) -> bytes:
    """Return a letter as a draft for a mail program."""
    attached = ("summary.html", summary) if draft.attaches_summary else None
    return write_draft(
        subject=draft.letter.subject, text=draft.letter.body, sender=draft.sender, to=draft.to, attached=attached
    )
