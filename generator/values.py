"""The kinds of value that the YAML files are made of."""

import datetime
import re
from typing import Annotated, Any, ClassVar, Literal

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
FIELD_ID = r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$"
DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
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
        """Tell editors that a bare text will do."""
        schema = handler.resolve_ref_schema(handler(core_schema))
        return {"anyOf": [{"type": "string"}, schema]}


def make_list(data: Any) -> Any:
    """Give data that may be one item as a list of it."""
    return data if isinstance(data, list) else [data]


class TextOrList:
    """Tells editors that one text will do where a list may stand."""

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


def _fold(text: str) -> str:
    return " ".join(text.split())


Day = Annotated[datetime.date, BeforeValidator(_read_day)]
"""A day, written as year-month-day."""
Slug = Annotated[str, StringConstraints(pattern=SLUG, max_length=60)]
FieldId = Annotated[str, StringConstraints(pattern=FIELD_ID, max_length=60)]
RequirementId = Annotated[str, StringConstraints(pattern=REQUIREMENT_ID, max_length=12)]
Covers = tuple[RequirementId, ...]
Origin = Literal["source", "added"]
Name = Annotated[str, StringConstraints(min_length=1, max_length=60)]
"""A name that others have given, as of a country or a time zone."""
Text = Annotated[str, StringConstraints(min_length=1), AfterValidator(_fold)]
"""One paragraph of plain text: line breaks in the source are spaces."""
Lines = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
"""Plain text whose line breaks are kept."""
Markdown = Annotated[
    str,
    StringConstraints(min_length=1, strip_whitespace=True),
    Field(json_schema_extra={"format": "markdown"}),
]
"""Text in which Markdown is allowed; raw HTML is not."""
