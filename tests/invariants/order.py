"""Step order: in every admissible case, each plan and each printed page respects every edge."""

import itertools
import re

import pytest

from generator.documents.book import Book
from generator.plan.plan import Plan, make_plan
from generator.playbook.order import Order
from generator.site.site import Site

MOST_CASES = 600
Case = dict[str, str]


@pytest.fixture(scope="module")
def plans(chosen: Book) -> list[tuple[Case, Plan]]:
    """All admissible cases with their plans; of very many some, for the checks on load have proved them all."""
    cases = chosen.playbook.logic.list_cases(frozenset(chosen.playbook.logic.facts))
    every = len(cases) // MOST_CASES + 1
    every += every % 2 == 0  # an even number would take the same answer to most last facts, which have two options
    return [(case, make_plan(chosen.playbook, case)) for case in cases[::every]]


def read_printed_steps(page: str) -> list[str]:
    return re.findall(r'<section class="step" id="step-([a-z0-9-]+)"', page)


def test_plans_settle_every_step_and_respect_every_edge(chosen: Book, plans: list[tuple[Case, Plan]]) -> None:
    order = chosen.playbook.order
    for case, plan in plans:
        assert {planned.decision.state for planned in plan.steps.values()} <= {"do", "skip"}
        done = [name for name, planned in plan.steps.items() if planned.applies]
        for edge in order.edges:
            if edge.before in done and edge.after in done:
                assert done.index(edge.before) < done.index(edge.after)
            if edge.needs and edge.key != "due" and edge.after in done:
                assert edge.before in done, f"{edge.after} needs {edge.before} when {case}"


def test_order_holds_through_skipped_steps(chosen: Book, plans: list[tuple[Case, Plan]]) -> None:
    """What a step of a plan waits for is exactly the closure of all edges, cut down to the plan."""
    order = chosen.playbook.order
    for _, plan in plans:
        done = [name for name, planned in plan.steps.items() if planned.applies]
        reached = close({name: {step.id for step in plan.list_direct(name)} for name in done})
        for first, then in itertools.permutations(done, 2):
            assert (first in reached[then]) == order.precedes(first, then)


def test_a_plan_for_a_path_agrees_with_every_case_on_it(chosen: Book, plans: list[tuple[Case, Plan]]) -> None:
    playbook = chosen.playbook
    for case, settled in plans:
        for name, planned in chosen.plans[case[playbook.path.id]].steps.items():
            if planned.decision.state != "if":
                assert planned.decision.state == settled.steps[name].decision.state


def test_windows_of_ordered_steps_never_go_backwards(chosen: Book, plans: list[tuple[Case, Plan]]) -> None:
    playbook, order = chosen.playbook, chosen.playbook.order
    compared = 0
    for case, plan in plans:
        windows = {name: work_out_window(plan, order, name) for name, step in plan.steps.items() if step.applies}
        for first, then in itertools.permutations(windows, 2):
            window, other = windows[first], windows[then]
            if window is None or other is None or window[0] != other[0] or not order.precedes(first, then):
                continue
            compared += 1
            for earlier, later in zip(window[1:], other[1:], strict=True):
                assert earlier is None or later is None or earlier <= later, f"{first}, {then} when {case}"
    assert compared or not any(step.due for step in playbook.steps.values())


def test_task_keys_are_unique(chosen: Book) -> None:
    keys = [task.key for planned in chosen.open_plan.steps.values() for task in planned.tasks]
    assert len(set(keys)) == len(keys) == sum(len(step.tasks) for step in chosen.playbook.steps.values())


def close(direct: dict[str, set[str]]) -> dict[str, set[str]]:
    """Return everything that is reached over any number of direct edges; keys are in order."""
    reached: dict[str, set[str]] = {}
    for name, before in direct.items():
        reached[name] = before | {far for near in before for far in reached[near]}
    return reached


def work_out_window(plan: Plan, order: Order, name: str) -> tuple[str, int | None, int | None] | None:
    """Follow a step's due dates by hand: its date, its earliest and latest day."""
    dues = plan.steps[name].due
    if not dues:
        return None
    (planned,) = dues
    due = planned.due
    if due.from_ not in plan.steps:
        return due.from_, due.earliest, due.latest
    base = work_out_window(plan, order, due.from_)
    if base is None:
        return None
    earliest = None if base[1] is None else base[1] + (due.earliest or 0)
    latest = None if base[2] is None or due.latest is None else base[2] + due.latest
    return base[0], earliest, latest


def test_printed_pages_hold_the_plan_in_its_order(chosen: Book, chosen_site: Site) -> None:
    pages = {document.uri: document.content for document in chosen_site.documents}
    for option in chosen.playbook.path.options:
        plan = chosen.plans[option.id]
        printed = read_printed_steps(pages[f"checklists/{option.id}.html"])
        assert printed == [name for name, planned in plan.steps.items() if planned.applies]
        for first, then in itertools.combinations(printed, 2):
            assert not chosen.playbook.order.precedes(then, first)
