"""The packet of one case: its papers in a folder of its own, which remembers what was written there."""

import datetime
import os
import traceback
from dataclasses import dataclass, field, replace
from pathlib import Path

from generator.disk.files import PRIVATE_FILE, PRIVATE_FOLDER
from generator.disk.memory import Memory, Named, name_packet, read_days, read_memory, write_days
from generator.disk.papers import Papers
from generator.disk.swap import place_folder, place_marker, refuse_foreign
from generator.disk.workers import Outcome
from generator.documents.book import Book
from generator.documents.open import open_case
from generator.errors import ContentError, PlaybookError, Problem
from generator.packet.calendar import list_days
from generator.packet.ics import write_events
from generator.packet.letters import is_sent
from generator.packet.overview import make_line
from generator.packet.packet import make_packet
from generator.plan.case_plan import CasePlan

KIND = "packet"


@dataclass(frozen=True)
class Job:
    """What every packet of a run shares."""

    target: Path
    today: datetime.date | None
    role: str | None
    named: Named = field(default_factory=dict)
    """The packets that were there before the run, by their made-up ids."""


@dataclass(frozen=True)
class Task:
    """A case file, and the one before it that has the same id, if there is one."""

    file: Path
    double: Path | None


def work_out(book: Book, job: Job, task: Task) -> Outcome:
    """Plan a case and write its packet; whatever is wrong with it, or with us, does not stop the others."""
    if task.double is not None:
        double = show_name(task.double)
        return _fail(task.file, f"has the same id as '{double}'; add another 'id:' to one of them")
    try:
        # A worker plans hundreds of cases, which have little in common; remembering them all would fill the memory.
        book.playbook.logic.forget()
        plan = open_case(book, task.file, today=job.today)
        return _write_packet(book, job, task.file, plan)
    except ContentError as error:
        return Outcome(task.file, problems=tuple(error.problems))
    except PlaybookError as error:
        return _fail(task.file, str(error))
    except OSError as error:  # such as a temporary folder that is full, which the table is made in
        return _fail(task.file, f"its case pack can't be written ({error.strerror}); an earlier one hasn't changed")
    except Exception as error:  # whatever it is, the other cases are still planned
        place = traceback.extract_tb(error.__traceback__)[-1]
        said = f"{type(error).__name__}: {error}, in {Path(place.filename).name}:{place.lineno}"
        failed = _fail(task.file, f"the generator failed on this case ({said})")
        return replace(failed, traceback=traceback.format_exc())


def show_name(file: Path) -> str:
    """Return a file's name as text, whatever bytes it is made of."""
    return os.fsencode(file).decode("utf-8", errors="replace")


def _fail(file: Path, message: str) -> Outcome:
    return Outcome(file, problems=(Problem(show_name(file), 0, 0, message),))


def _write_packet(book: Book, job: Job, file: Path, plan: CasePlan) -> Outcome:
    case = plan.case.id or ""
    target = name_packet(job.target, case, file.stem, job.named)
    refuse_foreign(target, KIND)
    memory, is_older = read_memory(target), False
    if memory is not None and memory.case not in ("", case):
        raise PlaybookError(f"{target}: is the case pack of '{memory.case}'; rename that folder")
    if memory is None:
        is_older = target.is_dir() and any(target.iterdir())
        # A packet that somebody has deleted is made anew, but calendars still have its entries, whose versions go on.
        memory = Memory() if is_older else Memory(days=read_days(job.target, case))
    days = list_days(book, plan, earlier=memory.days)
    papers = Papers(target, memory.papers, is_sent=lambda name: is_sent(plan, name))
    papers.arrange(make_packet(book, plan, days=days, is_outdated=papers.is_outdated))
    versions = {entry.id: version for entry, version in days}

    def fill(new: Path) -> None:
        papers.write(new)
        place_marker(new, KIND, Memory(case=case, papers=papers.fingerprints, days=versions), mode=PRIVATE_FILE)

    place_folder(target, fill, mode=PRIVATE_FOLDER)
    write_days(job.target, case, versions)
    notes = (*papers.notes, *((_SAY_OLDER,) if is_older else ()))
    said = tuple(f"{target}: {note}." for note in notes)
    line = replace(make_line(book, plan, job.role), folder=target.name)
    return Outcome(file, line, write_events(days), notes=said)


_SAY_OLDER = (
    "an earlier version created this case pack and kept no record of it. Delete by hand: in your calendar, the entries "
    "of this case that are gone; in the case pack, the files that you no longer need"
)
