"""The types of the page's data, from the models that make it."""

from typing import Any

from pydantic.json_schema import models_json_schema

from generator.site.planner_data import PlannerData

_NAMES = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean", "null": "null"}


def write_types() -> str:
    """Return every model of the data as a TypeScript interface, and the constant that holds the whole."""
    _, schema = models_json_schema([(PlannerData, "serialization")], by_alias=True)
    parts = [_write_interface(name, model) for name, model in schema["$defs"].items()]
    head = "// Written by `make golden` from generator/planner_data.py.\n"
    return "\n".join([head, *parts, "declare const PLAYBOOK: PlannerData;\n"])


def _write_interface(name: str, model: dict[str, Any]) -> str:
    lines = [f"  {key}: {_write_type(value)};\n" for key, value in model["properties"].items()]
    return f"interface {name} {{\n{''.join(lines)}}}\n"


def _write_type(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " | ".join(_write_type(option) for option in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(f'"{value}"' for value in schema["enum"])
    if schema["type"] == "array":
        if "prefixItems" in schema:
            return f"[{', '.join(_write_type(item) for item in schema['prefixItems'])}]"
        return f"{_write_type(schema['items'])}[]"
    if schema["type"] == "object":
        return f"Record<string, {_write_type(schema['additionalProperties'])}>"
    return _NAMES[schema["type"]]
