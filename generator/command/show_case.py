"""One case in the terminal."""

import textwrap
from collections.abc import Iterable, Iterator, Sequence

from generator.command.terminal import write_table
from generator.documents.book import Book
from generator.documents.case_phrases import CasePhrases
from generator.documents.phrases import capitalize
from generator.facts.when import Fact
from generator.plan.case_plan import CasePlan, CaseStep
from generator.plan.plan import list_possible
from generator.plan.skipped import list_skipped

_INDENT = "      "


def show_case(book: Book, plan: CasePlan, *, width: int, role: str | None = None) -> str:
    """Return the plan of a case as text: what is late, what is next, what waits, what to ask; for one role, or all."""
    phrases = CasePhrases(book, plan)
    words = book.words
    sections = [
        (words.case_late, _show_late(phrases, plan, width, role)),
        (
            words.case_next,
            _show_steps(phrases, plan.list_next(role), width) or words.case_nothing_next,
        ),
        (words.case_waiting, _show_steps(phrases, plan.list_standing("waiting", role=role), width)),
        (words.case_ahead, _show_steps(phrases, plan.list_standing("ahead", role=role), width)),
        (words.case_done, _show_done(phrases, plan.list_standing("done", role=role), width)),
        (words.case_open, _show_open(book, plan, width)),
        (words.case_skipped, _show_skipped(book, plan, width, role)),
        (words.case_remarks, "\n".join(_wrap(said, width) for said in phrases.remarks())),
    ]
    known = " ".join(_say_answer(fact, plan.plan.known[fact.id]) for fact in _list_known(plan))
    return book.renderer.render(
        "case/plan.txt.j2", playbook=book.playbook, plan=plan, phrases=phrases, known=known, sections=sections
    )


def _list_known(plan: CasePlan) -> Iterator[Fact]:
    return (fact for fact in plan.playbook.facts if fact.id in plan.plan.known)


def _say_answer(fact: Fact, answer: str) -> str:
    label = next(option.label for option in fact.options if option.id == answer)
    return f"{fact.question} {label}."


def _wrap(text: str, width: int, *, indent: str = "") -> str:
    lines = [
        textwrap.fill(line, width, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)
        for line in text.splitlines()
    ]
    return "\n".join(lines)


def _show_late(phrases: CasePhrases, plan: CasePlan, width: int, role: str | None) -> str:
    steps = plan.list_by_day("late", role=role)
    if not steps:
        return phrases.words.case_nothing_late
    return "\n".join(
        "\n".join((_show_steps(phrases, [step], width), *(_wrap(said, width, indent=_INDENT) for said in late)))
        for step in steps
        if (late := phrases.late(step))
    )


def _show_steps(phrases: CasePhrases, steps: Sequence[CaseStep], width: int) -> str:
    """Return steps as a table: number, title, who answers for it, days; below, what is to be known of each."""
    number_width = len(str(len(phrases.plan.playbook.steps)))
    rows = [
        (
            f"{step.planned.number:>{number_width}}",
            _join_lines(step.planned.step.title, _join_sentences(_list_notes(phrases, step))),
            phrases.who(step.planned.step.accountable),
            phrases.window(step),
        )
        for step in steps
    ]
    return write_table(rows, width=width, flexible=(1, 2, 3))


def _join_lines(*texts: str) -> str:
    return "\n".join(text for text in texts if text)


def _join_sentences(texts: Iterable[str]) -> str:
    return " ".join(text if text.endswith((".", "!", "?")) else f"{text}." for text in texts)


def _list_notes(phrases: CasePhrases, step: CaseStep) -> Iterator[str]:
    yield from (said for said in (phrases.only_if(step), capitalize(phrases.waits(step))) if said)
    yield from phrases.moves(step)
    if step.note:
        yield phrases.words("case_note", note=" ".join(step.note.split()))


def _show_done(phrases: CasePhrases, steps: Sequence[CaseStep], width: int) -> str:
    rows = [
        (str(step.planned.number), step.planned.step.title, phrases.day(step.done) if step.done else "")
        for step in steps
    ]
    return write_table(rows, width=width, flexible=(1,)) if rows else ""


def _show_open(book: Book, plan: CasePlan, width: int) -> str:
    rows = [(book.words.case_ask, fact.id, fact.question, _list_options(plan, fact)) for fact in plan.open_facts]
    rows += [(book.words.case_give, date.id, date.means, "") for date in plan.open_dates]
    return write_table(rows, width=width, flexible=(2, 3)) if rows else ""


def _list_options(plan: CasePlan, fact: Fact) -> str:
    possible = list_possible(plan.plan, fact)
    return " | ".join(option.id for option in fact.options if option.id in possible)


def _show_skipped(book: Book, plan: CasePlan, width: int, role: str | None) -> str:
    rows = []
    for group in list_skipped(plan.plan):
        numbers = [
            str(planned.number)
            for planned in group.steps
            if role is None or role in (planned.step.accountable, *planned.step.responsible)
        ]
        if numbers:
            rows.append((book.say.join(numbers), book.words.reasons_join.join(group.reason)))
    return write_table(rows, width=width, flexible=(0, 1)) if rows else ""
