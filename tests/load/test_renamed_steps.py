"""Steps that have another id now: what a case notes of them by the old one stays, and nothing is new or gone."""

from pathlib import Path

import pytest

from generator.documents.book import Book
from generator.documents.case_phrases import CasePhrases
from generator.documents.open import open_book, open_case
from generator.errors import ContentError
from generator.load.case import load_case
from generator.plan.plan import make_key
from generator.playbook.imprint import list_changes, take_imprint
from tests.conftest import OFFBOARDING, copy_playbook

OLD, NOW = "prepare-notice", "draft-notice"


def rename_step(folder: Path, old: str, now: str, formerly: str) -> None:
    """Rename a step as an editor does, wherever it is named, in a new revision."""
    for file in (folder / "content").rglob("*.yml"):
        text = file.read_text(encoding="utf-8")
        text = text.replace(old, now).replace(f"  - id: {now}\n", f"  - id: {now}\n    formerly: {formerly}\n")
        file.write_text(text.replace('revision: "2"', 'revision: "3"'), encoding="utf-8")


@pytest.fixture
def renamed(tmp_path: Path) -> Book:
    folder = copy_playbook(OFFBOARDING, tmp_path / "playbook")
    rename_step(folder, OLD, NOW, f"[{OLD}]")
    return open_book(folder)


def write_case(book: Book, file: Path, *, step: str = OLD, more: str = "") -> Path:
    """Write a case made with a playbook, with progress at one step."""
    key = make_key(book.playbook.steps[step], book.playbook.steps[step].tasks[0])
    imprint = take_imprint(book.playbook)
    file.write_text(
        f"facts: {{}}\nsteps:\n  {step}: {{done: 2026-11-20, note: Drafted}}\n{more}ticked: [{key}]\n"
        f'made-with: {{revision: "{imprint.revision}", steps: "{imprint.steps}"}}\n',
        encoding="utf-8",
    )
    return file


def test_a_renamed_step_keeps_its_day_its_note_and_its_ticks(book: Book, renamed: Book, tmp_path: Path) -> None:
    case = load_case(write_case(book, tmp_path / "case.yml"), renamed.playbook)
    assert (str(case.steps[NOW].done), case.steps[NOW].note) == ("2026-11-20", "Drafted")
    step = renamed.playbook.steps[NOW]
    assert case.ticked == (make_key(step, step.tasks[0]),)


def test_a_renamed_step_is_neither_new_nor_gone_and_what_waits_for_it_is_as_it_was(
    book: Book, renamed: Book, tmp_path: Path
) -> None:
    plan = open_case(renamed, write_case(book, tmp_path / "case.yml"), today=None)
    assert CasePhrases(renamed, plan).remarks()[:2] == [
        "The case was made with revision 2; the playbook is now revision 3.",
        "No step has changed since.",
    ]


def test_a_step_may_be_renamed_again(book: Book, renamed: Book, tmp_path: Path) -> None:
    folder = copy_playbook(OFFBOARDING, tmp_path / "again")
    rename_step(folder, OLD, "write-notice", f"[{OLD}, {NOW}]")
    again = open_book(folder)
    for made, old in ((book, OLD), (renamed, NOW)):
        file = write_case(made, tmp_path / "case.yml", step=old)
        plan = open_case(again, file, today=None)
        assert list(plan.case.steps) == ["write-notice"]
        assert [remark for remark in plan.remarks if remark.kind == "reworded"] == []
        assert list(list_changes(again.playbook, take_imprint(made.playbook))) == []


def test_two_steps_that_are_one_now_lose_nothing(book: Book, renamed: Book, tmp_path: Path) -> None:
    file = write_case(book, tmp_path / "case.yml", more=f"  {NOW}: 2026-11-21\n")
    with pytest.raises(ContentError) as caught:
        load_case(file, renamed.playbook)
    assert str(caught.value).splitlines()[0] == (
        f"{file.as_posix()}:4:17: '{OLD}' and '{NOW}' are now the same step, '{NOW}'; keep one of them"
    )
