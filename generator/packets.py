"""Packets of many cases: each in a folder of its own, worked out in parallel, with an overview and one calendar."""

import datetime
import multiprocessing
import signal
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, ClassVar

from generator.calendar_file import end_calendar, start_calendar, write_events
from generator.case_calendar import list_entries
from generator.case_work import open_case
from generator.documents import Book
from generator.errors import ContentError, PlaybookError, Problem, UsageError
from generator.overview import CaseLine, make_line, make_overview, show_lines
from generator.packet import make_packet
from generator.site import open_book
from generator.source import SourceError, read_source
from generator.swap import place_file, place_folder, take_turns, tidy_up
from generator.terminal import find_width, show_progress

KIND = "packet"
CALENDAR, OVERVIEW = "calendar.ics", "overview.html"
_AT_A_TIME = 4


@dataclass(frozen=True)
class Job:
    """What every packet of a run shares."""

    folder: Path
    target: Path
    today: datetime.date | None
    role: str | None


@dataclass(frozen=True)
class Outcome:
    """What became of one case file: its line of the overview and its days, or what is wrong with it."""

    file: Path
    line: CaseLine | None = None
    events: bytes = b""
    problems: tuple[Problem, ...] = ()


class _Worker:
    """What a process keeps from one case to the next."""

    job: ClassVar[Job]
    book: ClassVar[Book]


def write_packets(book: Book, files: Sequence[Path], job: Job, *, jobs: int) -> str:
    """Write a packet for each case into a folder; raises ContentError for those that failed, once the rest is written.

    An earlier packet of a case that fails stays as it was.
    """
    target = job.target
    if target.exists() and not target.is_dir():
        raise UsageError(f"'{target}' is no folder; name one for the packets")
    lines: list[CaseLine] = []
    failed: list[Outcome] = []
    with take_turns(target / OVERVIEW):
        _prepare(target)
        with _work(book, job, files, jobs) as outcomes:
            shown = show_progress(outcomes, total=len(files), label=book.words.overview_title)
            title = book.words("case_title", playbook=book.playbook.head.title, case=book.words.overview_title)
            place_file(target / CALENDAR, lambda page: _collect(shown, page, title, lines, failed))
        overview = make_overview(book, lines, failed=[str(one.file) for one in failed])
        place_file(target / OVERVIEW, lambda page: _write(page, overview))
    said = f"{show_lines(book, lines, width=find_width())}\n{book.words('packets_title', folder=target)}"
    if failed:
        raise ContentError([problem for one in failed for problem in one.problems], done=said if lines else "")
    return said


def _prepare(target: Path) -> None:
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise PlaybookError(f"{target}: cannot be written ({error.strerror})") from None
    tidy_up(target)


def _collect(
    outcomes: Iterable[Outcome], page: IO[bytes], title: str, lines: list[CaseLine], failed: list[Outcome]
) -> None:
    """Write the days of all cases as they come, so that they never lie in memory together."""
    page.write(start_calendar(title))
    for outcome in outcomes:
        page.write(outcome.events)
        if outcome.line is None:
            failed.append(outcome)
        else:
            lines.append(outcome.line)
    page.write(end_calendar())


def _write(page: IO[bytes], text: str) -> None:
    page.write(text.encode())


@contextmanager
def _work(book: Book, job: Job, files: Sequence[Path], jobs: int) -> Iterator[Iterator[Outcome]]:
    """Give what becomes of each file, in their order, worked out by so many processes."""
    tasks = list(_name_cases(files))
    _Worker.job, _Worker.book = job, book
    if min(jobs, len(tasks)) < 2:
        yield map(_write_packet, tasks)
        return
    forks = "fork" in multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("fork" if forks else "spawn")
    start = (_ignore_interrupts, ()) if forks else (_start, (job,))
    with context.Pool(min(jobs, len(tasks)), *start) as pool:
        yield pool.imap(_write_packet, tasks, chunksize=_AT_A_TIME)


def _ignore_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that started this one stops it


def _start(job: Job) -> None:
    """Open the playbook in a process that has inherited nothing."""
    _ignore_interrupts()
    _Worker.job, _Worker.book = job, open_book(job.folder)


def _name_cases(files: Sequence[Path]) -> Iterator[tuple[Path, Path | None]]:
    """Give each file, with the one before it that has the same id, if there is one."""
    first: dict[str, Path] = {}
    for file in files:
        try:
            data = read_source(file, name=file.as_posix()).data
        except SourceError:
            data = None  # whoever plans it says what is wrong
        name = str(data["id"]) if isinstance(data, dict) and data.get("id") else file.stem
        yield file, first.get(name)
        first.setdefault(name, file)


def _write_packet(task: tuple[Path, Path | None]) -> Outcome:
    file, double = task
    job, book = _Worker.job, _Worker.book
    if double is not None:
        message = f"has the id of '{double.as_posix()}'; give one of them another, in a line 'id:'"
        return Outcome(file, problems=(Problem(file.as_posix(), 0, 0, message),))
    try:
        plan = open_case(book, file, today=job.today)
        name = plan.case.id or file.stem
        packet = list(make_packet(book, plan))
        place_folder(job.target / name, KIND, lambda new: _fill(new, packet))
    except ContentError as error:
        return Outcome(file, problems=tuple(error.problems))
    except PlaybookError as error:
        return Outcome(file, problems=(Problem(file.as_posix(), 0, 0, str(error)),))
    return Outcome(file, make_line(book, plan, job.role), write_events(list_entries(book, plan), today=plan.today))


def _fill(folder: Path, packet: Iterable[tuple[str, bytes]]) -> None:
    for name, content in packet:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
