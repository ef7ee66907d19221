"""Windows that end by a named date, beside those that count from it."""

from pathlib import Path

import pytest

from generator.errors import ContentError
from generator.load.playbook import load_playbook
from tests.load.test_edition import change_file


def write_end(hut_copy: Path, own: str) -> Path:
    """Let the guests come down by the last night, before which the water is drained."""
    content = hut_copy / "content"
    change_file(content / "facts.yml", ("The hour of the first warning., when: {path: storm}}", "The first warning.}"))
    change_file(
        content / "phases" / "guests.yml",
        ("path: season-ends}, from: last-night, latest: 0}", f"path: season-ends}}, {own}, by: [last-night]}}"),
    )
    change_file(
        content / "phases" / "shut-down.yml",
        ("from: last-night, earliest: 1, latest: 1}", "from: last-night, latest: -1}"),
    )
    return hut_copy


def test_who_waits_may_be_due_before_the_date_by_which_another_ends(hut_copy: Path) -> None:
    assert load_playbook(write_end(hut_copy, "from: storm-warning, latest: 5"))


def test_days_of_its_own_after_that_date_are_cut_off_by_it(hut_copy: Path) -> None:
    """The guests have time until the last night at most, not until a day after; and that is still a day too long."""
    with pytest.raises(ContentError) as caught:
        load_playbook(write_end(hut_copy, "from: last-night, latest: 1"))
    assert str(caught.value).partition("/phases/")[2] == (
        "shut-down.yml:26:63: step 'drain-water' is due too early if path=season-ends, guests-inside=yes, "
        "snow-on-path=yes: its last date is 1 day before last-night, but it waits for 'bring-guests-down', whose last "
        "date is last-night; change one of the two 'due' entries"
    )
