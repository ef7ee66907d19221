"""The `playbook` command; the docstring of each command is its help."""

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from generator.command.arguments import (
    Answered,
    Commands,
    explain_misuse,
    read_address,
    read_pairs,
    read_place,
    require_command,
    with_facts,
    with_shared_options,
)
from generator.command.case_cli import case
from generator.command.terminal import prepare_output, print_problems, print_text
from generator.errors import STOPPED, ContentError, OwnError, PlaybookError, UsageError, keep_on_one_line, name_all

if TYPE_CHECKING:
    from generator.playbook.playbook import Playbook

_EPILOG = """\b
Examples:
  playbook check                               list what is wrong in the content, where, and how to fix it
  playbook build                               build the site; the last good one stays if anything is wrong
  playbook serve                               show the site, and every edit of YAML, templates and code
  playbook show --fact FACT=OPTION             one plan in the terminal, and its open questions
  playbook email                               list the letters by id
  playbook email ID --set FIELD='a value'      a letter with its placeholders filled in
  playbook case new --fact FACT=OPTION -o FILE  a case file with the open questions as comments
  playbook case plan FILE                      what is late, what is next, and what to ask
  playbook export handbook                     plain Markdown and HTML for any other engine

\b
Exit codes: 0 done, 1 something is wrong in the content, 2 the command was used wrongly,
3 the generator itself has a bug, 130 stopped with Ctrl-C"""


