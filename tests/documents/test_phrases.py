"""What is worked out is said in words that can be acted on."""

import datetime

import pytest

from generator.documents.book import Book
from generator.playbook.process import Due


@pytest.mark.parametrize(
    ("earliest", "latest", "said"),
    [
        (-30, -14, "30 to 14 days before the day"),
        (-30, -1, "30 to 1 day before the day"),
        (2, 5, "2 to 5 days after the day"),
        (0, 1, "within 1 day after the day"),
        (0, 7, "within 7 days after the day"),
        (-7, 0, "in the 7 days up to the day"),
        (-3, 5, "from 3 days before to 5 days after the day"),
        (0, 0, "on the day"),
        (3, 3, "3 days after the day"),
        (-1, -1, "1 day before the day"),
        (None, -14, "at least 14 days before the day"),
        (None, 0, "by the day"),
        (None, 2, "no later than 2 days after the day"),
        (3, None, "from 3 days after the day on"),
        (-3, None, "from 3 days before the day on"),
        (0, None, "from the day on"),
    ],
)
def test_windows(hut: Book, earliest: int | None, latest: int | None, said: str) -> None:
    assert hut.say.window(earliest, latest, "the day") == said


def test_a_window_says_by_which_dates_it_ends_and_that_every_day_counts(hut: Book) -> None:
    dates = list(hut.playbook.date)
    due = Due.model_validate({"from": dates[0], "latest": 3, "by": dates, "every-day": "true"})
    assert hut.say.due(due) == (
        "no later than 3 days after the last night, and by the last night and the storm warning, "
        "weekends and holidays included"
    )


def test_dates_are_spelled(hut: Book) -> None:
    assert hut.say.date(datetime.date(2026, 12, 3)) == "3 December 2026"


def test_lists(hut: Book) -> None:
    assert [hut.say.join(items) for items in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]


def test_conditions(hut: Book) -> None:
    escort = hut.playbook.steps["bring-guests-down"].when
    left = hut.playbook.logic.reduce(escort, {})
    assert hut.say.only_if(left) == "a storm closes the hut and guests are inside, or there is snow on the path"
    left = hut.playbook.logic.reduce(escort, {"path": "season-ends"})
    assert hut.say.only_if(left) == "there is snow on the path"
