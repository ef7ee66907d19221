"""The packet of a case: everything that staff print, send, import or hand on."""

from collections.abc import Callable, Iterator, Sequence

from generator.documents.book import Book
from generator.packet.calendar import Days, make_calendar
from generator.packet.checklist import make_case_checklist
from generator.packet.letters import Draft, list_drafts, list_exit_drafts, write_mail, write_text
from generator.packet.plan_json import make_plan_file
from generator.packet.summary import make_summary
from generator.packet.table import make_table
from generator.packet.xlsx import make_spreadsheet
from generator.plan.case_plan import CasePlan
from generator.plan.decision import decide


def make_packet(
    book: Book, plan: CasePlan, *, days: Days | None = None, is_outdated: Callable[[str], bool] = lambda _: False
) -> Iterator[tuple[str, bytes]]:
    """Yield each file of a packet by its name; the same case on the same day gives the same bytes at first.

    Whether a draft lacks what somebody has changed in its text is asked last, once all letters have been taken.
    """
    drafts, at_exits = list_drafts(book, plan), list_exit_drafts(book, plan)
    summary = make_summary(book, plan)
    yield "checklist.html", make_case_checklist(book, plan).encode()
    yield "summary.html", summary.encode()
    yield "calendar.ics", make_calendar(book, plan, days)
    yield "steps.xlsx", make_spreadsheet(book, plan)
    yield "steps.csv", make_table(book, plan)
    yield "plan.json", make_plan_file(book, plan, drafts, at_exits).encode()
    for draft in (*drafts, *at_exits):
        yield f"emails/{draft.name}.txt", write_text(book, draft).encode()
        yield f"emails/{draft.name}.eml", write_mail(draft, summary=summary)
    yield "emails/open.txt", _write_open(book, plan, drafts, at_exits, is_outdated).encode()


def _write_open(
    book: Book,
    plan: CasePlan,
    drafts: Sequence[Draft],
    at_exits: Sequence[Draft],
    is_outdated: Callable[[str], bool],
) -> str:
    decisions = [
        (email, decide(book.playbook, book.playbook.rule_at_steps(email), plan.plan.known))
        for email in book.playbook.emails
    ]
    maybe = [
        (email.title, book.say.only_if(decision.only_if)) for email, decision in decisions if decision.state == "if"
    ]
    outdated = {draft.name for draft in (*drafts, *at_exits) if is_outdated(f"emails/{draft.name}.eml")}
    return book.renderer.render(
        "case/letters.txt.j2",
        playbook=book.playbook,
        drafts=drafts,
        at_exits=at_exits,
        also_at_exits=[draft for draft in drafts if draft.exits],
        outdated=outdated,
        maybe=maybe,
    )
