"""Rules that bite: whatever a safeguard rests on is taken away, and the safeguard must say so."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise

import pytest

from generator.checks.safeguards import check_safeguards
from generator.checks.subject import Subject
from generator.documents.book import Book
from generator.facts.when import When
from generator.playbook.order import Order
from generator.playbook.playbook import Playbook
from generator.playbook.process import Phase, Step
from generator.playbook.safeguards import Safeguard, SafeguardRule


@dataclass(frozen=True, eq=False)
class Removal:
    """Something that is taken out of a playbook: an edge, a `when`, or one clause or fact of it."""

    kind: str
    owner: str
    what: str
    playbook: Playbook


def list_removals(playbook: Playbook) -> Iterator[Removal]:
    order = playbook.order
    for step in playbook.steps.values():
        for name in dict.fromkeys(edge.before for edge in order.edges_into.get(step.id, [])):
            yield Removal("edge", step.id, name, change_step(playbook, step, drop_edge(step, name)))
        yield from list_narrower(step.id, step.when, partial(change_step, playbook, step))
        if step.when is not None and playbook.phase_of[step.id].when is not None:
            without = change_step(playbook, step, {"when": None})
            both = change_phase(without, without.phase_of[step.id], {"when": None})
            yield Removal("when", step.id, "all, and that of its phase", both)
    for phase in playbook.phases:
        yield from list_narrower(phase.id, phase.when, partial(change_phase, playbook, phase))


def list_narrower(owner: str, when: When | None, change: Callable[[dict[str, object]], Playbook]) -> Iterator[Removal]:
    """Take away a whole `when`, each of its clauses where there are several, and each fact of a clause."""
    if when is None:
        return
    yield Removal("when", owner, "all", change({"when": None}))
    for number, clause in enumerate(when.clauses):
        others = [other for other in when.clauses if other != clause]
        if others:
            yield Removal("clause", owner, str(clause), change({"when": When(tuple(others))}))
        for literal in clause:
            if len(clause) > 1:
                left = tuple(other for other in clause if other != literal)
                clauses = (*when.clauses[:number], left, *when.clauses[number + 1 :])
                yield Removal("fact", owner, str(literal), change({"when": When(clauses)}))


def drop_edge(step: Step, name: str) -> dict[str, object]:
    """Take every edge between two steps away at once, whichever key makes it."""
    return {
        "after": tuple(other for other in step.after if other != name),
        "needs": tuple(other for other in step.needs if other != name),
        "due": tuple(due for due in step.due if due.from_ != name),
    }


def change_step(playbook: Playbook, step: Step, update: dict[str, object]) -> Playbook:
    changed = step.model_copy(update=update)
    phase = playbook.phase_of[step.id]
    steps = tuple(changed if other is step else other for other in phase.steps)
    return change_phase(playbook, phase, {"steps": steps})


def change_phase(playbook: Playbook, phase: Phase, update: dict[str, object]) -> Playbook:
    changed = phase.model_copy(update=update)
    return replace(playbook, phases=tuple(changed if other is phase else other for other in playbook.phases))


def list_broken(playbook: Playbook) -> set[tuple[str, int]]:
    """List the safeguards that do not hold, each with the number of its rule."""
    found = check_safeguards(Subject(playbook, frozenset()))
    places = [problem.location for problem in found]
    return {(playbook.safeguards[int(place[1])].id, int(place[3])) for place in places}


@pytest.fixture(scope="module")
def noticed(chosen: Book) -> dict[Removal, set[tuple[str, int]]]:
    assert list_broken(chosen.playbook) == set()
    return {removal: list_broken(removal.playbook) for removal in list_removals(chosen.playbook)}


def list_rules(playbook: Playbook) -> Iterator[tuple[Safeguard, int, SafeguardRule]]:
    for safeguard in playbook.safeguards:
        for number, rule in enumerate(safeguard.rules):
            yield safeguard, number, rule


def list_cuts(order: Order, first: str, then: str) -> set[tuple[str, str]]:
    """List the edges that are in every chain between two steps, found by walking all chains."""
    chains: list[set[tuple[str, str]]] = []
    waiting = [[then]]
    while waiting:
        chain = waiting.pop()
        if chain[-1] == first:
            chains.append(set(pairwise(reversed(chain))))
            continue
        for name in {edge.before for edge in order.edges_into.get(chain[-1], [])}:
            waiting += [[*chain, name]] if name == first or order.precedes(first, name) else []
    return set.intersection(*chains) if chains else set()


def list_pairs(playbook: Playbook, rule: SafeguardRule) -> Iterator[tuple[str, str]]:
    if rule.kind in ("before", "requires"):
        yield from ((first, rule.steps[-1]) for first in rule.steps[:-1])
    elif rule.kind == "first":
        logic = playbook.logic
        for step in playbook.steps.values():
            then = playbook.rule_of(step)
            cases = logic.list_cases(logic.mentions(rule.when, then))
            if step.id != rule.steps[0] and any(logic.holds(rule.when, c) and logic.holds(then, c) for c in cases):
                yield rule.steps[0], step.id


def test_every_edge_on_which_an_order_rests_is_missed(
    chosen: Book, noticed: dict[Removal, set[tuple[str, int]]]
) -> None:
    """An order rests on the edges that stand in every chain; each rule of this kind rests on at least one."""
    edition = chosen.playbook
    order = edition.order
    removed = {(r.what, r.owner): broken for r, broken in noticed.items() if r.kind == "edge"}
    for safeguard, number, rule in list_rules(edition):
        for first, then in list_pairs(edition, rule):
            cuts = list_cuts(order, first, then)
            assert cuts or rule.kind == "first", f"{safeguard.id}: no single edge carries '{first}' before '{then}'"
            for cut in cuts:
                assert (safeguard.id, number) in removed[cut], f"{safeguard.id} does not miss {cut}"


def test_every_when_on_which_a_safeguard_rests_is_missed(
    chosen: Book, noticed: dict[Removal, set[tuple[str, int]]]
) -> None:
    """Judged by trying all admissible cases one by one: where the rule would be broken, the check says so."""
    checked = 0
    for removal, broken in noticed.items():
        if removal.kind == "edge":
            continue
        for safeguard, number, rule in list_rules(chosen.playbook):
            if is_broken_in_some_case(removal.playbook, rule):
                checked += 1
                assert (safeguard.id, number) in broken, f"{safeguard.id} does not miss {removal.owner} {removal.what}"
            elif rule.kind in ("always", "never"):
                assert (safeguard.id, number) not in broken
    assert checked or all(rule.kind in ("before", "independent") for _, _, rule in list_rules(chosen.playbook))


def is_broken_in_some_case(playbook: Playbook, rule: SafeguardRule) -> bool:
    logic, steps = playbook.logic, [playbook.rule_of(playbook.steps[step]) for step in rule.steps]
    for case in relevant_cases(playbook, rule):
        applies = [logic.holds(step, case) for step in steps]
        when = logic.holds(rule.when, case)
        if rule.kind in ("always", "first") and when and not applies[0]:
            return True
        if rule.kind == "never" and when and applies[0]:
            return True
        if rule.kind == "requires" and applies[-1] and not any(applies[:-1]):
            return True
    return False


def relevant_cases(playbook: Playbook, rule: SafeguardRule) -> list[dict[str, str]]:
    rules = [playbook.rule_of(playbook.steps[step]) for step in rule.steps]
    return playbook.logic.list_cases(playbook.logic.mentions(rule.when, *rules))


def test_every_safeguard_is_broken_by_some_removal_or_added_edge(
    chosen: Book, noticed: dict[Removal, set[tuple[str, int]]]
) -> None:
    edition = chosen.playbook
    broken = {safeguard for found in noticed.values() for safeguard, _ in found}
    for safeguard, number, rule in list_rules(edition):
        if rule.kind == "independent":
            first, then = sorted(rule.steps, key=list(edition.steps).index)
            step = edition.steps[then]
            changed = change_step(edition, step, {"after": (*step.after, first)})
            assert (safeguard.id, number) in list_broken(changed)
            broken.add(safeguard.id)
        if rule.kind == "answered":
            for name in rule.steps:
                changed = change_step(edition, edition.steps[name], {"silence": None})
                assert (safeguard.id, number) in list_broken(changed)
            broken.add(safeguard.id)
    always_only = {
        safeguard.id for safeguard in edition.safeguards if {rule.kind for rule in safeguard.rules} <= {"always"}
    }
    for name in always_only:
        switch_off(edition, name)
    assert {safeguard.id for safeguard in edition.safeguards} - broken - always_only == set()


def switch_off(playbook: Playbook, name: str) -> None:
    """Nothing that is removed makes a step apply less; so each is narrowed to one path instead."""
    safeguard = next(safeguard for safeguard in playbook.safeguards if safeguard.id == name)
    for number, rule in enumerate(safeguard.rules):
        step = playbook.steps[rule.steps[0]]
        narrowed = [When.of({playbook.path.id: option.id}) for option in playbook.path.options]
        assert any((name, number) in list_broken(change_step(playbook, step, {"when": when})) for when in narrowed)
