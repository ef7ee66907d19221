"""The commands on cases: `playbook case new`, `check` and `plan`; the docstring of each is its help."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.command.arguments import (
    Command,
    Commands,
    read_jobs,
    read_pairs,
    read_place,
    require_command,
    with_facts,
    with_shared_options,
)
from generator.errors import ContentError, Problem, UsageError, name_all, suggest

if TYPE_CHECKING:
    import datetime

    from generator.disk.packets import Job
    from generator.documents.book import Book


def _with_files(command: Command) -> Command:
    return click.argument("files", metavar="FILE...", type=Path, nargs=-1, required=True, help="A case file.")(command)


@click.group(cls=Commands, invoke_without_command=True, subcommand_metavar="COMMAND ...")
@with_shared_options
@click.pass_context
def case(context: click.Context) -> None:
    """Create, check and plan case files."""
    require_command(context)


@case.command()
@click.option("-o", "target", metavar="FILE", type=read_place, help="Write to FILE instead of printing.")
@with_facts
@with_shared_options
@click.pass_obj
def new(folder: Path, target: Path | None, facts: tuple[str, ...]) -> str:
    """Create a case file with the open questions as comments."""
    from generator.disk.files import create_file
    from generator.disk.places import refuse_place
    from generator.documents.open import open_book
    from generator.load.folder import find_content
    from generator.packet.new_case import write_new_case

    known = read_pairs(facts, option="--fact")
    book = open_book(folder)
    name = "my-case" if target is None else _find_name(target)
    schema = find_content(folder) / ".schema" / "case.json"
    shown = Path(os.path.relpath(schema, target.parent if target else None)).as_posix()
    text = write_new_case(book, known, name=name, schema=shown)
    if target is None:
        return text.rstrip("\n")
    refuse_place(target, "a case file", allowed="packet")
    create_file(target, text)
    return f"{target} is written. Answer what you can, then run: playbook case plan {target}"


def _find_name(target: Path) -> str:
    """Return the id of a case that is to be written to a file; raises UsageError for what cannot be one."""
    from generator.load.case import explain_id

    if target.is_dir():
        raise UsageError(f"'{target}' is a folder; name a file in it, such as '{target / 'my-case.yml'}'")
    if message := explain_id(target.stem, is_new=True):
        raise UsageError(message)
    return target.stem


@case.command()
@_with_files
@with_shared_options
@click.pass_obj
def check(folder: Path, files: tuple[Path, ...]) -> str:
    """Check case files: what is wrong, and what has changed since."""
    from generator.documents.case_phrases import CasePhrases
    from generator.documents.open import open_book, open_case
    from generator.load.case import list_case_files

    book = open_book(folder)
    said: list[str] = []
    problems: list[Problem] = []
    for file in list_case_files(files):
        try:
            plan = open_case(book, file, today=None)
        except ContentError as error:
            problems += error.problems
            continue
        remarks = CasePhrases(book, plan).remarks()
        asked = [fact.id for fact in plan.open_facts] + [date.id for date in plan.open_dates]
        found = "can be planned; check what follows." if remarks else "nothing is wrong."
        said.append(f"{file}: {found}" + (f" Still open: {name_all(asked)}." if asked else ""))
        said += [f"{file}: {remark}" for remark in remarks]
    if problems:
        raise ContentError(problems, done="\n".join(said))
    return "\n".join(said)


@case.command()
@_with_files
@click.option("--today", metavar="DATE", help="Plan for this date, written as YYYY-MM-DD (default: today).")
@click.option("--role", metavar="ROLE", help="Show only the steps of one role.")
@click.option(
    "-o", "target", metavar="DIR", type=read_place, help="Write a case pack for each case into its own folder in DIR."
)
@click.option("--jobs", metavar="NUMBER", help="Process this many cases in parallel (default: one per processor).")
@with_shared_options
@click.pass_obj
def plan(
    folder: Path, files: tuple[Path, ...], today: str | None, role: str | None, target: Path | None, jobs: str | None
) -> str:
    """Plan cases: what is late, what is next, and what to ask."""
    from generator.documents.open import open_book

    book = open_book(folder)
    day = _read_today(today, book)
    _check_role(book, role)
    count = (os.cpu_count() or 1) if jobs is None else read_jobs(jobs)
    if target is not None:
        from generator.disk.packets import Job

        return _write_packets(book, files, Job(target, day, role), count)
    from generator.command.show_cases import show_cases

    return show_cases(book, files, today=day, role=role)


def _write_packets(book: "Book", files: Sequence[Path], job: "Job", count: int) -> str:
    from generator.command.show_overview import show_packets
    from generator.command.terminal import show_progress
    from generator.disk.packets import write_packets

    title = book.words.overview_title
    outcomes = write_packets(
        book,
        files,
        job,
        jobs=count,
        show_progress=lambda coming, total: show_progress(coming, total=total, label=title),
    )
    return show_packets(book, outcomes, Path(os.path.realpath(job.target)))


def _check_role(book: "Book", role: str | None) -> None:
    known = book.playbook.role
    if role is not None and role not in known:
        advice = suggest(role, known) or f"; choose {name_all(known, last='or')}"
        raise UsageError(f"there's no role '{role}'{advice}")


def _read_today(text: str | None, book: "Book") -> "datetime.date | None":
    from generator.playbook.blanks import read_date

    day = None if text is None else read_date(text)
    if text is not None and day is None:
        raise UsageError(f"'--today {text}' isn't a date; write it as YYYY-MM-DD, for example --today 2026-12-01")
    years = book.playbook.years
    if day is not None and day.year not in years:
        raise UsageError(f"'--today {text}': check the year, which may be from {years[0]} to {years[-1]}")
    return day
