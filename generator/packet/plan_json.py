"""plan.json: a case worked out, for other programs. Its schema is written by `playbook schema`."""

import datetime
from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from generator.documents.book import Book
from generator.documents.case_phrases import CasePhrases
from generator.documents.process_data import DataPart, PlaybookPart, QuestionHead, StepHead, TaskHead, describe_step
from generator.packet.letters import Draft
from generator.plan.case_plan import CasePlan, CaseStep, Standing
from generator.plan.decision import State
from generator.plan.plan import list_possible
from generator.playbook.process import Step


class TaskPart(TaskHead):
    """A task of a step."""

    state: State
    ticked: bool


class DuePart(DataPart):
    """The days of a step."""

    says: str | None = Field(description="The window in words, as the playbook sets it.")
    earliest: datetime.date | None = Field(description="The first day as the playbook counts it, days off included.")
    latest: datetime.date | None = Field(description="The last day as the playbook counts it, days off included.")
    first: datetime.date | None = Field(description="The first working day.")
    last: datetime.date | None = Field(description="The last working day; where every day counts, perhaps a day off.")
    lacks: str | None = Field(description="The named date that is missing, so the step has no date yet.")
    moved: list[str] = Field(description="Why the last day isn't the playbook's, and what to mind about it, in words.")


class SilencePart(DataPart):
    """What to do if nobody answers, in days from the first request."""

    remind: list[int]
    by: int
    decides: str = Field(description="The role that decides then.")
    then: str


class StepPart(StepHead):
    """A step of the case."""

    phase: str
    state: State
    standing: Standing | None = Field(description="How it stands today; null for a step that is skipped.")
    only_if: str | None = Field(alias="onlyIf", description="What it depends on whether the step applies, in words.")
    reasons: list[str] = Field(description="Why it is skipped.")
    accountable: str
    responsible: list[str]
    due: DuePart | None
    days_late: int | None = Field(alias="daysLate")
    done: datetime.date | None
    waits_for: list[str] = Field(alias="waitsFor")
    tasks: list[TaskPart]
    emails: list[str]
    record: str | None
    silence: SilencePart | None
    note: str | None


class QuestionPart(QuestionHead):
    """A fact whose answer would still settle something."""

    options: list[str]


class ExitPart(DataPart):
    """An event that ends the process at a step."""

    step: str
    id: str


class LetterPart(DataPart):
    """A letter of the case."""

    id: str
    title: str
    file: str
    to: str | None = Field(description="The address to which it goes; null where it has none yet.")
    address: str | None = Field(description="The field or role with the address; null where the playbook names none.")
    open_blanks: list[str] = Field(alias="openBlanks", description="Ids of the fields that nothing fills yet.")
    open_parts: list[str] = Field(alias="openParts", description="What paragraphs depend on, in words.")
    exits: list[ExitPart] = Field(description="The exits at which it is sent.")


class PlanFile(DataPart):
    """A case worked out for one day."""

    format: Literal[1] = 1
    case: str = Field(description="The id of the case.")
    title: str
    playbook: PlaybookPart
    today: datetime.date
    facts: dict[str, str]
    dates: dict[str, datetime.date]
    questions: list[QuestionPart]
    missing_dates: list[str] = Field(alias="missingDates", description="Ids of dates that are missing.")
    steps: list[StepPart]
    letters: list[LetterPart] = Field(description="The letters that the case calls for.")
    exit_letters: list[LetterPart] = Field(
        alias="exitLetters", description="The letters that are sent only if the process stops, at one of their exits."
    )
    remarks: list[str]


def make_plan_file(book: Book, plan: CasePlan, drafts: list[Draft], at_exits: list[Draft]) -> str:
    """Return the text of plan.json; what is sent only at an exit is kept apart from the other drafts."""
    phrases = CasePhrases(book, plan)
    content = PlanFile(
        case=plan.case.id or "",
        title=plan.title,
        playbook=PlaybookPart(title=book.playbook.head.title, revision=book.playbook.head.revision),
        today=plan.today,
        facts=dict(plan.plan.known),
        dates=plan.case.dates,
        questions=[
            QuestionPart(id=fact.id, question=fact.question, options=list_possible(plan.plan, fact))
            for fact in plan.open_facts
        ],
        missing_dates=[date.id for date in plan.open_dates],
        steps=list(_list_steps(book, plan, phrases)),
        letters=[_make_letter(draft) for draft in drafts],
        exit_letters=[_make_letter(draft) for draft in at_exits],
        remarks=phrases.remarks(),
    )
    return content.model_dump_json(by_alias=True, indent=1) + "\n"


def _list_steps(book: Book, plan: CasePlan, phrases: CasePhrases) -> Iterator[StepPart]:
    for name, planned in plan.plan.steps.items():
        step = plan.steps.get(name)
        yield StepPart(
            **describe_step(planned.step, planned.number),
            phase=planned.phase.id,
            state=planned.decision.state,
            standing=step.standing if step else None,
            only_if=phrases.only_if(step) or None if step else None,
            reasons=list(planned.decision.reasons),
            due=_make_due(book, phrases, step) if step and planned.due else None,
            days_late=plan.count_late(step) if step and step.standing == "late" else None,
            done=step.done if step else None,
            waits_for=[awaited.step.id for awaited in step.waits_for] if step else [],
            tasks=[
                TaskPart(key=task.key, do=task.task.do, state=task.decision.state, ticked=task.key in plan.case.ticked)
                for task in planned.tasks
            ]
            if step
            else [],
            emails=[email.email.id for email in planned.emails] if step else [],
            silence=_make_silence(planned.step),
            note=step.note if step else None,
        )


def _make_letter(draft: Draft) -> LetterPart:
    return LetterPart(
        id=draft.email.id,
        title=draft.email.title,
        file=f"emails/{draft.name}.txt",
        to=draft.to,
        address=draft.email.address,
        open_blanks=[field.id for field in draft.open_blanks],
        open_parts=list(draft.open_parts),
        exits=[ExitPart(step=step.id, id=leave.id) for step, leave in draft.exits],
    )


def _make_silence(step: Step) -> SilencePart | None:
    silence = step.silence
    if silence is None:
        return None
    return SilencePart(remind=list(silence.remind), by=silence.by, decides=silence.decides, then=silence.then)


def _make_due(book: Book, phrases: CasePhrases, step: CaseStep) -> DuePart:
    slot = step.slot
    return DuePart(
        says=book.say.due(step.due) if step.due else None,
        earliest=slot.earliest,
        latest=slot.latest,
        first=slot.first,
        last=slot.last,
        lacks=slot.lacks,
        moved=phrases.moves(step),
    )
