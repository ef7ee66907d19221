"""A plan as a checklist to print."""

import re
from collections.abc import Callable

from markupsafe import Markup

from generator.documents.book import Book, Document
from generator.plan.guards import list_held
from generator.plan.plan import Plan
from generator.plan.skipped import list_skipped
from generator.playbook.process import Step


def render_checklist(
    book: Book,
    plan: Plan,
    *,
    uri: str,
    title: str,
    footer: str,
    case: object | None = None,
    name_role: Callable[[str], str] | None = None,
) -> Document:
    """Give a plan as a checklist to print; with a case, its days and names are filled in."""
    head = book.playbook.head
    return book.render(
        "checklists/checklist.html.j2",
        uri,
        title=title,
        source="playbook.yml",
        case=case,
        plan=plan,
        blanks=[book.playbook.field[name] for name in head.blanks],
        dates=book.playbook.list_dates(plan.known),
        kinds=[
            book.words.do_confirm if kind == "do-confirm" else book.words.read_do
            for kind in dict.fromkeys(phase.phase.checklist for phase in plan.phases if phase.cards)
        ],
        held_back=plan.list_held_back,
        waits_for=lambda step: _say_waits(book, plan, step),
        say_steps=lambda steps: _say_steps(book, steps),
        who=lambda step: _say_who(book, step, name_role or (lambda role: book.playbook.role[role].title)),
        css_text=_write_css_text,
        safeguards=lambda step: list_held(plan, step.id),
        skipped=list_skipped(plan),
        footer=footer,
        contacts={contact.role: contact for contact in book.playbook.overlay.contacts},
        page_of=lambda kind, name: _find_page(book, kind, name),
    )


def _find_page(book: Book, kind: str, name: str) -> str:
    """Give the address of a part on the finished site, where every page of Markdown has become HTML."""
    return book.address_of(kind, name).replace(".md", ".html", 1)


def _say_waits(book: Book, plan: Plan, step: Step) -> str:
    return _say_steps(book, plan.list_direct(step.id))


def _say_steps(book: Book, steps: list[Step]) -> str:
    numbers = [str(book.numbers[step.id]) for step in steps]
    if len(numbers) == 1:
        return book.words("checklist_step", number=numbers[0])
    return book.words("checklist_steps", numbers=book.say.join(numbers)) if numbers else ""


def _say_who(book: Book, step: Step, name_role: Callable[[str], str]) -> str:
    accountable = name_role(step.accountable)
    if step.responsible == (step.accountable,):
        return book.words("checklist_who", accountable=accountable)
    responsible = book.say.join(name_role(name) for name in step.responsible)
    return book.words("checklist_who_does", accountable=accountable, responsible=responsible)


def _write_css_text(text: str) -> Markup:
    """Give text as a CSS string, every character that could end it written as its number."""
    escaped = re.sub(r"[^\w .,:·–-]", lambda match: f"\\{ord(match.group()):x} ", text)
    return Markup(f'"{escaped}"')  # noqa: S704 - nothing but word characters is left as it is
