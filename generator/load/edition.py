"""The edition without additions: what is marked `origin: added` goes, and what hangs on nothing else goes with it.

A fact that is left out counts as never asked: a clause that names it cannot hold, and whatever could hold only by
such clauses goes too. Steps that are left out still order the others: who waited for them waits for their forerunners.
"""

from dataclasses import replace
from typing import Any

from generator.errors import Location
from generator.facts.when import Clause, Condition, When
from generator.load.positions import Kept
from generator.playbook.order import Order
from generator.playbook.playbook import Playbook
from generator.playbook.process import Step
from generator.playbook.safeguards import SafeguardRule
from generator.playbook.uses import (
    list_used_dates,
    list_used_emails,
    list_used_facts,
    list_used_fields,
    list_used_roles,
)
from generator.values import Model


def leave_out_additions(playbook: Playbook) -> tuple[Playbook, Kept]:
    """Give the playbook without what is marked as added, and where the rest stands in the source."""
    edition = _Edition(playbook)
    return edition.make(), edition.kept


class _Narrower:
    """Narrows rules to the facts that are still asked."""

    def __init__(self, full: Playbook) -> None:
        self.full = full
        self.facts = {fact.id for fact in full.facts if fact.origin != "added"}
        self.impossible: set[tuple[str, str]] = set()
        self.constant: dict[str, bool] = {}
        """Conditions that hold in every case, or in none."""
        self._weigh_conditions()
        for fact in full.facts:
            if fact.when is not None and self.narrow(fact.when) is False:
                self.facts.discard(fact.id)
            for option in fact.options:
                if option.when is not None and self.narrow(option.when) is False:
                    self.impossible.add((fact.id, option.id))
            self._weigh_conditions()

    def _weigh_conditions(self) -> None:
        for condition in self.full.conditions:
            narrowed = self.narrow(condition.when)
            if isinstance(narrowed, bool):
                self.constant[condition.id] = narrowed

    def narrow(self, when: When) -> When | bool:
        """Give what is left of a `when`; True or False where that holds always or never."""
        clauses = [left for clause in when.clauses if (left := self._narrow_clause(clause)) is not None]
        if () in clauses:
            return True
        return When(tuple(clauses)) if clauses else False

    def _narrow_clause(self, clause: Clause) -> Clause | None:
        left: list[tuple[str, tuple[str, ...]]] = []
        for name, options in clause:
            if name in self.constant:
                if ("yes" if self.constant[name] else "no") not in options:
                    return None
                continue
            possible = tuple(option for option in options if (name, option) not in self.impossible)
            if not possible or (name in self.full.logic.facts and name not in self.facts):
                return None
            left.append((name, possible))
        return tuple(left)


