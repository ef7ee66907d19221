"""Texts take windows, titles and the company's name from the playbook; whatever these are, texts say the same."""

import re
from pathlib import Path

import pytest

from generator.errors import ContentError
from generator.load.playbook import load_playbook
from generator.plan.plan import make_key
from generator.playbook.prose import PLACEHOLDER

TASK = "Hang the key in the valley office"
"""A task of the last step; whatever is written in its place is said there."""


def write_task(folder: Path, text: str) -> None:
    edit(folder, "phases/hand-over.yml", TASK, text)


def edit(folder: Path, name: str, old: str, new: str) -> None:
    file = folder / "content" / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def read_task(folder: Path) -> str:
    return load_playbook(folder).steps["lock-door"].tasks[-1].do


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Write {{ window:tell-guests }}", "Write 30 to 14 days before the last night"),
        ("Write {{window: tell-guests}}", "Write 30 to 14 days before the last night"),
        ("Write {{ days:tell-guests }} before", "Write 30 to 14 days before"),
        ("Not before {{ earliest:tell-guests }}", "Not before 30 days"),
        ("Not after {{ latest:tell-guests }}", "Not after 14 days"),
        ("Lock it {{ window:lock-door }}", "Lock it no later than 2 days after step 4 (Drain the water)"),
        ("Do it in {{ days:lock-door }}", "Do it in 2 days"),
        ("{{ Latest:lock-door }} are left", "2 days are left"),
        ("Drain it {{ window:drain-water path=storm }}", "Drain it no later than 1 day after the storm warning"),
        ("Drain it {{ window:drain-water, path=season-ends }}", "Drain it 1 day after the last night"),
        ("The same in each case: {{ latest:drain-water }}", "The same in each case: 1 day"),
        ("Ask the {{ role:warden }}", "Ask the hut warden"),
        ("{{ Role:valley-office }} and {{ role:cook }}", "Valley office and cook"),
        ("After “{{ step:drain-water }}”", "After “Drain the water”"),
        ("Thank the {{ company }}", "Thank the Alpine Club"),
        ("Wait {{ other:30 days }}", "Wait 30 days"),
        ("Write {{  window :  tell-guests  }}", "Write 30 to 14 days before the last night"),
    ],
)
def test_a_placeholder_is_said(hut_copy: Path, written: str, said: str) -> None:
    write_task(hut_copy, f'"{written}"')
    assert read_task(hut_copy) == said


@pytest.mark.parametrize(
    ("company", "said"),
    [
        ("Alpine Club", "Thank the Alpine Club. Or `{{ company }}` the Alpine Club?"),
        ("Peak Inc.", "Thank the Peak Inc. Or `{{ company }}` the Peak Inc.?"),
        ("A*B*C", "Thank the A&#42;B&#42;C. Or `{{ company }}` the A&#42;B&#42;C?"),
        ("<b> {x}", "Thank the &#60;b&#62; &#123;x&#125;. Or `{{ company }}` the &#60;b&#62; &#123;x&#125;?"),
    ],
)
def test_markdown_takes_plain_words_and_keeps_its_code(hut_copy: Path, company: str, said: str) -> None:
    edit(hut_copy, "overlay.yml", "company: Alpine Club", f"company: '{company}'")
    text = "Thank the {{ company }}. Or `{{ company }}` the {{ company }}?"
    edit(hut_copy, "phases/hand-over.yml", "A locked door ends the season.", f"'{text}'")
    write_task(hut_copy, '"Thank {{ company }}."')
    assert load_playbook(hut_copy).phases[-1].lesson[0].text == said
    assert read_task(hut_copy) == f"Thank {company.removesuffix('.')}."


def test_a_placeholder_may_be_on_two_lines(hut_copy: Path) -> None:
    text = "|\n      Drain it {{ window:drain-water\n      path=storm }}"
    edit(hut_copy, "phases/hand-over.yml", "A locked door ends the season.", text)
    said = load_playbook(hut_copy).phases[-1].lesson[0].text
    assert said == "Drain it no later than 1 day after the storm warning"


def test_a_placeholder_that_is_never_closed_is_read_fast() -> None:
    assert PLACEHOLDER.search("{{a:" + " " * 50_000 + "x") is None


FACT = """\
  - id: roof-open
    question: Is the roof open?
    origin: added
    options:
      - {id: yes, label: 'Yes', means: the roof is open}
      - {id: no, label: 'No', means: the roof is shut}
"""
CONDITION = "  - {id: torn, means: the roof is torn, means-not: the roof is whole, when: {roof-open: yes}}\n"
DUE = """\
{when: {torn: no}, from: drain-water, latest: 2}
      - {when: {torn: yes}, from: drain-water, latest: 4}"""


@pytest.mark.parametrize(
    ("answer", "full"), [("roof-open=yes", "4 days"), ("torn=yes", "4 days"), ("torn=no", "2 days")]
)
def test_an_answer_chooses_nothing_where_its_fact_is_left_out(hut_copy: Path, answer: str, full: str) -> None:
    edit(hut_copy, "facts.yml", "conditions:\n", f"{FACT}conditions:\n{CONDITION}")
    edit(hut_copy, "overlay.yml", "{from: drain-water, latest: 2}", DUE)
    write_task(hut_copy, f'"Lock it in {{{{ days:lock-door {answer} }}}}"')
    assert read_task(hut_copy) == f"Lock it in {full}"
    assert load_playbook(hut_copy, edition="source").steps["lock-door"].tasks[-1].do == "Lock it in 2 days"


