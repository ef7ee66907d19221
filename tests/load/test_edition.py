"""The edition without additions: what goes, what stays, and what it means for order, facts and places."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.documents.book import Book
from generator.errors import ContentError
from generator.facts.when import Condition, Fact, Option, When
from generator.load.edition import leave_out_additions
from generator.load.playbook import check_editions, load_playbook
from generator.playbook.playbook import Playbook
from generator.site.site import make_site
from tests.conftest import HUT
from tests.facts.test_logic import NAMES, draw_when, list_all, make_fact

SOURCE = ("company: Alpine Club\n", "company: Alpine Club\nedition: source\n")


def change_file(file: Path, *changes: tuple[str, str]) -> None:
    text = file.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    file.write_text(text, encoding="utf-8")


def test_the_edition_of_the_source_holds_nothing_that_was_added(source_book: Book) -> None:
    playbook = source_book.playbook
    kept: list[Any] = [*playbook.facts, *playbook.requirements, *playbook.terms, *playbook.safeguards]
    kept += [*playbook.emails, *(paragraph for email in playbook.emails for paragraph in email.paragraphs)]
    kept += [*playbook.steps.values(), *(task for step in playbook.steps.values() for task in step.tasks)]
    kept += [block for phase in playbook.phases for block in phase.lesson]
    assert {part.origin for part in kept} == {"source"}


def test_the_edition_of_the_source_reads_as_if_nothing_had_been_added(source_book: Book) -> None:
    words = re.compile(
        r"\(added\)|\bcure|legal hold|disengagement|acceptance|breach|insolven|subcontract|waive|hostile|testimonial"
        r"|takeover|unbilled|not billed|register(ed)? (our|the) claim",
        re.IGNORECASE,
    )
    found = [
        f"{document.uri}: {line}"
        for document in make_site(source_book).documents
        for line in document.content.splitlines()
        if words.search(line)
    ]
    assert found == []


def test_what_only_additions_used_goes_silently(book: Book, source_book: Book) -> None:
    full, source = book.playbook, source_book.playbook
    assert {fact.id for fact in full.facts} - {fact.id for fact in source.facts} == {
        "ended-by",
        "reason",
        "legal-hold",
        "our-access",
        "subcontractors",
    }
    assert {date.id for date in full.dates} - {date.id for date in source.dates} == {"cure-period-end"}
    assert set(source.logic.conditions) == {"look-back"}
    assert "exit_clause" in full.field
    assert "exit_clause" not in source.field
    assert set(full.email) - set(source.email) == {
        "breach-notice",
        "subcontractor-notice",
        "disengagement-letter",
        "thank-you",
        "check-in",
        "referral-request",
        "win-back",
    }


def test_steps_that_are_left_out_still_order_the_others(book: Book, source_book: Book) -> None:
    full, source = book.playbook.order, source_book.playbook.order
    kept = list(source_book.playbook.steps)
    for first in kept:
        for then in kept:
            assert full.precedes(first, then) == source.precedes(first, then), f"{first}, {then}"


def test_no_edge_is_made_that_others_imply(source_book: Book, book: Book) -> None:
    order = source_book.playbook.order
    for step in source_book.playbook.steps.values():
        made = set(step.after) - set(book.playbook.steps[step.id].after)
        assert made <= set(order.list_direct(step.id))


def test_a_clause_that_names_a_left_out_fact_goes_and_its_opposite_stays(source_book: Book) -> None:
    steps = source_book.playbook.steps
    assert steps["keep-data"].when == When.of({"data-outcome": "retain"})
    assert steps["delete-data"].when == When.of({"data-outcome": "delete"})
    assert [reason.text for reason in steps["delete-data"].otherwise] == [
        "It was agreed to keep the data that we still hold."
    ]
    balance = next(fact for fact in source_book.playbook.facts if fact.id == "balance-due")
    assert [option.when for option in balance.options] == [None, None]


def make_playbook(hut: Playbook, facts: tuple[Fact, ...], condition: Condition, when: When) -> Playbook:
    path = Fact(
        id="path", question="?", options=(Option(id="x", label="x", means="x"), Option(id="y", label="y", means="y"))
    )
    phase = hut.phases[0].model_copy(update={"when": when, "otherwise": ()})
    return replace(
        hut, facts=(path, *facts), conditions=(condition,), phases=(phase,), safeguards=(), requirements=(), dates=()
    )


@st.composite
def draw_rules(draw: st.DrawFn) -> tuple[tuple[Fact, ...], Condition, When]:
    """Facts of which some are added, a condition on them, and a rule that rests on all of these."""
    facts = tuple(
        make_fact(name, draw_when(draw, NAMES[:number]) if number and draw(st.booleans()) else None).model_copy(
            update={"origin": draw(st.sampled_from(["source", "added"]))}
        )
        for number, name in enumerate(NAMES)
    )
    condition = Condition(id="named", means="named", means_not="not named", when=draw_when(draw, NAMES))
    when = draw_when(draw, (*NAMES, "named"))
    return facts, condition, When(tuple(tuple(fit(*literal) for literal in clause) for clause in when.clauses))


@given(draw_rules())
def test_a_left_out_fact_counts_as_never_asked(hut: Book, drawn: tuple[tuple[Fact, ...], Condition, When]) -> None:
    """Whatever a rule says, in the edition it holds in the cases in which it holds if the fact is not answered."""
    facts, _, when = drawn
    full = make_playbook(hut.playbook, *drawn)
    source, _ = leave_out_additions(full)
    for case in list_asked(full, {fact.id for fact in facts if fact.origin == "added"}):
        applies = bool(source.phases) and source.logic.holds(source.phases[0].when, case)
        assert applies == full.logic.holds(when, case)


def fit(name: str, options: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """Draw for a literal of the condition the options that a condition has."""
    return (name, ("yes",) if "o0" in options else ("no",)) if name == "named" else (name, options)


def list_asked(playbook: Playbook, left_out: set[str]) -> list[dict[str, str]]:
    """List the cases in which the facts that are left out, and those that hang on them, are never asked."""
    cases: list[dict[str, str]] = [{}]
    for fact in playbook.facts:
        if fact.id not in left_out:
            cases = [
                longer
                for case in cases
                for longer in (
                    [{**case, fact.id: option.id} for option in fact.options]
                    if fact.when is None or playbook.logic.holds(fact.when, case)
                    else [case]
                )
            ]
    return cases


def test_the_brute_force_of_these_tests_agrees_with_the_logic(hut: Book) -> None:
    assert sorted(map(str, list_all(hut.playbook.logic))) == sorted(map(str, list_asked(hut.playbook, set())))


def test_the_overlay_chooses_the_edition_in_one_line(hut_copy: Path) -> None:
    assert "empty-kitchen" in load_playbook(hut_copy).steps
    change_file(
        hut_copy / "content" / "overlay.yml", ("company: Alpine Club\n", "company: Alpine Club\nedition: source\n")
    )
    playbook = load_playbook(hut_copy)
    assert list(playbook.steps) == ["tell-guests", "bring-guests-down", "drain-water", "lock-door"]
    assert [safeguard.id for safeguard in playbook.safeguards] == [
        safeguard.id for safeguard in load_playbook(HUT).safeguards
    ][:-1]


def test_what_the_overlay_says_about_left_out_steps_and_roles_is_let_be(hut_copy: Path) -> None:
    content = hut_copy / "content"
    change_file(
        content / "overlay.yml",
        SOURCE,
        ("titles:\n", "titles:\n  - {role: cook, title: Chef}\n"),
        ("timings:\n", "timings:\n  - {step: empty-kitchen, due: [{from: last-night, latest: 0}]}\n"),
    )
    change_file(content / "phases" / "guests.yml", ("responsible: [warden, cook]", "responsible: [warden]"))
    change_file(content / "emails" / "bring-boots.yml", ("sender: cook", "sender: warden"))
    playbook = load_playbook(hut_copy)
    assert "cook" not in playbook.role
    assert (playbook.overlay.titles[0].role, len(playbook.overlay.titles)) == ("warden", 1)
    assert [timing.step for timing in playbook.overlay.timings] == ["lock-door"]


def test_check_proves_the_other_edition_too(hut_copy: Path) -> None:
    change_file(
        hut_copy / "content" / "phases" / "shut-down.yml", ("Water goes first.", "See [this](step:empty-kitchen).")
    )
    load_playbook(hut_copy)
    with pytest.raises(ContentError) as caught:
        check_editions(hut_copy)
    assert str(caught.value) == (
        f"{hut_copy.as_posix()}/content/phases/shut-down.yml:5:11: in the edition 'source', text 1 of the lesson "
        "'shut-down': the step 'empty-kitchen' (in a link) is left out of the edition 'source'; mark what names it as "
        "'origin: added' too, or name something else"
    )


def test_what_is_wrong_in_an_edition_is_shown_at_its_line_in_the_source(hut_copy: Path) -> None:
    content = hut_copy / "content"
    change_file(content / "overlay.yml", SOURCE)
    added = "  - {id: H0, says: It is added., reaches: [trainee], origin: added}\n"
    change_file(content / "requirements.yml", ("requirements:\n", f"requirements:\n{added}"))
    covers = "  - text: Water goes first.\n    covers:\n      - H0\n      - H3\n      - H99\n"
    change_file(content / "phases" / "shut-down.yml", ("  - text: Water goes first.\n", covers))
    with pytest.raises(ContentError) as caught:
        load_playbook(hut_copy)
    assert str(caught.value) == (
        f"{hut_copy.as_posix()}/content/phases/shut-down.yml:9:9: text 1 of the lesson 'shut-down': "
        "there's no requirement 'H99' ('covers'); correct the name, or add it to requirements.yml"
    )


def test_the_path_cannot_be_an_addition(hut_copy: Path) -> None:
    facts = hut_copy / "content" / "facts.yml"
    added = re.sub(r"(  - id: \S+\n)(    question)", r"\1    origin: added\n\2", facts.read_text(encoding="utf-8"))
    facts.write_text(added, encoding="utf-8")
    said = (
        f"{facts.as_posix()}:3:13: in the edition 'source', the first fact, 'path', is the path, which every edition "
        "needs; delete this line"
    )
    with pytest.raises(ContentError) as caught:
        check_editions(hut_copy)
    assert str(caught.value) == said
    change_file(hut_copy / "content" / "overlay.yml", SOURCE)
    with pytest.raises(ContentError) as caught:
        load_playbook(hut_copy)
    assert str(caught.value) == said.replace("in the edition 'source', ", "")
