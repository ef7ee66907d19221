"""Files as they come: encodings, links, folders where files should be, no permission."""

import itertools
import json
import os
import re
import resource
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.errors import ContentError
from generator.load.playbook import load_playbook
from tests.conftest import HUT, OFFBOARDING, ROOT, copy_playbook, list_files


def refuse(folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(folder)
    with pytest.raises(ContentError) as caught:
        load_playbook(Path())
    return str(caught.value)


def test_a_byte_order_mark_and_windows_line_ends_are_fine(hut_copy: Path) -> None:
    for name in ("roles.yml", "phases/guests.yml"):
        file = hut_copy / "content" / name
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert load_playbook(hut_copy).role["warden"].title == "Hut warden"


def test_another_encoding_is_named_with_its_place(hut_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = hut_copy / "content" / "roles.yml"
    file.write_bytes(file.read_bytes().replace(b"Runs the hut", "Führt die Hütte".encode("latin-1")))
    assert refuse(hut_copy, monkeypatch) == ("content/roles.yml:2:43: isn't UTF-8 text; save it as UTF-8")


@pytest.mark.parametrize("lost", [False, True])
def test_a_phase_that_cannot_be_read_is_all_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lost: bool
) -> None:
    folder = copy_playbook(OFFBOARDING, tmp_path / "playbook")
    file = folder / "content" / "phases" / "access-and-data.yml"
    if lost:
        file.unlink()
    else:
        file.write_bytes(file.read_bytes() + b"\xff")
    assert refuse(folder, monkeypatch) == (
        "content/playbook.yml:23:5: there's no file 'content/phases/access-and-data.yml'; create it, or delete "
        "'access-and-data' off this list"
        if lost
        else "content/phases/access-and-data.yml:399:1: is not UTF-8 text; save the file with the encoding UTF-8"
    )


def test_a_folder_where_a_file_should_be(hut_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (hut_copy / "content" / "roles.yml").unlink()
    (hut_copy / "content" / "roles.yml").mkdir()
    assert refuse(hut_copy, monkeypatch) == "content/roles.yml: is a folder; a YAML file is expected here"


def test_a_link_that_leads_out_of_the_folder(hut_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outside = hut_copy.parent / "outside.yml"
    (hut_copy / "content" / "roles.yml").rename(outside)
    (hut_copy / "content" / "roles.yml").symlink_to(outside)
    assert refuse(hut_copy, monkeypatch) == (
        "content/roles.yml: is a link that leads out of the content folder; put the file itself here"
    )


def test_a_file_that_cannot_be_read(hut_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (hut_copy / "content" / "roles.yml").unlink()
    (hut_copy / "content" / "roles.yml").symlink_to("roles.yml")
    assert refuse(hut_copy, monkeypatch) == (
        "content/roles.yml: can't be read (Too many levels of symbolic links); check its permissions"
    )


def load_or_refuse(folder: Path) -> None:
    """Load, or get a clear refusal; anything else, a traceback above all, fails the test."""
    try:
        load_playbook(folder)
    except ContentError as error:
        for problem in error.problems:
            assert problem.message
            assert problem.line >= 0


def test_a_file_that_is_cut_off_anywhere_is_refused_clearly(hut_copy: Path) -> None:
    """Each content file of the small playbook is cut off after every line, and in the middle of each."""
    for file in sorted((hut_copy / "content").rglob("*.yml")):
        whole = file.read_bytes()
        ends = [match.end() for match in re.finditer(rb"\n", whole)]
        for end in sorted({0, *ends, *((end + other) // 2 for end, other in itertools.pairwise([0, *ends]))}):
            file.write_bytes(whole[:end])
            load_or_refuse(hut_copy)
        file.write_bytes(whole)
    load_playbook(hut_copy)


BYTES = st.tuples(st.integers(0, 10_000), st.sampled_from(b"\x00\t\n :-[]{}#&*!|>'\"%@`\\\xff\xc3a0"), st.booleans())


@given(st.sampled_from(sorted((HUT / "content").rglob("*.yml"))), st.lists(BYTES, min_size=1, max_size=4))
@settings(max_examples=3 * settings().max_examples)
def test_any_few_bytes_may_be_wrong(file: Path, changes: list[tuple[int, int, bool]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = copy_playbook(HUT, Path(name) / "hut")
        target = folder / file.relative_to(HUT)
        raw = bytearray(target.read_bytes())
        for position, byte, insert in changes:
            at = position % len(raw)
            raw[at : at if insert else at + 1] = bytes([byte])
        target.write_bytes(raw)
        load_or_refuse(folder)


@pytest.mark.parametrize("name", ["../outside", "..", "/etc/passwd", "phases/guests", "c:\\x", "-", "nul "])
def test_an_id_never_leads_out_of_the_folder(hut_copy: Path, name: str) -> None:
    (hut_copy / "content" / "playbook.yml").write_text(
        (hut_copy / "content" / "playbook.yml").read_text().replace("phases: [guests,", f"phases: [{json.dumps(name)},")
    )
    (hut_copy / "outside.yml").write_text("title: Outside\n")
    with pytest.raises(ContentError) as caught:
        load_playbook(hut_copy)
    assert any("isn't an id; use small letters" in problem.message for problem in caught.value.problems)


def run_playbook(folder: Path, *arguments: str, largest_file: int | None = None) -> "subprocess.CompletedProcess[str]":
    def limit() -> None:
        if largest_file is not None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))

    command = [sys.executable, "-m", "generator", "-C", str(folder), *arguments]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, preexec_fn=limit
    )


@pytest.mark.parametrize("command", [["build"], ["export", "OUT"]])
@pytest.mark.program
def test_no_space_while_writing_leaves_the_last_output(hut_copy: Path, command: list[str]) -> None:
    """The system lets no file grow beyond 2,000 bytes, as if the disk were full."""
    target = hut_copy / ("site" if command == ["build"] else "out")
    arguments = [part.replace("OUT", str(target)) for part in command]
    assert run_playbook(hut_copy, *arguments).returncode == 0
    before = list_files(target)
    done = run_playbook(hut_copy, *arguments, largest_file=2_000)
    assert done.returncode == 1
    assert "can't be written (File too large)" in done.stderr
    assert "Traceback" not in done.stderr
    assert list_files(target) == before
    assert [file.name for file in hut_copy.iterdir() if "-playbook-" in file.name] == []


@pytest.mark.program
def test_a_folder_that_may_not_be_written_is_named(hut_copy: Path) -> None:
    """Root may write everywhere, so the folder is one that nobody can write in."""
    done = run_playbook(hut_copy, "export", "/proc/playbook/out")
    assert done.returncode == 1
    assert done.stderr.startswith("/proc/playbook/out: can't be written (")
    assert "Traceback" not in done.stderr
