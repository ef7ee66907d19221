"""The kinds of value that the YAML files are made of."""

import datetime
import re
import unicodedata
from functools import cache
from typing import Annotated, Any, ClassVar, Literal, Self, get_args, get_type_hints

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    StringConstraints,
    model_validator,
)
from pydantic_core import CoreSchema, PydanticCustomError

SLUG = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
CASE_ID = r"^[a-z0-9]+(-[a-z0-9]+)*$"
"""May begin with a digit, as files do that begin with a year: only people choose these names, they are on no page."""
FIELD_ID = r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$"
DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
FIELD_OR_ROLE = r"^[a-z][a-z0-9]*([_-][a-z0-9]+)*$"
LONGEST_ID = 60
REQUIREMENT_ID = r"^[A-Z]+[0-9]+$"


class Model(BaseModel):
    """A part of the playbook: frozen, and keys that nobody declared are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, defer_build=True)


class Shorthand(Model):
    """A part that may be written as a bare text where only its first key is needed."""

    shorthand: ClassVar[str]

    @model_validator(mode="before")
    @classmethod
    def _expand(cls, data: Any) -> Any:
        return {cls.shorthand: data} if isinstance(data, str) else data

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> Any:
        """Describe both forms to editors."""
        schema = handler.resolve_ref_schema(handler(core_schema))
        return {"anyOf": [{"type": "string"}, schema]}


class OneOf(Model):
    """A part that has exactly one of several keys, which says what kind of part it is."""

    KINDS: ClassVar[tuple[str, ...]]
    CALLED: ClassVar[str] = ""
    """What messages call the part, where what is around it does not."""

    @model_validator(mode="after")
    def _have_one_kind(self) -> Self:
        if len([kind for kind in self.KINDS if getattr(self, kind) is not None]) != 1:
            message = f"{self.CALLED} must have exactly one of {', '.join(self.KINDS)}".lstrip()
            raise PydanticCustomError("one_of", "{message}", {"message": message})
        return self

    @property
    def kind(self) -> str:
        """The one key that it has."""
        return next(kind for kind in self.KINDS if getattr(self, kind) is not None)


def make_list(data: Any) -> Any:
    """Return data that may be one item as a list of it."""
    return data if isinstance(data, list) else [data]


class TextOrList:
    """The schema for a list that may be one text."""

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> Any:
        """Describe both forms."""
        return {"anyOf": [{"type": "string"}, handler(schema)]}


def parse_day(text: str) -> datetime.date | None:
    """Return the day that a text such as `2026-12-31` names; None for anything else."""
    try:
        # Python itself reads other forms too, such as 20261231
        return datetime.date.fromisoformat(text) if re.fullmatch(DAY, text) else None
    except ValueError:  # there is no such day
        return None


def _read_day(data: Any) -> datetime.date:
    day = data if isinstance(data, datetime.date) else parse_day(str(data))
    if day is None:
        raise PydanticCustomError("date_form", "must be a date such as 2026-11-23")
    return day


_SPACES = re.compile(r"[ \t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+")


def fold(text: str) -> str:
    """Return text on one line; no-break spaces, wide or narrow, are letters and stay."""
    return _SPACES.sub(" ", text).strip(" ")


SPELLED = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ħ": "h", "ı": "i"}
SPELLED |= dict.fromkeys("'’ʼ", "")
"""Letters that aren't a Latin letter with a mark, and what replaces them in names of files."""
_SPELLED = str.maketrans(SPELLED)


def make_slug(text: str) -> str:
    """Return a name as an id or as the name of a file: letters lose their marks, `Müller & Co` is `muller-co`.

    Empty where there is neither a Latin letter nor a digit. The cases of tests/slugs.yml are the page's too.
    """
    plain = unicodedata.normalize("NFKD", text).lower().translate(_SPELLED)
    letters = "".join(letter for letter in plain if not unicodedata.category(letter).startswith("M"))
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:LONGEST_ID].rstrip("-")


Day = Annotated[datetime.date, BeforeValidator(_read_day)]
"""A day, written as year-month-day."""
Slug = Annotated[str, StringConstraints(pattern=SLUG, max_length=LONGEST_ID)]
CaseId = Annotated[str, StringConstraints(pattern=CASE_ID, max_length=LONGEST_ID)]
FieldId = Annotated[str, StringConstraints(pattern=FIELD_ID, max_length=LONGEST_ID)]
FieldOrRole = Annotated[str, StringConstraints(pattern=FIELD_OR_ROLE, max_length=LONGEST_ID)]
RequirementId = Annotated[str, StringConstraints(pattern=REQUIREMENT_ID, max_length=12)]
Covers = tuple[RequirementId, ...]
Claims = tuple[Slug, ...]
"""What something says to its readers, by the ids of `claims.yml`."""
Origin = Literal["source", "added"]
Name = Annotated[str, StringConstraints(min_length=1, max_length=60)]
"""A name that others have given, as of a country or a time zone."""
Text = Annotated[str, StringConstraints(min_length=1), AfterValidator(fold)]
"""One paragraph of plain text: line breaks in the source are spaces."""
Lines = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
"""Plain text whose line breaks are kept."""
Markdown = Annotated[
    str,
    StringConstraints(min_length=1, strip_whitespace=True),
    Field(json_schema_extra={"format": "markdown"}),
]
"""Text in which Markdown is allowed; raw HTML is not."""


@cache
def is_markdown(model: type[Model], name: str) -> bool:
    """Whether a model's texts of this name are Markdown."""
    hint = get_type_hints(model, include_extras=True)[name]
    return Markdown in (hint, *get_args(hint))
