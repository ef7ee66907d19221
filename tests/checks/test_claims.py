"""Claims: what letters and tasks say is contradicted in no case, and what must be said is said."""

from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.checks.claims import FILE, check_claims
from generator.checks.subject import Subject
from generator.documents.book import Book
from generator.errors import ContentError
from generator.facts.logic import Logic
from generator.facts.when import Rule, When, all_of
from generator.load.playbook import check_editions, load_playbook
from generator.playbook.claims import Claim, Exclusion
from generator.playbook.playbook import Playbook
from generator.playbook.process import Task
from tests.facts.test_logic import NAMES, list_all, make_logic
from tests.load.test_edition import change_file
from tests.made_playbooks import draw_at_most

STEPS = ("s0", "s1", "s2", "s3")
CLAIMS = ("kept", "gone")
CLAUSES = st.dictionaries(st.sampled_from(NAMES), st.sampled_from(["o0", "o1"]), min_size=1, max_size=2)
RULES = st.lists(CLAUSES, min_size=1, max_size=2).map(lambda clauses: When.of(*clauses))


@st.composite
def draw_claims(draw: st.DrawFn, hut: Playbook) -> Playbook:
    """Steps of which some wait for others, and a letter that goes out at some, which all may make claims."""

    def draw_some(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(sorted(draw(st.sets(st.sampled_from(names))))) if names else ()

    def draw_rule() -> When | None:
        return draw(st.none() | RULES)

    logic = draw(make_logic())
    (model, *_), letter = hut.phases[0].steps, hut.emails[0]
    steps = tuple(
        model.model_copy(
            update={
                "id": name,
                "when": draw_rule(),
                "after": draw_some(STEPS[:number]),
                "due": (),
                "emails": (letter.id,) if draw(st.booleans()) else (),
                "tasks": (Task(do="Say it", when=draw_rule(), claims=draw_some(CLAIMS)),),
            }
        )
        for number, name in enumerate(STEPS)
    )
    paragraphs = tuple(
        letter.paragraphs[0].model_copy(update={"when": draw_rule(), "claims": draw_some(CLAIMS)}) for _ in range(2)
    )
    until = draw(st.sampled_from([None, *STEPS]))
    kept = Claim(
        id="kept",
        says="It is kept.",
        excludes=(Exclusion(claim="gone", until=until),),
        must=draw_rule(),
        never=draw_rule(),
    )
    return replace(
        hut,
        facts=tuple(logic.facts.values()),
        conditions=tuple(logic.conditions.values()),
        phases=(hut.phases[0].model_copy(update={"when": draw_rule(), "steps": steps}),),
        emails=(letter.model_copy(update={"when": draw_rule(), "paragraphs": paragraphs}),),
        claims=(kept, Claim(id="gone", says="It is gone.")),
    )


def list_said(playbook: Playbook, case: dict[str, str]) -> set[tuple[str, str]]:
    """List what is claimed in a case, each claim with the step at which it is made."""
    logic: Logic = playbook.logic
    (phase,), (letter,) = playbook.phases, playbook.emails

    def apply(*rules: Rule | None) -> bool:
        return logic.holds(all_of(phase.when, *rules), case)

    tasks = [(step, (step.when, task.when), task.claims) for step in phase.steps for task in step.tasks]
    letters = [
        (step, (step.when, letter.when, paragraph.when), paragraph.claims)
        for step in phase.steps
        if step.emails
        for paragraph in letter.paragraphs
    ]
    return {(name, step.id) for step, rules, claims in tasks + letters if apply(*rules) for name in claims}


def list_later(playbook: Playbook, first: str) -> set[str]:
    """List a step, and those that wait for it, through others too."""
    later = {first}
    for step in playbook.steps.values():
        if later & set(step.after):
            later.add(step.id)
    return later


def is_contradicted(playbook: Playbook, case: dict[str, str]) -> bool:
    said = list_said(playbook, case)
    kept = [step for name, step in said if name == "kept"]
    gone = [step for name, step in said if name == "gone"]
    until = playbook.claims[0].excludes[0].until
    free: set[str] = set()
    if until is not None:
        rule = all_of(playbook.phases[0].when, playbook.steps[until].when)
        free = list_later(playbook, until) if playbook.logic.holds(rule, case) else set()
    return any(step not in free for _, step in product(kept, gone))


@draw_at_most(60)
@given(st.data())
def test_contradictions_are_found_exactly_if_there_are_any(hut: Book, data: st.DataObject) -> None:
    playbook = data.draw(draw_claims(hut.playbook))
    cases = list_all(playbook.logic)
    kept = playbook.claims[0]
    said = [{name for name, _ in list_said(playbook, case)} for case in cases]
    holds = playbook.logic.holds
    expected = {
        "clash": any(is_contradicted(playbook, case) for case in cases),
        "never": any(holds(kept.never, case) and "kept" in names for case, names in zip(cases, said, strict=True))
        if kept.never
        else False,
        "must": any(holds(kept.must, case) and "kept" not in names for case, names in zip(cases, said, strict=True))
        if kept.must
        else False,
    }
    found = list(check_claims(Subject(playbook, frozenset())))
    assert expected == {
        "clash": any("exclude" in problem.message for problem in found),
        "never": any("'never'" in problem.message for problem in found),
        "must": any(problem.file == FILE for problem in found),
    }


def test_the_edition_of_the_source_drops_claims_that_only_additions_make(hut_copy: Path) -> None:
    content = hut_copy / "content"
    (content / "claims.yml").write_text(
        "claims:\n"
        "  - {id: rope-up, says: You are on a rope., never: {snow-on-path: no}, excludes: [walk-down, fly-down]}\n"
        "  - {id: walk-down, says: You walk down.}\n"
        "  - {id: fly-down, says: You fly down., origin: added}\n",
        encoding="utf-8",
    )
    change_file(content / "phases" / "guests.yml", ("origin: added}", "origin: added, claims: [rope-up]}"))
    change_file(
        content / "phases" / "hand-over.yml",
        ("tasks: [Lock all shutters,", "tasks: [{do: Lock all shutters, claims: [walk-down, fly-down]},"),
        ("when: {path: [season-ends, storm]}", "when: {snow-on-path: no}\notherwise: There is snow."),
    )
    full, source = load_playbook(hut_copy), load_playbook(hut_copy, edition="source")
    assert list(full.claim) == ["rope-up", "walk-down", "fly-down"]
    assert list(source.claim) == ["walk-down"]
    assert source.steps["lock-door"].tasks[0].claims == ("walk-down",)


def test_the_edition_of_the_source_keeps_a_claim_that_must_be_made_in_it(hut_copy: Path) -> None:
    content = hut_copy / "content"
    claim = "  - {id: rope-up, says: You are on a rope., must: {snow-on-path: yes}}\n"
    (content / "claims.yml").write_text(f"claims:\n{claim}", encoding="utf-8")
    change_file(content / "phases" / "guests.yml", ("origin: added}", "origin: added, claims: [rope-up]}"))
    with pytest.raises(ContentError) as caught:
        check_editions(hut_copy)
    assert str(caught.value) == (
        f"{content.as_posix()}/claims.yml:2:45: in the edition 'source', claim 'rope-up' (You are on a rope.) must be "
        "made if guests-inside=yes, snow-on-path=yes, but no letter or task makes it; mark the claim 'origin: added', "
        "or add 'claims: [rope-up]' to what isn't marked so"
    )
    change_file(content / "claims.yml", ("snow-on-path: yes}}", "snow-on-path: yes}, origin: added}"))
    check_editions(hut_copy)
    assert load_playbook(hut_copy, edition="source").claims == ()


def test_a_demand_that_no_case_of_an_edition_makes_goes_with_the_claim(hut_copy: Path) -> None:
    content = hut_copy / "content"
    claim = "  - {id: rope-up, says: You are on a rope., must: {roof-open: yes}}\n"
    (content / "claims.yml").write_text(f"claims:\n{claim}", encoding="utf-8")
    roof = (
        "  - id: roof-open\n    question: Is the roof open?\n    origin: added\n    options:\n"
        "      - {id: yes, label: Open, means: the roof is open}\n"
        "      - {id: no, label: Shut, means: the roof is shut}\n"
    )
    change_file(content / "facts.yml", ("conditions:\n", f"{roof}conditions:\n"))
    task = "{do: Rope up below, when: {roof-open: yes}, origin: added, claims: [rope-up]}"
    change_file(content / "phases" / "hand-over.yml", ("tasks: [Lock all", f"tasks: [{task}, Lock all"))
    check_editions(hut_copy)
    assert load_playbook(hut_copy, edition="source").claims == ()


ANSWERED = "      - never: {step: tell-guests, when: {path: storm}}\n"
SILENCE = "{remind: [3], by: 6, decides: warden, then: Go on., origin: added}"


def test_the_edition_of_the_source_asks_only_its_own_steps_for_an_answer(hut_copy: Path) -> None:
    content = hut_copy / "content"
    change_file(
        content / "safeguards.yml", (ANSWERED, f"{ANSWERED}      - answered: [tell-guests, empty-kitchen, lock-door]\n")
    )
    kitchen = "tasks: [Carry all food down, Leave the fridge open]"
    change_file(content / "phases" / "shut-down.yml", (kitchen, f"{kitchen}\n    silence: {SILENCE}"))
    lock = "tasks: [Lock all shutters, Hang the key in the valley office]"
    change_file(content / "phases" / "hand-over.yml", (lock, f"{lock}\n    silence: {SILENCE}"))
    letter = "    record: The letter, in the hut book\n"
    change_file(
        content / "phases" / "guests.yml", (letter, f"{letter}    silence: {SILENCE.replace(', origin: added', '')}\n")
    )
    load_playbook(hut_copy, edition="full")
    with pytest.raises(ContentError) as caught:
        load_playbook(hut_copy, edition="source")
    assert [problem.message for problem in caught.value.problems] == [
        "safeguard 'no-letters-in-a-storm' (Nobody writes letters while a storm comes.) is broken: "
        "step 'lock-door' has no 'silence', which says what to do if nobody answers; add it"
    ]


def test_what_must_be_said_unless_an_addition_applies_must_always_be_said_without_it(hut_copy: Path) -> None:
    content = hut_copy / "content"
    dog = (
        "  - {id: dog, question: Is there a dog?, origin: added, options: "
        "[{id: yes, label: Yes, means: there is a dog}, {id: no, label: No, means: there is none}]}\nconditions:\n"
        "  - {id: with-dog, means: a dog comes along, means-not: no dog comes along, when: {dog: yes}}\n"
    )
    change_file(content / "facts.yml", ("conditions:\n", dog))
    (content / "claims.yml").write_text(
        "claims:\n  - {id: rope-up, says: You are on a rope., must: {with-dog: no}}\n", encoding="utf-8"
    )
    rope = "{do: Rope up, when: {snow-on-path: yes}, origin: added}"
    change_file(content / "phases" / "guests.yml", (rope, "{do: Rope up, when: {escort: yes}, claims: [rope-up]}"))
    with pytest.raises(ContentError) as caught:
        load_playbook(hut_copy, edition="source")
    assert [problem.message for problem in caught.value.problems] == [
        "claim 'rope-up' (You are on a rope.) must be made if path=season-ends, guests-inside=yes, snow-on-path=no, "
        "but no letter or task makes it; add 'claims: [rope-up]' to the paragraph or task that says it, "
        "or narrow this 'must'"
    ]
