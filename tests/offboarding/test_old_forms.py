"""The process as it stood before, one step at a time: a safeguard refuses each of its old forms."""

from typing import Any

import pytest
import yaml

from generator.checks.safeguards import check_safeguards
from generator.checks.subject import Subject
from generator.documents.book import Book
from generator.playbook.process import Step
from tests.conftest import TESTS
from tests.invariants.safeguards import change_step

FILE = TESTS / "offboarding" / "old_forms.yml"
FORMS: list[dict[str, Any]] = yaml.load(FILE.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def parse_shape(was: dict[str, Any]) -> dict[str, object]:
    """Return what some keys of a step meant, read as the content is read."""
    rest = {"id": "any", "title": "Any", "purpose": "Any.", "accountable": "it", "responsible": ["it"], "tasks": ["Do"]}
    given = {key: None if value == "null" else value for key, value in was.items()}
    step = Step.model_validate({**rest, **given})
    return {key: getattr(step, key) for key in was}


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form["about"])
def test_no_old_form_of_a_step_comes_back(book: Book, form: dict[str, Any]) -> None:
    changed = change_step(book.playbook, book.playbook.steps[form["step"]], parse_shape(form["was"]))
    (safeguard,) = (guard for guard in changed.safeguards if guard.id == form["safeguard"])
    said = f"safeguard '{safeguard.id}' ({safeguard.says}) is broken: {form['says']}"
    assert said in [found.message for found in check_safeguards(Subject(changed, frozenset()))]
