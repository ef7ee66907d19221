"""Imprints: what a case keeps of the playbook that it was made with stays readable for later versions."""

import pytest

from generator.facts.when import When
from generator.playbook.imprint import spell_rule


@pytest.mark.parametrize(
    ("when", "text"),
    [
        (None, "None"),
        (When.of({"path": "termination"}), "When(clauses=((('path', ('termination',)),),))"),
        (
            When.of({"path": ("a", "b"), "late": "yes"}, {"reason": "breach"}),
            "When(clauses=((('path', ('a', 'b')), ('late', ('yes',))), (('reason', ('breach',)),)))",
        ),
    ],
)
def test_a_rule_is_spelled_for_imprints_as_it_always_was(when: When | None, text: str) -> None:
    assert spell_rule(when) == text
