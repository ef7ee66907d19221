"""Examples are true: what check says of each example of examples.yml, to the letter."""

import textwrap
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.errors import ContentError
from generator.load.playbook import load_playbook

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


def test_where_every_day_counts_a_step_may_be_done_on_any(hut_copy: Path) -> None:
    case = {"facts": {"path": "storm"}, "dates": {"storm-warning": "2026-10-02"}, "done": {"drain-water": "2026-10-03"}}
    write_block(hut_copy, {"example": "All taps are open.", "case": case})
    assert len(list_messages(hut_copy)) == 1
    file = hut_copy / "content" / "phases" / "shut-down.yml"
    text = file.read_text(encoding="utf-8")
    due = "from: storm-warning, latest: 1"
    file.write_text(text.replace(due, f"{due}, every-day: yes"), encoding="utf-8")
    assert list_messages(hut_copy) == []
