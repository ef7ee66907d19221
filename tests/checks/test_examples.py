"""Examples are true: what check says of each example of examples.yml, to the letter."""

import textwrap
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.errors import ContentError
from generator.load.day_names import DayNames
from generator.load.playbook import load_playbook
from generator.load.words import Words, read_words

EXAMPLES = yaml.load((Path(__file__).parent / "examples.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def write_block(folder: Path, block: dict[str, Any]) -> Path:
    """Put a block at the head of the lesson "Guests"."""
    file = folder / "content" / "phases" / "guests.yml"
    text = file.read_text(encoding="utf-8")
    said = textwrap.indent(yaml.dump([block], sort_keys=False, allow_unicode=True, width=1000), "  ")
    file.write_text(text.replace("lesson:\n", f"lesson:\n{said}", 1), encoding="utf-8")
    return file


def list_messages(folder: Path) -> list[str]:
    try:
        load_playbook(folder)
    except ContentError as error:
        return [problem.message for problem in error.problems]
    return []


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["about"])
def test_an_example_is_true_in_its_case(hut_copy: Path, example: dict[str, Any]) -> None:
    write_block(hut_copy, {"example": example["text"], "case": example["case"]})
    assert list_messages(hut_copy) == example["says"]


def test_a_mistake_is_shown_at_its_line(hut_copy: Path) -> None:
    case = {"facts": {"path": "season-ends"}, "done": {"lock-door": "2026-10-26"}}
    file = write_block(hut_copy, {"question": "When is it locked?", "answer": "On 27 October.", "case": case})
    with pytest.raises(ContentError) as caught:
        load_playbook(hut_copy)
    lines = file.read_text(encoding="utf-8").splitlines()
    shown = [lines[problem.line - 1].strip() for problem in caught.value.problems]
    assert shown == ["answer: On 27 October.", "lock-door: '2026-10-26'"]


def test_a_heading_names_days_of_its_case_too(hut_copy: Path) -> None:
    block = {"heading": "By the 3rd", "example": "It went well.", "case": {"facts": {"path": "storm"}}}
    file = write_block(hut_copy, block)
    with pytest.raises(ContentError) as caught:
        load_playbook(hut_copy)
    (problem,) = caught.value.problems
    assert file.read_text(encoding="utf-8").splitlines()[problem.line - 1].strip() == "- heading: By the 3rd"
    assert problem.message == (
        "example 1 of the lesson 'guests' names '3rd', which isn't a date of its case; correct it, or add it to "
        "'dates', 'done', 'other' or 'off', or write {{ other:3rd }} if it isn't a day"
    )


def test_days_are_those_of_the_company(hut_copy: Path) -> None:
    """Another calendar or window in the overlay can make an example wrong, and check says so."""
    case = {"facts": {"path": "season-ends"}, "done": {"drain-water": "2026-10-26", "lock-door": "2026-10-28"}}
    write_block(hut_copy, {"example": "It went well.", "case": case})
    owner = "the case of example 1 of the lesson 'guests'"
    assert list_messages(hut_copy) == [
        f"{owner}: 'drain-water' is done on 2026-10-26 (Monday), which is a day off; choose a working day"
    ]
    overlay = hut_copy / "content" / "overlay.yml"
    text = overlay.read_text(encoding="utf-8")
    overlay.write_text(text.replace("country: AT", "country: GB").replace('region: "7", ', ""), encoding="utf-8")
    assert list_messages(hut_copy) == []
    overlay.write_text(
        text.replace("country: AT", "country: GB").replace('region: "7", ', "").replace("latest: 2", "latest: 1"),
        encoding="utf-8",
    )
    assert list_messages(hut_copy) == [
        f"{owner}: 'lock-door' is done on 2026-10-28, but in this case it is due from 2026-10-26 to 2026-10-27; "
        "choose another date, or list this one under 'other'"
    ]


def test_a_pitfall_states_its_case_too(hut_copy: Path) -> None:
    write_block(hut_copy, {"pitfall": "On 1 October all was wet.", "case": {"facts": {"path": "storm"}}})
    assert [message.partition(",")[0] for message in list_messages(hut_copy)] == [
        "pitfall 1 of the lesson 'guests' names '1 October'"
    ]


def test_without_additions_an_example_is_read_as_it_is(hut_copy: Path) -> None:
    case = {"facts": {"path": "season-ends"}, "done": {"empty-kitchen": "2026-10-05"}}
    write_block(hut_copy, {"example": "On 5 October the kitchen was empty.", "case": case})
    block = load_playbook(hut_copy, edition="source").phases[0].lesson[0]
    assert (block.example, block.case) == ("On 5 October the kitchen was empty.", None)


def test_a_translation_finds_its_own_days(hut_copy: Path) -> None:
    (hut_copy / "templates").mkdir()
    words = (
        "months: Jänner Februar März April Mai Juni Juli August September Oktober November Dezember\n"
        "prose_weekdays: Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag\n"
        "prose_ordinals: .\n"
    )
    (hut_copy / "templates" / "words.yml").write_text(words, encoding="utf-8")
    case = {"facts": {"path": "season-ends"}, "dates": {"last-night": "2026-10-04"}}
    write_block(hut_copy, {"example": "Am Montag, den 4. Oktober, am 5. Oktober und am 6. danach.", "case": case})
    assert [message.split("'")[3] for message in list_messages(hut_copy)] == [
        "5. Oktober",
        "6.",
        "Montag, den 4. Oktober",
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("on the 4th of May", [("4th of May", 4, 5, None, None)]),
        ("on May 4th and June 5", [("May 4th", 4, 5, None, None), ("June 5", 5, 6, None, None)]),
        ("by Monday, May 4, 2026", [("Monday, May 4, 2026", 4, 5, 2026, 0)]),
        ("on Monday May the 4th", [("Monday May the 4th", 4, 5, None, 0)]),
        ("from May 4 to 6", [("May 4 to 6", 4, 5, None, None), ("May 4 to 6", 6, 5, None, None)]),
        ("from 4th to 6th of May", [("4th to 6th of May", 4, 5, None, None), ("4th to 6th of May", 6, 5, None, None)]),
        ("on 4 May 6 June began", [("4 May", 4, 5, None, None), ("6 June", 6, 6, None, None)]),
        ("Monday the 28th", [("Monday the 28th", 28, None, None, 0)]),
        ("in May 2026, in May", []),
    ],
)
def test_a_day_may_be_written_in_many_ways(text: str, found: list[tuple[object, ...]]) -> None:
    names = DayNames(read_words(None))
    assert [(day.words, day.day, day.month, day.year, day.weekday) for day in names.find(text)] == found


def test_a_translation_without_marks_of_days_finds_those_with_a_month() -> None:
    shipped = read_words(None)
    words = {name: getattr(shipped, name) for name in ("months", "prose_weekdays")}
    names = DayNames(Words({**words, "prose_ordinals": ""}))
    assert [day.words for day in names.find("Of 20 guests, 3 left on 4 May.")] == ["4 May"]


def test_where_every_day_counts_a_step_may_be_done_on_any(hut_copy: Path) -> None:
    case = {"facts": {"path": "storm"}, "dates": {"storm-warning": "2026-10-02"}, "done": {"drain-water": "2026-10-03"}}
    write_block(hut_copy, {"example": "All taps are open.", "case": case})
    assert len(list_messages(hut_copy)) == 1
    file = hut_copy / "content" / "phases" / "shut-down.yml"
    text = file.read_text(encoding="utf-8")
    due = "from: storm-warning, latest: 1"
    file.write_text(text.replace(due, f"{due}, every-day: yes"), encoding="utf-8")
    assert list_messages(hut_copy) == []
