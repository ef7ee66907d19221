"""Lets runs that write to the same place take turns."""

import hashlib
import logging
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

_log = logging.getLogger("playbook")


@contextmanager
def take_turns(target: Path) -> Iterator[bool]:
    """Wait for other runs that write to the same place; gives whether this is possible here.

    The system frees the lock when its process dies. Its file stays behind, so it lies in the temporary folder.
    """
    lock = FileLock(_name_lock(target), fallback_to_soft=False)
    try:
        yield _lock(lock, target)
    finally:
        lock.release()


def _name_lock(target: Path) -> Path:
    """Return where the lock of a target is: in a folder of the user, so that nobody else can hold it."""
    user = os.getuid() if hasattr(os, "getuid") else os.environ.get("USERNAME", "")
    name = hashlib.sha256(os.fsencode(os.path.normcase(target.resolve()))).hexdigest()[:32]
    return Path(tempfile.gettempdir()) / f"playbook-{user}" / f"{name}.lock"


def _lock(lock: FileLock, target: Path) -> bool:
    try:
        folder = Path(lock.lock_file).parent
        folder.mkdir(mode=0o700, exist_ok=True)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            _log.warning("Another build is writing beside %s; waiting for it.", target)
            lock.acquire()
    except OSError:  # some systems have no locks, or no temporary folder that one can write to
        return False
    return True
