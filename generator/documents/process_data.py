"""What plan.json and the page that plans a case both contain about a process."""

from typing import TypedDict

from pydantic import BaseModel, ConfigDict, Field

from generator.playbook.process import Step


class DataPart(BaseModel):
    """A part of data for other programs; its keys in the data are its aliases."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class PlaybookPart(DataPart):
    """The playbook that the case follows."""

    title: str
    revision: str


class QuestionHead(DataPart):
    """A fact, as a question to people."""

    id: str
    question: str


class TaskHead(DataPart):
    """A task of a step."""

    key: str = Field(description="Stays the same as long as the task is worded the same.")
    do: str


class StepHead(DataPart):
    """A step, as people name it."""

    id: str
    number: int
    title: str


class StepKeys(TypedDict):
    """What both say of a step, by the names of their keys."""

    id: str
    number: int
    title: str
    accountable: str
    responsible: list[str]
    record: str | None


def describe_step(step: Step, number: int) -> StepKeys:
    """Return what both say of a step."""
    return {
        "id": step.id,
        "number": number,
        "title": step.title,
        "accountable": step.accountable,
        "responsible": list(step.responsible),
        "record": step.record.text if step.record else None,
    }
