"""Packets of many cases in one run: what goes wrong with one costs the others nothing."""

import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from generator.command.show_overview import show_packets
from generator.disk.packets import Job, write_packets
from generator.disk.workers import Outcome
from generator.documents.book import Book
from generator.errors import ContentError, UsageError
from tests.conftest import OFFBOARDING
from tests.packet.papers import HARBOUR, MILL, TODAY, make, read_events
from tests.running import Run


def write(book: Book, files: list[Path], target: Path, *, jobs: int = 1) -> str:
    outcomes = write_packets(
        book, files, Job(target, TODAY, None), jobs=jobs, show_progress=lambda coming, _total: coming
    )
    return show_packets(book, outcomes, target)


def test_each_case_has_a_folder_and_all_have_an_overview_and_one_calendar(book: Book, tmp_path: Path) -> None:
    said = write(book, [HARBOUR, MILL], tmp_path / "out")
    assert said.endswith(f"The case packs are in {tmp_path / 'out'}; open overview.html there.")
    assert sorted(file.name for file in (tmp_path / "out").glob("[a-z]*")) == [
        "calendar.ics", "harbour-clinics", "overview.html", "upper-mill",
    ]  # fmt: skip
    assert (tmp_path / "out/harbour-clinics/steps.csv").read_bytes() == make(book, HARBOUR)["steps.csv"]
    together = read_events((tmp_path / "out/calendar.ics").read_bytes())
    single = [read_events(file.read_bytes()) for file in sorted((tmp_path / "out").glob("*/calendar.ics"))]
    assert [str(event["uid"]) for event in together] == [str(event["uid"]) for calendar in single for event in calendar]
    overview = (tmp_path / "out/overview.html").read_text(encoding="utf-8")
    assert "Upper Mill; &#34;=Bäckerei&#34;" in overview and "<b>&" not in overview


def test_one_bad_file_does_not_stop_the_others_and_keeps_its_earlier_packet(book: Book, tmp_path: Path) -> None:
    case, target = tmp_path / "upper-mill.yml", tmp_path / "out"
    shutil.copy(MILL, case)
    write(book, [case], target)
    before = (target / "upper-mill" / "plan.json").read_bytes()
    case.write_text("facts: {paht: x}\n", encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        write(book, [case, HARBOUR], target)
    assert str(caught.value) == f"{case.as_posix()}:1:15: there's no fact 'paht'; did you mean 'path'?"
    assert "Harbour Clinics" in caught.value.done
    assert (target / "upper-mill" / "plan.json").read_bytes() == before
    assert (target / "harbour-clinics" / "plan.json").is_file()
    overview = (target / "overview.html").read_text(encoding="utf-8")
    assert "not planned; an earlier case pack hasn’t changed" in overview and "<p>1 case, as of " in overview


def test_work_in_parallel_gives_the_same_bytes(book: Book, tmp_path: Path) -> None:
    files = []
    for number in range(9):
        files.append(tmp_path / f"case-{number}.yml")
        text = MILL.read_text(encoding="utf-8").replace("2027-01-15", f"2027-01-{15 + number}")
        files[-1].write_text(text, encoding="utf-8")
    write(book, files, tmp_path / "one", jobs=1)
    write(book, files, tmp_path / "two", jobs=2)
    first, second = ({
        file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()
    } for folder in (tmp_path / "one", tmp_path / "two"))  # fmt: skip
    assert len(first) > 100 and first == second


def test_two_files_with_one_id_are_told_apart(book: Book, tmp_path: Path) -> None:
    shutil.copy(HARBOUR, tmp_path / "copy.yml")
    with pytest.raises(ContentError) as caught:
        write(book, [HARBOUR, tmp_path / "copy.yml"], tmp_path / "out")
    assert str(caught.value) == (
        f"{tmp_path / 'copy.yml'}: has the same id as '{HARBOUR.as_posix()}'; add another 'id:' to one of them"
    )


def test_a_folder_that_holds_something_else_is_left_alone(book: Book, tmp_path: Path) -> None:
    foreign = tmp_path / "out" / "upper-mill"
    foreign.mkdir(parents=True)
    (foreign / "letter.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(ContentError, match=r"contains files that this command didn't create"):
        write(book, [MILL], tmp_path / "out")
    assert [file.name for file in foreign.iterdir()] == ["letter.txt"]


def test_what_people_put_into_a_packet_is_taken_over(book: Book, tmp_path: Path) -> None:
    target = tmp_path / "out"
    write(book, [MILL], target)
    (target / "upper-mill" / "signed.pdf").write_bytes(b"signed")
    (target / "upper-mill" / "emails" / "answer.eml").write_bytes(b"yes")
    write(book, [MILL], target)
    assert (target / "upper-mill" / "signed.pdf").read_bytes() == b"signed"
    assert (target / "upper-mill" / "emails" / "answer.eml").read_bytes() == b"yes"


def test_papers_that_the_case_no_longer_calls_for_go(book: Book, tmp_path: Path) -> None:
    case, target = tmp_path / "upper-mill.yml", tmp_path / "out"
    shutil.copy(MILL, case)
    write(book, [case], target)
    assert (target / "upper-mill/emails/003-breach-notice.txt").is_file()
    case.write_text("facts: {path: end-of-contract}\n", encoding="utf-8")
    write(book, [case], target)
    assert not (target / "upper-mill/emails/003-breach-notice.txt").exists()


@pytest.mark.parametrize("name", ["calendar.ics", "overview.html"])
def test_files_of_others_in_the_folder_are_left_alone(book: Book, tmp_path: Path, name: str) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / name).write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match=r"^this command didn't create .*; name another folder for the case packs$"):
        write(book, [MILL], tmp_path / "out")
    assert (tmp_path / "out" / name).read_text(encoding="utf-8") == "mine"


