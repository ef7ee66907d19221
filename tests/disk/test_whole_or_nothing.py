"""A full disk leaves no half file: what is written is there whole, or what was there stays."""

import resource
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from generator.disk.files import create_file, replace_file
from generator.errors import PlaybookError, UsageError
from tests.conftest import HUT, ROOT
from tests.disk.packets import list_tree, write_case

pytestmark = pytest.mark.program
FULL = 2_000
"""So many bytes fit into a file of a run whose disk is full."""


def run(*arguments: str, folder: Path = HUT, fits: int | None = FULL) -> "subprocess.CompletedProcess[str]":
    """Run the command where no file can be longer than what fits, so that each write fails as on a full disk."""
    limit = resource.RLIM_INFINITY if fits is None else fits

    def fill_disk() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    command = [sys.executable, "-B", "-m", "generator", "-C", str(folder), *arguments]
    return subprocess.run(
        command, cwd=ROOT, preexec_fn=fill_disk, capture_output=True, text=True, check=False, timeout=60
    )


def test_a_new_case_is_whole_or_not_there(tmp_path: Path) -> None:
    file = tmp_path / "case.yml"
    done = run("case", "new", "-o", str(file), fits=500)
    assert (done.returncode, done.stderr) == (1, f"{file}: can't be written (File too large)\n")
    assert list(tmp_path.iterdir()) == []
    assert run("case", "new", "-o", str(file), fits=None).returncode == 0
    assert run("case", "check", str(file), fits=None).returncode == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_schema_is_whole_or_as_it_was(hut_copy: Path) -> None:
    assert run("schema", folder=hut_copy, fits=None).returncode == 0
    schema = hut_copy / "content" / ".schema" / "case.json"
    schema.write_text("{}", encoding="utf-8")
    before = list_tree(hut_copy)
    done = run("schema", folder=hut_copy)
    assert (done.returncode, done.stderr) == (
        1, f"{schema}: can't be written (File too large); it hasn't changed\n",
    )  # fmt: skip
    assert list_tree(hut_copy) == before


def test_an_export_is_whole_or_as_it_was(hut_copy: Path, tmp_path: Path) -> None:
    target = tmp_path / "handbook"
    for fits, code in ((FULL, 1), (None, 0), (FULL, 1)):
        before = list_tree(target)
        done = run("export", str(target), folder=hut_copy, fits=fits)
        assert done.returncode == code
        if code:
            assert done.stderr == f"{target}: can't be written (File too large); it hasn't changed\n"
            assert list_tree(target) == before
    assert [file.name for file in tmp_path.iterdir() if "-playbook-" in file.name] == []


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_packets_and_what_is_written_over_them_are_whole_or_as_they_were(tmp_path: Path, jobs: str) -> None:
    files = [write_case(tmp_path, name=name) for name in ("lower", "upper")]
    target = tmp_path / "out"
    arguments = ["case", "plan", *map(str, files), "-o", str(target), "--jobs", jobs, "--today"]
    assert run(*arguments, "2026-10-01", fits=None).returncode == 0
    before = list_tree(target)
    done = run(*arguments, "2026-10-02")
    assert done.returncode == 1 and done.stderr == "".join(
        f"{file}: its case pack can't be written (File too large); an earlier one hasn't changed\n" for file in files
    )
    assert list_tree(target) == before


def test_a_file_that_is_there_is_not_created_again_and_one_that_is_a_link_is_replaced_behind_it(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("old", encoding="utf-8")
    (tmp_path / "link").symlink_to("real")
    (tmp_path / "to-nothing").symlink_to("gone")
    for name in ("real", "link", "to-nothing"):
        with pytest.raises(UsageError) as caught:
            create_file(tmp_path / name, "new")
        assert str(caught.value) == f"'{tmp_path / name}' already exists; name another file, or edit that one"
    replace_file(tmp_path / "link", "new")
    assert (tmp_path / "link").is_symlink() and (tmp_path / "real").read_text(encoding="utf-8") == "new"
    with pytest.raises(PlaybookError, match=r"real/below: can't be written \(File exists\)"):
        create_file(tmp_path / "real" / "below", "new")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["link", "real", "to-nothing"]


@pytest.mark.parametrize(
    "arguments", [["case", "new", "-o", ""], ["case", "plan", "x.yml", "-o", " "], ["export", ""]], ids=" ".join
)
def test_an_empty_name_is_no_place(arguments: list[str]) -> None:
    done = run(*arguments, fits=None)
    said = "the place to write to has no name; name a file or folder, or . for the current folder\n"
    assert (done.returncode, done.stderr) == (2, said)


@pytest.mark.parametrize("part", ["content", "templates", "site"])
def test_a_new_case_goes_not_where_things_are_published(hut_copy: Path, part: str) -> None:
    file = hut_copy / part / "client.yml"
    done = run("case", "new", "-o", str(file), folder=hut_copy, fits=None)
    assert done.returncode == 2 and done.stderr.startswith(f"can't write a case file to '{file}': '{file.parent}' ")
    assert not file.exists()
