"""What holds for any playbook: order, knowledge, agreement of all outputs, reproducibility, nothing lost on the way."""

import html
import json
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from generator.command.show_plan import show_plan
from generator.disk.export import write_export
from generator.documents.book import Book
from generator.documents.open import open_book
from generator.facts.when import When
from generator.plan.plan import Plan, make_plan
from generator.playbook.letters import Email
from generator.playbook.markdown import escape_markdown
from generator.playbook.playbook import Playbook
from generator.playbook.process import Lesson, Phase
from generator.site.site import Site, make_site
from tests.conftest import HUT
from tests.made_playbooks import Made, draw_at_most, draw_playbooks, read_made

MANY = draw_at_most(60)
SOME = draw_at_most(25)


@contextmanager
def opened(made: Made) -> Iterator[tuple[Path, Book]]:
    with tempfile.TemporaryDirectory() as name:
        folder = made.write(Path(name))
        yield folder, open_book(folder)


def list_all_cases(playbook: Playbook) -> list[dict[str, str]]:
    return playbook.logic.list_cases(frozenset(playbook.logic.facts))


def close_by_hand(made: Made) -> dict[str, set[str]]:
    """Return all that comes before each step, following every edge from the data."""
    before: dict[str, set[str]] = {}
    for name, step in made.steps.items():
        counted = (due["from"] for due in step.get("due", ()) if due["from"] in made.steps)
        direct = {*step.get("after", ()), *step.get("needs", ()), *counted}
        before[name] = direct.union(*(before[earlier] for earlier in direct))
    return before


@MANY
@given(draw_playbooks(), st.data())
def test_every_plan_respects_the_order(made: Made, data: st.DataObject) -> None:
    with opened(made) as (_, book):
        before = close_by_hand(made)
        case = data.draw(st.sampled_from(list_all_cases(book.playbook)))
        known = {name: option for name, option in case.items() if name == "path" or data.draw(st.booleans())}
        plan = make_plan(book.playbook, known)
        done = [name for name, planned in plan.steps.items() if planned.applies]
        for position, name in enumerate(done):
            assert before[name] & set(done) <= set(done[:position])
            reached: set[str] = set()
            waiting = [step.id for step in plan.list_direct(name)]
            while waiting:
                here = waiting.pop()
                reached.add(here)
                waiting += [step.id for step in plan.list_direct(here)]
            assert reached == before[name] & set(done)
            direct = {step.id for step in plan.list_direct(name)}
            assert not any(before[earlier] & direct for earlier in direct)
            for needed in made.steps[name].get("needs", ()):
                if plan.steps[name].decision.state == "do":
                    assert plan.steps[needed].decision.state == "do"


def list_states(plan: Plan) -> dict[str, str]:
    states = {name: planned.decision.state for name, planned in plan.steps.items()}
    for planned in plan.steps.values():
        for number, task in enumerate(planned.step.tasks):
            found = [entry.decision.state for entry in planned.tasks if entry.task is task]
            states[f"{planned.step.id}, task {number}"] = found[0] if found and planned.applies else "skip"
    return {name: str(state) for name, state in states.items()}


@MANY
@given(draw_playbooks(), st.data())
def test_one_more_answer_only_settles_what_was_open(made: Made, data: st.DataObject) -> None:
    with opened(made) as (_, book):
        case = data.draw(st.sampled_from(list_all_cases(book.playbook)))
        known: dict[str, str] = {}
        states = list_states(make_plan(book.playbook, known))
        for name in data.draw(st.permutations(list(case))):
            known[name] = case[name]
            later = list_states(make_plan(book.playbook, known))
            for what, state in states.items():
                if state != "if" and "task" not in what:
                    assert later[what] == state, f"{what} was {state} before {name} was known"
                if state == "skip":
                    assert later[what] == "skip"
            states = later
        assert "if" not in states.values()


@SOME
@given(draw_playbooks())
def test_every_output_agrees_on_what_applies(made: Made) -> None:
    """Judged by trying every case: what is done in all cases of a path, in some, in none."""
    with opened(made) as (folder, book):
        site = make_site(book)
        pages = {document.uri: document.content for document in site.documents}
        for option in book.playbook.path.options:
            expected = judge_by_cases(book.playbook, option.id)
            known = {"path": option.id}
            assert {name: p.decision.state for name, p in make_plan(book.playbook, known).steps.items()} == expected
            assert read_checklist(pages[f"checklists/{option.id}.html"]) == expected
            assert read_show(show_plan(book, known), book.playbook) == expected
            assert read_order_page(pages["order.md"], book, option.id) == expected
        write_export(folder, lambda: site, folder / "out")
        for document in site.documents:
            assert (folder / "out" / "docs" / document.uri).read_text(encoding="utf-8") == document.content


