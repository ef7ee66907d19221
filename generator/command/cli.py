"""The `playbook` command."""

import argparse
import gc
import io
import ipaddress
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from generator.command.arguments import read_pairs, read_place
from generator.command.case_cli import add_case_commands
from generator.errors import ContentError, PlaybookError, UsageError

_DESCRIPTION = """\
Turn a folder of YAML into a training site, printable checklists and fill-in emails.
Each command works on the playbook in the current folder, or in the one that -C names."""
_EPILOG = """\
examples:
  playbook check                               say what is wrong in the content, with places and advice
  playbook build                               build the site; the last good one stays if anything is wrong
  playbook serve                               show the site, and every edit of YAML, templates and code
  playbook show --fact FACT=OPTION             one plan in the terminal, and what is still to be answered
  playbook email                               the emails there are, by their ids
  playbook email ID --set FIELD='a value'      an email with its blanks filled
  playbook case new --fact FACT=OPTION -o FILE  a case file, with its questions as remarks
  playbook case plan FILE                      what is late, what is next, what is still to be asked
  playbook export handbook                     plain Markdown and HTML for any other engine

exit codes: 0 done, 1 something is wrong in the content, 2 the command was used wrongly"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; gives its exit code: 0 done, 1 content, 2 usage."""
    gc.set_threshold(100_000, 50, 100)  # nearly all that is made is kept to the end, so there is little to collect
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a letter that the terminal does not have must not end the command
    parser = make_parser()
    options = parser.parse_args(arguments)
    try:
        output = options.run(options)
    except PlaybookError as error:
        if isinstance(error, ContentError) and error.done:
            _print(error.done)
        print(_make_visible(str(error)), file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        return 130
    return _print(output)


def _print(output: str) -> int:
    try:
        print(_make_visible(output), flush=True)
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _make_visible(text: str) -> str:
    """Give text without the control characters by which it could command a terminal."""
    return "".join(letter if letter.isprintable() or letter == "\n" else "\ufffd" for letter in text)


def make_parser() -> argparse.ArgumentParser:
    """Give the parser of the command line, with its help."""
    parser = argparse.ArgumentParser(
        prog="playbook",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "-C", dest="folder", metavar="DIR", type=Path, default=Path(), help="work on the playbook in DIR"
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add(commands, "check", _check, "check the content and say what is wrong")
    _add(commands, "build", _build, "build the site; a failed build leaves the last site as it was")
    serve = _add(commands, "serve", _serve, "show the site in a browser and follow every edit")
    serve.add_argument("--address", default="127.0.0.1:8000", help="where to serve (default: %(default)s)")
    export = _add(commands, "export", _export, "write the documents as plain Markdown and HTML")
    export.add_argument("target", metavar="DIR", help="the folder to write; an earlier export there is replaced")
    _add(commands, "schema", _schema, "write the JSON Schemas with which editors check the content")
    show = _add(commands, "show", _show, "show the plan of a case in the terminal")
    _add_facts(show)
    email = _add(commands, "email", _email, "print an email with its blanks filled; without ID, list the emails")
    email.add_argument("id", metavar="ID", nargs="?", help="the email's id; without it, all ids are listed")
    email.add_argument(
        "--set",
        metavar="FIELD=VALUE",
        action="append",
        default=[],
        dest="values",
        help=r"fill a blank; once for each. Where a blank takes several lines, \n begins a new one",
    )
    _add_facts(email)
    case = commands.add_parser("case", help="one case, or many: its file, its days, its papers")
    add_case_commands(case, _add, _add_facts)
    return parser


def _add(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, run: object, text: str
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
    parser.add_argument(
        "-C", dest="folder", metavar="DIR", type=Path, default=argparse.SUPPRESS, help="work on the playbook in DIR"
    )
    parser.set_defaults(run=run)
    return parser


def _add_facts(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--fact",
        metavar="FACT=OPTION",
        action="append",
        default=[],
        dest="facts",
        help="say what is known about the case; once for each fact",
    )


def _check(options: argparse.Namespace) -> str:
    from generator.load.playbook import check_editions

    playbook = check_editions(options.folder)
    tasks = sum(len(step.tasks) for step in playbook.steps.values())
    return (
        f"{playbook.head.title}, revision {playbook.head.revision}: nothing is wrong. {len(playbook.phases)} phases, "
        f"{len(playbook.steps)} steps, {tasks} tasks, {len(playbook.emails)} emails, "
        f"{len(playbook.requirements)} requirements, {len(playbook.safeguards)} safeguards."
    )


def _build(options: argparse.Namespace) -> str:
    from generator.disk.site import build_site

    target = build_site(options.folder)
    return f"The site is finished. Open {Path(os.path.relpath(target)) / 'index.html'} in a browser."


def _serve(options: argparse.Namespace) -> str:
    from generator.site.serve import serve_site

    serve_site(options.folder, address=_read_address(options.address))
    return ""


def _read_address(text: str) -> str:
    """Give an address that a server can take; raises UsageError for any other."""
    host, _, port = text.rpartition(":")
    try:
        if host != "localhost":
            ipaddress.ip_address(host.removeprefix("[").removesuffix("]"))
        if port.isascii() and port.isdigit() and 0 < int(port) < 65536:
            return text
    except ValueError:
        pass
    raise UsageError(f"cannot serve at '{text}'; write --address HOST:PORT, for example 127.0.0.1:8000")


def _export(options: argparse.Namespace) -> str:
    from generator.disk.export import export_site

    target = read_place(options.target)
    count = export_site(options.folder, target)
    return f"{count} documents are in {target / 'docs'}."


def _schema(options: argparse.Namespace) -> str:
    from generator.disk.schemas import write_schemas

    changed = write_schemas(options.folder)
    return "\n".join(f"{file} is written." for file in changed) or "All schemas are current."


def _show(options: argparse.Namespace) -> str:
    from generator.command.show_plan import show_plan
    from generator.documents.open import open_book

    return show_plan(open_book(options.folder), read_pairs(options.facts, option="--fact")).rstrip("\n")


def _email(options: argparse.Namespace) -> str:
    from generator.command.show_email import fill_email, say_emails
    from generator.documents.open import open_book

    if options.id is None:
        if options.facts or options.values:
            raise UsageError("no email is named; write playbook email ID, or playbook email alone to list them")
        return say_emails(open_book(options.folder))
    known = read_pairs(options.facts, option="--fact")
    values = read_pairs(options.values, option="--set")
    return fill_email(open_book(options.folder), options.id, values=values, known=known)
