"""Makes runs that write to the same place take turns."""

import datetime
import hashlib
import logging
import os
import shlex
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from generator.errors import PlaybookError

PATIENCE = 600.0
"""How many seconds a run waits for another one; no build and no thousand of packets takes so long."""
_UNSAID = 1.0
"""How many seconds a run waits without a message; the other run has noted by then who it is."""
_LONGEST_COMMAND = 200
"""How many letters of the other command are shown; a thousand case files would fill the screen."""
_log = logging.getLogger("playbook")


@contextmanager
def take_turns(target: Path, *, patience: float = PATIENCE) -> Iterator[bool]:
    """Wait for other runs that write to the same place; returns whether this is possible here.

    The system frees the lock when its process dies; no process that is started meanwhile inherits it. Its file stays
    behind, so it lies in the temporary folder. Raises PlaybookError after so many seconds in vain.
    """
    lock = FileLock(_name_lock(target), fallback_to_soft=False)
    note = Path(lock.lock_file).with_suffix(".txt")
    possible = _lock(lock, note, target, patience)
    try:
        yield possible
    finally:
        if possible:
            note.unlink(missing_ok=True)
            lock.release()


def _name_lock(target: Path) -> Path:
    """Return where the lock of a target is: in a folder of the user, so that nobody else can take it."""
    user = os.getuid() if hasattr(os, "getuid") else os.environ.get("USERNAME", "")
    # A target's path may be longer than a file's name can be, and a lock is for the place and not for its spelling.
    name = hashlib.sha256(os.fsencode(os.path.normcase(os.path.realpath(target)))).hexdigest()[:32]
    return Path(tempfile.gettempdir()) / f"playbook-{user}" / f"{name}.lock"


def _make_folder(folder: Path) -> None:
    """Make the folder of our locks; raises OSError where somebody else has made it, who could lead us astray there."""
    folder.mkdir(mode=0o700, exist_ok=True)
    if hasattr(os, "getuid") and (folder.is_symlink() or folder.stat().st_uid != os.getuid()):
        raise PermissionError


def _lock(lock: FileLock, note: Path, target: Path, patience: float) -> bool:
    try:
        _make_folder(note.parent)
        try:
            lock.acquire(timeout=min(_UNSAID, patience))
        except Timeout:
            _wait(lock, note, target, patience)
        note.write_text(_describe_us(), encoding="utf-8", errors="backslashreplace")  # words need not be UTF-8
    except OSError:  # some systems have no locks, or no temporary folder that one can write to
        lock.release()
        return False
    return True


def _wait(lock: FileLock, note: Path, target: Path, patience: float) -> None:
    most = f"{patience / 60:g} minutes" if patience >= 60 else f"{patience:g} seconds"
    _log.warning("%s: %s; waiting for it, at most %s.", target, _describe_other(note), most)
    try:
        lock.acquire(timeout=patience)
    except Timeout:
        other = _describe_other(note)
        advice = "stop that process if it is stuck, then run this again; nothing has changed"
        raise PlaybookError(f"{target}: {other}, and hasn't finished within {most}; {advice}") from None


def _describe_us() -> str:
    command = shlex.join([Path(sys.argv[0]).name, *sys.argv[1:]])
    shown = command if len(command) <= _LONGEST_COMMAND else f"{command[:_LONGEST_COMMAND]} …"
    now = datetime.datetime.now().astimezone()
    return f"process {os.getpid()} ({shown}) has been writing there since {now:%Y-%m-%d %H:%M:%S}"


def _describe_other(note: Path) -> str:
    with suppress(OSError):
        return note.read_text(encoding="utf-8", errors="replace").strip() or "another run is writing there"
    return "another run is writing there"
