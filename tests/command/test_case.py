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
    assert code == 2 and err == f"'{target}' already exists; name another file, or edit that one\n"


def test_new_refuses_a_name_that_is_no_id(run: Run) -> None:
    code, _, err = run("case", "new", "-o", "Upper Mill.yml")
    assert code == 2 and err == (
        "the file's name is the case's id, and 'Upper Mill' isn't a valid id because it has capital letters and has a "
        "space; name it 'upper-mill.yml'\n"
    )


def test_new_refuses_a_folder(run: Run, tmp_path: Path) -> None:
    code, _, err = run("case", "new", "-o", str(tmp_path))
    assert code == 2 and err == f"'{tmp_path}' is a folder; name a file in it, such as '{tmp_path}/my-case.yml'\n"


def test_new_refuses_answers_that_cannot_be(run: Run) -> None:
    code, _, err = run("case", "new", "--fact", "path=end-of-contract", "--fact", "reason=breach")
    assert code == 2 and "reason=breach isn't possible if path=end-of-contract" in err


def test_check_says_what_is_open(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mill.yml").write_text("facts: {path: termination}\n", encoding="utf-8")
    code, out, _ = run("case", "check", str(tmp_path / "mill.yml"))
    assert code == 0 and out.startswith(f"{tmp_path / 'mill.yml'}: nothing is wrong. Still open: 'ended-by', ")


def test_check_says_what_was_done_early(run: Run) -> None:
    code, out, _ = run("case", "check", str(HARBOUR))
    assert code == 0 and out.startswith(f"{HARBOUR}: can be planned; check what follows. Still open: 'refund-due', ")
    early = "Step 8 (Prepare the notice) was done on Fri 20 Nov 2026, before its first day (Sat 21 Nov 2026)."
    assert f"{HARBOUR}: {early}\n" in out


def test_check_says_that_nothing_is_wrong_only_where_nothing_is(run: Run, tmp_path: Path) -> None:
    text = MILL.read_text(encoding="utf-8").replace("done: 2026-12-02", "done: 2035-12-02")
    (tmp_path / "mill.yml").write_text(text, encoding="utf-8")
    code, out, _ = run("case", "check", str(tmp_path / "mill.yml"))
    first, *others = out.splitlines()
    assert code == 0 and first.startswith(f"{tmp_path / 'mill.yml'}: can be planned; check what follows. Still open: ")
    assert any(line.endswith(" is marked as done on a date in the future.") for line in others)


def test_check_names_the_problems_of_all_files(run: Run, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.yml").write_text("facts: {paht: x}\n", encoding="utf-8")
    code, out, err = run("case", "check", str(tmp_path / "one.yml"), str(HARBOUR), str(tmp_path / "two.yml"))
    assert code == 1 and f"{HARBOUR}: can be planned; check what follows." in out
    assert [line.rpartition("/")[2] for line in err.splitlines()] == [
        "one.yml:1:15: there's no fact 'paht'; did you mean 'path'?",
        "two.yml:1:15: there's no fact 'paht'; did you mean 'path'?",
    ]


def test_plan_shows_what_fits_and_names_what_does_not(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.yml").write_text("facts: {paht: x}\n", encoding="utf-8")
    code, out, err = run("case", "plan", str(tmp_path / "bad.yml"), str(HARBOUR), "--today", "2026-12-21")
    assert code == 1 and "bad.yml:1:15: there's no fact 'paht'" in err
    assert out.startswith("Client offboarding: Harbour Clinics, harbour-clinics\nAs of Mon 21 Dec 2026")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--today", "21.12.2026"], "'--today 21.12.2026' isn't a date; write it as YYYY-MM-DD, for example"),
        (["--role", "finanse"], "there's no role 'finanse'; did you mean 'finance'?"),
        (["--jobs", "0"], "can't process 0 cases in parallel; write --jobs 1 or more"),
    ],
)
def test_plan_refuses_what_it_cannot_follow(run: Run, arguments: list[str], said: str) -> None:
    code, _, err = run("case", "plan", str(HARBOUR), *arguments)
    assert code == 2 and err.startswith(said)


def test_several_cases_end_with_an_overview(run: Run) -> None:
    code, out, _ = run("case", "plan", str(HARBOUR), str(MILL), "--today", "2026-12-21")
    assert code == 0
    assert "\nLate, or due within 7 days\n" in out and "Harbour Clinics" in out.partition("All cases")[2]