def test_where_every_case_fails_the_calendar_and_the_overview_stay(book: Book, tmp_path: Path) -> None:
    case, target = tmp_path / "upper-mill.yml", tmp_path / "out"
    shutil.copy(MILL, case)
    write(book, [case], target)
    before = [(target / name).read_bytes() for name in ("calendar.ics", "overview.html")]
    case.write_text("facts: {paht: x}\n", encoding="utf-8")
    with pytest.raises(ContentError):
        write(book, [case], target)
    assert [(target / name).read_bytes() for name in ("calendar.ics", "overview.html")] == before


def test_outcomes_come_in_the_order_of_the_files_and_pass_by_whoever_shows_progress(book: Book, tmp_path: Path) -> None:
    seen: list[tuple[Path, int]] = []

    def watch(coming: Iterable[Outcome], total: int) -> Iterator[Outcome]:
        for outcome in coming:
            seen.append((outcome.file, total))
            yield outcome

    (tmp_path / "bad.yml").write_text("facts: {paht: x}\n", encoding="utf-8")
    files = [MILL, tmp_path / "bad.yml", HARBOUR]
    job = Job(tmp_path / "out", TODAY, None)
    outcomes = write_packets(book, [*files, MILL], job, jobs=1, show_progress=watch)
    assert [outcome.file for outcome in outcomes] == files and seen == [(file, 3) for file in files]
    assert [outcome.line is None for outcome in outcomes] == [False, True, False]


def test_a_file_that_is_named_twice_is_planned_once(book: Book, tmp_path: Path) -> None:
    assert write(book, [MILL, MILL], tmp_path / "out").count("The case packs are in") == 1


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.program
def test_a_killed_worker_ends_the_run_with_a_message(tmp_path: Path, jobs: int) -> None:
    program = (
        "import os, signal, sys; from generator.disk import packet;"
        "packet.open_case = lambda *a, **k: os.kill(os.getpid(), signal.SIGKILL);"
        "from generator.command.cli import main; sys.exit(main())"
    )
    files = [str(HARBOUR), str(MILL)]
    arguments = ["-C", str(OFFBOARDING), "case", "plan", *files, "-o", str(tmp_path / "out"), "--jobs", str(jobs)]
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=False, timeout=60
    )
    if jobs == 1:
        assert done.returncode == -9
    else:
        assert done.returncode == 1 and done.stderr == (
            "a process that worked on the cases was stopped; the memory may be full; try again with --jobs 1\n"
        )
    assert not list((tmp_path / "out").glob("[a-z]*"))


def test_a_file_is_no_place_for_packets(book: Book, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match=r"isn't a folder; name one for the case packs$"):
        write(book, [MILL], tmp_path / "out")


def test_leftovers_of_a_killed_run_are_removed_and_a_moved_packet_is_put_back(book: Book, tmp_path: Path) -> None:
    target = tmp_path / "out"
    write(book, [MILL], target)
    (target / "upper-mill").rename(target / ".upper-mill-playbook-old-x")
    (target / ".harbour-clinics-playbook-new-y").mkdir()
    (target / ".calendar.ics-playbook-new-z").write_text("half", encoding="utf-8")
    write(book, [HARBOUR], target)
    assert sorted(file.name for file in target.iterdir() if not file.name.startswith(".playbook")) == [
        "calendar.ics", "harbour-clinics", "overview.html", "upper-mill",
    ]  # fmt: skip


def test_the_command_ends_with_1_and_names_the_bad_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.yml").write_text("facts: {paht: x}\n", encoding="utf-8")
    done = run("-C", str(OFFBOARDING), "case", "plan", "bad.yml", str(MILL), "-o", "out", folder=tmp_path)
    assert (done.code, done.err) == (1, "bad.yml:1:15: there's no fact 'paht'; did you mean 'path'?\n")
    assert done.out.endswith(f"The case packs are in {tmp_path / 'out'}; open overview.html there.\n")
