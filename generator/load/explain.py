"""Turns what pydantic says about a file into problems that its author understands."""

from collections.abc import Iterator, Mapping
from typing import Any, get_args, get_origin

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from generator.errors import Location, Problem, name_all, suggest
from generator.load.source import Source
from generator.values import Model, Shorthand

_FILE = "the file"
_ONE = {
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
    "rules": "rule",
}
_ONE_BY_NAME = {"people": "role", "steps": "step"}
"""Sections whose entries go by names of their own."""


def explain(error: ValidationError, source: Source, model: type[Model], data: Any) -> list[Problem]:
    """Give one problem for each mistake, without those that only follow from another."""
    details = error.errors(include_url=False)
    mistaken = {detail["loc"] for detail in details}
    return [
        _explain_one(detail, source, model, data)
        for detail in details
        if not _follows_from_another(detail, mistaken, details)
    ]


def _follows_from_another(
    detail: ErrorDetails, mistaken: set[tuple[int | str, ...]], details: list[ErrorDetails]
) -> bool:
    location = detail["loc"]
    if detail["type"] == "too_short":
        return any(other != location and other[: len(location)] == location for other in mistaken)
    if detail["type"] == "missing":
        unknown = [
            str(other["loc"][-1])
            for other in details
            if other["type"] == "extra_forbidden" and other["loc"][:-1] == location[:-1]
        ]
        return any(" " in key or suggest(key, [str(location[-1])]) for key in unknown)
    return False


def _explain_one(detail: ErrorDetails, source: Source, model: type[Model], data: Any) -> Problem:
    location: Location = detail["loc"]
    owner = name_owner(location[:-1] if location and isinstance(location[-1], str) else location, data)
    kind = detail["type"]
    key = next((part for part in reversed(location) if isinstance(part, str)), "")
    if kind == "missing":
        return source.locate(location[:-1], f"{owner} has no '{key}'; add it")
    if kind == "extra_forbidden":
        return _explain_unknown_key(location, owner, source, model)
    if kind == "model_type" or kind == "dict_type":
        what = f"'{key}'" if location and location[-1] == key else name_owner(location, data)
        return source.locate(location, f"{what} must be written as 'key: value' lines")
    required = _is_required(model, location)
    message = _explain_value(kind, key, detail.get("input"), detail.get("ctx", {}), detail["msg"], required=required)
    return source.locate(location, message if owner == _FILE else f"{owner}: {message}")


def _explain_unknown_key(location: Location, owner: str, source: Source, model: type[Model]) -> Problem:
    key = str(location[-1])
    parent = find_model(model, location[:-1])
    if parent is not None and issubclass(parent, Shorthand) and " " in key:
        message = f"'{key}: …' reads as a key with a value; put the whole text in quotes"
        return source.locate(location, message, key=True)
    known = _list_keys(parent) if parent else []
    advice = suggest(key, known) or (f"; the keys are {name_all(known)}" if known else "")
    return source.locate(location, f"{owner} has an unknown key '{key}'{advice}", key=True)


_WITHIN = "lie within ten years (3650 days)"
_FROM: dict[object, str] = {0: "be 0 or more"}


def _explain_value(
    kind: str, key: str, value: Any, context: Mapping[str, Any], fallback: str, *, required: bool
) -> str:
    if value is None:
        return f"'{key}' has no value; write one{'' if required else ', or delete the line'}"
    shown = _show(value)
    given, brackets = ("a list", "[ or -") if isinstance(value, (list, tuple)) else ("a mapping", "{ or a colon")
    least, most = context.get("min_length", 1), context.get("max_length", 1)
    messages = {
        "string_type": f"'{key}' must be one text, not {given}; write one, and put a text with {brackets} in quotes",
        "string_pattern_mismatch": f"{shown} {_PATTERNS.get(str(context.get('pattern')))}",
        "string_too_long": f"'{key}' is longer than {context.get('max_length')} characters; shorten it",
        "string_too_short": f"'{key}' is empty; write something, or delete the line",
        "tuple_type": f"'{key}' must be a list; write each item on a line of its own after '- '",
        "too_long": f"'{key}' takes no more than {most} item{'s' if most > 1 else ''}",
        "too_short": f"'{key}' needs at least {least} item{'s' if least > 1 else ''}",
        "int_parsing": f"'{key}' must be a whole number of days, not {shown}",
        "int_type": f"'{key}' must be a whole number of days, not {given}",
        "greater_than_equal": f"'{key}' must {_FROM.get(context.get('ge'), _WITHIN)}, not {shown}",
        "less_than_equal": f"'{key}' must {_WITHIN}, not {shown}",
        "literal_error": f"'{key}' must be {context.get('expected')}, not {shown}",
    }
    if kind.startswith("date"):
        return f"'{key}' must be a date such as 2026-11-23, not {shown}"
    return messages.get(kind, fallback)


_PATTERNS = {
    r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$": (
        "is not an id; use small letters, digits and single hyphens, a letter first, as in 'send-notice'"
    ),
    r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$": (
        "is not a field's id; use small letters, digits and single underscores, as in 'first_name'"
    ),
    r"^[A-Z]+[0-9]+$": "is not a requirement's id; use capital letters and a number, as in 'N1'",
}


def _show(value: Any) -> str:
    text = str(value)
    return f"'{text}'" if len(text) <= 40 else f"'{text[:39]}…'"


def name_owner(location: Location, data: Any) -> str:
    """Give `step 'send-notice', task 2` for a location: its innermost parts that people can recognise."""
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
        elif number == 1 and location[0] in _ONE_BY_NAME and isinstance(data[location[0]], dict):
            names = [f"{_ONE_BY_NAME[str(location[0])]} '{part}'"]
    return ", ".join(names) if names else _FILE


def _add_name(names: list[str], key: str, position: int, here: Any) -> list[str]:
    one = _ONE.get(key, key)
    if isinstance(here, dict) and isinstance(here.get("id"), str):
        return [f"{one} '{here['id']}'"] if one in ("step", "fact") else [*names, f"{one} '{here['id']}'"]
    return [*names, f"{one} {position + 1}"]


def find_model(model: type[Model], location: Location) -> type[Model] | None:
    """Give the model that a location inside another is validated against."""
    here: type[Model] | None = model
    by_name = False
    for part in location:
        if isinstance(part, str) and here is not None and not (by_name and part not in here.model_fields):
            annotation = _annotation(here, part)
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
