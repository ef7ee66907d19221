"""Placeholders: where a text takes a window, a title or the company's name from elsewhere in the playbook.

`{{ window:send-notice }}` is such a place. It is written as a link is, a kind and an id, so that it needs no quotes in
YAML; after the id may come answers that choose, as in `{{ window:lock-door path=storm }}`. A kind with a
capital begins a sentence. A blank of a letter, `{{ first_name }}`, has no colon. In Markdown, what is between
backticks is code and stays as it is.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from generator.errors import Location
from generator.facts.when import ALWAYS, Rule, When, all_of
from generator.playbook.letters import Email
from generator.playbook.parts import locate_due
from generator.playbook.playbook import Playbook
from generator.playbook.process import Lesson, Role, Step, Task
from generator.values import Model, is_markdown

WINDOWS = ("window", "days", "earliest", "latest")
"""The kinds that take the days of a step."""
KINDS = (*WINDOWS, "step", "role", "company", "other")
PLACEHOLDER = re.compile(r"\{\{\s*(?:([A-Za-z][A-Za-z_-]*)\s*:([^{}]*)|([Cc]ompany)\s*)\}\}")


@dataclass(frozen=True)
class Placeholder:
    """A place in a text that takes words from elsewhere; `answers` choose between windows that differ by case."""

    kind: str
    name: str = ""
    answers: tuple[str, ...] = ()
    begins: bool = False
    """Whether its words begin a sentence."""

    def __str__(self) -> str:
        """Return it as an author writes it."""
        rest = " ".join((f":{self.name}" if self.name else "", *self.answers))
        return f"{{{{ {self.kind}{rest} }}}}"


def read_placeholder(match: re.Match[str]) -> Placeholder:
    """Return what a match of PLACEHOLDER says."""
    kind, rest, company = match.groups()[:3]
    begins = (kind or company)[0].isupper()
    if company:
        return Placeholder("company", begins=begins)
    if kind.lower() == "other":
        return Placeholder("other", rest.strip(), begins=begins)
    name, *answers = re.split(r"[\s,]+", rest.strip())
    return Placeholder(kind.lower(), name, tuple(answer for answer in answers if answer), begins)


@dataclass(frozen=True)
class Scope:
    """The cases in which a text is read: a rule holds, and another, if there is one, does not."""

    rule: Rule = ALWAYS
    but_not: When | None = None


@dataclass(frozen=True)
class Prose:
    """A text that has a placeholder, or braces that look like one: where it is, and when it is read."""

    file: str
    location: Location
    text: str
    scope: Scope
    is_markdown: bool = False

    @property
    def may_have_blanks(self) -> bool:
        """Whether it is part of a letter, whose blanks are filled later."""
        return self.file.startswith("emails/") and self.location[0] in ("subject", "paragraphs", "attachments")


Change = Callable[[Prose], str]


def change_texts(playbook: Playbook, change: Change) -> Playbook:
    """Return a playbook with every text that has double braces as `change` returns it."""
    changing = _Changing(playbook, change)
    lists: dict[str, tuple[str, str]] = {
        "facts": ("facts.yml", "facts"),
        "conditions": ("facts.yml", "conditions"),
        "dates": ("facts.yml", "dates"),
        "roles": ("roles.yml", "roles"),
        "fields": ("fields.yml", "fields"),
        "requirements": ("requirements.yml", "requirements"),
        "terms": ("glossary.yml", "terms"),
        "safeguards": ("safeguards.yml", "safeguards"),
        "claims": ("claims.yml", "claims"),
    }
    changed: dict[str, Any] = {
        key: changing.change_list(getattr(playbook, key), file, (place,), Scope())
        for key, (file, place) in lists.items()
    }
    for folder in ("lessons", "phases", "emails"):
        changed[folder] = tuple(
            changing.change_model(part, f"{folder}/{part.id}.yml", (), Scope(changing.find_context(part)))
            for part in getattr(playbook, folder)
        )
    changed["head"] = changing.change_model(playbook.head, "playbook.yml", (), Scope())
    # its timings and titles are in the steps and roles by now
    company = playbook.overlay.model_copy(update={"timings": (), "titles": ()})
    overlay = changing.change_model(company, "overlay.yml", (), Scope())
    changed["overlay"] = playbook.overlay.model_copy(update={"company": overlay.company, "contacts": overlay.contacts})
    return replace(playbook, **changed)


class _Changing:
    def __init__(self, playbook: Playbook, change: Change) -> None:
        self.playbook = playbook
        self.change = change

    def find_context(self, part: Model) -> Rule:
        """Return when a file's texts are read, as far as its own `when` does not say it."""
        if isinstance(part, Lesson) and part.path:
            return When.of({self.playbook.path.id: part.path})
        return self.playbook.rule_of_email(part) if isinstance(part, Email) else ALWAYS

    def change_list(self, items: tuple[Any, ...], file: str, place: Location, scope: Scope) -> tuple[Any, ...]:
        changed = tuple(
            self.change_model(item, file, (*place, number), scope) if isinstance(item, Model) else item
            for number, item in enumerate(items)
        )
        return changed if any(new is not old for new, old in zip(changed, items, strict=True)) else items

    def change_model(self, node: Model, file: str, place: Location, scope: Scope) -> Any:
        when: When | None = getattr(node, "when", None)
        within = scope if when is None else Scope(all_of(scope.rule, when), scope.but_not)
        update: dict[str, Any] = {}
        for name, value in node.__dict__.items():
            if _may_hold_text(value):
                where = self._locate(node, name, file, place)
                # a reason is given where the rest of its step is not read
                around = Scope(scope.rule, when) if name == "otherwise" else within
                changed = self._change_value(value, *where, around, is_markdown=is_markdown(type(node), name))
                if changed is not value:
                    update[name] = changed
        if isinstance(node, Task) and "do" in update:
            return node.say(update["do"], written=_drop_other(node.do))
        return node.model_copy(update=update) if update else node

    def _locate(self, node: Model, name: str, file: str, place: Location) -> tuple[str, Location]:
        if name == "due" and isinstance(node, Step):
            return locate_due(self.playbook, node, file, place)
        if name == "title" and isinstance(node, Role):
            for number, title in enumerate(self.playbook.overlay.titles):
                if title.role == node.id:
                    return "overlay.yml", ("titles", number, "title")
        return file, (*place, type(node).model_fields[name].alias or name)

    def _change_value(self, value: Any, file: str, place: Location, scope: Scope, *, is_markdown: bool) -> Any:
        if isinstance(value, str):
            return self.change(Prose(file, place, value, scope, is_markdown))
        if isinstance(value, tuple):
            return self.change_list(value, file, place, scope)
        return self.change_model(value, file, place, scope)


def _may_hold_text(value: object) -> bool:
    """Whether a value is a text with double braces, or may have one in it; nearly all are neither, so this is fast."""
    if isinstance(value, str):
        return "{{" in value or "}}" in value
    if isinstance(value, tuple):
        return bool(value) and isinstance(value[0], Model)
    return isinstance(value, Model)


def _drop_other(text: str) -> str:
    """Return a text without the marks of numbers that are other ones, so that to add a mark unticks no box."""
    return PLACEHOLDER.sub(lambda match: match[2].strip() if (match[1] or "").lower() == "other" else match[0], text)
