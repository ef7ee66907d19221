"""Writes single files: whole, or not at all."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal

from generator.errors import PlaybookError, UsageError

PRIVATE_FILE, PRIVATE_FOLDER = 0o600, 0o700
"""Modes of files and folders with personal data."""
PUBLIC_FILE, PUBLIC_FOLDER = 0o666, 0o777
"""Modes of those without; the umask takes from them what the user does not want."""


@dataclass
class Replacement:
    """A file that will take the place of another at the end, unless it is dropped."""

    file: IO[bytes]
    target: Path
    dropped: bool = False


@contextmanager
def open_replacement(target: Path, *, mode: int, lasting: bool = True) -> Iterator[Replacement]:
    """Open a file beside the target and put it in the target's place at the end; if this fails, the target stays.

    Lasting: it is on the disk before the old file goes, whatever happens to the power.
    """
    new = name_beside(target, "new")
    try:
        with _open(new, "xb", mode) as file:
            replacement = Replacement(file, target)
            yield replacement
            if lasting:
                _reach_disk(file)
        if not replacement.dropped:
            new.replace(replacement.target)
    finally:
        new.unlink(missing_ok=True)


def _open(file: Path, how: Literal["xb", "wb"], mode: int) -> IO[bytes]:
    return open(file, how, opener=lambda name, flags: os.open(name, flags, mode))


def write_new(file: Path, content: bytes, *, mode: int, folder_mode: int = PUBLIC_FOLDER) -> None:
    """Write a file into a new folder that is not in its place yet, the folders between made if need be."""
    file.parent.mkdir(mode=folder_mode, parents=True, exist_ok=True)
    with _open(file, "wb", mode) as new:
        new.write(content)


def _reach_disk(file: IO[bytes]) -> None:
    """Wait until the disk has it, so that a full or broken one is known before another file is replaced."""
    file.flush()
    os.fsync(file.fileno())


def replace_file(target: Path, text: str, *, mode: int = PUBLIC_FILE, lasting: bool = True) -> None:
    """Write a text into a file, its folder made if need be; raises PlaybookError, and then the file is as it was."""
    target = Path(os.path.realpath(target))  # a link stays, and what it leads to is replaced
    with explain_failure(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        with open_replacement(target, mode=mode, lasting=lasting) as new:
            new.file.write(text.encode())


def create_file(target: Path, text: str) -> None:
    """Write a case into a file that is not there yet; raises UsageError where it is, PlaybookError where that fails."""
    taken = UsageError(f"'{target}' already exists; name another file, or edit that one")
    if os.path.lexists(target):
        raise taken
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with open_replacement(target, mode=PRIVATE_FILE) as new:
            new.file.write(text.encode())
            _reach_disk(new.file)
            try:
                os.link(new.file.name, target)
                new.dropped = True
            except FileExistsError:  # somebody else has written it meanwhile
                raise taken from None
            except (OSError, NotImplementedError):  # some drives have no hard links
                new.dropped = False
    except OSError as error:
        raise PlaybookError(f"{target}: can't be written ({error.strerror})") from None


@contextmanager
def explain_failure(target: Path) -> Iterator[None]:
    """Turn what the system says into a message that names the target."""
    try:
        yield
    except OSError as error:
        raise PlaybookError(f"{target}: can't be written ({error.strerror}); it hasn't changed") from None


def name_beside(target: Path, kind: str) -> Path:
    """Return a hidden place beside the target that nobody uses: for what is "new", or for what was there, "old"."""
    return target.with_name(f".{target.name}-playbook-{kind}-{secrets.token_hex(4)}")


def remove(path: Path) -> None:
    """Remove a file or a folder, as far as that is possible."""
    with suppress(OSError):
        if path.is_symlink() or not path.is_dir():
            path.unlink()
            return
        path.chmod(PRIVATE_FOLDER)  # what people have put there may be for reading only
        for inside in list(path.iterdir()):
            remove(inside)
        path.rmdir()
