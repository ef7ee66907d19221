"""A checklist to print, empty or with what is known of a case written into it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from markupsafe import Markup

from generator.documents.book import Book, Document
from generator.plan.guards import list_guarding
from generator.plan.plan import Plan
from generator.plan.skipped import list_skipped
from generator.playbook.process import Step


@dataclass(frozen=True)
class Entry:
    """What is written in at one step; where a text is empty, there is a line to fill in, or nothing."""

    due: str = ""
    done: str = ""
    late: str = ""
    notes: str = ""


@dataclass(frozen=True)
class Sheet:
    """A plan as a checklist, with as much written in as is known; placeholders, dates and steps go by their ids."""

    plan: Plan
    uri: str
    title: str
    how: str
    footer: str
    names: Mapping[str, str]
    """Who fills each role."""
    linked: bool = False
    """Whether it is one of the pages of the site and links to them."""
    case: str = ""
    """What people call the case, written on each card."""
    values: Mapping[str, str] = field(default_factory=dict)
    days: Mapping[str, str] = field(default_factory=dict)
    entries: Mapping[str, Entry] = field(default_factory=dict)
    ticked: frozenset[str] = frozenset()
    """The keys of tasks that are done."""

    def find_entry(self, step: Step) -> Entry:
        """Return what is written in at a step."""
        return self.entries.get(step.id, Entry())


def render_sheet(book: Book, sheet: Sheet) -> Document:
    """Return a checklist as a page to print."""
    plan, playbook = sheet.plan, book.playbook
    return book.render(
        "checklists/checklist.html.j2",
        sheet.uri,
        title=sheet.title,
        source="playbook.yml",
        sheet=sheet,
        plan=plan,
        blanks=[playbook.field[name] for name in playbook.head.blanks],
        kinds=_name_kinds(book, plan),
        say_steps=lambda steps: _say_steps(book, steps),
        who=lambda step: _say_who(book, step, sheet.names),
        css_text=_write_css_text,
        safeguards=lambda step: list_guarding(plan, step.id),
        skipped=list_skipped(plan),
        contacts={contact.role: contact for contact in playbook.overlay.contacts},
        page_of=lambda kind, name: _find_page(book, kind, name),
    )


def _name_kinds(book: Book, plan: Plan) -> list[str]:
    kinds = dict.fromkeys(phase.phase.checklist for phase in plan.phases if phase.cards)
    return [book.words.do_confirm if kind == "do-confirm" else book.words.read_do for kind in kinds]


def _find_page(book: Book, kind: str, name: str) -> str:
    """Return the address of a part on the finished site, where every page of Markdown has become HTML."""
    return book.address_of(kind, name).replace(".md", ".html", 1)


def _say_steps(book: Book, steps: list[Step]) -> str:
    numbers = [str(book.playbook.numbers[step.id]) for step in steps]
    if len(numbers) == 1:
        return book.words("checklist_step", number=numbers[0])
    return book.words("checklist_steps", numbers=book.say.join(numbers)) if numbers else ""


def _say_who(book: Book, step: Step, names: Mapping[str, str]) -> str:
    accountable = names[step.accountable]
    if step.responsible == (step.accountable,):
        return book.words("checklist_who", accountable=accountable)
    responsible = book.say.join(names[role] for role in step.responsible)
    return book.words("checklist_who_does", accountable=accountable, responsible=responsible)


def _write_css_text(text: str) -> Markup:
    """Return text as a CSS string, every character that could end it written as its number."""
    # Letters, digits and harmless signs stay as they are, so that the sheet can still be read and searched.
    escaped = re.sub(r"[^\w .,:·–-]", lambda match: f"\\{ord(match.group()):x} ", text)
    return Markup(f'"{escaped}"')  # noqa: S704 - nothing but word characters is left as it is
