"""The checklist of a case, with its days and names."""

from generator.documents.book import Book
from generator.documents.case_phrases import CasePhrases
from generator.documents.checklist import render_checklist
from generator.documents.letter import write_value
from generator.plan.case_plan import CasePlan
from generator.playbook.letters import FieldBlank
from generator.playbook.process import Date, Step


class CaseSheet:
    """What the template of the checklist asks of a case."""

    def __init__(self, book: Book, plan: CasePlan) -> None:
        """Take the book and a case worked out."""
        self._book = book
        self._plan = plan
        self._phrases = CasePhrases(book, plan)
        self.title = plan.title

    def value(self, field: FieldBlank) -> str:
        """Give what the case says for a blank; nothing where it says nothing."""
        value = self._plan.case.fields.get(field.id)
        if value is None and field.takes is not None and field.takes.person is not None:
            return self._phrases.name(field.takes.person)
        return "" if value is None else write_value(self._book, field, value)

    def day_of(self, date: Date) -> str:
        """Give the day of a named date."""
        day = self._plan.case.dates.get(date.id)
        return "" if day is None else self._phrases.day(day)

    def window(self, step: Step) -> str:
        """Say in which days a step is to be done."""
        return self._phrases.window(self._plan.steps[step.id])

    def done(self, step: Step) -> str:
        """Give the day on which a step was done; nothing if it is not."""
        done = self._plan.steps[step.id].done
        return "" if done is None else self._phrases.day(done)

    def late(self, step: Step) -> list[str]:
        """Say how late a step is and what can still be saved; nothing if it is not late."""
        one = self._plan.steps[step.id]
        return self._phrases.late(one) if one.standing == "late" else []

    def notes(self, step: Step) -> list[str]:
        """Say what else is to be known of a step."""
        one = self._plan.steps[step.id]
        note = [self._phrases.words("case_note", note=one.note)] if one.note else []
        return [*self._phrases.moves(one), *note]

    def is_ticked(self, step: Step, key: str) -> bool:
        """Whether a task is ticked, or its step is done."""
        return self._plan.steps[step.id].done is not None or key in self._plan.case.ticked


def make_case_checklist(book: Book, plan: CasePlan) -> str:
    """Give the checklist of a case, with its days."""
    head = book.playbook.head
    title = book.words("case_title", playbook=head.title, case=plan.title)
    footer = book.words(
        "case_checklist_footer",
        playbook=head.title,
        case=plan.title,
        revision=head.revision,
        today=book.say.date(plan.today),
    )
    sheet = CaseSheet(book, plan)
    return render_checklist(
        book,
        plan.plan,
        uri="checklist.html",
        title=title,
        footer=footer,
        case=sheet,
        name_role=CasePhrases(book, plan).who,
    ).content
