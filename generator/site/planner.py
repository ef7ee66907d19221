"""The page that plans a case in the browser: what it is given, and the scripts that it loads."""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from generator.documents.addresses import PLANNER
from generator.documents.book import Book, Document
from generator.documents.process_data import describe_step
from generator.facts.diagram import Diagram, Writer
from generator.facts.table import DO, SKIP, Clauses
from generator.facts.when import ALWAYS, Fact, Rule, When, all_of
from generator.plan.decision import State
from generator.plan.guards import list_put_before
from generator.plan.plan import choose_reasons, make_key
from generator.playbook.imprint import make_owner, take_former_imprints, take_imprint
from generator.playbook.letters import Email, FieldBlank
from generator.playbook.process import Date, Due, Exit, Phase, Step
from generator.site.planner_data import (
    DateData,
    DueData,
    EmailData,
    ExitData,
    FactData,
    FieldData,
    FollowingData,
    GuardData,
    Imprint,
    Leaf,
    OptionData,
    PhaseData,
    Place,
    PlannerData,
    StepData,
    TableData,
    TaskData,
)
from generator.site.planner_rules import make_calendar_data, make_case_rules, make_paper_rules

_FOLDER = "planner"
_WATCH = "watch.js"
"""Comes first, so that it sees all others fail."""
_SCRIPTS = (
    "vendor/js-yaml.js",
    "logic.js",
    "windows.js",
    "missteps.js",
    "schedule.js",
    "phrases.js",
    "values.js",
    "changes.js",
    "files.js",
    "papers.js",
    "keep.js",
    "dom.js",
    "form.js",
    "steps.js",
    "page.js",
)
_STYLE = "planner.css"
_WORDS = (
    *("planner_", "table_", "event_", "alarm_", "checklist_step", "case_standing_", "case_moved_", "case_aspect_"),
    *("case_remark_", "case_day", "case_late_", "case_no_"),
)
_MORE_WORDS = (
    *("accountable", "responsible", "due", "exit_letter", "one_day", "days", "join_and", "weekdays", "months_short"),
    *("safeguard", "safeguards"),
    *("case_title", "case_anchor_over", "case_window", "case_from", "case_by", "case_lacks", "case_hangs"),
    *("case_counts", "case_waits", "case_note"),
)
_LONGEST_LINE = 120


def make_planner(book: Book) -> Iterator[Document]:
    """Return the page, the playbook as data, and the scripts and the style that the page loads."""
    files = [f"{_FOLDER}/{name}" for name in (_WATCH, "data.js", *_SCRIPTS)]
    yield book.render(
        "planner/page.md.j2",
        PLANNER,
        title=book.words.planner_title,
        source="playbook.yml",
        place=("nav_do",),
        scripts=files,
        style=f"{_FOLDER}/{_STYLE}",
    )
    data = make_data(book).model_dump(by_alias=True)
    yield Document(f"{_FOLDER}/data.js", f"const PLAYBOOK = {_write(data)};\n", book.words.planner_title)
    for name in (_WATCH, *_SCRIPTS, _STYLE):
        text = book.renderer.read(f"planner/{name}")
        yield Document(f"{_FOLDER}/{name}", text, book.words.planner_title)


