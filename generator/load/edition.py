"""The edition without additions: what is marked `origin: added` goes, and what nothing else uses goes with it.

A fact that is left out counts as never asked: a clause that names it cannot hold, and whatever could hold only by
such clauses goes too. Steps that are left out still order the others: who waited for them waits for their forerunners.

What goes can take more with it: a step its email, the email a field. So the whole playbook is pruned again, each time
with all that is known to be gone, until nothing more is lost.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any, TypeVar

from generator.checks.subject import list_options
from generator.facts.narrow import Narrower
from generator.facts.when import Condition, Fact, When
from generator.load.positions import Place, Positions
from generator.playbook.claims import Claim, Exclusion
from generator.playbook.company import Contact, Timing, Title
from generator.playbook.letters import Email, FieldBlank, Takes
from generator.playbook.order import Order
from generator.playbook.playbook import Playbook
from generator.playbook.process import Date, Due, Following, Lesson, Phase, Role, StatedCase, Step
from generator.playbook.safeguards import Safeguard, SafeguardRule
from generator.playbook.uses import (
    list_demanded_claims,
    list_made_claims,
    list_used_dates,
    list_used_emails,
    list_used_facts,
    list_used_fields,
    list_used_roles,
)
from generator.values import Model

Name = tuple[str, str]
"""What something is, and its id, as in ("step", "send-notice"); a condition counts as a fact."""
AnyItem = TypeVar("AnyItem")
AnyModel = TypeVar("AnyModel", bound=Model)
AnyFile = TypeVar("AnyFile", bound=Phase | Lesson | Email)
_KINDS = {
    Fact: "fact",
    Condition: "fact",
    Date: "date",
    Role: "role",
    FieldBlank: "field",
    Email: "email",
    Claim: "claim",
}
"""What goes by its own id."""
_LISTED = {
    "after": "step",
    "needs": "step",
    "by": "date",
    "emails": "email",
    "covers": "requirement",
    "claims": "claim",
    "answered": "step",
}
"""The keys whose lists name parts of the playbook, and what they name."""


_ALWAYS = When(((),))
"""What always holds, where no `when` would mean never."""


def leave_out_additions(full: Playbook) -> tuple[Playbook, Positions]:
    """Return the playbook without what is marked as added, and where the rest is in the source."""
    rules = Narrower(full.facts, full.conditions)
    order = full.order
    gone: set[Name] = set()
    while True:
        # anew on the whole playbook each time, so that positions are counted once, in the source
        pruning = _Pruning(rules, order, gone)
        playbook = pruning.prune_playbook(full)
        lost = _find_lost(full, playbook)
        if lost <= gone:
            answers = _list_answers(full) - _list_answers(playbook)
            linked = _list_linked(full) - _list_linked(playbook)
            return replace(playbook, left_out=linked, left_out_answers=answers), pruning.positions
        gone |= lost


class _Pruning:
    """One pass over a playbook, which leaves out what is added and what cannot be without what is gone."""

    def __init__(self, rules: Narrower, order: Order, gone: set[Name]) -> None:
        self.rules = rules
        self.gone = gone
        self.positions = Positions()
        self.waits = order.link(name for name in order.names if ("step", name) not in gone)

    def prune_playbook(self, full: Playbook) -> Playbook:
        return replace(
            full,
            facts=self._prune_list(full.facts, Place("facts.yml", ("facts",))),
            conditions=self._prune_list(full.conditions, Place("facts.yml", ("conditions",))),
            dates=self._prune_list(full.dates, Place("facts.yml", ("dates",))),
            roles=self._prune_list(full.roles, Place("roles.yml", ("roles",))),
            fields=self._prune_list(full.fields, Place("fields.yml", ("fields",))),
            requirements=self._prune_list(full.requirements, Place("requirements.yml", ("requirements",))),
            terms=self._prune_list(full.terms, Place("glossary.yml", ("terms",))),
            safeguards=self._prune_list(full.safeguards, Place("safeguards.yml", ("safeguards",))),
            claims=self._prune_list(full.claims, Place("claims.yml", ("claims",))),
            lessons=self._prune_files(full.lessons, "lessons"),
            phases=self._prune_files(full.phases, "phases"),
            emails=self._prune_files(full.emails, "emails"),
            overlay=self._prune(full.overlay, Place("overlay.yml")),
        )

    def _prune_files(self, items: tuple[AnyFile, ...], folder: str) -> tuple[AnyFile, ...]:
        """Prune what has a file of its own."""
        found = (self._prune_item(item, Place(f"{folder}/{item.id}.yml")) for item in items)
        return tuple(item for item in found if item is not None)

    def _prune_list(self, items: tuple[AnyItem, ...], place: Place) -> tuple[AnyItem, ...]:
        """Prune a list, and note the positions of what is left."""
        found = [(number, self._prune_item(item, place.at(number))) for number, item in enumerate(items)]
        self.positions.lists[place] = [number for number, item in found if item is not None]
        return tuple(item for _, item in found if item is not None)

    def _prune_item(self, item: AnyItem, place: Place) -> AnyItem | None:
        """Return what is left of an item of a list; None where that is nothing."""
        if isinstance(item, str):
            return None if (_LISTED.get(str(place.location[-2])), item) in self.gone else item
        if not isinstance(item, Model):
            return item
        if not self._is_kept(item):
            return None
        left = self._prune(item, place)
        return None if _is_emptied(left) else left

    def _prune(self, node: AnyModel, place: Place) -> AnyModel:
        """Return a part without what is left out inside it."""
        compound = ((name, value) for name, value in node if isinstance(value, (When, Model, tuple)))
        update = {name: self._prune_value(value, place.at(name)) for name, value in compound}
        if isinstance(node, (Phase, Step)) and node.when is not None and update["when"] is None:
            update["otherwise"] = ()  # it is never skipped any more
        if isinstance(node, Claim):
            update |= {key: self._narrow_demand(getattr(node, key)) for key in ("must", "never")}
        if isinstance(node, Step):
            update["after"] += self._list_forerunners(node)
        return node.model_copy(update=update)

    def _prune_value(self, value: When | Model | tuple[Any, ...], place: Place) -> Any:
        if isinstance(value, When):
            left = self.rules.narrow(value)
            return left if isinstance(left, When) else None
        if isinstance(value, StatedCase):
            return None  # the whole playbook's check has it, and its text is the same here
        if isinstance(value, Model):
            return self._prune(value, place) if self._is_kept(value) else None
        return self._prune_list(value, place)

    def _narrow_demand(self, when: When | None) -> When | None:
        """Return what is left of the cases in which a claim must or must not be made: None for none of them."""
        left = False if when is None else self.rules.narrow(when)
        if isinstance(left, bool):
            return _ALWAYS if left else None
        return left

    def _list_forerunners(self, step: Step) -> tuple[str, ...]:
        """List the steps for which a step has waited only through others that are left out."""
        named = {*step.after, *step.needs, *(due.from_ for due in step.due)}
        return tuple(name for name in self.waits.waits_for[step.id] if name not in named)

    def _is_kept(self, node: Model) -> bool:
        if getattr(node, "origin", "source") == "added":
            return False
        if isinstance(node, Condition) and self.rules.is_settled(node.id):
            return False
        return self._can_hold(getattr(node, "when", None)) and self.gone.isdisjoint(self._list_needed(node))

    def _can_hold(self, when: When | None) -> bool:
        return when is None or self.rules.narrow(when) is not False

    def _list_needed(self, node: Model) -> Iterator[Name]:
        """List what a part cannot be without: itself, where it goes by its id, and what it speaks of."""
        match node:
            case Fact() | Condition() | Date() | Role() | FieldBlank() | Email() | Claim():
                yield _KINDS[type(node)], node.id
            case Title() | Contact():
                yield "role", node.role
            case Following():
                yield "date", node.date
            case Due():
                yield "step", node.from_
            case Exclusion():
                yield "claim", node.claim
            case SafeguardRule() if node.answered is None:
                yield from (("step", step) for step in node.steps)
            case Timing():  # as a whole: without one of its entries, some case could have no due date
                yield "step", node.step
                yield from (("step", due.from_) for due in node.due if self._can_hold(due.when))
            case Takes():
                taken = {"date": node.date, "step": node.done, "role": node.person or node.contact}
                yield from ((kind, name) for kind, name in taken.items() if name is not None)


def _is_emptied(node: Model) -> bool:
    """Whether nothing is left inside a part that is nothing by itself."""
    match node:
        case Phase():
            return not node.steps
        case Lesson():
            return not node.blocks
        case Email():
            return not node.paragraphs
        case Safeguard():
            return not node.rules
        case SafeguardRule():
            return node.answered == ()
    return False


_NAMES: list[tuple[str, Callable[[Playbook], Iterable[str]]]] = [
    ("step", lambda playbook: playbook.steps),
    ("email", lambda playbook: playbook.email),
    ("date", lambda playbook: playbook.date),
    ("requirement", lambda playbook: playbook.requirement),
    ("claim", lambda playbook: playbook.claim),
    ("fact", list_used_facts),
    ("date", list_used_dates),
    ("role", list_used_roles),
    ("field", list_used_fields),
    ("email", list_used_emails),
    ("claim", lambda playbook: list_made_claims(playbook) | list_demanded_claims(playbook)),
]
"""What can be lost, by its absence or because nothing uses it any more."""


def _find_lost(full: Playbook, playbook: Playbook) -> set[Name]:
    """Return what is left out of a playbook, and what only that used; what nothing used before stays."""
    return {(kind, name) for kind, list_names in _NAMES for name in {*list_names(full)} - {*list_names(playbook)}}


def _list_linked(playbook: Playbook) -> frozenset[str]:
    """List the ids that links and lists may name: steps, phases, lessons, emails, roles."""
    files = [phase.id for phase in playbook.phases] + [lesson.id for lesson in playbook.lessons]
    return frozenset((*playbook.steps, *playbook.email, *playbook.role, *files))


def _list_answers(playbook: Playbook) -> frozenset[str]:
    """List the answers by which a placeholder may choose a window, each as `fact=option`."""
    options = list_options(playbook)
    return frozenset(f"{name}={option}" for name in options for option in options[name])
