"""Lets builds into one folder take turns."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows has none; there builds do not wait for one another and leave leftovers be
    fcntl = None  # type: ignore[assignment]


_log = logging.getLogger("playbook")


@contextmanager
def take_turns(target: Path) -> Iterator[bool]:
    """Wait for other builds into the same folder; gives whether this is possible here.

    The lock is on the nearest folder above that exists, so that no file is left behind; the system frees it when a
    process dies.
    """
    above = next(folder for folder in target.parents if folder.is_dir())
    try:
        handle = os.open(above, os.O_RDONLY) if fcntl is not None else None
    except OSError:
        handle = None
    try:
        yield handle is not None and _lock(handle, target)
    finally:
        if handle is not None:
            os.close(handle)


def _lock(handle: int, target: Path) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        _log.warning("Another build is writing beside %s; waiting for it.", target)
        fcntl.flock(handle, fcntl.LOCK_EX)
    except OSError:  # some network drives have no locks
        return False
    return True
