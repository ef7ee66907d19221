"""What users see when something is wrong: a place, what is wrong, what to do."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

UNSEEN = re.compile(r"[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters but tab and line feed, those that turn the direction of text around, and halves of characters."""

STOPPED = "stopped with Ctrl-C"


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake in the content; line and column count from 1, line 0 means the file as a whole."""

    file: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        """Return `file:line:column: message`, the form that editors and terminals turn into a link."""
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return keep_on_one_line(f"{place}: {self.message}")


def keep_on_one_line(message: str) -> str:
    """Return a message that names of files, which may hold anything, cannot break in two."""
    return message.replace("\n", "\ufffd")


class PlaybookError(Exception):
    """Something that the user can fix; `exit_code` is what the command ends with."""

    exit_code = 1

    def __init__(self, *messages: str) -> None:
        """Keep each message on a line of its own, whatever the names in it hold."""
        super().__init__("\n".join(keep_on_one_line(message) for message in messages))


class ContentError(PlaybookError):
    """The content has problems: all that were found, in the order of files and lines."""

    def __init__(self, problems: Iterable[Problem], *, done: str = "") -> None:
        """Keep each problem once, sorted by place; `done` is what could be given all the same."""
        self.problems: Sequence[Problem] = sorted(set(problems))
        self.done = done
        super().__init__(*_list_lines(self.problems))


MOST_ALIKE = 20
"""At most this many problems of one file that differ only in names are shown; of more, the first and their number."""
_NAMED = re.compile(r"(?<!\w)'[^']*'|[0-9]+")
"""A name in quotes, but not what follows the apostrophe in "there's", or a number."""


def _list_lines(problems: Sequence[Problem]) -> Iterator[str]:
    """List problems as lines, one for each, or for each kind that would fill the screen."""
    kinds = [(problem.file, _NAMED.sub("", problem.message.partition(";")[0])) for problem in problems]
    counts = Counter(kinds)
    for problem, kind in zip(problems, kinds, strict=True):
        count = counts[kind]
        if 0 < count <= MOST_ALIKE:
            yield str(problem)
        elif count:
            yield f"{problem} (and {count - 1:,} more of this kind in the file)"
            counts[kind] = 0


class OwnError(ContentError):
    """Cases failed through a bug of ours, the others are done; `traceback` is that of the first."""

    exit_code = 3

    def __init__(self, problems: Iterable[Problem], *, traceback: str, done: str = "") -> None:
        """Keep the traceback beside what a ContentError keeps."""
        super().__init__(problems, done=done)
        self.traceback = traceback


class UsageError(PlaybookError):
    """The command was called with words that cannot be followed."""

    exit_code = 2


def suggest(name: str, known: Iterable[str]) -> str:
    """Return `; did you mean 'x'?` for a name close to a known one, else an empty text."""
    close = get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f"; did you mean '{close[0]}'?" if close else ""


def name_all(names: Iterable[str], *, last: str = "and") -> str:
    """Return `'a', 'b' and 'c'` for a message."""
    quoted = [f"'{name}'" for name in names]
    if len(quoted) < 2:
        return "".join(quoted)
    return f"{', '.join(quoted[:-1])} {last} {quoted[-1]}"


Location = tuple[str | int, ...]
"""The way from the top of a file to a value: keys and positions in lists."""
