"""Letters: emails of paragraphs with placeholders, and the fields that fill them."""

from typing import ClassVar, Literal

from pydantic import Field

from generator.facts.when import When
from generator.values import Claims, Covers, FieldId, FieldOrRole, Lines, Model, OneOf, Origin, Shorthand, Slug, Text

FieldType = Literal["text", "lines", "date", "amount", "email"]


class Paragraph(Shorthand):
    """One paragraph of an email; `{{ field }}` marks a blank."""

    shorthand: ClassVar[str] = "text"
    text: Lines
    when: When | None = None
    origin: Origin = "source"
    covers: Covers = ()
    claims: Claims = ()


class Attachment(Paragraph):
    """What is attached to an email; `file` names a paper of the case that attaches itself."""

    file: Literal["summary"] | None = Field(None, description="The one-page summary of the case is attached by itself.")


class Email(Model):
    """A letter with placeholders."""

    id: Slug
    title: Text
    summary: Text = Field(description="What the email is for.")
    sender: Slug
    to: Text
    address: FieldOrRole | None = Field(
        None, description="The field with the address to which it goes, or the role that gets it."
    )
    subject: Text
    when: When | None = None
    paragraphs: tuple[Paragraph, ...] = Field(min_length=1)
    attachments: tuple[Attachment, ...] = ()
    origin: Origin = "source"

    @property
    def parts(self) -> tuple[Paragraph, ...]:
        """Its paragraphs and attachments."""
        return (*self.paragraphs, *self.attachments)


class Takes(OneOf):
    """Where a case already knows what fills a placeholder: exactly one of these."""

    KINDS: ClassVar[tuple[str, ...]] = ("date", "done", "person", "contact", "sender")
    CALLED: ClassVar[str] = "'takes'"

    date: Slug | None = Field(None, description="A named date.")
    done: Slug | None = Field(None, description="The day on which this step was done.")
    person: Slug | None = Field(None, description="The name of the person in this role.")
    contact: Slug | None = Field(None, description="How to reach the person in this role.")
    sender: Literal["name", "title", "contact"] | None = Field(None, description="Of the person who sends the email.")

    @property
    def name(self) -> str | None:
        """The date, step or role that is named; None for the sender, whom the email names."""
        return self.date or self.done or self.person or self.contact


class FieldBlank(Model):
    """A placeholder in an email or on a checklist, declared once."""

    id: FieldId
    label: Text
    type: FieldType = "text"
    example: Lines
    help: Text | None = None
    takes: Takes | None = Field(None, description="What fills it in a case, so that nobody types it twice.")