class _Edition:
    def __init__(self, full: Playbook) -> None:
        self.full = full
        self.kept = Kept()
        self.rules = _Narrower(full)
        self.left_requirements = {one.id for one in full.requirements if not self._is_kept(one)}
        self.left_steps: set[str] = set()
        self.order = Order(full)

    def make(self) -> Playbook:
        full = self.full
        playbook = replace(
            full,
            facts=self._prune_list(full.facts, "facts.yml", ("facts",)),
            conditions=self._prune_list(full.conditions, "facts.yml", ("conditions",)),
            dates=self._prune_list(full.dates, "facts.yml", ("dates",)),
            requirements=self._prune_list(full.requirements, "requirements.yml", ("requirements",)),
            terms=self._prune_list(full.terms, "glossary.yml", ("terms",)),
            lessons=self._prune_files("lessons", full.lessons, "blocks"),
            phases=self._prune_files("phases", full.phases, "steps"),
            emails=self._prune_files("emails", full.emails, "paragraphs"),
            overlay=self._prune(full.overlay, "overlay.yml", ()),
        )
        self.left_steps = set(full.steps) - set(playbook.steps)
        playbook = self._change_steps(playbook, self._connect)
        playbook = self._drop_orphans(playbook)
        playbook = replace(playbook, safeguards=self._keep_safeguards(), overlay=self._keep_overlay(playbook))
        playbook = self._drop_dangling(playbook)
        return replace(playbook, left_out=_list_names(full) - _list_names(playbook))

    def _is_kept(self, node: Any) -> bool:
        if getattr(node, "origin", "source") == "added":
            return False
        if isinstance(node, Condition) and node.id in self.rules.constant:
            return False
        if isinstance(node, SafeguardRule) and self.left_steps.intersection(node.steps):
            return False
        when = getattr(node, "when", None)
        return not isinstance(when, When) or self.rules.narrow(when) is not False

    def _prune_files(self, folder: str, items: tuple[Any, ...], inside: str) -> tuple[Any, ...]:
        """Prune what has a file of its own; one that is left without anything inside goes."""
        pruned = [self._prune(item, f"{folder}/{item.id}.yml", ()) for item in items if self._is_kept(item)]
        return tuple(item for item in pruned if getattr(item, inside))

    def _prune_list(self, items: tuple[Any, ...], file: str, location: Location) -> tuple[Any, ...]:
        chosen = [position for position, item in enumerate(items) if self._is_kept(item)]
        pruned = [self._prune(items[position], file, (*location, position)) for position in chosen]
        self.kept.choose(file, location, items, chosen)
        return tuple(pruned)

    def _prune(self, node: Any, file: str, location: Location) -> Any:
        """Give a part without what is left out inside it."""
        update: dict[str, Any] = {}
        for name, value in node:
            if isinstance(value, tuple) and value and isinstance(value[0], Model):
                update[name] = self._prune_list(value, file, (*location, name))
            elif isinstance(value, Model):
                update[name] = self._prune(value, file, (*location, name))
            elif isinstance(value, When):
                narrowed = self.rules.narrow(value)
                update[name] = narrowed if isinstance(narrowed, When) else None
            elif name == "covers":
                update[name] = tuple(one for one in value if one not in self.left_requirements)
        if node.__dict__.get("when") is not None and update["when"] is None and hasattr(node, "otherwise"):
            update["otherwise"] = ()  # never skipped any more
        return node.model_copy(update=update)

    def _change_steps(self, playbook: Playbook, change: Any) -> Playbook:
        phases = []
        for phase in playbook.phases:
            places = [("steps", position) for position in range(len(phase.steps))]
            file = f"phases/{phase.id}.yml"
            steps = [
                change(step, file, self.kept.find_source(file, place))
                for step, place in zip(phase.steps, places, strict=True)
            ]
            phases.append(phase.model_copy(update={"steps": tuple(steps)}))
        return replace(playbook, phases=tuple(phases))

    def _connect(self, step: Step, file: str, location: Location) -> Step:
        """Let a step wait for the forerunners of those that are left out."""
        update: dict[str, Any] = {}
        through: list[str] = []
        for key in ("after", "needs", "due"):
            items = getattr(step, key)
            names = [item.from_ if key == "due" else item for item in items]
            chosen = [position for position, name in enumerate(names) if name not in self.left_steps]
            through += [found for name in names if name in self.left_steps for found in self._list_forerunners(name)]
            update[key] = self.kept.choose(file, (*location, key), items, chosen)
        named = [name for name in (*update["after"], *update["needs"]) if name in self.full.steps]
        new = [name for name in dict.fromkeys(through) if name not in named]
        nearest = {name for name in new if not any(self.order.precedes(name, other) for other in (*new, *named))}
        update["after"] += tuple(name for name in new if name in nearest)
        added = len(update["after"]) - len(self.kept.lists[file, (*location, "after")])
        self.kept.lists[file, (*location, "after")] += [0] * added
        return step.model_copy(update=update)

    def _list_forerunners(self, step: str) -> list[str]:
        """Give the nearest kept steps for which a step waits, over others that are left out."""
        seen, waiting = {step}, [step]
        found: list[str] = []
        while waiting:
            here = self.full.steps[waiting.pop(0)]
            for name in (*here.after, *here.needs, *(due.from_ for due in here.due)):
                if name in self.full.steps and name not in seen:
                    seen.add(name)
                    (waiting if name in self.left_steps else found).append(name)
        return found

    def _drop_orphans(self, playbook: Playbook) -> Playbook:
        """Drop what only left-out parts used, until nothing more is orphaned."""
        full, count = self.full, -1
        while count != (count := sum(map(len, _list_ids(playbook)))):
            emails = _find_lost(list_used_emails, full, playbook)
            playbook = replace(playbook, emails=tuple(one for one in playbook.emails if one.id not in emails))
            self.gone_emails = set(full.email) - set(playbook.email)
            playbook = self._change_steps(playbook, self._drop_emails)
            facts = _find_lost(list_used_facts, full, playbook)
            playbook = replace(
                playbook,
                facts=self._drop("facts", "facts", playbook.facts, facts),
                conditions=self._drop("facts", "conditions", playbook.conditions, facts),
                dates=self._drop("facts", "dates", playbook.dates, _find_lost(list_used_dates, full, playbook)),
                roles=self._drop("roles", "roles", playbook.roles, _find_lost(list_used_roles, full, playbook)),
                fields=self._drop("fields", "fields", playbook.fields, _find_lost(list_used_fields, full, playbook)),
            )
        return playbook

    def _drop(self, file: str, key: str, items: tuple[Any, ...], lost: set[str]) -> tuple[Any, ...]:
        chosen = [position for position, item in enumerate(items) if item.id not in lost]
        return self.kept.choose(f"{file}.yml", (key,), items, chosen)

    def _drop_emails(self, step: Step, file: str, location: Location) -> Step:
        chosen = [position for position, name in enumerate(step.emails) if name not in self.gone_emails]
        emails = self.kept.choose(file, (*location, "emails"), step.emails, chosen)
        return step.model_copy(update={"emails": emails})

    def _drop_dangling(self, playbook: Playbook) -> Playbook:
        """Drop what dates and fields say of dates, steps and roles that are left out."""
        gone = _list_dates_and_names(self.full) - _list_dates_and_names(playbook)
        dates = []
        for number, date in enumerate(playbook.dates):
            place = self.kept.find_source("facts.yml", ("dates", number, "follows"))
            chosen = [position for position, one in enumerate(date.follows) if one.date not in gone]
            follows = self.kept.choose("facts.yml", place, date.follows, chosen)
            dates.append(date.model_copy(update={"follows": follows}))
        fields = [
            field.model_copy(update={"takes": None}) if field.takes is not None and field.takes.name in gone else field
            for field in playbook.fields
        ]
        return replace(playbook, dates=tuple(dates), fields=tuple(fields))

    def _keep_safeguards(self) -> tuple[Any, ...]:
        """Keep the safeguards of which a rule still speaks of something."""
        file, place = "safeguards.yml", ("safeguards",)
        safeguards = self._prune_list(self.full.safeguards, file, place)
        chosen = [position for position, safeguard in enumerate(safeguards) if safeguard.rules]
        return self.kept.choose(file, place, safeguards, chosen)

    def _keep_overlay(self, playbook: Playbook) -> Any:
        """Drop what the overlay says about roles and steps that are left out."""
        overlay = playbook.overlay
        roles = set(self.full.role) - set(playbook.role)
        update: dict[str, Any] = {}
        for key, owner, gone in (
            ("titles", "role", roles),
            ("contacts", "role", roles),
            ("timings", "step", self.left_steps),
        ):
            items = getattr(overlay, key)
            chosen = [
                position
                for position, item in enumerate(items)
                if getattr(item, owner) not in gone and not any(due.from_ in gone for due in getattr(item, "due", ()))
            ]
            update[key] = self.kept.choose("overlay.yml", (key,), items, chosen)
        return overlay.model_copy(update=update)


def _find_lost(list_used: Any, full: Playbook, playbook: Playbook) -> set[str]:
    """Give what the full playbook uses and this one does not."""
    lost: set[str] = list_used(full) - list_used(playbook)
    return lost


def _list_ids(playbook: Playbook) -> list[set[str]]:
    lists = (playbook.facts, playbook.conditions, playbook.dates, playbook.roles, playbook.fields, playbook.emails)
    return [{one.id for one in items} for items in lists]


def _list_dates_and_names(playbook: Playbook) -> frozenset[str]:
    return frozenset(playbook.date) | _list_names(playbook)


def _list_names(playbook: Playbook) -> frozenset[str]:
    """Give the ids that links and lists may name: steps, phases, lessons, emails, roles."""
    named = (playbook.steps, playbook.email, playbook.role)
    files = [one.id for one in playbook.phases] + [one.id for one in playbook.lessons]
    return frozenset().union(*named, files)
