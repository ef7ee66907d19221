"""Kills an export at every moment at which it changes something on disk, and says what is left each time.

Run as `python -m tests.whole.killing FOLDER TARGET FALLBACK`: for each moment one process kills itself there.
"""

import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from generator.disk import swap
from generator.disk.export import write_export
from generator.documents.open import open_book
from generator.site.site import make_site
from tests.conftest import list_files

CHANGES = {"os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.chmod", "open", "shutil.rmtree", "shutil.copyfile"}


def kill_at(moment: int, work: Callable[[], object]) -> bool:
    """Do the work in a process that kills itself at a moment; gives whether it lived to the end."""
    child = os.fork()
    if child == 0:
        seen = 0

        def count(event: str, arguments: tuple[Any, ...]) -> None:
            nonlocal seen
            writes = event != "open" or (len(arguments) > 2 and arguments[2] & (os.O_WRONLY | os.O_RDWR))
            if event in CHANGES and writes:
                seen += 1
                if seen == moment:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(count)
        try:
            work()
        except BaseException:  # whatever it is, the parent must not see two of itself
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFEXITED(status) and os.WEXITSTATUS(status) == 0


def refuse_to_exchange(folder: Path, other: Path) -> bool:
    """Do as a system does that cannot let two folders change places in one step."""
    return folder == other == Path()


def main(folder: Path, target: Path, *, fallback: bool) -> None:
    """Kill at one moment after the other until a run gets through; print what each leaves, before and after tidying."""
    if fallback:
        swap.exchange = refuse_to_exchange
    write_export(folder, lambda: make_site(open_book(folder)), target)
    old = list_files(target)
    page = folder / "content" / "playbook.yml"
    page.write_text(page.read_text(encoding="utf-8").replace("dry and whole", "dry and warm"), encoding="utf-8")
    site = make_site(open_book(folder))
    write_export(folder, lambda: site, target.with_name("new"))
    new = list_files(target.with_name("new"))
    moment, finished = 0, False
    while not finished:
        moment += 1
        finished = kill_at(moment, lambda: write_export(folder, lambda: site, target))
        before = name_state(target, old, new)
        swap.tidy_up(target.parent, target.name)
        left = [path.name for path in target.parent.iterdir() if path.name.startswith(f".{target.name}-")]
        print("finished" if finished else "killed", before, name_state(target, old, new), *left)
        if list_files(target) != old:
            shutil.rmtree(target)
            write_files(target, old)


def name_state(target: Path, old: dict[str, bytes], new: dict[str, bytes]) -> str:
    """Describe what is at the target: the old output, the new one, nothing, or something in between."""
    if not target.exists():
        return "nothing"
    found = list_files(target)
    return "old" if found == old else "new" if found == new else "torn"


def write_files(target: Path, files: dict[str, bytes]) -> None:
    """Put the old output back, so that the next run starts from it."""
    for name, content in files.items():
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).write_bytes(content)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), fallback=sys.argv[3] == "yes")
