"""What reaches a terminal, a file or a pipe: every letter, or a message and an exit code that say otherwise."""

import io
import os
import subprocess
import sys
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.command.cli import main
from generator.command.terminal import make_visible
from generator.errors import UNSEEN
from generator.values import fold
from tests.conftest import HUT

TITLE = "Žižkov hut – “closing”, 山小屋"
LETTER = ["--set", "last_night=2026-10-04", "--set", "reopening=June", "--fact", "guests-inside=no"]
PLAYBOOK = f"{sys.executable} -m generator"


class Screen(io.TextIOWrapper):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def titled(hut_copy: Path) -> Path:
    """A playbook whose title no old encoding has whole."""
    file = hut_copy / "content" / "playbook.yml"
    text = file.read_text(encoding="utf-8").replace("title: Closing the mountain hut", f"title: {TITLE}")
    file.write_text(text, encoding="utf-8")
    return hut_copy


def shell(command: str, folder: Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "utf-8"])
@pytest.mark.parametrize(
    "arguments", [["show"], ["case", "new"], ["email", "hut-closes", "--set", f"hut_name={TITLE}", *LETTER]],
    ids=["show", "case", "email"],
)  # fmt: skip
def test_a_file_or_pipe_takes_every_letter_as_utf_8(
    titled: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], encoding: str
) -> None:
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding=encoding))
    assert main(["-C", str(titled), *arguments]) == 0
    assert TITLE in written.getvalue().decode("utf-8")


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [
        ("utf-8", TITLE),
        ("cp1252", r"Žižkov hut – “closing”, \u5c71\u5c0f\u5c4b"),
        ("latin-1", r"\u017di\u017ekov hut \u2013 \u201cclosing\u201d, \u5c71\u5c0f\u5c4b"),
    ],
)
def test_a_terminal_shows_a_letter_that_it_lacks_as_its_number(
    titled: Path, monkeypatch: pytest.MonkeyPatch, encoding: str, shown: str
) -> None:
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", Screen(written, encoding=encoding))
    assert main(["-C", str(titled), "show"]) == 0
    assert shown in written.getvalue().decode(encoding)


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
@pytest.mark.program
def test_a_case_from_a_shell_in_another_encoding_is_a_case(titled: Path, encoding: str) -> None:
    command = f"{PLAYBOOK} case new > c.yml && {PLAYBOOK} case check c.yml"
    done = shell(command, titled, LC_ALL="C", PYTHONIOENCODING=encoding, PYTHONCOERCECLOCALE="0", PYTHONUTF8="0")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("c.yml: nothing is wrong. Still open: ")
    assert TITLE in (titled / "c.yml").read_text(encoding="utf-8")


@pytest.mark.program
def test_a_value_that_is_no_text_is_refused() -> None:
    done = shell(f"{PLAYBOOK} email hut-closes --set hut_name=$'\\xff'", HUT, PYTHONUTF8="1")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == ("'--set hut_name=\ufffd' contains a character that can't be shown (U+DCFF); delete it\n")


SHOWN = st.characters(exclude_categories=["Cs", "Zl", "Zp"]).filter(lambda letter: UNSEEN.search(letter) is None)
VALUES = st.text(SHOWN.filter(lambda letter: letter != "\n"), min_size=1, max_size=40).filter(
    lambda value: value.strip() and fold(value) == value
)


@given(VALUES)
@example("0\u00a0")
@example("narrow\u202fspace, soft\u00adhyphen, zero\u200dwidth\u200bjoiner, \ufeffmark, \u0301, 🏔, \ufffe")
def test_a_letter_in_a_file_is_the_letter(value: str) -> None:
    written = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    given = ["--set", f"hut_name={value}", *LETTER, "--fact", "path=season-ends"]
    with mock.patch.object(sys, "stdout", written):
        assert main(["-C", str(HUT), "email", "hut-closes", *given]) == 0
    written.seek(0)
    assert written.buffer.read().decode("utf-8").startswith(f"Subject: {value} closes\n")


@given(st.text(SHOWN, max_size=40))
def test_what_goes_to_a_file_is_what_there_is(text: str) -> None:
    """Whatever a letter may hold, line breaks too; what it may not hold is refused where it is read."""
    assert make_visible(text) == text


@given(VALUES)
@settings(max_examples=5)
@pytest.mark.program
def test_a_letter_that_the_shell_writes_into_a_file_is_the_letter(
    tmp_path_factory: pytest.TempPathFactory, value: str
) -> None:
    file = tmp_path_factory.mktemp("letter") / "letter.txt"
    command = [sys.executable, "-m", "generator", "email", "hut-closes", "--set", f"hut_name={value}", *LETTER]
    with file.open("wb") as opened:
        subprocess.run([*command, "--fact", "path=season-ends"], cwd=HUT, stdout=opened, check=True)
    assert file.read_bytes().decode("utf-8").startswith(f"Subject: {value} closes\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("arguments", ["show", "check", "case new", "--help", "case plan -h", "--version"])
@pytest.mark.program
def test_output_that_cannot_be_written_ends_with_1(arguments: str) -> None:
    done = shell(f"{PLAYBOOK} {arguments} > /dev/full", HUT)
    assert (done.returncode, done.stderr) == (1, "the output can't be written (No space left on device)\n")


@pytest.mark.program
def test_a_closed_output_ends_with_1() -> None:
    done = shell(f"{PLAYBOOK} show >&-", HUT)
    assert (done.returncode, done.stderr) == (1, "the output can't be written (it is closed)\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("place", ["/dev/full", "&-"])
@pytest.mark.program
def test_where_nobody_can_be_told_the_exit_code_still_says_it(place: str) -> None:
    done = shell(f"{PLAYBOOK} show --fact path=strom 2>{place}", HUT)
    assert (done.returncode, done.stdout) == (2, "")


@pytest.mark.program
def test_packets_need_nobody_to_look_at_the_progress(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.yml").write_text("facts: {path: storm}\n")
    done = shell(f"{PLAYBOOK} -C {HUT} case plan one.yml two.yml -o out 2>&-", tmp_path)
    assert done.returncode == 0 and (tmp_path / "out" / "two").is_dir()


@pytest.mark.parametrize(
    ("arguments", "first"),
    [("show", "Closing the mountain hut, revision 7"), ("--help", "Usage: playbook [OPTIONS] COMMAND ...")],
)
@pytest.mark.program
def test_a_reader_that_stops_early_is_no_error(arguments: str, first: str) -> None:
    done = shell(f"{PLAYBOOK} {arguments} | head -n 1", HUT)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{first}\n", "")
