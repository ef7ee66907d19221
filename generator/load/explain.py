"""Turns what pydantic says about a file into problems that its author understands."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args, get_origin

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from generator.errors import Location, Problem, name_all, suggest
from generator.load.source import Source
from generator.values import CASE_ID, FIELD_ID, FIELD_OR_ROLE, REQUIREMENT_ID, SLUG, Model, Shorthand

_FILE = "the file"
_SINGULARS = {
    "phases": "phase",
    "lesson": "lesson block",
    "blocks": "lesson block",
    "steps": "step",
    "tasks": "task",
    "due": "due entry",
    "exits": "exit",
    "otherwise": "reason",
    "facts": "fact",
    "options": "option",
    "conditions": "condition",
    "dates": "date",
    "roles": "role",
    "fields": "field",
    "requirements": "requirement",
    "terms": "term",
    "paragraphs": "paragraph",
    "attachments": "attachment",
    "titles": "title",
    "contacts": "contact",
    "days-off": "day off",
    "timings": "timing",
    "follows": "entry of 'follows'",
    "safeguards": "safeguard",
    "claims": "claim",
    "excludes": "entry of 'excludes'",
    "rules": "rule",
}
_SINGULAR_BY_NAME = {"people": "role", "steps": "step"}
"""Sections whose entries go by names of their own."""


@dataclass(frozen=True)
class _Mistake:
    """One error of pydantic: its kind, where it is and what is there, and the model that it was read with."""

    kind: str
    location: Location
    value: Any
    context: Mapping[str, Any]
    message: str
    model: type[Model]
    data: Any

    @property
    def key(self) -> str:
        """The innermost key."""
        return next((part for part in reversed(self.location) if isinstance(part, str)), "")

    @property
    def owner(self) -> str:
        """The part that the key belongs to, in words."""
        is_key = bool(self.location) and isinstance(self.location[-1], str)
        return name_owner(self.location[:-1] if is_key else self.location, self.data)

    @property
    def shown(self) -> str:
        """What was written, in quotes; its start if it is long."""
        text = str(self.value)
        return f"'{text}'" if len(text) <= 40 else f"'{text[:39]}…'"

    @property
    def given(self) -> str:
        """What was written where something else must be."""
        return "a list" if isinstance(self.value, (list, tuple)) else "a mapping"


def explain(error: ValidationError, source: Source, model: type[Model], data: Any) -> list[Problem]:
    """Return one problem for each mistake, without those that only follow from another."""
    details = error.errors(include_url=False)
    return [_explain_one(detail, source, model, data) for detail in details if not _follows(detail, details)]


def _follows(detail: ErrorDetails, details: Sequence[ErrorDetails]) -> bool:
    """Whether a mistake only follows from another: a list too short for want of a wrong item, a key misspelt."""
    location = detail["loc"]
    # pydantic leaves a wrong item out of its list, and then finds the list too short
    if detail["type"] == "too_short":
        others = (other["loc"] for other in details)
        return any(other != location and other[: len(location)] == location for other in others)
    if detail["type"] == "missing":
        unknown = [
            str(other["loc"][-1])
            for other in details
            if other["type"] == "extra_forbidden" and other["loc"][:-1] == location[:-1]
        ]
        # A key with a space is a text with a colon, one that is nearly right is misspelt: both are reported already.
        return any(" " in key or suggest(key, [str(location[-1])]) for key in unknown)
    return False


def _explain_one(detail: ErrorDetails, source: Source, model: type[Model], data: Any) -> Problem:
    mistake = _Mistake(
        detail["type"], detail["loc"], detail.get("input"), detail.get("ctx", {}), detail["msg"], model, data
    )
    if mistake.kind in _SHAPES:
        return _SHAPES[mistake.kind](mistake, source)
    message = _explain_value(mistake)
    return source.locate(mistake.location, message if mistake.owner == _FILE else f"{mistake.owner}: {message}")


def _explain_missing(mistake: _Mistake, source: Source) -> Problem:
    return source.locate(mistake.location[:-1], f"{mistake.owner} has no '{mistake.key}'; add it")


def _explain_no_mapping(mistake: _Mistake, source: Source) -> Problem:
    location = mistake.location
    is_key = bool(location) and location[-1] == mistake.key
    what = f"'{mistake.key}'" if is_key else name_owner(location, mistake.data)
    return source.locate(location, f"{what} must be written as 'key: value' lines")


def _explain_unknown_key(mistake: _Mistake, source: Source) -> Problem:
    key = str(mistake.location[-1])
    parent = find_model(mistake.model, mistake.location[:-1])
    if parent is not None and issubclass(parent, Shorthand) and " " in key:
        message = f"YAML reads '{key}: …' as a key with a value; put the whole text in quotes"
        return source.locate(mistake.location, message, key=True)
    known = _list_keys(parent) if parent else []
    advice = suggest(key, known) or (f"; the keys are {name_all(known)}" if known else "")
    return source.locate(mistake.location, f"{mistake.owner} has an unknown key '{key}'{advice}", key=True)


_SHAPES: dict[str, Callable[[_Mistake, Source], Problem]] = {
    "missing": _explain_missing,
    "extra_forbidden": _explain_unknown_key,
    "model_type": _explain_no_mapping,
    "dict_type": _explain_no_mapping,
}
"""How each kind of mistake in the shape of a file is explained, and where it is shown."""


def _explain_value(mistake: _Mistake) -> str:
    if mistake.value is None:
        advice = "" if _is_required(mistake.model, mistake.location) else ", or delete the line"
        return f"'{mistake.key}' has no value; write one{advice}"
    explain_kind = _VALUES.get(mistake.kind)
    return explain_kind(mistake) if explain_kind else mistake.message


def _explain_no_text(mistake: _Mistake) -> str:
    brackets = "[ or -" if mistake.given == "a list" else "{ or a colon"
    advice = f"if it's a text with {brackets}, put it in quotes"
    return f"'{mistake.key}' must be one text, not {mistake.given}; {advice}"


def _explain_least(mistake: _Mistake) -> str:
    wanted = f"be {mistake.context['ge']} or more" if mistake.context.get("ge") in (0, 1) else _WITHIN
    return f"'{mistake.key}' must {wanted}, not {mistake.shown}"


_WITHIN = "be within ten years (3650 days)"
_PATTERNS = {
    SLUG: "isn't an id; use small letters, digits and single hyphens, a letter first, as in 'send-notice'",
    FIELD_ID: (
        "isn't a field's id; use small letters, digits and single underscores, a letter first, as in 'first_name'"
    ),
    FIELD_OR_ROLE: "isn't the id of a field or a role; write one, as in 'guest_email' or 'cook'",
    CASE_ID: "isn't a case's id; use small letters, digits and single hyphens, as in 'upper-mill'",
    REQUIREMENT_ID: "isn't a requirement's id; use capital letters and a number, as in 'N1'",
}
_VALUES: dict[str, Callable[[_Mistake], str]] = {
    "string_type": _explain_no_text,
    "string_pattern_mismatch": lambda mistake: f"{mistake.shown} {_PATTERNS.get(mistake.context['pattern'])}",
    "string_too_long": lambda mistake: (
        f"'{mistake.key}' is longer than {mistake.context['max_length']} characters; shorten it"
    ),
    "string_too_short": lambda mistake: f"'{mistake.key}' is empty; write something, or delete the line",
    "tuple_type": lambda mistake: f"'{mistake.key}' must be a list; write each item on a line of its own after '- '",
    "too_long": lambda mistake: f"'{mistake.key}' can have at most {_count_items(mistake.context['max_length'])}",
    "too_short": lambda mistake: f"'{mistake.key}' needs at least {_count_items(mistake.context['min_length'])}",
    "int_parsing": lambda mistake: f"'{mistake.key}' must be a whole number of days, not {mistake.shown}",
    "int_type": lambda mistake: f"'{mistake.key}' must be a whole number of days, not {mistake.given}",
    "bool_parsing": lambda mistake: f"'{mistake.key}' must be true or false, not {mistake.shown}",
    "bool_type": lambda mistake: f"'{mistake.key}' must be true or false, not {mistake.given}",
    "greater_than_equal": _explain_least,
    "less_than_equal": lambda mistake: f"'{mistake.key}' must {_WITHIN}, not {mistake.shown}",
    "literal_error": lambda mistake: f"'{mistake.key}' must be {mistake.context['expected']}, not {mistake.shown}",
    "date_form": lambda mistake: f"'{mistake.key}' must be a date such as 2026-11-23, not {mistake.shown}",
}
"""How each kind of wrong value is explained; the models of the playbook explain the rest themselves."""


def _count_items(number: int) -> str:
    return f"{number} item{'s' if number > 1 else ''}"


def name_owner(location: Location, data: Any) -> str:
    """Return `step 'send-notice', task 2` for a location: its innermost parts that people can recognise."""
    names: list[str] = []
    here = data
    for number, part in enumerate(location):
        try:
            here = here[part]
        except (KeyError, IndexError, TypeError):
            if not (isinstance(part, int) and number):
                break
        if isinstance(part, int) and number:
            names = _add_name(names, str(location[number - 1]), part, here)
        elif number == 1 and location[0] in _SINGULAR_BY_NAME and isinstance(data[location[0]], dict):
            names = [f"{_SINGULAR_BY_NAME[str(location[0])]} '{part}'"]
    return ", ".join(names) if names else _FILE


def _add_name(names: list[str], key: str, position: int, here: Any) -> list[str]:
    what = _SINGULARS.get(key, key)
    if isinstance(here, dict) and isinstance(here.get("id"), str):
        return [f"{what} '{here['id']}'"] if what in ("step", "fact") else [*names, f"{what} '{here['id']}'"]
    return [*names, f"{what} {position + 1}"]


def find_model(model: type[Model], location: Location) -> type[Model] | None:
    """Return the model that a location inside another is validated against."""
    here: type[Model] | None = model
    by_name = False
    for part in location:
        if isinstance(part, str) and here is not None and not (by_name and part not in here.model_fields):
            annotation = _annotation(here, part)
            # In a mapping of ids to models the next part is an id and no key of the model, so it is passed over.
            here, by_name = next(_models_in(annotation), None), get_origin(annotation) is dict
    return here


def _annotation(model: type[Model], key: str) -> Any:
    fields = model.model_fields
    return next((field.annotation for name, field in fields.items() if key in (name, field.alias)), None)


def _is_required(model: type[Model], location: Location) -> bool:
    parent = find_model(model, location[:-1])
    fields = parent.model_fields if parent is not None else {}
    return any(field.is_required() for name, field in fields.items() if location[-1] in (name, field.alias))


def _models_in(annotation: Any) -> Iterator[type[Model]]:
    if isinstance(annotation, type) and issubclass(annotation, Model):
        yield annotation
    for inner in get_args(annotation):
        yield from _models_in(inner)


def _list_keys(model: type[Model]) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()]
