"""One case: what is known, the days, the names, and what is done, as its file says it."""

from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from generator.playbook.company import Person
from generator.values import CaseId, Day, Lines, Model, Shorthand, Text


def _fill_gap(data: Any) -> Any:
    """Take a heading under which everything is still a comment as one with nothing under it."""
    return {} if data is None else data


def _fill_list(data: Any) -> Any:
    return () if data is None else data


class Progress(Shorthand):
    """How far a step is; a bare day says when it was done."""

    shorthand: ClassVar[str] = "done"
    done: Day | None = Field(None, description="The day on which it was done; nothing moves this day.")
    note: Lines | None = None

    @model_validator(mode="after")
    def _say_something(self) -> "Progress":
        if self.done is None and self.note is None:
            raise PydanticCustomError("progress", "needs a date for 'done', or a 'note'")
        return self


class MadeWith(Model):
    """The playbook with which a case was made, so that it can be said what has changed since."""

    revision: Text
    steps: Text | None = Field(None, description="Written by the generator: what each step was like.")


class CaseFile(Model):
    """One case; every part may be missing until it is known."""

    id: CaseId | None = Field(None, description="Never changes; without it the file's name is the id.")
    made_with: MadeWith | None = Field(None, alias="made-with")
    facts: Annotated[dict[str, Text], BeforeValidator(_fill_gap)] = Field(default_factory=dict)
    dates: Annotated[dict[str, Day], BeforeValidator(_fill_gap)] = Field(default_factory=dict)
    fields: Annotated[dict[str, Lines], BeforeValidator(_fill_gap)] = Field(default_factory=dict)
    people: Annotated[dict[str, Person], BeforeValidator(_fill_gap)] = Field(default_factory=dict)
    steps: Annotated[dict[str, Progress], BeforeValidator(_fill_gap)] = Field(default_factory=dict)
    ticked: Annotated[tuple[Text, ...], BeforeValidator(_fill_list)] = Field(
        (), description="The keys of tasks that are ticked."
    )
    notes: Lines | None = None
