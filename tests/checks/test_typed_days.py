"""One number, one place: a text that repeats the days of a due entry is refused, and both places are named."""

from pathlib import Path

import pytest

from generator.errors import ContentError
from generator.load.day_counts import DayCounts
from generator.load.playbook import load_playbook
from generator.load.words import Words, read_words

# The steps: tell-guests is due 30 to 14 days before the last night and sends hut-closes; lock-door within 2 days.
SAID = "'{words}', which is the window of '{step}'; write {{{{ {own} }}}}, or {{{{ other:{words} }}}}"
PLACES = {
    "purpose": ("phases/guests.yml", "Nobody should stand", "step 'tell-guests'", 13),
    "task": ("phases/guests.yml", "Send the letter to all who booked", "task 1 of step 'tell-guests'", 22),
    "pause": ("phases/hand-over.yml", "The valley office has the key", "step 'lock-door'", 19),
    "lesson of the phase": ("phases/guests.yml", "People plan their tours early", "text 1 of the lesson 'guests'", 9),
    "paragraph": ("emails/hut-closes.yml", "Dear friends of the hut", "paragraph 1 of email 'hut-closes'", 8),
    "attachment": ("emails/hut-closes.yml", "The map of the other", "attachment 1 of email 'hut-closes'", 17),
    "subject": ("emails/hut-closes.yml", "{{ hut_name }} closes", "email 'hut-closes'", 6),
}
OTHERS = {
    "example": ("lessons/why-close-well.yml", "In 2019 the last warden"),
    "reason": ("phases/guests.yml", "A storm leaves no time"),
    "lesson without a link": ("lessons/closing-before-a-storm.yml", "Do only what keeps"),
    "other letter": ("emails/bring-boots.yml", "Please put on boots"),
}


def write(folder: Path, file: str, old: str, new: str) -> list[str]:
    """Write something into a text and return what is wrong with it."""
    path = folder / "content" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    try:
        load_playbook(folder)
    except ContentError as error:
        return [str(problem).removeprefix(f"{folder.as_posix()}/content/") for problem in error.problems]
    return []


@pytest.mark.parametrize("place", PLACES)
def test_a_number_is_taken_from_the_window_where_a_text_tells_of_the_step(hut_copy: Path, place: str) -> None:
    file, old, name, line = PLACES[place]
    step, own, words = ("lock-door", "latest", "2 days") if place == "pause" else ("tell-guests", "earliest", "30 days")
    says = write(hut_copy, file, old, f"{old} {words}")
    assert len(says) == 1
    assert says[0].startswith(f"{file}:{line}:")
    assert f"{name} says {SAID.format(words=words, step=step, own=f'{own}:{step}')} if it is another number" in says[0]


@pytest.mark.parametrize("place", OTHERS)
def test_a_number_elsewhere_may_be_any(hut_copy: Path, place: str) -> None:
    file, old = OTHERS[place]
    assert write(hut_copy, file, old, f"{old} 30 days") == []


@pytest.mark.parametrize(
    ("written", "words", "own"),
    [
        ("14 days", "14 days", "latest"),
        ("two weeks", "two weeks", "latest"),
        ("Two\n      weeks", "Two weeks", "latest"),
        ("thirty days", "thirty days", "earliest"),
        ("a 14-day rule", "14-day", "latest"),
        ("from 30 to 14 days", "30 to 14 days", "days"),
        ("14–30 days", "14–30 days", "days"),
        ("one or two weeks", "one or two weeks", "latest"),
    ],
)
def test_a_number_may_be_written_in_many_ways(hut_copy: Path, written: str, words: str, own: str) -> None:
    says = write(hut_copy, "phases/guests.yml", "Nobody should stand", f"Nobody {written} should stand")
    assert [SAID.format(words=words, step="tell-guests", own=f"{own}:tell-guests") in message for message in says] == [
        True
    ]


@pytest.mark.parametrize(
    "written",
    [
        "13 days",
        "130 days",
        "30 hours",
        "14 nights",
        "a day",
        "{{ latest:tell-guests }}",
        "{{ other:30 days }}",
        "3.14 days",
    ],
)
def test_another_number_is_no_copy(hut_copy: Path, written: str) -> None:
    assert write(hut_copy, "phases/guests.yml", "Nobody should stand", f"Nobody {written} should stand") == []


