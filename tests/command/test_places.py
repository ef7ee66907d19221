"""Odd folders, names and environments: one line that names the place, and nothing lost."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command.test_output import PLAYBOOK, shell
from tests.conftest import HUT, copy_playbook, list_files
from tests.disk.test_keeping import as_ordinary_user
from tests.running import Run

BROKEN = [b"site\n{broken\n", b'site\n{"papers": 5}\n', b"site\n" + b"[" * 100_000, b"site\n\xff\n"]
ADVICE = "check its name and permissions"


@pytest.mark.parametrize("marker", BROKEN, ids=range(len(BROKEN)))
def test_a_folder_whose_marker_is_broken_is_kept(run: Run, hut_copy: Path, marker: bytes) -> None:
    site = hut_copy / "site"
    site.mkdir()
    (site / ".playbook").write_bytes(marker)
    (site / "mine.txt").write_text("keep me")
    before = list_files(hut_copy)
    done = run("build", folder=hut_copy)
    assert (done.code, done.out) == (1, "")
    assert done.err == (
        f"{site}/.playbook: can't be read, so nothing shows what this command created in '{site}'; move your own files "
        "elsewhere, then delete that folder\n"
    )
    assert list_files(hut_copy) == before


def test_a_schema_that_is_no_text_is_written_anew(run: Run, hut_copy: Path) -> None:
    (hut_copy / "content" / ".schema").mkdir(exist_ok=True)
    (hut_copy / "content" / ".schema" / "case.json").write_bytes(b"\xff")
    assert run("schema", folder=hut_copy).code == 0
    assert (hut_copy / "content" / ".schema" / "case.json").read_text(encoding="utf-8").startswith("{")


def test_a_file_where_a_folder_should_be(run: Run, hut_copy: Path) -> None:
    phases = hut_copy / "content" / "phases"
    phases.rename(hut_copy / "moved")
    phases.write_text("x")
    done = run("check", folder=hut_copy)
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith(
        "content/phases: isn't a folder; create one with this name and a file in it for each of the phases\n"
    )


NO_PLAYBOOK = "; go to a folder with 'content/' in it, or name one with -C"
FACTS = "; choose 'path', 'guests-inside' or 'snow-on-path'"
LONG = "x" * 5000


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["-C", LONG, "check"], 1, f"{LONG}/content: File name too long; {ADVICE}"),
        (["case", "check", LONG], 1, f"{LONG}: can't be read (File name too long); check its permissions"),
        (["export", LONG], 1, f"{{folder}}/{LONG}/.playbook: File name too long; {ADVICE}"),
        (["-C", "two\nlines", "check"], 2, f"there's no playbook in 'two\ufffdlines'{NO_PLAYBOOK}"),
        (["-C", "mkdocs.yml", "check"], 2, f"there's no playbook in 'mkdocs.yml'{NO_PLAYBOOK}"),
        (["case", "check", "two\nlines"], 1, "two\ufffdlines: doesn't exist; check the name"),
        (["show", "--fact", "two\nlines=x"], 2, f"there's no fact 'two\ufffdlines'{FACTS}"),
    ],
    ids=range(7),
)  # fmt: skip
def test_names_that_no_file_can_have(run: Run, arguments: list[str], code: int, said: str) -> None:
    done = run(*arguments)
    assert (done.code, done.out, done.err) == (code, "", f"{said.replace('{folder}', str(HUT))}\n")


def test_a_folder_that_nobody_may_read(run: Run) -> None:
    with as_ordinary_user() as place:
        folder = copy_playbook(HUT, place / "hut")
        (folder / "content").chmod(0)
        for command in (["check"], ["show"], ["case", "new"]):
            done = run(*command, folder=folder)
            assert (done.code, done.out) == (1, "")
            assert done.err.startswith("content/") and done.err.endswith(f": Permission denied; {ADVICE}\n")
        done = run("schema", folder=folder)
        assert (done.code, done.out) == (1, "")
        assert done.err.endswith(".json: can't be written (Permission denied); it hasn't changed\n")


@pytest.mark.program
def test_a_current_folder_that_is_gone(tmp_path: Path) -> None:
    (tmp_path / "gone").mkdir()
    done = shell(f"rmdir ../gone; {PLAYBOOK} -C {HUT} check", tmp_path / "gone", PYTHONPATH=str(Path.cwd()))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[-1] == "the current folder no longer exists; go to one that does"


ODD = {
    "no home": {},
    "a home that is not there": {"HOME": "/nowhere"},
    "no temporary folder": {"TMPDIR": "/nowhere"},
    "no language": {"LANG": "C", "LC_ALL": "C"},
    "an unknown language": {"LANG": "xx_YY.foo", "LC_ALL": "xx"},
    "no width": {"COLUMNS": "0"},
    "a width that is none": {"COLUMNS": "-x"},
    "an unknown time zone": {"TZ": "Nowhere/Nothing"},
}


@pytest.mark.parametrize("name", ODD)
@pytest.mark.program
def test_odd_environments_change_nothing(hut_copy: Path, name: str) -> None:
    (hut_copy.parent / "case.yml").write_text("facts: {path: storm}\n")
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(Path.cwd()), "NO_MKDOCS_2_WARNING": "1", **ODD[name]}
    for arguments in (["build"], ["case", "plan", "../case.yml", "--today", "2026-10-01", "-o", "../packets"]):
        command = [sys.executable, "-m", "generator", *arguments]
        done = subprocess.run(command, cwd=hut_copy, capture_output=True, text=True, check=False, env=environment)
        assert (done.returncode, done.stderr) == (0, "")
    assert (hut_copy / "site" / "index.html").is_file() and (hut_copy.parent / "packets" / "case").is_dir()


@pytest.mark.parametrize("command", ["build", "check", "export ../out", "show", "case new"])
@pytest.mark.program
def test_a_closed_input_changes_nothing(hut_copy: Path, command: str) -> None:
    done = shell(f"{PLAYBOOK} {command} <&-", hut_copy, PYTHONPATH=str(Path.cwd()), NO_MKDOCS_2_WARNING="1")
    assert (done.returncode, done.stderr) == (0, "")
