"""Stops runs of `case plan` at random moments, and measures how long they hold their folder and leave processes.

Run as `python -m tests.disk.stopping NUMBER` for so many runs of each signal, with one and with two jobs.
"""

import os
import random
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from generator.disk.memory import MARKER
from generator.disk.turns import take_turns
from generator.errors import PlaybookError
from tests.conftest import HUT, ROOT, TESTS

SIGNALS = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGKILL)
CASES = 300


@dataclass(frozen=True)
class Stop:
    """A run that was stopped; seconds from the signal until nobody held its folder, and until no process was left."""

    folder_free: float
    processes_gone: float
    packets: int
    leftovers: int


def write_cases(folder: Path) -> list[str]:
    """Write so many cases that a run works on them for a while."""
    text = (TESTS / "cases" / "hut.yml").read_text(encoding="utf-8").partition("\n")[2]
    folder.mkdir()
    for number in range(CASES):
        (folder / f"hut-{number:03}.yml").write_text(text, encoding="utf-8")
    return [str(file) for file in sorted(folder.iterdir())]


def stop_run(cases: list[str], target: Path, *, sent: signal.Signals, jobs: int, after: float) -> Stop:
    """Start a run, stop it so many seconds after it has begun to write, and watch what it leaves."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # so in the background of a shell; the run would inherit it
        signal.signal(signal.SIGINT, signal.default_int_handler)
    reading, writing = os.pipe()  # every process of the run inherits one end, so the pipe ends with the last of them
    command = [sys.executable, "-m", "generator", "-C", str(HUT), "case", "plan", *cases, "-o", str(target)]
    run = subprocess.Popen(
        [*command, "--jobs", str(jobs)],
        cwd=ROOT,
        pass_fds=[writing],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    os.close(writing)
    while not (target / MARKER).is_file():
        time.sleep(0.01)
    time.sleep(after)
    begun = time.monotonic()
    run.send_signal(sent)
    with take_turns(target, patience=30):
        free = time.monotonic() - begun
    left, _, _ = select.select([reading], [], [], 30)
    gone = time.monotonic() - begun
    os.close(reading)
    if not left:
        os.killpg(run.pid, signal.SIGKILL)
        raise PlaybookError(f"processes of a run are left 30 seconds after {sent.name}")
    run.wait()
    return Stop(free, gone, len(list(target.glob("hut-*"))), len(list(target.glob(".*-playbook-*"))))


def main(number: int) -> None:
    """Print the longest and the median times for each signal, with one and two jobs."""
    chance = random.Random(11)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cases = write_cases(folder / "cases")
        for jobs in (1, 2):
            for sent in SIGNALS:
                stops = []
                for _ in range(number):
                    stops.append(stop_run(cases, folder / "out", sent=sent, jobs=jobs, after=chance.uniform(0, 1)))
                    shutil.rmtree(folder / "out")
                free = sorted(stop.folder_free for stop in stops)
                gone = sorted(stop.processes_gone for stop in stops)
                print(f"{sent.name} jobs={jobs}:", _say("free", free), _say("gone", gone))


def _say(what: str, times: list[float]) -> str:
    return f"{what} after {times[len(times) // 2]:.3f} s, at most {times[-1]:.3f} s;"


if __name__ == "__main__":
    main(int(sys.argv[1]))
