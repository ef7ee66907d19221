"""The process: phases with their steps and tasks, lessons, roles, dates, requirements."""

from itertools import pairwise
from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field, PrivateAttr, model_validator
from pydantic_core import PydanticCustomError

from generator.facts.when import When
from generator.values import (
    Claims,
    Covers,
    Day,
    Markdown,
    Model,
    OneOf,
    Origin,
    RequirementId,
    Shorthand,
    Slug,
    Text,
    TextOrList,
    make_list,
)

Reader = Literal["trainee", "paper", "email"]
READERS: tuple[Reader, ...] = ("trainee", "paper", "email")


class Reason(Shorthand):
    """Why something is skipped; with several, the first whose `when` applies is used."""

    shorthand: ClassVar[str] = "text"
    text: Text
    when: When | None = None


Reasons = Annotated[tuple[Reason, ...], BeforeValidator(make_list), TextOrList()]


class StatedCase(Model):
    """The case of which an example, a pitfall or a question tells, so that its days can be checked."""

    facts: dict[Slug, Slug] = Field(default_factory=dict)
    dates: dict[Slug, Day] = Field(default_factory=dict, description="The named days of the case.")
    done: dict[Slug, Day] = Field(default_factory=dict, description="The day on which each step was done.")
    other: tuple[Day, ...] = Field((), description="Working days in the text that are neither.")
    off: tuple[Day, ...] = Field((), description="Days in the text on which nobody works.")


class Block(OneOf):
    """A piece of a lesson: exactly one of text, example, pitfall or question."""

    KINDS: ClassVar[tuple[str, ...]] = ("text", "example", "pitfall", "question")

    heading: Text | None = None
    text: Markdown | None = None
    example: Markdown | None = Field(None, description="What it looks like when it goes well.")
    pitfall: Markdown | None = Field(None, description="What goes wrong, and what it costs.")
    question: Text | None = Field(None, description="A question for the reader; needs an answer.")
    answer: Markdown | None = None
    case: StatedCase | None = Field(None, description="The case of which it tells; its days are checked.")
    when: When | None = None
    origin: Origin = "source"
    covers: Covers = ()

    @model_validator(mode="after")
    def _answer_questions(self) -> "Block":
        if (self.answer is None) == (self.question is not None):
            raise PydanticCustomError("block", "a question and its answer go together; write both or neither")
        if self.case is not None and self.text is not None:
            raise PydanticCustomError("block", "only an example, a pitfall or a question can state its case")
        return self

    @property
    def says(self) -> str:
        """The block's own words, an answer included."""
        found = str(getattr(self, self.kind))
        return f"{found} {self.answer}" if self.answer else found


class Task(Shorthand):
    """One line with a box to tick; starts with a verb."""

    shorthand: ClassVar[str] = "do"
    do: Text
    id: Slug | None = None
    when: When | None = None
    origin: Origin = "source"
    covers: Covers = ()
    claims: Claims = ()
    _written: str | None = PrivateAttr(None)

    @property
    def written(self) -> str:
        """Its words as its author wrote them: a tick stays when a window or a title in them changes."""
        return self._written or self.do

    def say(self, words: str, *, written: str) -> "Task":
        """Return it in the words that readers see, with those by which its tick is kept."""
        task = self.model_copy(update={"do": words})
        task._written = written
        return task


class Due(Model):
    """A window in calendar days from a named date or another step; negative is before it."""

    when: When | None = None
    from_: Slug = Field(alias="from")
    earliest: int | None = Field(None, ge=-3650, le=3650)
    latest: int | None = Field(None, ge=-3650, le=3650)
    by: tuple[Slug, ...] = Field((), description="Named dates: the window ends no later than the first of them.")
    every_day: bool = Field(False, alias="every-day", description="Weekends and holidays count too; they move no date.")
    late: Text | None = Field(None, description="What can still be done once the latest date is missed.")
    covers: Covers = ()

    @model_validator(mode="after")
    def _hold_a_window(self) -> "Due":
        if self.earliest is None and self.latest is None:
            raise PydanticCustomError("due", "needs 'earliest', 'latest' or both, in days")
        if self.earliest is not None and self.latest is not None and self.earliest > self.latest:
            message = "has 'earliest' ({earliest}) after 'latest' ({latest}); swap them"
            days = {"earliest": self.earliest, "latest": self.latest}
            raise PydanticCustomError("due", message, days)
        return self


