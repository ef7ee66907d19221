"""The text of a file: a file and not a pipe, no larger than it needs to be, and UTF-8."""

import stat
from pathlib import Path

from generator.errors import Problem

LARGEST = 2_000_000
"""How many bytes of a file are read at most; the largest of the shipped playbook has 20,000, a hundredth."""


class SourceError(Exception):
    """A file that cannot be read as data."""

    def __init__(self, problems: list[Problem]) -> None:
        """Carry every problem found before reading had to stop."""
        super().__init__(problems)
        self.problems = problems


def read_text(file: Path, *, name: str) -> str:
    """Read a file as UTF-8, and no more of it than may be in one; raises SourceError where that cannot be."""
    raw = _read_bytes(file, name)
    if raw.startswith(b"\xef\xbb\xbf"):
        raw = raw[3:]  # a byte-order mark is how some editors say UTF-8
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        column = error.start - (raw.rfind(b"\n", 0, error.start) + 1) + 1
        message = "isn't UTF-8 text; save it as UTF-8"
        raise SourceError([Problem(name, line, column, message)]) from None


def _read_bytes(file: Path, name: str) -> bytes:
    try:
        mode = file.stat().st_mode
        if stat.S_ISDIR(mode):
            raise _refuse(name, "is a folder; a YAML file is expected here")
        if not stat.S_ISREG(mode):  # opening one may wait for ever, and reading one need not end
            raise _refuse(name, "is a pipe or a device; a YAML file is expected here")
        with file.open("rb") as opened:
            raw = opened.read(LARGEST + 1)
    except FileNotFoundError:
        raise _refuse(name, "doesn't exist; check the name") from None
    except OSError as error:
        raise _refuse(name, f"can't be read ({error.strerror}); check its permissions") from None
    if len(raw) > LARGEST:
        raise _refuse(name, f"is larger than {LARGEST:,} bytes; shorten it")
    return raw


def _refuse(name: str, message: str) -> SourceError:
    return SourceError([Problem(name, 0, 0, message)])
