"""One case in words: its dates, which steps are late or due, and what to ask."""

import datetime
from collections.abc import Iterator

from generator.documents.book import Book
from generator.documents.phrases import capitalize
from generator.plan.case_plan import CasePlan, CaseStep, Remark
from generator.plan.people import find_person
from generator.plan.plan import PlannedStep
from generator.plan.windows import Move


class CasePhrases:
    """Puts one case into the words of its playbook and of the interface."""

    def __init__(self, book: Book, plan: CasePlan) -> None:
        """Take the book of the playbook and a case worked out."""
        self.book = book
        self.words = book.words
        self.plan = plan

    def case(self) -> str:
        """Return what people call the case, with its id beside the name, which other cases may have too."""
        case = self.plan.case.id or ""
        return case if self.plan.title == case else self.words("case_name", title=self.plan.title, id=case)

    def day(self, day: datetime.date) -> str:
        """Return a day as `Thu 17 Dec 2026`."""
        return self._say_day("case_day_year", day)

    def _say_day(self, name: str, day: datetime.date) -> str:
        weekday, month = self.words.weekdays.split()[day.weekday()], self.words.months_short.split()[day.month - 1]
        return self.words(name, weekday=weekday, day=day.day, month=month, year=day.year)

    def window(self, step: CaseStep) -> str:
        """Return in words in which days a step is to be done, or why there are none."""
        slot = step.slot
        if slot.first is not None and slot.last is not None and slot.first < slot.last:
            form = "case_day_short" if slot.first.year == slot.last.year else "case_day_year"
            return self.words("case_window", first=self._say_day(form, slot.first), last=self.day(slot.last))
        if slot.last is not None:
            return self.day(slot.last) if slot.first == slot.last else self.words("case_by", last=self.day(slot.last))
        if slot.first is not None:
            return self.words("case_from", first=self.day(slot.first))
        return self._say_no_day(step)

    def _say_no_day(self, step: CaseStep) -> str:
        if step.slot.lacks is not None:
            return self.words("case_lacks", date=self.plan.playbook.date[step.slot.lacks].label)
        if step.due is not None:
            return self.words("case_counts", due=self.book.say.due(step.due))
        return self.words.case_hangs if step.planned.due else self.words.case_no_day

    def late(self, step: CaseStep) -> list[str]:
        """List in words by how much a step is late, what is left, and what can still be saved."""
        late = capitalize(self.words("case_late_by", days=self.book.say.count(self.plan.count_late(step))))
        if step.due is None:
            return [f"{late}."]
        saved = [step.due.late] if step.due.late else []
        return [f"{late} ({self.book.say.due(step.due)}).", *self._say_left(step), *saved]

    def _say_left(self, step: CaseStep) -> Iterator[str]:
        anchor = None if step.due is None else self.plan.playbook.date.get(step.due.from_)
        if anchor is None:
            return
        left, label = self.plan.count_left(step), capitalize(anchor.label)
        if left is None:
            yield self.words("case_anchor_over", anchor=label)
        elif left == 0:
            yield self.words("case_no_days_left", anchor=label)
        elif left == 1:
            yield self.words("case_day_left", anchor=anchor.label)
        else:
            yield self.words("case_days_left", days=self.book.say.count(left), anchor=anchor.label)

    def moves(self, step: CaseStep) -> list[str]:
        """List in words why a last day isn't the one that the playbook sets, and what to note about it."""
        return [self._say_move(step, move) for move in step.slot.moves]

    def day_off(self, step: CaseStep) -> str:
        """Return in words that a step is due on a day off; nothing if it is not."""
        offs = [move for move in step.slot.moves if move.reason in ("all-off", "last-off")]
        return " ".join(self._say_move(step, move) for move in offs)

    def _say_move(self, step: CaseStep, move: Move) -> str:
        named = self.plan.plan.steps[move.step] if move.step else step.planned
        slot = step.slot
        return self.words(
            f"case_moved_{move.reason}".replace("-", "_"),
            earliest=self.day(slot.earliest) if slot.earliest else "",
            latest=self.day(slot.latest) if slot.latest else "",
            first=self.day(slot.first) if slot.first else "",
            last=self.day(slot.last) if slot.last else "",
            date=self.plan.playbook.date[move.date].label if move.date else "",
            number=named.number,
            title=named.step.title,
        )

    def waits(self, step: CaseStep) -> str:
        """Return in words for which steps a step waits; nothing if it waits for none."""
        numbers = [str(awaited.number) for awaited in step.waits_for]
        if not numbers:
            return ""
        if len(numbers) == 1:
            said = self.words("checklist_step", number=numbers[0])
        else:
            said = self.words("checklist_steps", numbers=self.book.say.join(numbers))
        return self.words("case_waits", steps=said)

    def who(self, role: str) -> str:
        """Return the title of a role, with the name of whoever fills it in this case."""
        title, person = self.book.playbook.role[role].title, find_person(self.plan, role)
        return f"{title} ({person.name})" if person is not None and person.name else title

    def name(self, role: str) -> str:
        """Return the name of whoever fills a role; nothing where nobody is named."""
        person = find_person(self.plan, role)
        return person.name or "" if person is not None else ""

    def contact(self, role: str) -> str:
        """Return the title of a role, and how to reach whoever fills it."""
        person = find_person(self.plan, role)
        parts = [part for part in (person.name, person.email, person.phone) if part] if person is not None else []
        return ": ".join(part for part in (self.book.playbook.role[role].title, ", ".join(parts)) if part)

    def only_if(self, step: CaseStep) -> str:
        """Return in words what must be so for a step to apply; nothing if it does apply."""
        decision = step.planned.decision
        if decision.state != "if":
            return ""
        return self.words("only_if", condition=self.book.say.only_if(decision.only_if))

    def remarks(self) -> list[str]:
        """List in words what is to be known about the case beside its steps."""
        said = [self._say_remark(remark) for remark in self.plan.remarks]
        kinds = [remark.kind for remark in self.plan.remarks]
        made_with = self.plan.case.made_with
        if kinds.count("revision") == 1 and made_with is not None and made_with.steps is not None:
            said.insert(1, self.words.case_remark_same)
        return said

    def _say_remark(self, remark: Remark) -> str:
        if remark.kind == "revision" and remark.step is None:
            now = self.plan.playbook.head.revision
            return self.words("case_remark_revision", revision=remark.other, now=now)
        if remark.kind == "reworded":
            if remark.count == 1:
                return self.words.case_remark_reworded_one
            return self.words("case_remark_reworded", count=remark.count)
        if remark.kind == "no-holidays":
            return self.words("case_remark_no_holidays", years=self.book.say.join(map(str, remark.years)))
        if remark.changes == ("gone",):
            return self.words("case_remark_gone", step=remark.step)
        return self._say_step_remark(remark)

    def _say_step_remark(self, remark: Remark) -> str:
        planned = self.plan.plan.steps[remark.step or ""]
        named = {"number": planned.number, "title": planned.step.title}
        if remark.changes == ("new",):
            return self.words("case_remark_new", **named)
        if remark.kind == "revision":
            aspects = self.book.say.join(getattr(self.words, f"case_aspect_{change}") for change in remark.changes)
            return self.words("case_remark_changed", aspects=aspects, **named)
        if remark.kind == "left-out":
            reason = self.words.reasons_join.join(planned.decision.reasons)
            return self.words("case_remark_left_out", reason=reason, **named)
        if remark.kind == "not-yet":
            return self.words("case_remark_not_yet", **named)
        return self._say_misstep(remark, planned)

    def _say_misstep(self, remark: Remark, planned: PlannedStep) -> str:
        step = self.plan.steps[planned.step.id]
        slot, other = step.slot, self.plan.plan.steps.get(remark.other or "")
        last = max((day for day in (slot.latest, slot.last) if day is not None), default=None)
        said = self.words(
            f"case_remark_{remark.kind}".replace("-", "_"),
            number=planned.number,
            title=planned.step.title,
            other_number=other.number if other else "",
            other_title=other.step.title if other else "",
            done=self.day(step.done) if step.done else "",
            earliest=self.day(slot.earliest) if slot.earliest else "",
            last=self.day(last) if last else "",
        )
        label = self.words.safeguard if len(remark.safeguards) == 1 else self.words.safeguards
        return " ".join([said, *([f"{label}:", *remark.safeguards] if remark.safeguards else [])])
