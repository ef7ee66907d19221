"""What the words of a command line mean: the options that commands share, values in text, and mistakes."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import click

from generator.errors import UNSEEN, UsageError, suggest

Command = TypeVar("Command", bound=Callable[..., object])


class Commands(click.Group):
    """A group that lists its commands in their own order, each with its whole help."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - as click has it
        """Write the list into the help of the group."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, command.help or "") for name, command in self.commands.items()])


class Answered(click.exceptions.Exit):
    """Ends the command early with the text that was asked for."""

    def __init__(self, text: str) -> None:
        """Carry what is to be printed."""
        super().__init__(0)
        self.text = text


def _show_help(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        raise Answered(context.get_help())


def _choose_folder(context: click.Context, _: click.Parameter, folder: Path | None) -> None:
    context.obj = folder or context.obj or Path()


def require_command(context: click.Context) -> None:
    """Raise click's UsageError where a group is called without one of its commands."""
    if context.invoked_subcommand is None:
        raise click.UsageError("No command is named.", context)


def with_shared_options(command: Command) -> Command:
    """Add what every command takes: `-C`, which counts wherever it is written, and the help."""
    helped = click.option(
        "-h", "--help", is_flag=True, is_eager=True, expose_value=False, callback=_show_help, help="Show this help."
    )
    placed = click.option(
        "-C", "folder", metavar="DIR", type=Path, expose_value=False, callback=_choose_folder,
        help="Work on the playbook in DIR.",
    )  # fmt: skip
    return placed(helped(command))


def with_facts(command: Command) -> Command:
    """Add `--fact`."""
    text = "Set a fact about the case (repeat for each fact)."
    return click.option("--fact", "facts", metavar="FACT=OPTION", multiple=True, help=text)(command)


def read_place(text: str) -> Path:
    """Return the file or folder that is named; raises UsageError for no name, which would mean the current folder."""
    if not text.strip():
        raise UsageError("the place to write to has no name; name a file or folder, or . for the current folder")
    return Path(text)


def read_pairs(given: Sequence[str], *, option: str) -> dict[str, str]:
    """Read `NAME=VALUE` texts; raises UsageError for one that lacks a part, or for a name with two values."""
    pairs: dict[str, str] = {}
    for text in given:
        if unseen := UNSEEN.search(text):
            code = ord(unseen.group())
            raise UsageError(f"'{option} {text}' contains a character that can't be shown (U+{code:04X}); delete it")
        name, equals, value = text.partition("=")
        if not name:
            raise UsageError(f"'{option} {text}' has no name; write {option} NAME=VALUE")
        if not equals:
            raise UsageError(f"'{option} {text}' has no value; write {option} {name}=VALUE")
        if name in pairs and pairs[name] != value:
            raise UsageError(f"'{name}' is given twice, as '{pairs[name]}' and '{value}'; keep one")
        pairs[name] = value
    return pairs


def read_address(text: str) -> str:
    """Return an address that a server can take; raises UsageError for any other."""
    import ipaddress

    host, _, port = text.rpartition(":")
    try:
        if host != "localhost":
            ipaddress.ip_address(host.removeprefix("[").removesuffix("]"))
        if port.isascii() and port.isdigit() and 0 < int(port) < 65536:
            return text
    except ValueError:
        pass
    raise UsageError(f"can't serve at '{text}'; write --address HOST:PORT, for example 127.0.0.1:8000")


def read_jobs(text: str) -> int:
    """Return at how many cases to work at once; raises UsageError for anything but a number."""
    if text.isascii() and text.isdigit() and 0 < len(text) < 7 and int(text):
        return int(text)
    raise UsageError(f"can't process {text} cases in parallel; write --jobs 1 or more")


def explain_misuse(error: click.UsageError) -> str:
    """Return in one line what cannot be followed on a command line, and what to write instead."""
    advice = f"; see {error.ctx.command_path} --help" if error.ctx else ""
    if isinstance(error, click.NoSuchCommand):
        name = error.command_name
        return f"there's no command '{name}'{suggest(name, error.possibilities or ()) or advice}"
    if isinstance(error, click.NoSuchOption):
        name = error.option_name
        # without the hyphens, which make all options look alike
        near = suggest(name.lstrip("-"), [option.lstrip("-") for option in error.possibilities or ()])
        near = near.replace("mean '", "mean '--")
        return f"there's no option '{name}'{near or advice}"
    said = error.format_message().rstrip(".")
    return said[:1].lower() + said[1:] + advice
