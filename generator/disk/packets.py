"""Packets of many cases: each in a folder of its own, worked out in parallel, with an overview and one calendar."""

import datetime
import os
import shutil
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from generator.disk.swap import MARKER, Replacement, list_ours, open_replacement, place_folder, replace_file, tidy_up
from generator.disk.turns import take_turns
from generator.disk.workers import Outcome, work_on
from generator.documents.book import Book
from generator.documents.open import open_case
from generator.errors import ContentError, PlaybookError, Problem, UsageError
from generator.load.source import SourceError, read_source
from generator.packet.calendar import list_entries
from generator.packet.ics import end_calendar, start_calendar, write_events
from generator.packet.overview import make_line, make_overview
from generator.packet.packet import make_packet
from generator.plan.case_plan import CasePlan

KIND = "packet"


CALENDAR, OVERVIEW = "calendar.ics", "overview.html"


@dataclass(frozen=True)
class Job:
    """What every packet of a run shares."""

    target: Path
    today: datetime.date | None
    role: str | None


@dataclass(frozen=True)
class _Task:
    """A case file, and the one before it that has the same id, if there is one."""

    file: Path
    double: Path | None


Progress = Callable[[Iterable[Outcome], int], Iterable[Outcome]]
"""Passes outcomes on as they come; is told how many there will be."""


def write_packets(book: Book, files: Sequence[Path], job: Job, *, jobs: int, show_progress: Progress) -> list[Outcome]:
    """Write a packet for each case into a folder; return what became of each, in their order.

    An earlier packet of a case that fails stays as it was.
    """
    job = replace(job, target=_prepare(job.target))
    tasks = list(_name_cases(list({file.absolute(): file for file in files}.values())))
    with take_turns(job.target) as alone:
        _claim(job.target, tidy=alone)
        try:
            outcomes = list(_plan_all(book, job, tasks, jobs=jobs, show_progress=show_progress))
        except BaseException:  # the workers are gone, so what they have left half done can go
            if alone:
                tidy_up(job.target)
            raise
        _write_overview(book, job.target, outcomes)
    return outcomes


def _plan_all(book: Book, job: Job, tasks: Sequence[_Task], *, jobs: int, show_progress: Progress) -> Iterator[Outcome]:
    """Plan the cases, and write the days of each as it comes, so that they never lie in memory together.

    Where no case could be planned, the calendar that an earlier run wrote stays.
    """
    planned = False
    with (
        work_on(tasks, lambda task: _plan(book, job, task), jobs=jobs) as coming,
        _open_calendar(book, job.target / CALENDAR) as calendar,
    ):
        for outcome in show_progress(coming, len(tasks)):
            calendar.file.write(outcome.events)
            planned = planned or outcome.line is not None
            yield replace(outcome, events=b"")
        calendar.dropped = not planned


@contextmanager
def _open_calendar(book: Book, target: Path) -> Iterator[Replacement]:
    """Open the calendar of all cases, to which whoever opens it adds their days."""
    title = book.words("case_title", playbook=book.playbook.head.title, case=book.words.overview_title)
    with open_replacement(target) as calendar:
        calendar.file.write(start_calendar(title))
        yield calendar
        calendar.file.write(end_calendar())


def _write_overview(book: Book, target: Path, outcomes: Sequence[Outcome]) -> None:
    lines = [outcome.line for outcome in outcomes if outcome.line is not None]
    failed = [_show_name(outcome.file) for outcome in outcomes if outcome.line is None]
    if lines:
        replace_file(target / OVERVIEW, make_overview(book, lines, failed=failed))


def _prepare(target: Path) -> Path:
    """Return the folder for the packets, made if it is not there."""
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
        replace_file(target / MARKER, "packets\n")
    if tidy:
        tidy_up(target)


def _show_name(file: Path) -> str:
    """Return a file's name as text, whatever bytes it is made of."""
    return os.fsencode(file).decode("utf-8", errors="replace")


def _name_cases(files: Sequence[Path]) -> Iterator[_Task]:
    """List each file, with the one before it that has the same id, if there is one."""
    first: dict[str, Path] = {}
    for file in files:
        try:
            data = read_source(file, name=file.as_posix()).data
        except SourceError:
            data = None  # whoever plans it says what is wrong
        name = str(data["id"]) if isinstance(data, dict) and data.get("id") else file.stem
        yield _Task(file, first.get(name))
        if data is not None:
            first.setdefault(name, file)


def _plan(book: Book, job: Job, task: _Task) -> Outcome:
    """Plan a case and write its packet; whatever is wrong with it, or with us, does not stop the others."""
    if task.double is not None:
        double = _show_name(task.double)
        return _fail(task.file, f"has the id of '{double}'; give one of them another, in a line 'id:'")
    try:
        return _write_packet(book, job, task.file)
    except ContentError as error:
        return Outcome(task.file, problems=tuple(error.problems))
    except PlaybookError as error:
        return _fail(task.file, str(error))
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        said = f"{type(error).__name__}: {error}, in {Path(place.filename).name}:{place.lineno}"
        return _fail(task.file, f"the generator failed on this case ({said}); please report it")


def _fail(file: Path, message: str) -> Outcome:
    return Outcome(file, problems=(Problem(_show_name(file), 0, 0, message),))


def _write_packet(book: Book, job: Job, file: Path) -> Outcome:
    book.playbook.logic.forget()
    plan = open_case(book, file, today=job.today)
    packet = dict(make_packet(book, plan))
    target = job.target / (plan.case.id or "")
    place_folder(target, KIND, lambda new: _fill(new, packet, target), names=packet)
    return Outcome(file, make_line(book, plan, job.role), _write_days(book, plan))


def _write_days(book: Book, plan: CasePlan) -> bytes:
    return write_events(list_entries(book, plan), today=plan.today)


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
