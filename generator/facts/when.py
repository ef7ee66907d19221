"""Facts, conditions and the rules that are made of them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from pydantic import Field, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from generator.values import Model, Origin, Slug, Text

Case = Mapping[str, str]
"""Answers to facts: fact id to option id."""
Literal = tuple[str, tuple[str, ...]]
"""The name of a fact or condition, and the options of which one must be the answer."""
Clause = tuple[Literal, ...]
"""All of these must hold."""
MOST_FACTS = 12
DEEPEST = 20
"""How many levels deep facts and conditions may depend on each other; each level is a call inside another."""
HOLDS = {"yes": True, "no": False}


@dataclass(frozen=True)
class When:
    """Any of these clauses; in the source a mapping, or a list of mappings."""

    clauses: tuple[Clause, ...]

    @classmethod
    def of(cls, *clauses: Mapping[str, str | Iterable[str]]) -> "When":
        """Return any of these clauses; each is one answer, or several, for a name: `When.of({"path": "storm"})`."""
        return cls(tuple(tuple((name, _list_answers(given)) for name, given in clause.items()) for clause in clauses))

    def literals(self) -> Iterator[tuple[int, str, str]]:
        """List every (clause number, name, option) that is written."""
        for number, clause in enumerate(self.clauses):
            for name, options in clause:
                for option in options:
                    yield number, name, option

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Read a mapping of names to one option or several, or a list of such mappings."""
        return core_schema.no_info_plain_validator_function(_parse_when)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> Any:
        """Describe both forms to editors."""
        option = {"anyOf": [{"type": "string"}, {"type": "boolean"}]}
        options = {"anyOf": [option, {"type": "array", "items": option, "minItems": 1}]}
        clause = {"type": "object", "additionalProperties": options, "minProperties": 1}
        return {"anyOf": [clause, {"type": "array", "items": clause, "minItems": 1}]}


def _list_answers(given: str | Iterable[str]) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given)


def _parse_when(data: Any) -> When:
    if isinstance(data, When):
        return data
    clauses = data if isinstance(data, list) else [data]
    if not clauses:
        raise PydanticCustomError("when", "'when' is an empty list; delete it if it always applies")
    return When(tuple(_parse_clause(clause) for clause in clauses))


def _parse_clause(data: Any) -> Clause:
    if not isinstance(data, dict) or not data:
        raise PydanticCustomError("when", "'when' must be written as {fact: option}, or as a list of these")
    return tuple((name, _parse_options(name, value)) for name, value in data.items())


def _parse_options(name: str, value: Any) -> tuple[str, ...]:
    options = value if isinstance(value, list) else [value]
    if not options or not all(isinstance(option, str) for option in options):
        message = f"'when' has no option for '{name}'; write {{{name}: option}} or {{{name}: [option, option]}}"
        raise PydanticCustomError("when", "{message}", {"message": message})
    return tuple(options)


@dataclass(frozen=True)
class AllOf:
    """Holds where every part holds; without parts, always."""

    parts: tuple["Rule", ...] = ()


@dataclass(frozen=True)
class AnyOf:
    """Holds where at least one part holds; without parts, never."""

    parts: tuple["Rule", ...] = ()


Rule = When | AllOf | AnyOf
ALWAYS = AllOf()


def all_of(*parts: Rule | None) -> Rule:
    """Join rules; a part that is None or always holds adds nothing."""
    kept = tuple(part for part in parts if part is not None and part != ALWAYS)
    return kept[0] if len(kept) == 1 else AllOf(kept)


class Option(Model):
    """One possible answer to a fact."""

    id: Slug
    label: Text
    means: Text = Field(description="Completes the word 'if': 'it rains'.")
    summary: Text | None = None
    when: When | None = None


class Fact(Model):
    """Something known about one case that decides what applies."""

    id: Slug
    question: Text
    help: Text | None = None
    options: tuple[Option, ...] = Field(min_length=2)
    when: When | None = None
    origin: Origin = "source"


class Condition(Model):
    """A name for a combination of facts; used in a `when` as `{name: yes}` or `{name: no}`."""

    id: Slug
    means: Text = Field(description="Completes the word 'if' where the condition holds.")
    means_not: Text = Field(alias="means-not", description="Completes 'if' where it doesn't hold.")
    when: When


def merge_clauses(clauses: Iterable[Clause]) -> list[Clause]:
    """Join clauses that differ in one answer only, until none do: the same cases, said in fewer words."""
    left = sorted(set(clauses))
    for first, second in combinations(left, 2):
        others = dict(second)
        apart = [name for name, options in first if others.get(name) != options]
        if len(apart) == 1 and [name for name, _ in first] == [name for name, _ in second]:
            both = {name: tuple(sorted({*options, *others[name]})) for name, options in first}
            return merge_clauses([tuple(both.items()), *(clause for clause in left if clause not in (first, second))])
    return left


def spell_case(case: Case) -> str:
    """Return ` if weather=rain, late=yes` for a message; nothing if it is so in every case."""
    return " if " + ", ".join(f"{name}={option}" for name, option in case.items()) if case else ""
