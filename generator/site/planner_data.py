"""The data of the page that plans a case: what `data.js` holds, by name."""

from typing import Literal

from pydantic import Field

from generator.documents.process_data import DataPart, PlaybookPart, QuestionHead, StepHead, TaskHead

Place = int
"""A place in the table: from 0 on that of a node; -1, -2, … those of leaves."""


class Leaf(DataPart):
    """What is decided, in words: on what something depends, or why a step is skipped."""

    state: Literal["do", "if", "skip"]
    says: str = ""
    behind: tuple[int, ...] = Field((), description="The facts on which it depends, by their place.")


class TableData(DataPart):
    """Everything that can be decided; a node has the place of its fact, and a place for each answer and for none."""

    leaves: list[Leaf]
    nodes: list[tuple[int, ...]]
    admitted: list[Place]


class CalendarData(DataPart):
    """Days are numbers, counted from 1970."""

    time_zone: str = Field(alias="timeZone")
    weekend: list[int]
    days_off: list[int] = Field(alias="daysOff")
    decreed: list[int] = Field(description="Days of a weekend on which people work all the same.")
    known: list[int] | None = Field(description="The years of which holidays are known; null where nobody asked.")
    first: int
    last: int


class CaseRules(DataPart):
    """How a case file is written, and what it may contain."""

    keys: list[str]
    person: list[str]
    progress: list[str]
    aspects: list[str]
    digits: int
    id: str
    longest_id: int = Field(alias="longestId")
    reserved: list[str]
    spelled: dict[str, str] = Field(description="What replaces a letter in the name of a file.")
    unseen: str
    mailbox: str
    deepest: int
    largest: int = Field(description="In bytes.")
    years: tuple[int, int]


class PaperRules(DataPart):
    """How the calendar and the table of a case are written."""

    head: dict[str, str]
    first_sequence: int = Field(alias="firstSequence")
    morning: int
    columns: list[str]
    breaks: str = Field(description="What would break a cell of the table.")
    formula: str = Field(description="What would begin a formula in a cell.")
    byte_order_mark: str = Field(alias="byteOrderMark")


class Imprint(DataPart):
    """What a case notes of its playbook."""

    revision: str
    steps: str


class OptionData(DataPart):
    """One possible answer."""

    id: str
    label: str


class FactData(QuestionHead):
    """A fact that may be asked."""

    help: str | None
    options: list[OptionData]


class FollowingData(DataPart):
    """A date that must be over before another one can be."""

    date: str
    days: int
    otherwise: str


class DateData(DataPart):
    """A named day."""

    id: str
    label: str
    means: str
    applies: Place
    follows: list[FollowingData]


class FieldData(DataPart):
    """A field of letters and checklists; `date` is the named day that fills it."""

    id: str
    label: str
    type: str
    date: str | None


class DueData(DataPart):
    """A window of days."""

    from_: str = Field(alias="from")
    earliest: int | None
    latest: int | None
    by: list[str]
    every_day: bool = Field(alias="everyDay")
    says: str
    late: str | None
    applies: Place


class TaskData(TaskHead):
    """A line with a box to tick."""

    applies: Place


class EmailData(DataPart):
    """An email at a step; `parts` are those of its paragraphs and attachments that depend on something."""

    id: str
    title: str
    address: str | None = Field(description="The field with the address to which it goes.")
    applies: Place
    parts: list[Place]


class ExitData(DataPart):
    """An event that ends the process, with the emails that are sent only then."""

    title: str
    then: str
    applies: Place
    emails: list[EmailData]


class GuardData(DataPart):
    """A step that a safeguard puts before another one."""

    step: str
    says: str
    applies: Place


class StepData(StepHead):
    """A step with everything in it; where it does not apply, its decision says why."""

    formerly: list[str]
    accountable: str
    responsible: list[str]
    applies: Place
    waits: list[str]
    guards: list[GuardData]
    due: list[DueData]
    tasks: list[TaskData]
    emails: list[EmailData]
    exits: list[ExitData]
    record: str | None
    silence: str | None = Field(description="What to do if nobody answers.")


class PhaseData(DataPart):
    """A stretch of the process."""

    id: str
    title: str
    steps: list[StepData]


class PlannerData(PlaybookPart):
    """Everything that the page knows."""

    owner: str
    imprint: Imprint
    former_imprints: list[str] = Field(
        alias="formerImprints", description="What differs where steps go by ids that they had before."
    )
    case: CaseRules
    paper: PaperRules
    calendar: CalendarData
    facts: list[FactData]
    dates: list[DateData]
    roles: dict[str, str]
    contacts: dict[str, str]
    fields: list[FieldData]
    blanks: list[str] = Field(description="The fields at the head of a case.")
    addresses: list[str] = Field(description="The fields with addresses of letters, but for those at the head.")
    phases: list[PhaseData]
    table: TableData
    words: dict[str, str]
