"""The vocabulary: everything that a playbook is made of."""

from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from generator.facts import Condition, Fact, When
from generator.safeguards import Safeguard
from generator.types import (
    Covers,
    Day,
    FieldId,
    Lines,
    Markdown,
    Model,
    Name,
    Origin,
    RequirementId,
    Shorthand,
    Slug,
    Text,
    TextOrList,
    make_list,
)

Edition = Literal["full", "source"]
Reader = Literal["trainee", "paper", "email"]
READERS: tuple[Reader, ...] = ("trainee", "paper", "email")
FieldType = Literal["text", "lines", "date", "amount", "email"]


class Reason(Shorthand):
    """Why something is skipped; with several, the first whose `when` holds is the one that is given."""

    shorthand: ClassVar[str] = "text"
    text: Text
    when: When | None = None


Reasons = Annotated[tuple[Reason, ...], BeforeValidator(make_list), TextOrList()]


class Block(Model):
    """A piece of a lesson: exactly one of text, example, pitfall or question."""

    KINDS: ClassVar[tuple[str, ...]] = ("text", "example", "pitfall", "question")

    heading: Text | None = None
    text: Markdown | None = None
    example: Markdown | None = Field(None, description="What it looks like when it goes well.")
    pitfall: Markdown | None = Field(None, description="What goes wrong, and what it costs.")
    question: Text | None = Field(None, description="A question for the reader; needs an answer.")
    answer: Markdown | None = None
    when: When | None = None
    origin: Origin = "source"
    covers: Covers = ()

    @model_validator(mode="after")
    def _hold_one_kind(self) -> "Block":
        kinds = [kind for kind in self.KINDS if getattr(self, kind) is not None]
        if len(kinds) != 1:
            raise PydanticCustomError("block", "must have exactly one of text, example, pitfall, question")
        if (self.answer is None) == (self.question is not None):
            raise PydanticCustomError("block", "a question and its answer go together; write both or neither")
        return self

    @property
    def kind(self) -> str:
        """Which of the four this block is."""
        return next(kind for kind in self.KINDS if getattr(self, kind) is not None)

    @property
    def words(self) -> str:
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


class Due(Model):
    """A window in calendar days from a named date or another step; negative is before it."""

    when: When | None = None
    from_: Slug = Field(alias="from")
    earliest: int | None = Field(None, ge=-3650, le=3650)
    latest: int | None = Field(None, ge=-3650, le=3650)
    late: Text | None = Field(None, description="What can still be saved once the latest day is over.")
    covers: Covers = ()

    @model_validator(mode="after")
    def _hold_a_window(self) -> "Due":
        if self.earliest is None and self.latest is None:
            raise PydanticCustomError("due", "needs 'earliest', 'latest' or both, in days")
        if self.earliest is not None and self.latest is not None and self.earliest > self.latest:
            message = "has its earliest day ({earliest}) after its latest ({latest}); swap them"
            days = {"earliest": self.earliest, "latest": self.latest}
            raise PydanticCustomError("due", message, days)
        return self


class Record(Shorthand):
    """What a step leaves behind as evidence."""

    shorthand: ClassVar[str] = "text"
    text: Text
    covers: Covers = ()


class Exit(Model):
    """An event that ends the process at this step."""

    id: Slug
    title: Text = Field(description="Completes the word 'if': 'a new date is agreed'.")
    then: Text = Field(description="What to do when it happens.")
    when: When | None = None
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
    due: tuple[Due, ...] = Field((), description="Exactly one entry matches in every case.")
    tasks: tuple[Task, ...] = Field(min_length=1)
    emails: tuple[Slug, ...] = ()
    record: Record | None = None
    exits: tuple[Exit, ...] = ()
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


class Paragraph(Shorthand):
    """One paragraph of an email; `{{ field }}` marks a blank."""

    shorthand: ClassVar[str] = "text"
    text: Lines
    when: When | None = None
    origin: Origin = "source"
    covers: Covers = ()


class Attachment(Paragraph):
    """What is attached to an email; `file` names a paper of the case that attaches itself."""

    file: Literal["summary"] | None = Field(None, description="The one-page summary of the case is attached by itself.")


class Email(Model):
    """A letter with blanks."""

    id: Slug
    title: Text
    summary: Text = Field(description="What the email is for.")
    sender: Slug
    to: Text
    address: FieldId | None = Field(None, description="The field that holds the address to which it goes.")
    subject: Text
    when: When | None = None
    paragraphs: tuple[Paragraph, ...] = Field(min_length=1)
    attachments: tuple[Attachment, ...] = ()
    origin: Origin = "source"


class Following(Model):
    """A date that must be over, by so many days, before another one can be."""

    date: Slug
    days: int = Field(0, ge=0, le=3650, description="How many days lie between at least; 0 allows the same day.")
    otherwise: Text = Field(description="Why it cannot be earlier, and what to do.")


