"""Playbooks made by hypothesis: valid by construction, with facts that hang on facts, edges, conditions and emails."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from hypothesis import settings
from hypothesis import strategies as st

from generator.facts.logic import Logic
from generator.facts.when import Condition, Fact, When

Data = dict[str, Any]
SEEN: Counter[str] = Counter()
"""What has been made so far: the summary of the run prints averages from it."""

WORD = st.sampled_from(["lamp", "rope", "door", "stove", "water", "snow", "map", "key"])


def draw_at_most(count: int) -> settings:
    """Draw so many examples where the profile allows that; in `make quick` it allows few."""
    return settings(max_examples=min(count, settings().max_examples))


@dataclass
class Made:
    """A playbook as data: a file of the content folder for each name."""

    files: Data = field(default_factory=dict)
    drawn: dict[str, Data] = field(default_factory=dict)
    """The steps drawn so far."""
    pace: int = 0
    width: int = 0
    shift: int = 0
    """How windows of days follow one another: days from one to the next, how long, where they begin."""

    def write(self, folder: Path) -> Path:
        for name, data in self.files.items():
            file = folder / "content" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(yaml.safe_dump(data, sort_keys=False, allow_unicode=True), encoding="utf-8")
        return folder

    @property
    def steps(self) -> dict[str, Data]:
        phases = [self.files[f"phases/{name}.yml"] for name in self.files["playbook.yml"]["phases"]]
        return {step["id"]: step for phase in phases for step in phase["steps"]}

    def count(self) -> None:
        steps = self.steps.values()
        SEEN["playbooks"] += 1
        SEEN["facts"] += len(self.files["facts.yml"]["facts"])
        SEEN["steps"] += len(steps)
        SEEN["edges"] += sum(len(step.get("after", ())) + len(step.get("needs", ())) for step in steps)
        whens = [step.get("when") for step in steps] + [task.get("when") for step in steps for task in step["tasks"]]
        whens += [self.files[f"phases/{name}.yml"].get("when") for name in self.files["playbook.yml"]["phases"]]
        SEEN["conditions"] += sum(when is not None for when in whens)
        SEEN["emails"] += len(self.files["playbook.yml"]["emails"])


def read_made(folder: Path) -> Made:
    """Return a playbook that is there already, as if it had been made."""
    content = folder / "content"
    files = {file.relative_to(content).as_posix(): file.read_text(encoding="utf-8") for file in content.rglob("*.yml")}
    return Made({name: yaml.load(text, Loader=yaml.BaseLoader) for name, text in sorted(files.items())})


@st.composite
def draw_playbooks(draw: st.DrawFn) -> Made:
    """Return a playbook that passes every check."""
    made = Made()
    logic = _draw_facts(draw, made)
    cases = logic.list_cases(frozenset(logic.facts))
    emails = _draw_emails(draw, made, logic, cases)
    made.pace, made.width = draw(st.sampled_from([(0, 0), (0, 3), (1, 1), (2, 1), (7, 14)]))
    made.shift = draw(st.sampled_from([0, -30, 5]))
    _draw_phases(draw, made, logic, cases, emails)
    _drop_unused_date(made)
    answers = {**{name: _first(cases, name) for name in logic.facts}, **dict.fromkeys(logic.conditions, "yes")}
    used = [{"text": f"About {name}.", "when": {name: answer}} for name, answer in answers.items()]
    made.files["lessons/all.yml"] = {"title": "All", "summary": "All of it.", "blocks": [{"text": "All."}, *used]}
    made.files["roles.yml"] = {"roles": [{"id": f"r{n}", "title": f"Role {n}", "summary": "Does it."} for n in (0, 1)]}
    made.files["fields.yml"] = {"fields": [{"id": "guest_name", "label": "Name of the guest", "example": "Ms Lind"}]}
    made.files["glossary.yml"] = {"terms": [{"id": "tap", "term": "Tap", "means": "It shuts off *water*."}]}
    made.files["overlay.yml"] = {"company": "Alpine Club"}
    help_text = {"text": "Ask.", "roles": ["r0", "r1"]}
    head = {"title": "Hut", "summary": "How to close it.", "revision": "1", "revised": "2026-01-01", "help": help_text}
    phases = [name.removeprefix("phases/").removesuffix(".yml") for name in made.files if name.startswith("phases/")]
    made.files["playbook.yml"] = {
        **head, "blanks": ["guest_name"], "lessons": ["all"], "phases": phases, "emails": list(emails)
    }  # fmt: skip
    made.count()
    return made


def _drop_unused_date(made: Made) -> None:
    dues = [due for step in made.drawn.values() for due in step.get("due", ())]
    used = {name for due in dues for name in (due["from"], *due.get("by", ()))}
    facts = made.files["facts.yml"]
    facts["dates"] = [date for date in facts["dates"] if date["id"] in used]


def _first(cases: list[dict[str, str]], name: str) -> str:
    return next(case[name] for case in cases if name in case)


def _draw_facts(draw: st.DrawFn, made: Made) -> Logic:
    facts: list[Data] = []
    for number in range(draw(st.integers(2, 5))):
        name = f"f{number}" if number else "path"
        options = [
            {"id": f"o{n}", "label": f"Option {n}", "means": f"{name} is {n}"} for n in range(draw(st.integers(2, 3)))
        ]
        fact: Data = {"id": name, "question": f"What is {name}?", "options": options}
        if number and draw(st.booleans()):
            above = Logic([Fact.model_validate(fact) for fact in facts], [])
            fact["when"] = draw_when(draw, above, above.list_cases(frozenset(above.facts)))
        facts.append(fact)
    models = [Fact.model_validate(fact) for fact in facts]
    plain = Logic(models, [])
    cases = plain.list_cases(frozenset(plain.facts))
    conditions = [
        {"id": name, "means": f"{name} holds", "means-not": f"not {name}", "when": draw_when(draw, plain, cases)}
        for name in ["c0", "c1"][: draw(st.integers(0, 2))]
    ]
    dates = [{"id": name, "label": f"the {name}", "means": "A day."} for name in ("day", "other")]
    made.files["facts.yml"] = {"facts": facts, "conditions": conditions, "dates": dates}
    return Logic(models, [Condition.model_validate(condition) for condition in conditions])


def draw_when(draw: st.DrawFn, logic: Logic, cases: list[dict[str, str]]) -> list[Data]:
    """Return a `when` each of whose clauses holds in one of these cases."""
    return [_draw_clause(draw, logic, draw(st.sampled_from(cases))) for _ in range(draw(st.integers(1, 2)))]


def _draw_clause(draw: st.DrawFn, logic: Logic, case: dict[str, str]) -> Data:
    names = draw(st.lists(st.sampled_from([*case, *logic.conditions]), min_size=1, max_size=2, unique=True))
    return {
        name: ("yes" if logic.holds(logic.conditions[name].when, case) else "no")
        if name in logic.conditions
        else case[name]
        for name in names
    }


def _hold(logic: Logic, cases: list[dict[str, str]], when: Any) -> list[dict[str, str]]:
    if when is None:
        return cases
    return [case for case in cases if logic.holds(When.of(*when), case)]


def _draw_emails(draw: st.DrawFn, made: Made, logic: Logic, cases: list[dict[str, str]]) -> list[str]:
    names = [f"e{number}" for number in range(draw(st.integers(0, 2)))]
    for name in names:
        paragraphs: list[Any] = ["Dear {{ guest_name }},", draw(WORD)]
        if draw(st.booleans()):
            paragraphs.append({"text": f"{draw(WORD)} for {{{{ guest_name }}}}", "when": draw_when(draw, logic, cases)})
        made.files[f"emails/{name}.yml"] = {
            "title": f"Letter {name}", "summary": "Says it.", "sender": "r0", "to": "Guests",
            "subject": "To {{ guest_name }}", "paragraphs": paragraphs,
        }  # fmt: skip
    return names


def _draw_due(draw: st.DrawFn, made: Made, earlier: list[str], always: list[str]) -> Data:
    """Return a window that never lies before that of an earlier step that counts from the same day."""
    undated = [name for name in always if "due" not in made.drawn[name]]
    dated = [name for name in always if "due" in made.drawn[name]]
    anchor = draw(st.sampled_from(["day", "other", *undated[-1:], *dated[-1:]])) if earlier else "day"
    place, pace = len(earlier), made.pace
    low = made.shift if anchor in ("day", "other") else 0
    if anchor in dated:  # so many days later as its own window is in the end
        due: Data = {"from": anchor, **dict.fromkeys(("earliest", "latest"), pace * (place - earlier.index(anchor)))}
    else:
        due = {"from": anchor, "earliest": low + pace * place, "latest": low + pace * place + made.width}
    if draw(st.integers(0, 3)) == 3 and anchor not in dated:
        del due["earliest"]
    # by a date before which all windows end that have been drawn so far
    if draw(st.integers(0, 4)) == 4 and made.shift + pace * place + made.width <= 0:
        due["by"] = draw(st.lists(st.sampled_from(["day", "other"]), min_size=1, unique=True))
    if draw(st.integers(0, 4)) == 4:
        due["every-day"] = "true"
    return due


def _draw_phases(draw: st.DrawFn, made: Made, logic: Logic, cases: list[dict[str, str]], emails: list[str]) -> None:
    earlier: list[str] = []
    always: list[str] = []
    for number in range(draw(st.integers(2, 4))):
        when = draw_when(draw, logic, cases) if number and draw(st.booleans()) else None
        here = _hold(logic, cases, when)
        steps = [
            _draw_step(
                draw, made, logic, here, f"s{number}-{n}", earlier, always, first=n == 0, in_phase=when is not None
            )
            for n in range(draw(st.integers(2, 4)))
        ]
        steps[-1]["pause"] = f"Phase {number} is done."
        if number == 0:
            _send_emails(draw, steps[0], emails)
        elif draw(st.booleans()):
            cases_of_step = _hold(logic, here, steps[-1].get("when"))
            when_of_exit = draw_when(draw, logic, cases_of_step) if draw(st.booleans()) else None
            sent = draw(st.lists(st.sampled_from(emails), unique=True)) if emails else []
            steps[-1]["exits"] = [_make_exit(f"x{number}", sent, when_of_exit)]
        kind = draw(st.sampled_from(["read-do", "do-confirm"]))
        phase: Data = {"title": f"Phase {number}", "summary": "A stretch.", "checklist": kind}
        phase |= {"lesson": [{"text": "Why."}], "steps": steps}
        if when is not None:
            phase |= {"when": when, "otherwise": f"Phase {number} is not needed."}
        made.files[f"phases/p{number}.yml"] = phase


def _send_emails(draw: st.DrawFn, step: Data, emails: list[str]) -> None:
    """Send all that is written, with a step that applies in every case or only at its exit."""
    sent = draw(st.integers(0, len(emails)))
    if emails[:sent]:
        step["emails"] = emails[:sent]
    if emails[sent:]:
        step["exits"] = [_make_exit("x0", emails[sent:], None)]


def _make_exit(name: str, emails: list[str], when: list[Data] | None) -> Data:
    leave: Data = {"id": name, "title": f"{name} happens", "then": "Stop."}
    return leave | ({"emails": emails} if emails else {}) | ({"when": when} if when else {})


def _draw_step(
    draw: st.DrawFn, made: Made, logic: Logic, cases: list[dict[str, str]], name: str,
    earlier: list[str], always: list[str], *, first: bool, in_phase: bool,
) -> Data:  # fmt: skip
    when = None if first or draw(st.integers(0, 3)) == 3 else draw_when(draw, logic, cases)
    here = _hold(logic, cases, when)
    step: Data = {
        "id": name,
        "title": f"Do {name}",
        "purpose": "It *must* be.",
        "accountable": "r0",
        "responsible": ["r0", "r1"],
    }
    if when is not None:
        step |= {"when": when, "otherwise": f"{name} is not needed."}
    if earlier:
        step["after"] = draw(st.lists(st.sampled_from(earlier), min_size=1, max_size=3, unique=True))
    needed = [name for name in always if name not in step.get("after", ())]
    with_needs: bool = draw(st.booleans())
    if needed and with_needs:
        step["needs"] = draw(st.lists(st.sampled_from(needed), min_size=1, max_size=1))
    if not earlier or draw(st.booleans()):
        step["due"] = [_draw_due(draw, made, earlier, always)]
    step["tasks"] = [{"do": f"Take the {draw(WORD)} for {name}"}]
    if draw(st.integers(0, 3)) < 3:
        step["tasks"].append({"do": f"Check {name}", "when": draw_when(draw, logic, here)})
    made.drawn[name] = step
    earlier.append(name)
    if when is None and not in_phase:
        always.append(name)
    return step