def _write(data: Any) -> str:
    """Return what fits on a line as one, and of all else each part on its own, so that changes can be read."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    if len(text) <= _LONGEST_LINE or not isinstance(data, dict | list | tuple):
        return text
    if isinstance(data, dict):
        return "{\n" + ",\n".join(f"{json.dumps(name)}:{_write(value)}" for name, value in data.items()) + "\n}"
    return "[\n" + ",\n".join(map(_write, data)) + "\n]"


def make_data(book: Book) -> PlannerData:
    """Return everything that the page needs to know of a playbook."""
    return _Maker(book).make()


class _Maker:
    """Gathers the data of one playbook; every decision goes into the table, and is named by its place there."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.playbook = book.playbook
        self.table = book.playbook.table
        self.writer = Writer(self.table.diagrams)
        self.written: dict[Diagram, Place] = {}
        self.levels = {fact.id: level for level, fact in enumerate(self.playbook.facts)}

    def make(self) -> PlannerData:
        playbook = self.playbook
        imprint = take_imprint(playbook)
        return PlannerData(
            title=playbook.head.title,
            revision=playbook.head.revision,
            owner=make_owner(playbook),
            imprint=Imprint(revision=imprint.revision, steps=imprint.steps or ""),
            former_imprints=take_former_imprints(playbook),
            case=make_case_rules(self.book),
            paper=make_paper_rules(),
            calendar=make_calendar_data(self.book),
            facts=[_make_fact(fact) for fact in playbook.facts],
            dates=[self._make_date(date) for date in playbook.dates],
            roles={role.id: role.title for role in playbook.roles},
            contacts={contact.role: contact.name for contact in playbook.overlay.contacts if contact.name},
            fields=[_make_field(field) for field in playbook.fields],
            blanks=self._list_typed(playbook.head.blanks),
            addresses=self._list_typed(
                email.address
                for email in playbook.emails
                if email.address in playbook.field and email.address not in playbook.head.blanks
            ),
            phases=[self._make_phase(phase) for phase in playbook.phases],
            table=TableData(
                admitted=[self._write(self._say, diagram) for diagram in self.table.list_admitted()],
                leaves=self.writer.leaves,
                nodes=self.writer.nodes,
            ),
            words={**self.book.words.select(_WORDS), **{name: getattr(self.book.words, name) for name in _MORE_WORDS}},
        )

    # ---- Decisions

    def _write(self, say: Callable[..., Leaf], *diagrams: Diagram) -> Place:
        """Write what is said of several decisions."""
        said = self.table.combine(say, *diagrams)
        return self.writer.write(self.table.diagrams.leave_out(said, None))

    def _decide(self, when: Rule | None, given: Rule = ALWAYS) -> Place:
        diagram = self.table.decide(when, given=given)
        if diagram not in self.written:
            self.written[diagram] = self._write(self._say, diagram)
        return self.written[diagram]

    def _say(self, left: Clauses) -> Leaf:
        state = _find_state(left)
        if state != "if":
            return Leaf(state=state)
        names = (When((((name, ()),),)) for clause in left for name, _ in clause)
        behind = sorted(self.levels[fact] for fact in self.playbook.logic.mentions(*names))
        says = self.book.words("only_if", condition=self.book.say.only_if(left))
        return Leaf(state=state, says=says, behind=tuple(behind))

    def _decide_step(self, phase: Phase, step: Step) -> Place:
        """Write whether a step applies; where it does not, why: the reasons of its phase, or else its own."""

        def say(left: Clauses, in_phase: Clauses, *reasons: Clauses) -> Leaf:
            if left != SKIP:
                return self._say(left)
            states, count = [_find_state(reason) for reason in reasons], len(phase.otherwise)
            if in_phase == SKIP:
                texts = choose_reasons(phase.otherwise, states[:count])
            else:
                texts = choose_reasons(step.otherwise, states[count:])
            return Leaf(state="skip", says=self.book.words.reasons_join.join(texts))

        decide, within = self.table.decide, all_of(phase.when)
        return self._write(
            say,
            decide(self.playbook.rule_of(step)),
            decide(phase.when),
            *(decide(reason.when) for reason in phase.otherwise),
            *(decide(reason.when, given=within) for reason in step.otherwise),
        )

    # ---- Parts

    def _list_typed(self, names: Iterable[str]) -> list[str]:
        """List the fields that people fill, each once, as no case takes them from elsewhere."""
        return [name for name in dict.fromkeys(names) if self.playbook.field[name].takes is None]

    def _make_date(self, date: Date) -> DateData:
        return DateData(
            id=date.id,
            label=date.label,
            means=date.means,
            applies=self._decide(date.when),
            follows=[FollowingData(**following.model_dump()) for following in date.follows],
        )

    def _make_phase(self, phase: Phase) -> PhaseData:
        return PhaseData(id=phase.id, title=phase.title, steps=[self._make_step(phase, step) for step in phase.steps])

    def _make_step(self, phase: Phase, step: Step) -> StepData:
        rule = self.playbook.rule_of(step)
        return StepData(
            **describe_step(step, self.playbook.numbers[step.id]),
            formerly=list(step.formerly),
            applies=self._decide_step(phase, step),
            waits=list(dict.fromkeys(edge.before for edge in self.playbook.order.edges_into.get(step.id, ()))),
            guards=[
                GuardData(step=put.step, says=put.says, applies=self._decide(put.when))
                for put in list_put_before(self.playbook, step.id)
            ],
            due=[self._make_due(due, rule) for due in step.due],
            tasks=[
                TaskData(key=make_key(step, task), do=task.do, applies=self._decide(task.when, rule))
                for task in step.tasks
            ],
            emails=[self._make_email(self.playbook.email[name], rule) for name in step.emails],
            exits=[self._make_exit(step, leave) for leave in step.exits],
            silence=self.book.say.silence(step.silence) if step.silence else None,
        )

    def _make_due(self, due: Due, rule: Rule) -> DueData:
        return DueData(
            from_=due.from_,
            earliest=due.earliest,
            latest=due.latest,
            by=list(due.by),
            every_day=due.every_day,
            says=self.book.say.due(due),
            late=due.late,
            applies=self._decide(due.when, rule),
        )

    def _make_exit(self, step: Step, leave: Exit) -> ExitData:
        rule = self.playbook.rule_of_exit(step, leave)
        return ExitData(
            title=leave.title,
            then=leave.then,
            applies=self._decide(leave.when, self.playbook.rule_of(step)),
            emails=[self._make_email(self.playbook.email[name], rule) for name in leave.emails],
        )

    def _make_email(self, email: Email, rule: Rule) -> EmailData:
        given = all_of(rule, email.when)
        parts = (self._decide(part.when, given) for part in email.parts if part.when)
        return EmailData(
            id=email.id,
            title=email.title,
            address=email.address if email.address in self.playbook.field else None,
            applies=self._decide(email.when, rule),
            parts=list(dict.fromkeys(parts)),
        )


def _find_state(left: Clauses) -> State:
    if left == SKIP:
        return "skip"
    return "do" if left == DO else "if"


def _make_field(field: FieldBlank) -> FieldData:
    date = None if field.takes is None else field.takes.date
    return FieldData(id=field.id, label=field.label, type=field.type, date=date)


def _make_fact(fact: Fact) -> FactData:
    options = [OptionData(id=option.id, label=option.label) for option in fact.options]
    return FactData(id=fact.id, question=fact.question, help=fact.help, options=options)