def judge_by_cases(playbook: Playbook, path: str) -> dict[str, str]:
    cases = [case for case in list_all_cases(playbook) if case["path"] == path]
    found = {}
    for step in playbook.steps.values():
        applies = {playbook.logic.holds(playbook.rule_of(step), case) for case in cases}
        found[step.id] = "do" if applies == {True} else "skip" if applies == {False} else "if"
    return found


def read_checklist(page: str) -> dict[str, str]:
    found = {}
    cards, _, skipped = page.partition('<section class="skipped"')
    for name, body in re.findall(r'<section class="step" id="step-([a-z0-9-]+)".*?>(.*?)</section>', cards, re.DOTALL):
        found[name] = "if" if re.search(r'</div>\s*<p class="only-if">|</h3>\s*<p class="only-if">', body) else "do"
    for name in re.findall(r"Do (s\d+-\d+)", skipped):
        found[name] = "skip"
    return dict(sorted(found.items()))


def read_show(text: str, playbook: Playbook) -> dict[str, str]:
    found = dict.fromkeys(playbook.steps, "skip")
    for state, name in re.findall(r"^ +\d+  (do|if|skip) +Do (s\d+-\d+)$", text, re.MULTILINE):
        found[name] = state
    return found


def read_order_page(page: str, book: Book, path: str) -> dict[str, str]:
    column = [option.id for option in book.playbook.path.options].index(path)
    words = {getattr(book.words, f"state_{state}"): state for state in ("do", "if", "skip")}
    rows = re.findall(r"^\| \[\d+ Do (s\d+-\d+)\].*$", page, re.MULTILINE)
    lines = [line for line in page.splitlines() if re.match(r"\| \[\d+ Do ", line)]
    cells = [line.strip("| ").split(" | ")[-len(book.playbook.path.options) :] for line in lines]
    return {name: words[cell[column]] for name, cell in zip(rows, cells, strict=True)}


@SOME
@given(draw_playbooks())
def test_two_renderings_give_the_same_bytes(made: Made) -> None:
    with opened(made) as (folder, book):
        first, second = make_site(book), make_site(open_book(folder))
        assert [(d.uri, d.content) for d in first.documents] == [(d.uri, d.content) for d in second.documents]
        assert first.write_navigation() == second.write_navigation()


@MANY
@given(draw_playbooks())
def test_loaded_and_dumped_and_loaded_it_is_the_same_playbook(made: Made) -> None:
    with opened(made) as (_, book), tempfile.TemporaryDirectory() as name:
        again = Made(dump(book.playbook)).write(Path(name))
        assert open_book(again).playbook == book.playbook


def dump(playbook: Playbook) -> dict[str, Any]:
    """Write a playbook back into the files that it may have come from."""
    lists: dict[str, dict[str, Any]] = {
        "facts.yml": {"facts": playbook.facts, "conditions": playbook.conditions, "dates": playbook.dates},
        "roles.yml": {"roles": playbook.roles},
        "fields.yml": {"fields": playbook.fields},
        "glossary.yml": {"terms": playbook.terms},
        "requirements.yml": {"requirements": playbook.requirements},
        "safeguards.yml": {"safeguards": playbook.safeguards},
    }
    files = {
        name: {key: [plain(item) for item in items] for key, items in data.items()} for name, data in lists.items()
    }
    files["playbook.yml"] = plain(playbook.head)
    files["overlay.yml"] = plain(playbook.overlay)
    owned: tuple[tuple[str, tuple[Phase | Lesson | Email, ...]], ...] = (
        ("phases", playbook.phases), ("lessons", playbook.lessons), ("emails", playbook.emails),
    )  # fmt: skip
    for kind, items in owned:
        for item in items:
            data = plain(item)
            del data["id"]
            files[f"{kind}/{item.id}.yml"] = data
    return files


def plain(node: Any) -> Any:
    """Return a part as YAML data, without what means nothing."""
    if isinstance(node, When):
        return [{name: list(options) for name, options in clause} for clause in node.clauses]
    if isinstance(node, tuple):
        return [plain(item) for item in node]
    if hasattr(node, "model_fields_set"):
        fields = type(node).model_fields
        values = {(fields[name].alias or name): value for name, value in node if value is not None and value != ()}
        return {name: plain(value) for name, value in values.items()}
    return node.isoformat() if hasattr(node, "isoformat") else node


@MANY
@given(draw_playbooks())
def test_the_closure_is_that_of_the_edges(made: Made) -> None:
    with opened(made) as (_, book):
        order, before = book.playbook.order, close_by_hand(made)
        for name in book.playbook.steps:
            assert {other for other in book.playbook.steps if order.precedes(other, name)} == before[name]
