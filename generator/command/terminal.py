"""Tables and progress in the terminal: the only import of Rich."""

import io
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

Item = TypeVar("Item")
_NARROWEST, _WIDEST = 60, 140


def find_width() -> int:
    """Give how many columns text may take."""
    return min(max(shutil.get_terminal_size((100, 24)).columns, _NARROWEST), _WIDEST)


def write_table(rows: Iterable[Sequence[str]], *, width: int, flexible: Sequence[int]) -> str:
    """Give rows as columns of plain text; the flexible columns are wrapped where the width does not suffice."""
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
    if total < 2 or not sys.stderr.isatty():  # a bar in a file helps nobody
        yield from items
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(items, total=total, description=label, console=Console(stderr=True), transient=True)