def test_both_places_are_named_as_they_are_in_the_source(hut_copy: Path) -> None:
    says = write(hut_copy, "phases/hand-over.yml", "[Lock all shutters,", "[Lock all shutters in 2 days,")
    assert says == [
        "phases/hand-over.yml:18:13: task 1 of step 'lock-door' says '2 days', which is the window of 'lock-door'; "
        "write {{ latest:lock-door }}, or {{ other:2 days }} if it is another number; that window is at "
        f"{hut_copy.as_posix()}/content/overlay.yml:9"
    ]


@pytest.mark.parametrize("days", [(-30, -14), (-30, 14), (14, 30)])
def test_what_is_advised_is_right(hut_copy: Path, days: tuple[int, int]) -> None:
    """A window with days on both sides has no one number of days."""
    overlay = hut_copy / "content" / "overlay.yml"
    due = f"step: lock-door\n    due:\n      - {{from: drain-water, earliest: {days[0]}, latest: {days[1]}}}"
    text = overlay.read_text(encoding="utf-8")
    overlay.write_text(
        text.replace("step: lock-door\n    due:\n      - {from: drain-water, latest: 2}", due), encoding="utf-8"
    )
    old = "[Lock all shutters, Hang"
    said = write(hut_copy, "phases/hand-over.yml", old, "[Lock all shutters for 14 to 30 days, Hang")
    kind = "window" if days == (-30, 14) else "days"
    advice = [message for message in said if "says '14 to 30 days'" in message]
    assert [f"write {{{{ {kind}:lock-door }}}}, or {{{{ other:14 to 30 days }}}}" in message for message in advice] == [
        True
    ]
    own = f"['Lock all shutters {{{{ {kind}:lock-door }}}}', Hang"
    assert not [
        message
        for message in write(hut_copy, "phases/hand-over.yml", "[Lock all shutters for 14 to 30 days, Hang", own)
        if "lock-door }}" in message
    ]


def test_a_window_of_another_case_is_no_copy(hut_copy: Path) -> None:
    file = hut_copy / "content" / "phases" / "shut-down.yml"
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace(
            "{when: {path: storm}, from: storm-warning, latest: 1}",
            "{when: {path: storm}, from: storm-warning, latest: 9}",
        )
    )
    assert (
        write(hut_copy, "phases/shut-down.yml", "Open every other tap", "{do: Wait 9 days, when: {path: season-ends}}")
        == []
    )


def test_a_lesson_that_links_to_a_step_tells_of_it(hut_copy: Path) -> None:
    link = "See [the letter](step:tell-guests)."
    says = write(hut_copy, "lessons/closing-before-a-storm.yml", "Nobody walks down alone.", f"30 days. {link}")
    assert says == []  # there it is a storm, in which nobody is told so long before
    says = write(hut_copy, "lessons/why-close-well.yml", "A wet mattress", f"30 days. {link} A wet mattress")
    assert ["text 1 of the lesson 'why-close-well' says '30 days'" in message for message in says] == [True]


def test_a_translation_finds_its_own_number_words() -> None:
    words = {
        "prose_numbers": "ein zwei drei",
        "prose_one": "einem",
        "prose_day": "Tage Tagen",
        "prose_week": "Woche Wochen",
    }
    counts = DayCounts(Words(words))
    found = [(count.words, count.days) for count in counts.find("in einem Tage, drei Tagen, zwei bis drei Wochen")]
    assert found == [("einem Tage", (1,)), ("drei Tagen", (3,)), ("zwei bis drei Wochen", (14, 21))]


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("twenty-one days", (21,)),
        ("Twenty one days", (21,)),
        ("twenty-five days", (25,)),
        ("thirty-one to forty-five days", (31, 45)),
        ("30–21 days", (30, 21)),
    ],
)
def test_a_number_of_two_words_is_one_number(written: str, days: tuple[int, ...]) -> None:
    assert [(count.words, count.days) for count in DayCounts(read_words(None)).find(f"In {written}.")] == [
        (written, days)
    ]


@pytest.mark.parametrize("lacking", [("prose_day", "prose_week"), ("prose_numbers",), ("prose_one",)])
def test_a_translation_may_lack_words(lacking: tuple[str, ...]) -> None:
    shipped = read_words(None)
    words = {name: getattr(shipped, name) for name in ("prose_numbers", "prose_one", "prose_day", "prose_week")}
    counts = DayCounts(Words(words | dict.fromkeys(lacking, "")))
    found = [count.words for count in counts.find("In 3 days, in a week, in two days.")]
    assert (
        found
        == {
            "prose_day": [],
            "prose_numbers": ["3 days", "a week"],
            "prose_one": ["3 days", "two days"],
        }[lacking[0]]
    )
