"""How the command ends when it is not the content that is wrong: a bug of ours, or somebody who interrupts it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from generator.disk import packet
from generator.documents.book import Book
from generator.packet.calendar import Days
from generator.packet.packet import make_packet
from generator.plan.case_plan import CasePlan
from tests.running import Run


def plant(monkeypatch: pytest.MonkeyPatch, place: str, error: BaseException) -> None:
    """Put a bug into the generator; there is none that a test could wait for."""

    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(place, fail)


def test_a_bug_of_ours_ends_with_3_and_says_where_to_report_it(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(monkeypatch, "generator.load.playbook.read_folder", ValueError("boom\x1b"))
    done = run("check")
    assert (done.code, done.out) == (3, "")
    first, second, *_, last = done.err.splitlines()
    assert first == (
        "This is a bug in playbook 0.5.0, not a mistake of yours; please report it at "
        "https://git.example.com/your-team/playbook/issues with what you typed and these lines:"
    )
    assert (second, last) == ("Traceback (most recent call last):", "ValueError: boom\ufffd")


def test_a_bug_in_one_case_does_not_stop_the_others_and_ends_with_3(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    good, bad = (tmp_path / name for name in ("good.yml", "bad.yml"))
    for file in (good, bad):
        file.write_text("facts: {path: storm}\n")

    def fail_on_one(
        book: Book, plan: CasePlan, *, days: Days, is_outdated: Callable[[str], bool]
    ) -> Iterator[tuple[str, bytes]]:
        if plan.case.id == "bad":
            raise ValueError("boom")
        return make_packet(book, plan, days=days, is_outdated=is_outdated)

    monkeypatch.setattr(packet, "make_packet", fail_on_one)
    done = run("case", "plan", str(bad), str(good), "-o", str(tmp_path / "out"), "--jobs", "1")
    assert done.code == 3
    assert done.out.endswith(f"The case packs are in {tmp_path / 'out'}; open overview.html there.\n")
    first, second, third, *_, last = done.err.splitlines()
    assert first.startswith(f"{bad}: the generator failed on this case (ValueError: boom, in test_bugs.py:")
    assert second.startswith("This is a bug in playbook 0.5.0, not a mistake of yours; please report it at https://")
    assert (third, last) == ("Traceback (most recent call last):", "ValueError: boom")
    assert (tmp_path / "out" / "good").is_dir() and not (tmp_path / "out" / "bad").exists()


def test_whoever_interrupts_a_command_ends_it(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(monkeypatch, "generator.load.playbook.read_folder", KeyboardInterrupt())
    assert run("check") == (130, "", "stopped with Ctrl-C\n")
