"""The logic of `when`: three values over all admissible cases."""

from hypothesis import given
from hypothesis import strategies as st

from generator.facts.logic import Logic
from generator.facts.when import ALWAYS, AllOf, AnyOf, Condition, Fact, Option, Rule, When, all_of

NAMES = ("a", "b", "c", "d")


def make_fact(name: str, when: When | None, size: int = 2) -> Fact:
    options = tuple(Option(id=f"o{n}", label=f"{n}", means=f"{name} is {n}") for n in range(size))
    return Fact(id=name, question=f"{name}?", options=options, when=when)


def draw_when(draw: st.DrawFn, names: tuple[str, ...]) -> When:
    clause = st.dictionaries(
        st.sampled_from(names), st.sets(st.sampled_from(["o0", "o1", "o2"]), min_size=1), min_size=1, max_size=3
    )
    clauses = draw(st.lists(clause, min_size=1, max_size=3))
    return When.of(*({name: sorted(options) for name, options in clause.items()} for clause in clauses))


@st.composite
def make_logic(draw: st.DrawFn) -> Logic:
    """Facts of which each may be asked only in some cases of those before it, and a condition on them."""
    facts: list[Fact] = []
    for number, name in enumerate(NAMES):
        when = draw_when(draw, NAMES[:number]) if number and draw(st.booleans()) else None
        facts.append(make_fact(name, when, draw(st.integers(2, 3))))
    condition = Condition(id="named", means="named", means_not="not named", when=draw_when(draw, NAMES))
    return Logic(facts, [condition])


@st.composite
def make_rule(draw: st.DrawFn) -> Rule:
    parts: list[Rule] = [draw_when(draw, NAMES) for _ in range(draw(st.integers(1, 3)))]
    if draw(st.booleans()):
        parts.append(When.of({"named": draw(st.sampled_from(["yes", "no"]))}))
    return AllOf(tuple(parts)) if draw(st.booleans()) else AnyOf(tuple(parts))


def list_all(logic: Logic) -> list[dict[str, str]]:
    """List every admissible case, by brute force."""
    cases: list[dict[str, str]] = [{}]
    for fact in logic.facts.values():
        longer: list[dict[str, str]] = []
        for case in cases:
            asked = fact.when is None or logic.holds(fact.when, case)
            longer += [{**case, fact.id: option.id} for option in fact.options] if asked else [case]
        cases = longer
    return cases


def agrees(case: dict[str, str], known: dict[str, str]) -> bool:
    return all(case.get(name) == option for name, option in known.items())


@given(make_logic(), make_rule(), st.data())
def test_a_decision_is_what_all_completions_agree_on(logic: Logic, rule: Rule, data: st.DataObject) -> None:
    cases = list_all(logic)
    full = data.draw(st.sampled_from(cases))
    known = {name: full[name] for name in data.draw(st.sets(st.sampled_from(sorted(full))))}
    outcomes = {logic.holds(rule, case) for case in cases if agrees(case, known)}
    expected = outcomes.pop() if len(outcomes) == 1 else None
    assert logic.decide(rule, known) is expected


@given(make_logic(), make_rule(), st.data())
def test_what_is_left_to_be_known_says_the_same_as_the_rule(logic: Logic, rule: Rule, data: st.DataObject) -> None:
    cases = list_all(logic)
    full = data.draw(st.sampled_from(cases))
    known = {name: full[name] for name in data.draw(st.sets(st.sampled_from(sorted(full))))}
    left = When(logic.reduce(rule, known))
    for case in cases:
        if agrees(case, known):
            assert logic.holds(left, case) == logic.holds(rule, case)


@given(make_logic(), make_rule(), make_rule())
def test_a_case_is_found_exactly_if_there_is_one(logic: Logic, holds: Rule, but_not: Rule) -> None:
    there_is = any(logic.holds(holds, case) and not logic.holds(but_not, case) for case in list_all(logic))
    found = logic.find_case(holds, but_not=but_not)
    assert (found is not None) == there_is
    if found is not None:
        completed = [case for case in list_all(logic) if agrees(case, found)]
        assert any(logic.holds(holds, case) and not logic.holds(but_not, case) for case in completed)


@given(make_logic(), st.data())
def test_answers_are_refused_exactly_if_no_case_has_them(logic: Logic, data: st.DataObject) -> None:
    names = data.draw(st.sets(st.sampled_from(NAMES), min_size=1))
    known = {
        name: data.draw(st.sampled_from([option.id for option in logic.facts[name].options])) for name in sorted(names)
    }
    possible = any(agrees(case, known) for case in list_all(logic))
    assert (logic.check_answers(known) == []) == possible


PATH = make_fact("path", None)
ASKED = Fact(
    id="asked",
    question="Asked?",
    options=(Option(id="yes", label="Yes", means="it is asked"), Option(id="no", label="No", means="it is not")),
    when=When.of({"path": "o0"}),
)
LOGIC = Logic([PATH, ASKED], [])


def test_a_fact_that_is_not_asked_has_no_answer() -> None:
    asked = When.of({"asked": ("yes", "no")})
    assert LOGIC.decide(asked, {"path": "o1"}) is False
    assert LOGIC.decide(asked, {"path": "o0"}) is True
    assert LOGIC.decide(asked, {}) is None


def test_an_answer_tells_that_its_question_was_asked() -> None:
    assert LOGIC.decide(When.of({"path": "o0"}), {"asked": "no"}) is True


def test_there_are_no_default_answers() -> None:
    assert LOGIC.decide(When.of({"asked": "no"}), {"path": "o0"}) is None


def test_impossible_answers_are_named() -> None:
    assert LOGIC.check_answers({"path": "o1", "asked": "yes"}) == [
        "asked=yes isn't possible if path=o1; leave one of them out"
    ]
    assert LOGIC.check_answers({"paht": "o1"}) == ["there's no fact 'paht'; did you mean 'path'?"]
    assert LOGIC.check_answers({"zzz": "o1"}) == ["there's no fact 'zzz'; choose 'path' or 'asked'"]
    assert LOGIC.check_answers({"path": "o7"}) == ["the fact 'path' has no option 'o7'; choose 'o0' or 'o1'"]


def test_answers_that_only_together_are_impossible() -> None:
    """Two questions, each asked on another branch."""
    other = ASKED.model_copy(update={"id": "other", "when": When.of({"path": "o1"})})
    logic = Logic([PATH, ASKED, other], [])
    assert logic.check_answers({"asked": "yes"}) == logic.check_answers({"other": "yes"}) == []
    assert logic.check_answers({"asked": "yes", "other": "no"}) == [
        "no case has all of 'asked=yes' and 'other=no'; leave one of them out"
    ]


def test_joining_nothing_always_holds() -> None:
    assert all_of(None, ALWAYS) == ALWAYS
    assert LOGIC.decide(None, {}) is True
