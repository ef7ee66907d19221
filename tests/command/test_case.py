"""The commands for cases as people type them."""

from pathlib import Path

import pytest

from tests.conftest import OFFBOARDING
from tests.load.test_cases import HARBOUR, MILL
from tests.running import Run


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The command in the folder of the large test playbook."""
    return Run(monkeypatch, capsys, OFFBOARDING)


def test_new_writes_no_file_twice(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "cases" / "upper-mill.yml"
    code, out, _ = run("case", "new", "--fact", "path=termination", "-o", str(target))
    assert code == 0 and out == (f"{target} is written. Answer what you can, then run: playbook case plan {target}\n")
    code, _, err = run("case", "new", "-o", str(target))
    assert code == 2 and err == f"'{target}' exists already; name another file, or edit that one\n"


def test_new_refuses_a_name_that_is_no_id(run: Run) -> None:
    code, _, err = run("case", "new", "-o", "Upper Mill.yml")
    assert code == 2 and err.startswith("the file's name is the case's id, and 'Upper Mill' is not one, because it has")


def test_new_refuses_answers_that_cannot_be(run: Run) -> None:
    code, _, err = run("case", "new", "--fact", "path=end-of-contract", "--fact", "reason=breach")
    assert code == 2 and "reason=breach is not possible when path=end-of-contract" in err


def test_check_says_what_is_open(run: Run) -> None:
    code, out, _ = run("case", "check", str(HARBOUR))
    mistimed = "no mistakes in the file, but some steps were done or begun at the wrong time."
    assert code == 0 and out.startswith(f"{HARBOUR}: {mistimed} Still open: 'refund-due', ")
    early = "Step 8 (Prepare the notice) was done on Fri 20 Nov 2026, before its first day (Sat 21 Nov 2026)."
    assert f"{HARBOUR}: {early}\n" in out


def test_check_names_the_problems_of_all_files(run: Run, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.yml").write_text("facts: {paht: x}\n", encoding="utf-8")
    code, out, err = run("case", "check", str(tmp_path / "one.yml"), str(HARBOUR), str(tmp_path / "two.yml"))
    assert code == 1 and f"{HARBOUR}: no mistakes in the file, but " in out
    assert [line.rpartition("/")[2] for line in err.splitlines()] == [
        "one.yml:1:15: there is no fact 'paht'; did you mean 'path'?",
        "two.yml:1:15: there is no fact 'paht'; did you mean 'path'?",
    ]


def test_plan_shows_what_fits_and_names_what_does_not(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.yml").write_text("facts: {paht: x}\n", encoding="utf-8")
    code, out, err = run("case", "plan", str(tmp_path / "bad.yml"), str(HARBOUR), "--today", "2026-12-21")
    assert code == 1 and "bad.yml:1:15: there is no fact 'paht'" in err
    assert out.startswith("Client offboarding: Harbour Clinics, harbour-clinics\nAs of Mon 21 Dec 2026")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--today", "21.12.2026"], "'--today 21.12.2026' is no day; write it as year-month-day, for example"),
        (["--role", "finanse"], "there is no role 'finanse'; did you mean 'finance'?"),
        (["--jobs", "0"], "cannot work on 0 cases at once; write --jobs 1, or more"),
    ],
)
def test_plan_refuses_what_it_cannot_follow(run: Run, arguments: list[str], said: str) -> None:
    code, _, err = run("case", "plan", str(HARBOUR), *arguments)
    assert code == 2 and err.startswith(said)


def test_several_cases_end_with_an_overview(run: Run) -> None:
    code, out, _ = run("case", "plan", str(HARBOUR), str(MILL), "--today", "2026-12-21")
    assert code == 0
    assert "\nLate, or due within 7 days\n" in out and "Harbour Clinics" in out.partition("All cases")[2]
