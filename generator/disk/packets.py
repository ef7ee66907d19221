"""Packets of many cases: each in a folder of its own, worked out in parallel, with an overview and one calendar."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from generator.disk.all_cases import AllCases, prepare_folder
from generator.disk.memory import list_named
from generator.disk.packet import Job, Task, show_name, work_out
from generator.disk.places import refuse_place, warn_of_git
from generator.disk.swap import tidy_up
from generator.disk.turns import take_turns
from generator.disk.workers import Outcome, work_on
from generator.documents.book import Book
from generator.load.case import find_id, list_case_files
from generator.load.source import read_source
from generator.load.text import SourceError

__all__ = ["Job", "write_packets"]
Progress = Callable[[Iterable[Outcome], int], Iterable[Outcome]]
"""Passes outcomes on as they come; is told how many there will be."""


def write_packets(book: Book, files: Sequence[Path], job: Job, *, jobs: int, show_progress: Progress) -> list[Outcome]:
    """Write a packet for each case into a folder; return what became of each, in their order.

    An earlier packet of a case that fails stays as it was. Raises UsageError for a folder where packets must not go.
    """
    refuse_place(job.target, "case packs")
    job = replace(job, target=prepare_folder(job.target))
    with take_turns(job.target) as alone:
        folder = AllCases(book, job.target)
        folder.notes += filter(None, [warn_of_git(job.target)])
        if alone:
            tidy_up(job.target)
        job = replace(job, named=list_named(job.target))
        tasks = list(_name_cases(list_case_files(files)))
        try:
            outcomes = list(_plan_all(book, job, tasks, folder, jobs=jobs, show_progress=show_progress))
        except BaseException:  # the workers are gone, so what they have left half done can go
            if alone:
                tidy_up(job.target)
            raise
        _finish(folder, outcomes)
    return outcomes


def _plan_all(
    book: Book, job: Job, tasks: Sequence[Task], folder: AllCases, *, jobs: int, show_progress: Progress
) -> Iterator[Outcome]:
    """Plan the cases, and write the days of each as it comes, so that they never lie in memory together.

    Where no case could be planned, the calendar that an earlier run wrote stays.
    """
    with (
        work_on(tasks, lambda task: work_out(book, job, task), jobs=jobs) as coming,
        folder.open_calendar() as calendar,
    ):
        today = None
        for outcome in show_progress(coming, len(tasks)):
            calendar.file.write(outcome.events)
            today = outcome.line.today if outcome.line is not None else today
            yield replace(outcome, events=b"")
        if today is not None:
            calendar.file.write(folder.withdraw_gone(today=today))
        calendar.dropped = today is None


def _finish(folder: AllCases, outcomes: list[Outcome]) -> None:
    """Write the overview where any case could be planned; the last outcome says what else is to be said."""
    lines = [outcome.line for outcome in outcomes if outcome.line is not None]
    failed = [show_name(outcome.file) for outcome in outcomes if outcome.line is None]
    if lines:
        folder.write_overview(lines, failed=failed)
        outcomes[-1] = replace(outcomes[-1], notes=(*outcomes[-1].notes, *folder.notes))


def _name_cases(files: Sequence[Path]) -> Iterator[Task]:
    """List each file, with the one before it that has the same id, if there is one."""
    first: dict[str, Path] = {}
    for file in files:
        try:
            data = read_source(file, name=file.as_posix()).data
        except SourceError:
            data = None  # whoever plans it says what is wrong
        name = find_id(data.get("id") if isinstance(data, dict) else None, file.stem)
        yield Task(file, first.get(name))
        if data is not None:
            first.setdefault(name, file)
