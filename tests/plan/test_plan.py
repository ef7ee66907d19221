"""Plans: what is known settles steps, and one more answer never unsettles one."""

import itertools

import pytest

from generator.documents.book import Book
from generator.errors import UsageError
from generator.plan.plan import make_key, make_plan
from generator.playbook.cards import list_cards
from generator.playbook.process import Task


def list_partial_answers(book: Book) -> list[dict[str, str]]:
    """List every admissible set of answers to some of the facts."""
    logic = book.playbook.logic
    choices = [[(fact.id, None), *((fact.id, option.id) for option in fact.options)] for fact in logic.facts.values()]
    sets = [
        {name: option for name, option in combination if option is not None}
        for combination in itertools.product(*choices)
    ]
    return [known for known in sets if not logic.check_answers(known)]


def test_one_more_answer_only_settles_an_if(hut: Book) -> None:
    partial = list_partial_answers(hut)
    compared = 0
    for known in partial:
        before = make_plan(hut.playbook, known)
        for more in partial:
            if len(more) == len(known) + 1 and known.items() <= more.items():
                after = make_plan(hut.playbook, more)
                compared += 1
                for name, planned in before.steps.items():
                    if planned.decision.state != "if":
                        assert after.steps[name].decision.state == planned.decision.state, (known, more, name)
    assert compared > 20


def test_an_if_names_the_facts_that_it_hangs_on(hut: Book) -> None:
    plan = make_plan(hut.playbook, {})
    assert plan.steps["bring-guests-down"].decision.depends_on == ("path", "guests-inside", "snow-on-path")
    plan = make_plan(hut.playbook, {"path": "season-ends"})
    assert plan.steps["bring-guests-down"].decision.depends_on == ("snow-on-path",)
    assert [fact.id for fact in plan.open_facts] == ["guests-inside", "snow-on-path"]


def test_the_first_reason_that_holds_is_given(hut: Book) -> None:
    nobody = make_plan(hut.playbook, {"path": "season-ends", "guests-inside": "no"})
    assert nobody.steps["bring-guests-down"].decision.reasons == ("Nobody is inside.",)
    dry = make_plan(hut.playbook, {"path": "season-ends", "snow-on-path": "no"})
    assert dry.steps["bring-guests-down"].decision.reasons == ("The path is safe; guests walk down on their own.",)


def test_a_skipped_phase_gives_its_own_reason(hut: Book) -> None:
    plan = make_plan(hut.playbook, {"path": "storm", "guests-inside": "no"})
    assert plan.decisions["guests"].state == "skip"
    assert {step.decision.reasons for step in plan.phases[0].steps} == {("Nobody is inside and nobody is expected.",)}
    assert plan.phases[0].cards == ()


def test_due_entries_are_those_that_may_match(hut: Book) -> None:
    open_plan = make_plan(hut.playbook, {})
    assert [entry.decision.state for entry in open_plan.steps["drain-water"].due] == ["if", "if"]
    plan = make_plan(hut.playbook, {"path": "storm"})
    (due,) = plan.steps["drain-water"].due
    assert (due.due.from_, due.due.latest, due.decision.state) == ("storm-warning", 1, "do")


def test_what_a_step_waits_for_reaches_over_skipped_steps(hut: Book) -> None:
    plan = make_plan(hut.playbook, {"path": "season-ends", "guests-inside": "no"})
    assert [step.id for step in plan.list_direct("drain-water")] == ["tell-guests"]


def test_impossible_answers_are_refused(hut: Book) -> None:
    with pytest.raises(UsageError, match="snow-on-path=yes isn't possible if guests-inside=no"):
        make_plan(hut.playbook, {"guests-inside": "no", "snow-on-path": "yes"})


def test_a_card_ends_at_a_pause_point(hut: Book) -> None:
    (guests, _, _) = hut.playbook.phases
    (card,) = list_cards(guests)
    assert [step.id for step in card.steps] == ["tell-guests", "bring-guests-down"]
    assert card.pause == "Everybody who was inside is in the valley."


def test_a_reworded_task_is_another_task_unless_it_has_an_id(hut: Book) -> None:
    step = hut.playbook.steps["tell-guests"]
    assert make_key(step, Task(do="Send the letter")) != make_key(step, Task(do="Send a letter"))
    assert make_key(step, Task(do="Pin it", id="pin-letter")) == "tell-guests.pin-letter"


def test_the_overlay_changes_titles_and_timings_and_nothing_else(hut: Book) -> None:
    assert hut.playbook.role["warden"].title == "Hut warden"
    (due,) = hut.playbook.steps["lock-door"].due
    assert (due.from_, due.latest) == ("drain-water", 2)
