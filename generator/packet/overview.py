"""Many cases at a glance: a line for each, and what is late or due soon in any of them, by role."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from generator.documents.book import Book
from generator.documents.case_phrases import CasePhrases
from generator.plan.case_plan import SOON, CasePlan


@dataclass(frozen=True)
class DueLine:
    """A step that is late or due soon."""

    day: datetime.date
    said: str
    role: str
    number: int
    title: str
    late: bool
    only_if: str
    day_off: str


@dataclass(frozen=True)
class CaseLine:
    """What the overview shows of one case; its case pack is in `folder`, beside the overview."""

    folder: str
    title: str
    today: datetime.date
    late: int
    soon: tuple[DueLine, ...]
    open: int
    following: str


def make_line(book: Book, plan: CasePlan, role: str | None) -> CaseLine:
    """Return the line of a case; with a role, only of what it answers for or does."""
    phrases = CasePhrases(book, plan)
    late = plan.list_standing("late", role=role)
    coming = [*plan.list_next(role), *plan.list_by_day("ahead", "waiting", role=role)]
    first = next((step for step in coming if step.slot.last), None)
    soon = [
        DueLine(
            day=step.slot.last or plan.today,
            said=phrases.day(step.slot.last or plan.today),
            role=book.playbook.role[step.planned.step.accountable].title,
            number=step.planned.number,
            title=step.planned.step.title,
            late=step.standing == "late",
            only_if=phrases.only_if(step),
            day_off=phrases.day_off(step),
        )
        for step in plan.list_soon(role)
    ]
    following = ""
    if first is not None and first.slot.last is not None:
        following = book.words("overview_following", day=phrases.day(first.slot.last), title=first.planned.step.title)
    return CaseLine(
        plan.case.id or "", phrases.case(), plan.today, len(late), tuple(soon), len(plan.open_facts), following
    )


def list_by_role(lines: Sequence[CaseLine]) -> dict[str, list[tuple[CaseLine, DueLine]]]:
    """Return what is late or due soon by the role that answers for it, each by its day."""
    found: dict[str, list[tuple[CaseLine, DueLine]]] = {}
    for line in lines:
        for due in line.soon:
            found.setdefault(due.role, []).append((line, due))
    return {role: sorted(found[role], key=lambda entry: entry[1].day) for role in sorted(found)}


def make_overview(book: Book, lines: Sequence[CaseLine], *, failed: Sequence[str]) -> str:
    """Return the page over all cases."""
    return book.render(
        "case/overview.html.j2",
        "overview.html",
        title=book.words.overview_title,
        lines=lines,
        failed=failed,
        today=book.say.date(lines[0].today) if lines else "",
        days=SOON,
        by_role=list_by_role(lines),
    ).content