class Date(Model):
    """A named day of a case."""

    id: Slug
    label: Text = Field(description="As in 'two days before the first day'.")
    means: Text
    when: When | None = None
    follows: tuple[Following, ...] = Field((), description="Dates above that must come first.")


class Role(Model):
    """Somebody's part in the process."""

    id: Slug
    title: Text
    summary: Text


class Takes(Model):
    """Where a case already knows what goes into a blank: exactly one of these."""

    date: Slug | None = Field(None, description="A named date.")
    done: Slug | None = Field(None, description="The day on which this step was done.")
    person: Slug | None = Field(None, description="The name of whoever fills this role.")
    contact: Slug | None = Field(None, description="How to reach whoever fills this role.")
    sender: Literal["name", "title", "contact"] | None = Field(None, description="Of whoever sends the email.")

    @model_validator(mode="after")
    def _take_one(self) -> "Takes":
        if len(self.model_dump(exclude_none=True)) != 1:
            raise PydanticCustomError("takes", "'takes' must have exactly one of date, done, person, contact, sender")
        return self

    @property
    def name(self) -> str | None:
        """The date, step or role that is named; None for the sender, whom the email names."""
        return self.date or self.done or self.person or self.contact


class FieldBlank(Model):
    """A blank in an email or on a checklist, declared once."""

    id: FieldId
    label: Text
    type: FieldType = "text"
    example: Lines
    help: Text | None = None
    takes: Takes | None = Field(None, description="What fills it in a case, so that nobody types it twice.")


class Requirement(Model):
    """A numbered duty, reason or rule that the playbook must carry."""

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


class Help(Model):
    """Where questions go; stands on the help page and on every checklist."""

    text: Text
    roles: tuple[Slug, ...] = Field(min_length=1)
    covers: Covers = ()


class Head(Model):
    """playbook.yml: the title, and the order of everything that has a file of its own."""

    title: Text
    summary: Text
    notice: Text | None = Field(None, description="What readers must know about its limits; on every checklist.")
    revision: Text
    revised: Day
    help: Help
    blanks: tuple[FieldId, ...] = Field((), description="Fields at the head of every checklist.")
    lessons: tuple[Slug, ...] = Field(min_length=1)
    phases: tuple[Slug, ...] = Field(min_length=1)
    emails: tuple[Slug, ...] = ()


class FactsFile(Model):
    """facts.yml: what is known about a case."""

    facts: tuple[Fact, ...] = Field(min_length=1)
    conditions: tuple[Condition, ...] = ()
    dates: tuple[Date, ...] = Field(min_length=1)


class RolesFile(Model):
    """roles.yml."""

    roles: tuple[Role, ...] = Field(min_length=1)


class FieldsFile(Model):
    """fields.yml."""

    fields: tuple[FieldBlank, ...] = ()


class RequirementsFile(Model):
    """requirements.yml."""

    requirements: tuple[Requirement, ...] = ()


class SafeguardsFile(Model):
    """safeguards.yml."""

    safeguards: tuple[Safeguard, ...] = ()


class GlossaryFile(Model):
    """glossary.yml."""

    terms: tuple[Term, ...] = ()


class Person(Model):
    """Who fills a role, and how to reach them."""

    name: Text | None = None
    email: Text | None = None
    phone: Text | None = None

    @model_validator(mode="after")
    def _say_something(self) -> "Person":
        if not (self.name or self.email or self.phone):
            raise PydanticCustomError("person", "needs a name, an email or a phone")
        return self


class Contact(Person):
    """How to reach whoever fills a role in this company, unless a case says otherwise."""

    role: Slug


class Timing(Model):
    """Other due dates for a step; they take the place of the step's own."""

    step: Slug
    due: tuple[Due, ...] = Field(min_length=1)


class Title(Model):
    """Another title for a role."""

    role: Slug
    title: Text


class Holidays(Model):
    """When this company does not work: weekend and public holidays of its country, and days of its own."""

    country: Name = Field(description="Two capital letters, as in GB.")
    region: Name | None = Field(None, description="The part of the country, as in ENG.")
    time_zone: Name = Field("UTC", alias="time-zone", description="As in Europe/London; decides which day is today.")
    days_off: tuple[Day, ...] = Field((), alias="days-off", description="Other days on which nobody works.")


class Overlay(Model):
    """overlay.yml: what one company changes without touching the process."""

    company: Text
    edition: Edition = Field("full", description="'source' leaves out all that is marked 'origin: added'.")
    titles: tuple[Title, ...] = ()
    contacts: tuple[Contact, ...] = ()
    timings: tuple[Timing, ...] = ()
    calendar: Holidays | None = Field(None, description="Without it, only Saturdays and Sundays are days off.")
