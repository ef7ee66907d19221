"""Files that are too large, too deep or no files: refused at once, with little memory, whatever comes after."""

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from generator.errors import ContentError, Problem
from generator.load.playbook import load_playbook
from tests.conftest import HUT, ROOT

MEMORY = 200_000_000
"""So many bytes the command may take, what the libraries take included."""
TOO_DEEP = "this is nested one list or mapping has more than 12 levels deep; use fewer levels"
TOO_MANY = "one list or mapping has more than 10,000 entries; shorten it"
TOO_LARGE = "is larger than 2,000,000 bytes; shorten it"
MORE = "(and {} more of this kind in the file)"
ALIKE = "is here twice, first on line 1; keep one of them"
KEYS = "the keys are 'id', 'made-with', 'facts', 'dates', 'fields', 'people', 'steps', 'ticked' and 'notes'"
FACTS = "choose 'path', 'guests-inside' or 'snow-on-path'"
HUGE = {
    "brackets": ("facts: " + "[" * 100_000, [f":1:19: {TOO_DEEP}"]),
    "braces": (
        "{" * 100_000,
        [":1:2: a key must be a word; a text that starts with { or [ needs quotes", f":1:14: {TOO_DEEP}"],
    ),
    "dashes": ("- " * 100_000, [f":1:25: {TOO_DEEP}"]),
    "many-unknown-keys": ("".join(f"k{number}: x\n" for number in range(160_000)), [f":10001:1: {TOO_MANY}"]),
    "unknown-keys": (
        "".join(f"k{number}: x\n" for number in range(4_000)),
        [f":1:1: the file has an unknown key 'k0'; {KEYS} {MORE.format('3,999')}"],
    ),
    "unknown-facts": (
        "facts:\n" + "".join(f"  k{number}: x\n" for number in range(4_000)),
        [f":2:7: there's no fact 'k0'; {FACTS} {MORE.format('3,999')}"],
    ),
    "unknown-steps": (
        "steps:\n" + "".join(f"  tell-guests{number}: {{done: 2026-01-01}}\n" for number in range(9_000)),
        [f":2:17: there's no step 'tell-guests0'; did you mean 'tell-guests'? {MORE.format('8,999')}"],
    ),
    "one-key": (
        "k: x\n" * 160_000,
        [f":2:1: the key 'k' {ALIKE} {MORE.format('9,998')}", f":10001:1: {TOO_MANY}"],
    ),
    "one-line": ("facts: [" + "x, " * 160_000 + "]\n", [f":1:30009: {TOO_MANY}"]),
    "many-lists": (
        "notes:\n" + ("- [" + "x, " * 4_000 + "]\n") * 60,
        [":26:11923: the file contains one list or mapping has more than 100,000 values; shorten it"],
    ),
    "300,000 keys": ("".join(f"k{number}: x\n" for number in range(300_000)), [f": {TOO_LARGE}"]),
    "text": ("notes: |\n  " + "x" * 2_000_000, [f": {TOO_LARGE}"]),
}  # fmt: skip


def check_case(file: Path, folder: Path = HUT) -> "subprocess.CompletedProcess[str]":
    """Check a case in a process with little memory; one that waits for ever fails the test after a minute."""
    command = [sys.executable, "-m", "generator", "-C", str(folder), "case", "check", str(file)]
    return subprocess.run(
        command,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY)),
    )


@pytest.mark.parametrize("name", HUGE)
@pytest.mark.program
def test_what_is_too_much_is_refused_where_it_becomes_so(tmp_path: Path, name: str) -> None:
    text, said = HUGE[name]
    file = tmp_path / "huge.yml"
    file.write_text(text, encoding="utf-8")
    done = check_case(file)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines() == [f"{file}{line}" for line in said]


@pytest.mark.program
def test_a_file_of_a_gigabyte_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "huge.yml"
    with file.open("wb") as opened:
        opened.truncate(2**30)
    done = check_case(file)
    assert (done.returncode, done.stderr) == (1, f"{file}: {TOO_LARGE}\n")


@pytest.mark.parametrize("name", ["pipe", "/dev/zero", "/dev/null"])
@pytest.mark.program
def test_what_need_not_end_is_not_opened(tmp_path: Path, name: str) -> None:
    file = Path(name)
    if name == "pipe":
        file = tmp_path / "pipe.yml"
        os.mkfifo(file)
    done = check_case(file)
    assert (done.returncode, done.stderr) == (1, f"{file}: is a pipe or a device; a YAML file is expected here\n")


@pytest.mark.parametrize("name", ["content/roles.yml", "content/phases/guests.yml", "templates/words.yml"])
@pytest.mark.program
def test_a_playbook_holds_no_pipes(hut_copy: Path, tmp_path: Path, name: str) -> None:
    file = hut_copy / name
    file.unlink(missing_ok=True)
    file.parent.mkdir(exist_ok=True)
    os.mkfifo(file)
    case = tmp_path / "case.yml"
    case.write_text("facts: {path: storm}\n", encoding="utf-8")
    done = check_case(case, hut_copy)
    assert (done.returncode, done.stderr) == (1, f"{file}: is a pipe or a device; a YAML file is expected here\n")


def test_close_names_are_looked_for_only_among_the_first_that_do_not_exist(hut_copy: Path) -> None:
    file = hut_copy / "content" / "phases" / "guests.yml"
    names = ", ".join(f"tell-gests-{number}" for number in range(300))
    text = file.read_text(encoding="utf-8").replace("after: [tell-guests]", f"after: [tell-guests, {names}]")
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load_playbook(hut_copy)
    advised = ["did you mean 'tell-guests'?" in problem.message for problem in caught.value.problems]
    assert len(advised) == 300 and sum(advised) == 200


def test_problems_of_one_kind_are_counted_once_they_are_many() -> None:
    def list_lines(count: int) -> list[str]:
        problems = [Problem("a.yml", line, 1, f"there's no fact 'f{line}'; add it") for line in range(1, count + 1)]
        return str(ContentError([*problems, Problem("b.yml", 1, 1, "there's no fact 'x'; add it")])).splitlines()

    assert len(list_lines(20)) == 21
    assert list_lines(21) == [
        "a.yml:1:1: there's no fact 'f1'; add it (and 20 more of this kind in the file)",
        "b.yml:1:1: there's no fact 'x'; add it",
    ]
