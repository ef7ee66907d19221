"""Packets in a git repository: one line warns that personal data may be committed, unless git ignores the folder."""

import shutil
import subprocess
from pathlib import Path

import pytest

from generator.documents.book import Book
from tests.disk.packets import list_notes, plan, write_case

pytestmark = pytest.mark.program
WARNING = "{target}: is in a git repository, so personal data may be committed; add 'out/' to its .gitignore"


def make_repository(folder: Path) -> Path:
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    (folder / "deep").mkdir()
    return folder / "deep" / "out"


def test_packets_in_a_repository_are_named_once_a_run(hut: Book, tmp_path: Path) -> None:
    target = make_repository(tmp_path)
    files = [write_case(tmp_path, name=name) for name in ("upper", "lower")]
    for _ in range(2):
        assert list_notes(plan(hut, target, *files)) == [WARNING.format(target=target)]


@pytest.mark.parametrize("pattern", ["out/", "deep/out/*", "deep", "/deep/out"])
def test_what_git_ignores_is_no_reason_to_warn(hut: Book, tmp_path: Path, pattern: str) -> None:
    target = make_repository(tmp_path)
    (tmp_path / ".gitignore").write_text(f"{pattern}\n", encoding="utf-8")
    assert list_notes(plan(hut, target, write_case(tmp_path))) == []


@pytest.mark.parametrize("pattern", ["*.html", "*.*", "deep/out/*.html"])
def test_that_git_ignores_some_papers_is_not_enough(hut: Book, tmp_path: Path, pattern: str) -> None:
    target = make_repository(tmp_path)
    (tmp_path / ".gitignore").write_text(f"{pattern}\n", encoding="utf-8")
    assert list_notes(plan(hut, target, write_case(tmp_path))) == [WARNING.format(target=target)]


def test_a_repository_itself_cannot_ignore_itself_by_name(hut: Book, tmp_path: Path) -> None:
    target = tmp_path / "out"
    target.mkdir()
    make_repository(target)
    why = f"{target}: is the top folder of a git repository, so personal data may be committed; name another folder"
    assert list_notes(plan(hut, target, write_case(tmp_path))) == [why]
    (target / ".gitignore").write_text("*\n", encoding="utf-8")
    assert list_notes(plan(hut, target, write_case(tmp_path))) == []


def test_a_repository_of_whoever_started_us_is_not_asked(
    hut: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = make_repository(tmp_path)
    (tmp_path / ".gitignore").write_text("out/\n", encoding="utf-8")
    make_repository(tmp_path / "other")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "other" / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(tmp_path / "other"))
    assert list_notes(plan(hut, target, write_case(tmp_path))) == []


def test_without_git_a_repository_is_found_all_the_same(
    hut: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".git").write_text("gitdir: elsewhere\n", encoding="utf-8")
    monkeypatch.setenv("PATH", str(tmp_path))
    target = tmp_path / "out"
    assert list_notes(plan(hut, target, write_case(tmp_path))) == [WARNING.format(target=target)]


def test_a_repository_starts_no_program_of_its_own(hut: Book, tmp_path: Path) -> None:
    target = make_repository(tmp_path)
    ran = tmp_path / "ran"
    subprocess.run(["git", "-C", str(tmp_path), "config", "core.fsmonitor", f"touch {ran}; true"], check=True)
    subprocess.run(["git", "-C", str(tmp_path), "add", "."], check=True)
    ran.unlink(missing_ok=True)
    plan(hut, target, write_case(tmp_path))
    assert not ran.exists()