class Ending(NamedTuple):
    """How a command ends: what it has to print, what is wrong, its exit code."""

    output: str | None = None
    problems: str = ""
    code: int = 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code: 0 done, 1 content, 2 usage, 3 a bug of ours, 130 Ctrl-C."""
    gc.set_threshold(100_000, 50, 100)  # nearly all that is made is kept to the end, so there is little to collect
    prepare_output()
    try:
        output, problems, code = _run(list(sys.argv[1:] if arguments is None else arguments))
        failure = "" if output is None else print_text(output)
    except KeyboardInterrupt:
        output, problems, code, failure = None, STOPPED, 130, ""
    if said := "\n".join(text for text in (problems, failure) if text):
        print_problems(said)
    return code or int(bool(failure))


def _run(arguments: list[str]) -> Ending:
    try:
        with playbook.make_context("playbook", arguments) as context:
            _require_folder()
            return Ending(playbook.invoke(context))
    except Answered as answer:
        return Ending(answer.text)
    except click.UsageError as error:
        return Ending(problems=keep_on_one_line(explain_misuse(error)), code=UsageError.exit_code)
    except OwnError as error:
        return _admit(error.traceback, output=error.done or None, said=f"{error}\n")
    except PlaybookError as error:
        done = error.done if isinstance(error, ContentError) and error.done else None
        return Ending(done, str(error), error.exit_code)
    except OSError as error:  # such as a name that is too long, or a folder that nobody may read
        place = f"{error.filename}: " if error.filename is not None else ""
        said = f"{place}{error.strerror or error}; check its name and permissions"
        return Ending(problems=keep_on_one_line(said), code=PlaybookError.exit_code)
    except Exception:  # whatever it is, nobody may take it for a mistake in the content
        import traceback

        return _admit(traceback.format_exc())


def _require_folder() -> None:
    try:
        Path.cwd()
    except OSError:
        raise UsageError("the current folder no longer exists; go to one that does") from None


def _admit(traceback: str, *, output: str | None = None, said: str = "") -> Ending:
    from generator.command.bugs import describe_bug

    return Ending(output, said + describe_bug(traceback), OwnError.exit_code)


def _show_version(_context: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
    if wanted:
        from generator.command.bugs import find_version

        raise Answered(f"playbook {find_version()}")


@click.group(
    cls=Commands,
    invoke_without_command=True,
    subcommand_metavar="COMMAND ...",
    epilog=_EPILOG,
    context_settings={"help_option_names": []},  # help is an option like others, so that it is printed like the rest
)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_show_version, help="Show the version."
)
@with_shared_options
@click.pass_context
def playbook(context: click.Context) -> None:
    """Turn a folder of YAML into a training site, printable checklists and fill-in emails.

    Each command works on the playbook in the current folder, or in the one that -C names.
    """
    require_command(context)


@playbook.command()
@with_shared_options
@click.pass_obj
def check(folder: Path) -> str:
    """Check the content and list what is wrong, and where."""
    from generator.documents.check import check_playbook

    playbook = check_playbook(folder)
    tasks = sum(len(step.tasks) for step in playbook.steps.values())
    return (
        f"{playbook.head.title}, revision {playbook.head.revision}: nothing is wrong. {len(playbook.phases)} phases, "
        f"{len(playbook.steps)} steps, {tasks} tasks, {len(playbook.emails)} emails, "
        f"{len(playbook.requirements)} requirements, {len(playbook.safeguards)} safeguards."
        f"{_say_unknown_years(playbook)}"
    )


def _say_unknown_years(playbook: "Playbook") -> str:
    """Return a sentence on the next years of which no holidays are known; nothing where all are."""
    from generator.plan.holidays import list_unknown_years

    calendar = playbook.overlay.calendar
    years = [] if calendar is None else list_unknown_years(calendar, revised=playbook.head.revised.year)
    if calendar is None or not years:
        return ""
    said = f"No public holidays of '{calendar.country}' are known for {name_all(map(str, years))}"
    return f" {said}; list them under 'days-off' in overlay.yml, or only weekends count as days off."


@playbook.command()
@with_shared_options
@click.pass_obj
def build(folder: Path) -> str:
    """Build the site; a failed build leaves the last site as it was."""
    from generator.disk.site import build_site

    target = build_site(folder)
    return f"The site is finished. Open {Path(os.path.relpath(target)) / 'index.html'} in a browser."


@playbook.command()
@click.option("--address", metavar="HOST:PORT", default="127.0.0.1:8000", show_default=True, help="Where to serve.")
@with_shared_options
@click.pass_obj
def serve(folder: Path, address: str) -> str:
    """Show the site in a browser and follow every edit."""
    from generator.site.serve import serve_site

    serve_site(folder, address=read_address(address))
    return ""


@playbook.command()
@click.argument(
    "target", metavar="DIR", type=read_place, help="The folder to write; an earlier export there is replaced."
)
@with_shared_options
@click.pass_obj
def export(folder: Path, target: Path) -> str:
    """Write the documents as plain Markdown and HTML."""
    from generator.disk.export import export_site

    return f"{export_site(folder, target)} documents are in {target / 'docs'}."


@playbook.command()
@with_shared_options
@click.pass_obj
def schema(folder: Path) -> str:
    """Write the JSON Schemas that editors check the content with."""
    from generator.disk.schemas import write_schemas

    return "\n".join(f"{file} is written." for file in write_schemas(folder)) or "All schemas are current."


@playbook.command()
@with_facts
@with_shared_options
@click.pass_obj
def show(folder: Path, facts: tuple[str, ...]) -> str:
    """Show the plan of a case in the terminal."""
    from generator.command.show_plan import show_plan
    from generator.documents.open import open_book

    return show_plan(open_book(folder), read_pairs(facts, option="--fact")).rstrip("\n")


@playbook.command()
@click.argument("name", metavar="[ID]", required=False, help="The letter's id; leave it out to list all ids.")
@click.option(
    "--set",
    "values",
    metavar="FIELD=VALUE",
    multiple=True,
    help=r"Fill in a placeholder (repeat for each). In one of several lines, \n begins a new line.",
)
@with_facts
@with_shared_options
@click.pass_obj
def email(folder: Path, name: str | None, values: tuple[str, ...], facts: tuple[str, ...]) -> str:
    """Print a letter with its placeholders filled in; without ID, list the letters."""
    from generator.command.show_email import fill_email, say_emails
    from generator.documents.open import open_book

    if name is None:
        if facts or values:
            raise UsageError("no email is named; write playbook email ID")
        return say_emails(open_book(folder))
    known, filled = read_pairs(facts, option="--fact"), read_pairs(values, option="--set")
    return fill_email(open_book(folder), name, values=filled, known=known)


playbook.add_command(case)
