"""The commands on cases: `playbook case new`, `check` and `plan`."""

import argparse
import datetime
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from generator.command.arguments import read_pairs, read_place
from generator.errors import ContentError, Problem, UsageError, name_all, suggest

if TYPE_CHECKING:
    from generator.documents.book import Book

Add = Callable[..., argparse.ArgumentParser]


def add_case_commands(case: argparse.ArgumentParser, add: Add, add_facts: Callable[..., None]) -> None:
    """Add the commands of `playbook case`."""
    commands = case.add_subparsers(title="commands", metavar="COMMAND", required=True)
    new = add(commands, "new", run_new, "write a case file whose questions are remarks")
    add_facts(new)
    new.add_argument("-o", dest="target", metavar="FILE", help="write this file instead of the screen")
    check = add(commands, "check", run_check, "say what is wrong in case files, and what has changed since")
    _add_files(check)
    plan = add(commands, "plan", run_plan, "work cases out: what is late, what is next, what is to be asked")
    _add_files(plan)
    plan.add_argument("--today", metavar="DATE", help="plan for this day, as year-month-day (default: today)")
    plan.add_argument("--role", metavar="ROLE", help="show only the steps of one role")
    plan.add_argument(
        "-o",
        dest="target",
        metavar="DIR",
        help="write a packet for each case into a folder of its own in DIR",
    )
    plan.add_argument(
        "--jobs", metavar="NUMBER", type=int, default=os.cpu_count() or 1, help="work on so many cases at once"
    )


def _add_files(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", metavar="FILE", type=Path, nargs="+", help="a case file")


def run_new(options: argparse.Namespace) -> str:
    """Write a new case, to the screen or into a file that does not exist yet."""
    from generator.disk.files import create_file
    from generator.disk.places import refuse_place
    from generator.documents.open import open_book
    from generator.packet.new_case import write_new_case

    known = read_pairs(options.facts, option="--fact")
    book = open_book(options.folder)
    target = None if options.target is None else read_place(options.target)
    name = "my-case" if target is None else target.stem
    _refuse_name(name)
    schema = options.folder / "content" / ".schema" / "case.json"
    shown = Path(os.path.relpath(schema, target.parent if target else None)).as_posix()
    text = write_new_case(book, known, name=name, schema=shown)
    if target is None:
        return text.rstrip("\n")
    refuse_place(target, "a case file", allowed="packet")
    create_file(target, text)
    return f"{target} is written. Answer what you can, then run: playbook case plan {target}"


def _refuse_name(name: str) -> None:
    from generator.load.case import explain_id

    if message := explain_id(name):
        raise UsageError(message)


def run_check(options: argparse.Namespace) -> str:
    """Check cases; raises ContentError with what is wrong in all of them."""
    from generator.documents.case_phrases import CasePhrases
    from generator.documents.open import open_book, open_case

    book = open_book(options.folder)
    said: list[str] = []
    problems: list[Problem] = []
    for file in options.files:
        try:
            plan = open_case(book, file, today=None)
        except ContentError as error:
            problems += error.problems
            continue
        remarks = CasePhrases(book, plan).remarks()
        asked = [fact.id for fact in plan.open_facts] + [date.id for date in plan.open_dates]
        said.append(f"{file}: nothing is wrong." + (f" Still open: {name_all(asked)}." if asked else ""))
        said += [f"{file}: {remark}" for remark in remarks]
    if problems:
        raise ContentError(problems, done="\n".join(said))
    return "\n".join(said)


def run_plan(options: argparse.Namespace) -> str:
    """Work cases out, on the screen or into packets; one that is wrong does not stop the others."""
    from generator.documents.open import open_book

    book = open_book(options.folder)
    today = _read_today(options.today, book)
    _check_role(book, options.role)
    if options.jobs < 1:
        raise UsageError(f"cannot work on {options.jobs} cases at once; write --jobs 1, or more")
    if options.target is not None:
        return _write_packets(book, options.files, read_place(options.target), options, today)
    from generator.command.show_cases import show_cases

    return show_cases(book, options.files, today=today, role=options.role)


def _write_packets(
    book: "Book", files: Sequence[Path], target: Path, options: argparse.Namespace, today: datetime.date | None
) -> str:
    from generator.command.show_overview import show_packets
    from generator.command.terminal import show_progress
    from generator.disk.packets import Job, write_packets

    outcomes = write_packets(
        book,
        files,
        Job(target, today, options.role),
        jobs=options.jobs,
        show_progress=lambda coming, total: show_progress(coming, total=total, label=book.words.overview_title),
    )
    return show_packets(book, outcomes, target.resolve())


def _check_role(book: "Book", role: str | None) -> None:
    known = book.playbook.role
    if role is not None and role not in known:
        advice = suggest(role, known) or f"; there is {name_all(known)}"
        raise UsageError(f"there is no role '{role}'{advice}")


def _read_today(text: str | None, book: "Book") -> datetime.date | None:
    from generator.load.case import list_years
    from generator.playbook.blanks import read_date

    day = None if text is None else read_date(text)
    if text is not None and day is None:
        raise UsageError(f"'--today {text}' is no day; write it as year-month-day, for example --today 2026-12-01")
    years = list_years(book.playbook)
    if day is not None and day.year not in years:
        raise UsageError(f"'--today {text}': check the year, which may be from {years[0]} to {years[-1]}")
    return day
