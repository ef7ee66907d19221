"""Packets of many cases: each in a folder of its own, worked out in parallel, with an overview and one calendar."""

import datetime
import multiprocessing
import os
import shutil
import signal
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, ClassVar

from generator.disk.swap import MARKER, list_ours, place_file, place_folder, tidy_up
from generator.disk.turns import take_turns
from generator.documents.book import Book
from generator.documents.open import open_book, open_case
from generator.errors import ContentError, PlaybookError, Problem, UsageError
from generator.load.source import SourceError, read_source
from generator.packet.calendar import list_entries
from generator.packet.ics import end_calendar, start_calendar, write_events
from generator.packet.overview import CaseLine, make_line, make_overview
from generator.packet.packet import make_packet

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
    """What became of one case file: its line of the overview and its days, or what is wrong with it, or with us."""

    file: Path
    line: CaseLine | None = None
    events: bytes = b""
    problems: tuple[Problem, ...] = ()
    traceback: str = ""


Progress = Callable[[Iterable[Outcome], int], Iterable[Outcome]]
"""Passes outcomes on as they come; is told how many there will be."""


class _Worker:
    """What a process keeps from one case to the next."""

    job: ClassVar[Job]
    book: ClassVar[Book]


def write_packets(book: Book, files: Sequence[Path], job: Job, *, jobs: int, show_progress: Progress) -> list[Outcome]:
    """Write a packet for each case into a folder; return what became of each, in their order.

    An earlier packet of a case that fails stays as it was.
    """
    target = _prepare(job.target)
    outcomes: list[Outcome] = []
    title = book.words("case_title", playbook=book.playbook.head.title, case=book.words.overview_title)
    files = list({file.absolute(): file for file in files}.values())
    with take_turns(target / OVERVIEW) as alone:
        _claim(target, tidy=alone)
        with _work(book, replace(job, target=target), files, jobs) as coming, suppress(_NothingPlannedError):
            shown = show_progress(coming, len(files))
            place_file(target / CALENDAR, lambda page: _collect(shown, page, title, outcomes))
        lines = [outcome.line for outcome in outcomes if outcome.line is not None]
        if lines:
            failed = [_show_name(outcome.file) for outcome in outcomes if outcome.line is None]
            overview = make_overview(book, lines, failed=failed)
            place_file(target / OVERVIEW, lambda page: _write(page, overview))
    return outcomes


class _NothingPlannedError(Exception):
    """No case could be planned, so what an earlier run wrote about all of them stays."""


def _prepare(target: Path) -> Path:
    """Give the folder for the packets, made if it is not there."""
    try:
        target = target.resolve()
        target.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise UsageError(f"'{target}' is no folder; name one for the packets") from None
    except (OSError, RuntimeError) as error:
        raise PlaybookError(f"{target}: cannot be written ({getattr(error, 'strerror', error)})") from None
    return target


def _claim(target: Path, *, tidy: bool) -> None:
    """Mark the folder as one of ours, unless it holds files of others where ours would be."""
    if not (target / MARKER).is_file():
        for name in (CALENDAR, OVERVIEW):
            if os.path.lexists(target / name):
                raise UsageError(f"'{target / name}' was not made here; name another folder for the packets")
        place_file(target / MARKER, lambda page: _write(page, "packets\n"))
    if tidy:
        tidy_up(target)


def _show_name(file: Path) -> str:
    """Give a file's name as text, whatever bytes it is made of."""
    return os.fsencode(file).decode("utf-8", errors="replace")


def _collect(coming: Iterable[Outcome], page: IO[bytes], title: str, outcomes: list[Outcome]) -> None:
    """Write the days of all cases as they come, so that they never lie in memory together."""
    page.write(start_calendar(title))
    for outcome in coming:
        page.write(outcome.events)
        outcomes.append(replace(outcome, events=b""))
    if all(outcome.line is None for outcome in outcomes):
        raise _NothingPlannedError
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
    executor = ProcessPoolExecutor(
        min(jobs, len(tasks)),
        multiprocessing.get_context("fork" if forks else "spawn"),
        _start,
        (None if forks else job,),
    )
    try:
        yield executor.map(_write_packet, tasks, chunksize=_AT_A_TIME)
    except BrokenProcessPool:
        advice = "the memory may be full; try again with --jobs 1"
        raise PlaybookError(f"a process that worked on the cases was stopped; {advice}") from None
    finally:
        executor.shutdown(wait=False, cancel_futures=True)


def _start(job: Job | None) -> None:
    """Make a process ready; one that has inherited nothing is told its job, and opens the playbook."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that started this one stops it
    if job is not None:
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
        if data is not None:
            first.setdefault(name, file)


def _write_packet(task: tuple[Path, Path | None]) -> Outcome:
    file, double = task
    job, book = _Worker.job, _Worker.book
    if double is not None:
        return _fail(file, f"has the id of '{_show_name(double)}'; give one of them another, in a line 'id:'")
    book.playbook.logic.forget()
    try:
        plan = open_case(book, file, today=job.today)
        packet = dict(make_packet(book, plan))
        target = job.target / (plan.case.id or "")
        place_folder(target, KIND, lambda new: _fill(new, packet, target), names=packet)
    except ContentError as error:
        return Outcome(file, problems=tuple(error.problems))
    except PlaybookError as error:
        return _fail(file, str(error))
    except Exception as error:  # one case must not stop the others, whatever is wrong with us
        place = traceback.extract_tb(error.__traceback__)[-1]
        said = f"{type(error).__name__}: {error}, in {Path(place.filename).name}:{place.lineno}"
        outcome = _fail(file, f"the generator failed on this case ({said})")
        return replace(outcome, traceback=traceback.format_exc())
    return Outcome(file, make_line(book, plan, job.role), write_events(list_entries(book, plan), today=plan.today))


def _fail(file: Path, message: str) -> Outcome:
    return Outcome(file, problems=(Problem(_show_name(file), 0, 0, message),))


def _fill(folder: Path, packet: Mapping[str, bytes], earlier: Path) -> None:
    """Write a packet, and take over what people have put into the earlier one."""
    for name, content in packet.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
    ours = list_ours(earlier)
    for file in sorted(earlier.rglob("*")) if ours else ():
        name = file.relative_to(earlier).as_posix()
        if not file.is_dir() and name not in ours and not os.path.lexists(folder / name):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(file, folder / name, follow_symlinks=False)
