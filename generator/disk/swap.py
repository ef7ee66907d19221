"""Puts a finished folder in the place of an earlier one: whoever looks sees the old one or the new one, whole."""

import ctypes
import glob
import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from generator.disk.files import PUBLIC_FILE, PUBLIC_FOLDER, explain_failure, name_beside, remove, write_new
from generator.disk.keep import keep_foreign, survey
from generator.disk.memory import MARKER, Memory, read_kind, require_memory, write_marker
from generator.disk.turns import take_turns
from generator.errors import UsageError

Made = TypeVar("Made")
_AT_WORKING_FOLDER = -100
_EXCHANGE = 2


def swap_in(target: Path, kind: str, *, make: Callable[[], Made], fill: Callable[[Made, Path], None]) -> Made:
    """Make something, fill a new folder with it beside the target, and put that in the target's place; returns it.

    Whoever waited for another build makes it only then, so that the last to finish has read last. What others have put
    into the target is taken over. Raises UsageError where the target is not a folder of this kind, PlaybookError where
    nothing can be written; in both cases, and if the process is killed, the target stays as it was.
    """
    target = Path(os.path.realpath(target))
    with take_turns(target) as alone:
        with explain_failure(target):
            if alone:
                tidy_up(target.parent, glob.escape(target.name))
            refuse_foreign(target, kind)
        made = make()
        place_folder(target, lambda new: _fill(target, kind, new, lambda: fill(made, new)), mode=PUBLIC_FOLDER)
    return made


def _fill(target: Path, kind: str, new: Path, fill: Callable[[], None]) -> None:
    fill()
    files = [name for name, is_folder in survey(new) if not is_folder]
    memory = Memory(papers=dict.fromkeys(files, ""))  # of these it matters only which they are
    earlier = require_memory(target)
    if earlier is not None:  # else an earlier version made it, and everything in it is taken as its work
        keep_foreign(target, new, ours=frozenset([*earlier.papers, MARKER]))
    place_marker(new, kind, memory, mode=PUBLIC_FILE)


def place_marker(new: Path, kind: str, memory: Memory, *, mode: int) -> None:
    """Mark a new folder as one of ours."""
    write_new(new / MARKER, write_marker(kind, memory).encode(), mode=mode)


def place_folder(target: Path, fill: Callable[[Path], None], *, mode: int) -> None:
    """Put a new, filled folder in the target's place, for a caller that already holds the lock; raises as `swap_in`."""
    with explain_failure(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        new = name_beside(target, "new")
        new.mkdir(mode=mode)
        try:
            fill(new)
            _place(target, new)
        finally:
            remove(new)


def tidy_up(folder: Path, name: str = "*") -> None:
    """Remove what a killed run has left behind of a target in a folder, or of any; put back what it was moving."""
    for old in sorted(folder.glob(f".{name}-playbook-old-*")):
        target = folder / old.name[1:].rpartition("-playbook-old-")[0]
        if not target.exists() and (old / MARKER).is_file():
            old.rename(target)
    for kind in ("old", "new"):
        for leftover in folder.glob(f".{name}-playbook-{kind}-*"):
            remove(leftover)


def refuse_foreign(target: Path, kind: str) -> None:
    """Raise UsageError where a folder contains something else than what is made here."""
    if target.is_symlink():
        raise UsageError(f"'{target}' is a link; name another folder, or remove the link")
    if not _may_replace(target, kind):
        raise UsageError(f"'{target}' contains files that this command didn't create; name another folder, or empty it")


def _may_replace(target: Path, kind: str) -> bool:
    if not target.exists():
        return True
    if not target.is_dir():
        return False
    return read_kind(target) == kind or not any(target.iterdir())


def _place(target: Path, new: Path) -> None:
    """Put a finished folder in place; what was there is where the new one was, or is gone."""
    if not target.exists():
        new.rename(target)
    # Where two folders can change places in one step, there is no moment without a target; elsewhere it is short, and
    # the next run repairs what a run that is killed in it has left (see tidy_up).
    elif not exchange(new, target):
        old = name_beside(target, "old")
        target.rename(old)
        try:
            new.rename(target)
        except OSError:
            old.rename(target)
            raise
        remove(old)


def exchange(folder: Path, other: Path) -> bool:
    """Exchange two folders in one step; returns False, with nothing done, where the system cannot."""
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError, TypeError):
        return False
    paths = os.fsencode(folder), os.fsencode(other)
    return bool(rename(_AT_WORKING_FOLDER, paths[0], _AT_WORKING_FOLDER, paths[1], _EXCHANGE) == 0)
