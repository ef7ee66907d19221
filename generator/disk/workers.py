"""Works on many cases at once, in processes that end with the one that started them."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Generic, TypeVar

from generator.errors import PlaybookError, Problem
from generator.packet.overview import CaseLine

Task = TypeVar("Task")
Result = TypeVar("Result")


@dataclass(frozen=True)
class Outcome:
    """What became of one case file: its line of the overview and its days, or what is wrong with it, or with us.

    The notes say what was not written as usual, such as a letter that somebody has changed.
    """

    file: Path
    line: CaseLine | None = None
    events: bytes = b""
    problems: tuple[Problem, ...] = ()
    traceback: str = ""
    notes: tuple[str, ...] = ()


@contextmanager
def work_on(tasks: Sequence[Task], work: Callable[[Task], Result], *, jobs: int) -> Iterator[Iterator[Result]]:
    """Yield what becomes of each task, in their order, worked out by so many processes.

    Without fork, as on Windows, one process does it all: another would first have to read the playbook again. Raises
    PlaybookError where a process is stopped.
    """
    jobs = min(jobs, len(tasks)) if "fork" in multiprocessing.get_all_start_methods() else 1
    if jobs < 2:
        yield map(work, tasks)
        return
    workers = [_Worker(tasks[first::jobs], work) for first in range(jobs)]
    try:
        yield (worker.receive() for _, worker in zip(tasks, cycle(workers), strict=False))
    finally:
        for worker in workers:
            worker.stop()


class _Worker(Generic[Task, Result]):
    """A process that works on every so-manieth task; it inherits them, and sends only results."""

    def __init__(self, tasks: Sequence[Task], work: Callable[[Task], Result]) -> None:
        fork = multiprocessing.get_context("fork")
        self._pipe, far_end = fork.Pipe(duplex=False)
        self._process = fork.Process(target=_run, args=(tasks, work, far_end), daemon=True)
        self._process.start()
        far_end.close()  # so that the pipe ends when the worker does

    def receive(self) -> Result:
        try:
            result: Result = self._pipe.recv()
        except (EOFError, OSError):
            advice = "the memory may be full; try again with --jobs 1"
            raise PlaybookError(f"a process that worked on the cases was stopped; {advice}") from None
        return result

    def stop(self) -> None:
        self._process.kill()
        self._process.join()
        self._pipe.close()


def _run(tasks: Sequence[Task], work: Callable[[Task], object], pipe: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that started this one stops it
    threading.Thread(target=_end_with_parent, daemon=True).start()
    for task in tasks:
        pipe.send(work(task))


def _end_with_parent() -> None:
    """End at once when the process that started this one is gone, however it went."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
    os._exit(1)