class Record(Shorthand):
    """What a step leaves behind as evidence."""

    shorthand: ClassVar[str] = "text"
    text: Text
    covers: Covers = ()


class Silence(Model):
    """What happens when the person for whom a step waits does not answer; days count from the first request."""

    remind: tuple[Annotated[int, Field(ge=1, le=3650)], ...] = Field(
        min_length=1, description="When to remind them, in days from the first request."
    )
    decides: Slug = Field(description="The role that decides if there is still no answer.")
    by: int = Field(ge=1, le=3650, description="When that role decides, in days from the first request.")
    then: Text = Field(description="How it decides; completes 'After 10 days legal decides:'.")
    origin: Origin = "source"
    covers: Covers = ()

    @model_validator(mode="after")
    def _rise(self) -> "Silence":
        days = [*self.remind, self.by]
        if any(day >= later for day, later in pairwise(days)):
            message = "the days of 'silence' do not rise ({days}); put the reminders in order, and 'by' last"
            raise PydanticCustomError("silence", message, {"days": ", ".join(map(str, days))})
        return self


class Exit(Model):
    """An event that ends the process at this step."""

    id: Slug
    title: Text = Field(description="Completes the word 'if': 'a new date is agreed'.")
    then: Text = Field(description="What to do when it happens.")
    when: When | None = None
    emails: tuple[Slug, ...] = Field((), description="Sent only when it happens, never with the step itself.")
    origin: Origin = "source"
    covers: Covers = ()


class Step(Model):
    """One duty with one accountable role."""

    id: Slug = Field(description="Never changes once published.")
    formerly: tuple[Slug, ...] = Field((), description="Older ids of this step.")
    title: Text = Field(description="Starts with a verb.")
    purpose: Markdown = Field(description="Why this step matters, in a sentence or two.")
    accountable: Slug
    responsible: tuple[Slug, ...] = Field(min_length=1)
    consulted: tuple[Slug, ...] = ()
    informed: tuple[Slug, ...] = ()
    when: When | None = None
    otherwise: Reasons = ()
    after: tuple[Slug, ...] = Field((), description="Steps that come before this one, if they apply.")
    needs: tuple[Slug, ...] = Field((), description="Steps that come before and apply whenever this one does.")
    due: tuple[Due, ...] = Field((), description="Exactly one entry applies in every case.")
    tasks: tuple[Task, ...] = Field(min_length=1)
    emails: tuple[Slug, ...] = ()
    record: Record | None = None
    exits: tuple[Exit, ...] = ()
    silence: Silence | None = Field(None, description="What to do if the person it waits for doesn't answer.")
    pause: Text | None = Field(None, description="Ends a card after this step: what to make sure of first.")
    summary: Text | None = Field(
        None, description="What the summary of a case, which others read too, calls its result."
    )
    origin: Origin = "source"
    covers: Covers = ()


class Phase(Model):
    """A stretch of the process, in order: one lesson, and one card or more."""

    id: Slug
    title: Text
    summary: Text
    checklist: Literal["read-do", "do-confirm"]
    when: When | None = None
    otherwise: Reasons = ()
    lesson: tuple[Block, ...] = Field(min_length=1)
    steps: tuple[Step, ...] = Field(min_length=1)
    origin: Origin = "source"


class Lesson(Model):
    """A lesson that belongs to no phase: to the whole process, or to one path."""

    id: Slug
    title: Text
    summary: Text
    path: Slug | None = Field(None, description="The option of the first fact that this lesson explains.")
    blocks: tuple[Block, ...] = Field(min_length=1)


class Following(Model):
    """A date that must come this many days before another one."""

    date: Slug
    days: int = Field(0, ge=0, le=3650, description="How many days lie between at least; 0 allows the same day.")
    otherwise: Text = Field(description="Why it can't be earlier, and what to do.")


class Date(Model):
    """A named day of a case."""

    id: Slug
    label: Text = Field(description="As in 'two days before the first day'.")
    means: Text
    when: When | None = None
    follows: tuple[Following, ...] = Field((), description="Dates above that must come first.")


class Role(Model):
    """What someone does in the process."""

    id: Slug
    title: Text
    summary: Text


class Requirement(Model):
    """A numbered duty, reason or rule that the playbook must contain."""

    id: RequirementId
    says: Text
    reaches: tuple[Reader, ...] = Field(min_length=1)
    when: When | None = None
    origin: Origin = "source"


class Term(Model):
    """A word of the glossary."""

    id: Slug
    term: Text
    means: Markdown
    origin: Origin = "source"
