"""What reaches the screen, a file or a pipe: text, tables and progress; the only import of Rich."""

import io
import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import TextIO, TypeVar

from generator.errors import UNSEEN

Item = TypeVar("Item")
_NARROWEST, _WIDEST = 60, 140
"""Narrower, a table has a word a line; wider, the eye loses the line."""


def prepare_output() -> None:
    """Write UTF-8 into files and pipes, and on a terminal the number of a letter that it lacks."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # The generator itself reads nothing but UTF-8, so what it writes into a file can always be read again.
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")


def print_text(text: str) -> str:
    """Print text; return why it cannot be written, or nothing. A reader who has seen enough is no failure."""
    if sys.stdout is None:
        return "the output can't be written (it is closed)"
    try:
        print(make_visible(text), flush=True)
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        _discard(sys.stdout)
    except OSError as error:
        _discard(sys.stdout)
        return f"the output can't be written ({error.strerror})"
    return ""


def print_problems(text: str) -> None:
    """Print what is wrong beside the output, if anybody listens there."""
    if sys.stderr is None:
        return
    try:
        print(make_visible(text), file=sys.stderr, flush=True)
    except OSError:  # nobody can be told, but the exit code still says it
        _discard(sys.stderr)


def _discard(stream: TextIO) -> None:
    """Drop what is still to be written; else Python tries once more when it ends, and complains."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def make_visible(text: str) -> str:
    """Return text without the characters that could control a terminal or change how text is displayed."""
    return UNSEEN.sub("\ufffd", text)


def find_width() -> int:
    """Return the width of the terminal in columns, within what can be read."""
    return min(max(shutil.get_terminal_size((100, 24)).columns, _NARROWEST), _WIDEST)


def write_table(rows: Iterable[Sequence[str]], *, width: int, flexible: Sequence[int]) -> str:
    """Return rows as columns of plain text; the flexible columns are wrapped where the width does not suffice."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    listed = [list(row) for row in rows]
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    for number in range(len(listed[0]) if listed else 0):
        table.add_column(no_wrap=number not in flexible, overflow="fold")
    for row in listed:
        table.add_row(*(Text(cell) for cell in row))
    page = io.StringIO()
    console = Console(file=page, width=width, color_system=None, legacy_windows=False)
    console.print(table)
    return "\n".join(line.rstrip() for line in page.getvalue().splitlines())


def show_progress(items: Iterable[Item], *, total: int, label: str) -> Iterator[Item]:
    """Pass items on, with a bar on the screen where there is one to look at."""
    if total < 2 or sys.stderr is None or not sys.stderr.isatty():  # a bar in a file helps nobody
        yield from items
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(items, total=total, description=label, console=Console(stderr=True), transient=True)
