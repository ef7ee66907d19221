"""Runs that write to the same place take turns; a stopped run holds nothing and leaves nobody."""

import datetime
import logging
import multiprocessing
import os
import re
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from generator.disk.memory import is_unchanged, read_memory
from generator.disk.turns import take_turns
from generator.disk.workers import work_on
from generator.errors import PlaybookError
from tests.disk.stopping import SIGNALS, stop_run, write_cases

WHEN = r"[\d-]{10} [\d:]{8}"


@contextmanager
def held_by_another(target: Path) -> Iterator[None]:
    """Let another thread have its turn meanwhile."""
    begun, end = threading.Event(), threading.Event()

    def hold() -> None:
        with take_turns(target):
            begun.set()
            end.wait(30)

    holding = threading.Thread(target=hold)
    holding.start()
    assert begun.wait(30)
    yield
    end.set()
    holding.join(30)


def test_a_run_that_waits_says_for_whom_and_since_when_and_gives_up_with_advice(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["/bin/playbook", "case", "plan", "two words.yml"])
    who = rf"{re.escape(str(tmp_path / 'out'))}: process {os.getpid()} \(playbook case plan 'two words\.yml'\)"
    since = rf"{who} has been writing there since {WHEN}"
    with held_by_another(tmp_path / "out"), caplog.at_level(logging.WARNING, "playbook"):
        with pytest.raises(PlaybookError) as caught, take_turns(tmp_path / "out", patience=0.2):
            pytest.fail("two have their turn")
        (said,) = [record.getMessage() for record in caplog.records]
        assert re.fullmatch(rf"{since}; waiting for it, at most 0\.2 seconds\.", said)
        assert re.fullmatch(
            rf"{since}, and hasn't finished within 0\.2 seconds; stop that process if it is stuck, then run "
            r"this again; nothing has changed",
            str(caught.value),
        )
    with take_turns(tmp_path / "out", patience=0.2) as possible:
        assert possible


def test_a_run_whose_words_are_no_text_says_so_as_far_as_it_can(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["playbook", "case", "plan", os.fsdecode(b"m\xff.yml")])
    with (
        held_by_another(tmp_path),
        pytest.raises(PlaybookError, match=re.escape(r"(playbook case plan 'm\udcff.yml') has been writing there")),
        take_turns(tmp_path, patience=0.1),
    ):
        pytest.fail("two have their turn")


def test_the_day_from_which_a_run_has_the_folder_is_now(tmp_path: Path) -> None:
    begun = datetime.datetime.now().astimezone().replace(microsecond=0)
    with (
        held_by_another(tmp_path),
        pytest.raises(PlaybookError) as caught,
        take_turns(tmp_path, patience=0.1),
    ):
        pytest.fail("two have their turn")
    said = re.search(rf"since ({WHEN})", str(caught.value))
    assert said is not None
    assert begun <= datetime.datetime.fromisoformat(said[1]).astimezone() <= datetime.datetime.now().astimezone()


def test_nothing_is_left_beside_the_target_and_links_to_it_are_the_same_place(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    with (
        held_by_another(tmp_path / "real" / "out"),
        pytest.raises(PlaybookError, match="hasn't finished"),
        take_turns(tmp_path / "link" / "out", patience=0.1),
    ):
        pytest.fail("two have their turn")
    assert sorted(file.name for file in tmp_path.rglob("*")) == ["link", "real"]


def test_where_the_temporary_folder_cannot_be_written_there_are_no_turns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "missing"))
    with take_turns(tmp_path / "out") as possible:
        assert not possible


def test_a_folder_of_locks_that_somebody_else_has_laid_out_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    (tmp_path / "theirs").mkdir()
    (tmp_path / f"playbook-{os.getuid()}").symlink_to("theirs")
    with take_turns(tmp_path / "out") as possible:
        assert not possible
    assert not list((tmp_path / "theirs").iterdir())


@pytest.mark.program
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_stopped_run_frees_its_folder_and_leaves_no_process(tmp_path: Path, jobs: int) -> None:
    cases = write_cases(tmp_path / "cases")
    for sent in SIGNALS:
        stop = stop_run(cases, tmp_path / sent.name, sent=sent, jobs=jobs, after=0.3)
        assert stop.packets < len(cases)  # else it was not stopped at all
        assert sent.name != "SIGINT" or not stop.leftovers
        for packet in (tmp_path / sent.name).glob("hut-*"):
            memory = read_memory(packet)
            assert memory is not None
            assert all(is_unchanged(packet / name, fingerprint) for name, fingerprint in memory.papers.items())


def test_work_comes_in_the_order_of_the_tasks_and_from_other_processes() -> None:
    with work_on(range(10), lambda number: (number, os.getpid()), jobs=3) as coming:
        done = list(coming)
    assert [number for number, _ in done] == list(range(10))
    assert len({process for _, process in done}) == 3 and os.getpid() not in {process for _, process in done}


def test_a_machine_without_fork_works_in_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(multiprocessing, "get_all_start_methods", lambda: ["spawn"])
    with work_on(range(100), lambda number: (number, os.getpid()), jobs=64) as coming:
        assert list(coming) == [(number, os.getpid()) for number in range(100)]
