"""The diagram decides what the logic decides, for whatever is known, and stays small."""

import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.documents.book import Book
from generator.facts.diagram import Node
from generator.facts.logic import Logic
from generator.facts.table import DO, SKIP, Clauses, Table
from generator.facts.when import ALWAYS, Fact, Rule, When, all_of
from generator.load.playbook import load_playbook
from generator.plan.decision import decide
from generator.playbook.playbook import Playbook
from generator.site.planner import make_data
from tests.made_playbooks import Made, draw_at_most, draw_playbooks
from tests.scaling import write_many_facts
from tests.whole.test_properties import opened


def list_questions(playbook: Playbook) -> dict[tuple[Rule, Rule], None]:
    """List every different question that the page asks."""
    asked: list[tuple[Rule | None, Rule]] = [(date.when, ALWAYS) for date in playbook.dates]
    for phase in playbook.phases:
        asked += [(phase.when, ALWAYS), *((reason.when, ALWAYS) for reason in phase.otherwise)]
        for step in phase.steps:
            rule = playbook.rule_of(step)
            asked += [(rule, ALWAYS), *((reason.when, all_of(phase.when)) for reason in step.otherwise)]
            asked += [(part.when, rule) for parts in (step.tasks, step.due, step.exits) for part in parts]
            for email in (playbook.email[name] for name in step.emails):
                within = all_of(rule, email.when)
                asked += [(email.when, rule), *((part.when, within) for part in email.parts)]
    return {(rule, within): None for rule, within in asked if rule not in (None, ALWAYS)}


def walk(table: Table, diagram: int, known: dict[str, str], playbook: Playbook) -> Any:
    node = table.diagrams.nodes[diagram]
    while isinstance(node, Node):
        fact = playbook.facts[node.level]
        options = [option.id for option in fact.options]
        node = table.diagrams.nodes[node.branches[options.index(known[fact.id]) if fact.id in known else -1]]
    return node.value


def list_differing(playbook: Playbook, known: dict[str, str]) -> list[Any]:
    """List where the diagram differs from the logic."""
    table, found = playbook.table, []
    for rule, within in list_questions(playbook):
        decision = decide(playbook, rule, known, given=within)
        expected: Clauses = {"do": DO, "skip": SKIP, "if": decision.only_if}[decision.state]
        if walk(table, table.decide(rule, given=within), known, playbook) != expected:
            found.append((known, rule, within))
    return found


def is_admitted(playbook: Playbook, known: dict[str, str]) -> bool:
    return all(walk(playbook.table, diagram, known, playbook) == DO for diagram in playbook.table.list_admitted())


def test_the_diagram_decides_what_the_logic_decides(book: Book, record_property: Any) -> None:
    draw = random.Random(1)
    cases = book.playbook.logic.list_cases(frozenset(book.playbook.logic.facts))
    questions = len(list_questions(book.playbook))
    differing = []
    for _ in range(600):
        case, share = draw.choice(cases), draw.random()
        differing += list_differing(
            book.playbook, {name: option for name, option in case.items() if draw.random() < share}
        )
    record_property("agreed", 600 * questions)
    assert questions > 60 and differing == []


@draw_at_most(60)
@given(made=draw_playbooks(), data=st.data())
def test_the_diagram_decides_what_the_logic_decides_in_any_playbook(made: Made, data: st.DataObject) -> None:
    with opened(made) as (_, book):
        logic = book.playbook.logic
        case = data.draw(st.sampled_from(logic.list_cases(frozenset(logic.facts))))
        known = {name: option for name, option in case.items() if data.draw(st.booleans())}
        assert list_differing(book.playbook, known) == []
        drawn = {
            fact.id: data.draw(st.sampled_from(fact.options)).id
            for fact in book.playbook.facts
            if data.draw(st.booleans())
        }
        assert is_admitted(book.playbook, drawn) == (logic.check_answers(drawn) == [])


def test_each_answer_is_admitted_as_the_logic_admits_it(book: Book) -> None:
    draw = random.Random(2)
    seen = set()
    for _ in range(1000):
        known = {fact.id: draw.choice(fact.options).id for fact in book.playbook.facts if draw.random() < 0.3}
        seen.add(expected := book.playbook.logic.check_answers(known) == [])
        assert is_admitted(book.playbook, known) == expected, known
    assert seen == {True, False}


def test_the_table_of_the_shipped_playbook_is_small(book: Book) -> None:
    table = make_data(book).table
    assert len(table.nodes) < 600 and len(table.leaves) < 120


def test_many_facts_do_not_make_it_large(tmp_path: Path) -> None:
    playbook = load_playbook(write_many_facts(tmp_path, steps=400, facts=40))
    for rule, within in list_questions(playbook):
        playbook.table.decide(rule, given=within)
    assert len(playbook.table.diagrams.nodes) < 5000


def make_facts(count: int) -> Logic:
    options = [{"id": "yes", "label": "Yes", "means": "it is"}, {"id": "no", "label": "No", "means": "it is not"}]
    facts = [{"id": f"f{number}", "question": "Is it?", "options": options} for number in range(count)]
    return Logic([Fact.model_validate(fact) for fact in facts], [])


@pytest.mark.parametrize("clauses", ["one clause", "a clause for each"])
def test_a_rule_that_can_be_left_open_in_very_many_ways_is_refused_at_once(clauses: str) -> None:
    literals = tuple((f"f{number}", ("yes",)) for number in range(12))
    rule = When((literals,) if clauses == "one clause" else tuple((literal,) for literal in literals))
    assert Table(make_facts(12)).is_wide(rule)


def test_a_rule_as_wide_as_is_allowed_is_taken() -> None:
    rule = When((tuple((f"f{number}", ("yes",)) for number in range(7)),))
    table = Table(make_facts(7))
    diagram = table.decide(rule)
    assert not table.is_wide(rule)
    assert len(table.diagrams.list_values(diagram)) == 2**7 + 1  # one more for "never": some answer is no
