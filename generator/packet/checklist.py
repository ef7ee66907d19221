"""The checklist of a case, with its days and names."""

from generator.documents.book import Book
from generator.documents.case_phrases import CasePhrases
from generator.documents.letter import write_value
from generator.documents.sheet import Entry, Sheet, render_sheet
from generator.plan.case_plan import CasePlan, CaseStep
from generator.playbook.letters import FieldBlank


def make_case_checklist(book: Book, plan: CasePlan) -> str:
    """Return the checklist of a case, its days and names written in."""
    return render_sheet(book, _fill_sheet(book, plan)).content


def _fill_sheet(book: Book, plan: CasePlan) -> Sheet:
    head, words, phrases = book.playbook.head, book.words, CasePhrases(book, plan)
    today = book.say.date(plan.today)
    done = {task.key for step in plan.steps.values() if step.done is not None for task in step.planned.tasks}
    return Sheet(
        plan=plan.plan,
        uri="checklist.html",
        title=words("case_title", playbook=head.title, case=plan.title),
        how=words.case_checklist_how,
        footer=words(
            "case_checklist_footer", playbook=head.title, case=plan.title, revision=head.revision, today=today
        ),
        names={role: phrases.who(role) for role in book.playbook.role},
        case=plan.title,
        values=list_values(book, phrases),
        days=list_days(phrases),
        entries={name: _fill_entry(phrases, step) for name, step in plan.steps.items()},
        ticked=frozenset(done.union(plan.case.ticked)),
    )


def _fill_entry(phrases: CasePhrases, step: CaseStep) -> Entry:
    note = [phrases.words("case_note", note=step.note)] if step.note else []
    return Entry(
        due=phrases.window(step),
        done="" if step.done is None else phrases.day(step.done),
        late=" ".join(phrases.late(step)) if step.standing == "late" else "",
        notes=" ".join([*phrases.moves(step), *note]),
    )


def list_values(book: Book, phrases: CasePhrases) -> dict[str, str]:
    """List what the case contains for the fields at the head of checklists, by their ids."""
    blanks = [book.playbook.field[name] for name in book.playbook.head.blanks]
    found = {field.id: _find_value(book, phrases, field) for field in blanks}
    return {name: value for name, value in found.items() if value}


def _find_value(book: Book, phrases: CasePhrases, field: FieldBlank) -> str:
    value = phrases.plan.case.fields.get(field.id)
    if value is None and field.takes is not None and field.takes.person is not None:
        return phrases.name(field.takes.person)
    return "" if value is None else write_value(book, field, value)


def list_days(phrases: CasePhrases) -> dict[str, str]:
    """Return the days of a case's named dates, by their ids."""
    return {name: phrases.day(day) for name, day in phrases.plan.case.dates.items()}