def test_a_placeholder_needs_no_quotes(hut_copy: Path) -> None:
    edit(
        hut_copy,
        "phases/shut-down.yml",
        "purpose: Mice find everything.",
        "purpose: Mice wait {{ latest:tell-guests }}.",
    )
    assert load_playbook(hut_copy).steps["empty-kitchen"].purpose == "Mice wait 14 days."


def test_a_window_that_differs_by_case_is_the_one_that_holds_where_the_text_is(hut_copy: Path) -> None:
    by = "{{ window:drain-water }}"
    edit(hut_copy, "lessons/closing-before-a-storm.yml", "Do only what", f"Until {by}, do only what")
    edit(hut_copy, "phases/shut-down.yml", "[Carry all food down,", f"['Carry all food down, {by}',")
    edit(hut_copy, "phases/guests.yml", "A storm leaves no time", f"Water goes {by}; a storm leaves no time")
    playbook = load_playbook(hut_copy)
    assert (playbook.lessons[1].blocks[0].text or "").startswith(
        "Until no later than 1 day after the storm warning, do"
    )
    assert playbook.steps["empty-kitchen"].tasks[0].do == "Carry all food down, 1 day after the last night"
    reason = playbook.steps["tell-guests"].otherwise[0].text
    assert reason.startswith("Water goes no later than 1 day after the storm warning; a storm")


PLACES = [
    ("playbook.yml", "Ask the valley office;"),
    ("facts.yml", "Look in the guest book."),
    ("facts.yml", "The night after which nobody sleeps here."),
    ("roles.yml", "Runs the hut and leaves it last."),
    ("lessons/why-close-well.yml", "Whatever is wrong in October"),
    ("lessons/why-close-well.yml", "In 2019 the last warden"),
    ("lessons/why-close-well.yml", "What a winter does"),
    ("phases/guests.yml", "Everybody knows, and"),
    ("phases/guests.yml", "Nobody is inside and nobody"),
    ("phases/guests.yml", "Nobody should stand"),
    ("phases/guests.yml", "Send the letter to all"),
    ("phases/guests.yml", "The letter, in the hut book"),
    ("phases/guests.yml", "Everybody who was inside"),
    ("phases/shut-down.yml", "Take what the mice like best."),
    ("emails/hut-closes.yml", "Dear friends of the hut,"),
    ("emails/hut-closes.yml", "The map of the other huts"),
    ("emails/bring-boots.yml", "Boots for the way"),
    ("emails/bring-boots.yml", "The guests inside"),
    ("overlay.yml", "The valley office"),
]


@pytest.mark.parametrize(("file", "words"), PLACES)
def test_every_text_that_readers_see_takes_words(hut_copy: Path, file: str, words: str) -> None:
    written = f"{words} {{{{latest:tell-guests}}}}"
    edit(hut_copy, file, words, f'"{written}"' if file in ("facts.yml", "roles.yml", "overlay.yml") else written)
    assert f"{words} 14 days" in repr(load_playbook(hut_copy))


def test_glossary_requirements_and_safeguards_take_words(hut_copy: Path) -> None:
    for name, key in (("glossary.yml", "means"), ("requirements.yml", "says"), ("safeguards.yml", "why")):
        text = (hut_copy / "content" / name).read_text(encoding="utf-8")
        old = re.search(rf"{key}: [^,}}\n]*", text)
        assert old
        edit(hut_copy, name, old.group(), f"{key}: '{name} {{{{ company }}}}'")
    said = repr(load_playbook(hut_copy))
    assert all(f"{name} Alpine Club" in said for name in ("glossary.yml", "requirements.yml", "safeguards.yml"))


def test_a_text_says_what_the_overlay_changes_and_its_tick_stays(hut_copy: Path) -> None:
    write_task(hut_copy, '"Lock it in {{ latest:lock-door }}, says the {{ role:warden }}"')
    step = load_playbook(hut_copy).steps["lock-door"]
    edit(hut_copy, "overlay.yml", "latest: 2", "latest: 5")
    edit(hut_copy, "overlay.yml", "title: Hut warden", "title: Landlord")
    changed = load_playbook(hut_copy).steps["lock-door"]
    assert step.tasks[1].do == "Lock it in 2 days, says the hut warden"
    assert changed.tasks[1].do == "Lock it in 5 days, says the landlord"
    assert make_key(step, step.tasks[1]) == make_key(changed, changed.tasks[1])


def test_a_translation_says_placeholders_in_its_words(hut_copy: Path) -> None:
    (hut_copy / "templates").mkdir()
    words = "days: '{count} Tage'\nprose_days: '{first} bis {last}'\nprose_role: as written\n"
    (hut_copy / "templates" / "words.yml").write_text(words, encoding="utf-8")
    write_task(hut_copy, '"{{ days:tell-guests }} vorher ruft {{ role:valley-office }} an"')
    assert read_task(hut_copy) == "30 bis 14 Tage vorher ruft Valley office an"


def test_the_words_and_the_content_are_wrong_at_once(hut_copy: Path) -> None:
    (hut_copy / "templates").mkdir()
    (hut_copy / "templates" / "words.yml").write_text("dayz: x\n", encoding="utf-8")
    write_task(hut_copy, '"Ask {{ role:wardn }}"')
    with pytest.raises(ContentError) as caught:
        load_playbook(hut_copy)
    assert [problem.message for problem in caught.value.problems] == [
        "'{{ role:wardn }}': there's no role 'wardn'; did you mean 'warden'?",
        "there's no text 'dayz'; did you mean 'days'?",
    ]
