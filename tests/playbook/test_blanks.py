"""Values in texts: what is filled in stays as it is, and a sentence ends with one full stop."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.playbook.blanks import fill_blanks

WRITTEN = [
    ("We wrote to {{ company }}.", "Brightside Inc.", "We wrote to Brightside Inc."),
    ("We wrote to {{ company }}.", "Brightside", "We wrote to Brightside."),
    ("We wrote to {{ company }}. Then we called.", "Brightside Inc.", "We wrote to Brightside Inc. Then we called."),
    ("These continue: {{ company }}.", "confidentiality etc.", "These continue: confidentiality etc."),
    ("We wrote to {{ company }}, and called.", "Brightside Inc.", "We wrote to Brightside Inc., and called."),
    ("We wrote to {{ company }} and called.", "Brightside Inc.", "We wrote to Brightside Inc. and called."),
    ("Did you write to {{ company }}?", "Brightside Inc.", "Did you write to Brightside Inc.?"),
    ("{{ company }}. {{ company }}.", "Inc.", "Inc. Inc."),
    ("{{company}}.", "{{ company }}.", "{{ company }}."),
    ("It says {{ company }}.", "“No.”", "It says “No.”."),
    ("It goes on: {{ company }}...", "Inc.", "It goes on: Inc..."),
]


@pytest.mark.parametrize(("text", "value", "written"), WRITTEN)
def test_a_sentence_ends_with_one_full_stop(text: str, value: str, written: str) -> None:
    assert fill_blanks(text, {"company": value}.__getitem__) == written


@given(st.text(max_size=20), st.sampled_from(["", " ", ",", "?", "\n", " and so on.", "?."]))
def test_nothing_but_a_second_full_stop_is_dropped(value: str, rest: str) -> None:
    assert fill_blanks(f"To {{{{ company }}}}{rest}", lambda _: value) == f"To {value}{rest}"


@given(st.text(max_size=20).filter(lambda value: not value.endswith(".")))
def test_the_full_stop_of_a_sentence_stays(value: str) -> None:
    assert fill_blanks("To {{ company }}.", lambda _: value) == f"To {value}."
    assert fill_blanks("To {{ company }}.", lambda _: f"{value}.") == f"To {value}."
