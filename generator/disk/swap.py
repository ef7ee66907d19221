"""Puts a finished folder in the place of an earlier one: whoever looks sees the old one or the new one, whole."""

import ctypes
import glob
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TypeVar

from generator.disk.turns import take_turns
from generator.errors import PlaybookError, UsageError

MARKER = ".playbook"
"""Stands in every folder made here and says what it is, so that no other folder is ever replaced."""
Made = TypeVar("Made")
_AT_WORKING_FOLDER = -100
_EXCHANGE = 2


def swap_in(target: Path, kind: str, *, make: Callable[[], Made], fill: Callable[[Made, Path], None]) -> Made:
    """Make something, fill a new folder with it beside the target, and put that in the target's place; gives it.

    Whoever waited for another build makes it only then, so that the last to finish has read last. Raises UsageError
    where the target is not a folder of this kind, PlaybookError where nothing can be written; in both cases, and if
    the process is killed, the target stays as it was.
    """
    target = target.resolve()
    with take_turns(target) as alone:
        with explain_failure(target):
            if alone:
                tidy_up(target.parent, glob.escape(target.name))
            refuse_foreign(target, kind)
        made = make()
        place_folder(target, kind, lambda new: fill(made, new))
    return made


def place_folder(target: Path, kind: str, fill: Callable[[Path], None], *, names: Iterable[str] = ()) -> None:
    """Fill a new folder and put it in the target's place, for a caller whose turn it is; raises as `swap_in` does.

    The names of files are noted, for a caller that has to tell them from those of others.
    """
    with explain_failure(target):
        refuse_foreign(target, kind)
        target.parent.mkdir(parents=True, exist_ok=True)
        _fill_and_place(target, "\n".join((kind, *names)), fill)


def list_ours(folder: Path) -> frozenset[str]:
    """Give the names of the files in a folder that were noted when it was made, its marker among them."""
    marker = folder / MARKER
    noted = marker.read_text(encoding="utf-8").splitlines()[1:] if marker.is_file() else []
    return frozenset([*noted, MARKER]) if noted else frozenset()


@contextmanager
def open_replacement(target: Path) -> Iterator["Replacement"]:
    """Open a file beside the target and put it in the target's place at the end; if this fails, the target stays."""
    with explain_failure(target):
        handle, name = tempfile.mkstemp(prefix=_name(target, "new"), dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                replacement = Replacement(file)
                yield replacement
            if not replacement.dropped:
                Path(name).chmod(0o644)
                Path(name).replace(target)
        finally:
            Path(name).unlink(missing_ok=True)


@dataclass
class Replacement:
    """A file that will take the place of another, unless it is dropped."""

    file: IO[bytes]
    dropped: bool = False


def replace_file(target: Path, text: str) -> None:
    """Write a file beside the target and put it in the target's place; if this fails, the target stays as it was."""
    with open_replacement(target) as new:
        new.file.write(text.encode())


@contextmanager
def explain_failure(target: Path) -> Iterator[None]:
    """Turn what the system says into a message that names the target."""
    try:
        yield
    except OSError as error:
        raise PlaybookError(f"{target}: cannot be written ({error.strerror}); it is left as it was") from None


def tidy_up(folder: Path, name: str = "*") -> None:
    """Remove what a killed run has left behind of a target in a folder, or of any; put back what it was moving."""
    for old in sorted(folder.glob(f".{name}-playbook-old-*")):
        target = folder / old.name[1:].rpartition("-playbook-old-")[0]
        if not target.exists() and (old / MARKER).is_file():
            old.rename(target)
    for kind in ("old", "new"):
        for leftover in folder.glob(f".{name}-playbook-{kind}-*"):
            remove(leftover)


def remove(path: Path) -> None:
    """Remove a file or a folder, as far as that is possible."""
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink()


def _name(target: Path, kind: str) -> str:
    return f".{target.name}-playbook-{kind}-"


def refuse_foreign(target: Path, kind: str) -> None:
    """Raise UsageError where a folder holds something else than what is made here."""
    if not _may_replace(target, kind):
        raise UsageError(f"'{target}' holds files that are no {kind} made here; name another folder, or empty it")


def _may_replace(target: Path, kind: str) -> bool:
    if not target.exists():
        return True
    if not target.is_dir():
        return False
    marker = target / MARKER
    if marker.is_file():
        return marker.read_text(encoding="utf-8", errors="replace").partition("\n")[0].strip() == kind
    return not any(target.iterdir())


def _fill_and_place(target: Path, note: str, fill: Callable[[Path], None]) -> None:
    new = Path(tempfile.mkdtemp(prefix=_name(target, "new"), dir=target.parent))
    try:
        fill(new)
        (new / MARKER).write_text(f"{note}\n", encoding="utf-8")
        new.chmod(0o755)
        _place(target, new)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _place(target: Path, new: Path) -> None:
    """Put a finished folder in place; what was there is where the new one was, or is gone."""
    if not target.exists():
        new.rename(target)
    elif not exchange(new, target):
        old = target.with_name(new.name.replace("-new-", "-old-"))
        target.rename(old)
        try:
            new.rename(target)
        except OSError:
            old.rename(target)
            raise
        shutil.rmtree(old, ignore_errors=True)


def exchange(one: Path, other: Path) -> bool:
    """Let two folders change places in one step; gives False, with nothing done, where the system cannot."""
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError, TypeError):
        return False
    paths = os.fsencode(one), os.fsencode(other)
    return bool(rename(_AT_WORKING_FOLDER, paths[0], _AT_WORKING_FOLDER, paths[1], _EXCHANGE) == 0)
