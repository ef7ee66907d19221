"""Benchmarks: `make bench` compares two things in one run and prints the ratio beside its bound.

Times are processor time of whole processes, except for `serve`, where it is the time until an edit is on the page.
Each ratio is the median over several rounds in which both sides take turns.
"""

import datetime
import math
import os
import random
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from generator.load.playbook import load_playbook
from tests.scaling import copy_times, write_many_facts
from tests.worked_cases import list_answers

ROOT = Path(__file__).parent.parent
QUIET = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
QUIET.pop("PYTHONDONTWRITEBYTECODE", None)  # compiled modules are kept, as they are for users
FRAME = 1000 / 60
"""Milliseconds for which a screen shows one picture."""
READ = """
import sys, yaml, pydantic
from pathlib import Path
for file in Path(sys.argv[1]).rglob("*.yml"):
    yaml.load(file.read_text(), Loader=yaml.CSafeLoader)
"""
RENDER = """
import sys, time
from pathlib import Path
from generator.documents.open import open_book
from generator.site.site import make_site
start = time.process_time()
make_site(open_book(Path(sys.argv[1])))
print(time.process_time() - start)
"""


def measure(*command: str, folder: Path = ROOT) -> float:
    """Return the processor time of a process in seconds."""
    process = subprocess.Popen(command, cwd=folder, env=QUIET, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    error = process.stderr.read() if process.stderr else b""
    _, status, used = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{' '.join(command)} failed:\n{error.decode()}")
    return used.ru_utime + used.ru_stime


def compare(measured: Callable[[], float], other: Callable[[], float], *, rounds: int) -> float:
    """Return the median over the rounds of how many times as long one takes as the other, after a turn to warm up."""
    measured()
    other()
    return statistics.median(measured() / other() for _ in range(rounds))


def report(what: str, figure: float, bound: float) -> None:
    print(
        f"{what:<68} {figure:5.2f}  at most {bound:4.2f}  {'reached' if figure <= bound else 'NOT REACHED'}", flush=True
    )


def playbook(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "generator", *arguments]


def bench_build(folder: Path, work: Path, *, name: str, bound: float, rounds: int) -> None:
    """Compare a clean build with what plain MkDocs takes for the export."""
    export = work / f"export-{folder.name}"
    measure(*playbook("-C", str(folder), "export", str(export)))

    def build() -> float:
        shutil.rmtree(folder / "site", ignore_errors=True)
        return measure(*playbook("-C", str(folder), "build"))

    def build_plain() -> float:
        return measure(sys.executable, "-m", "mkdocs", "build", "--quiet", "--clean", folder=export)

    report(f"clean build over plain MkDocs of the export, {name}", compare(build, build_plain, rounds=rounds), bound)


def bench_check(folder: Path) -> None:
    def check() -> float:
        return measure(*playbook("-C", str(folder), "check"))

    def read() -> float:
        return measure(sys.executable, "-c", READ, str(folder / "content"))

    report("check over import of yaml and pydantic and bare reading", compare(check, read, rounds=9), 1.5)


def bench_growth(small: Path, middle: Path, large: Path) -> None:
    def render(folder: Path) -> float:
        done = subprocess.run(
            [sys.executable, "-c", RENDER, str(folder)], cwd=ROOT, capture_output=True, text=True, check=True
        )
        return float(done.stdout)

    times = [statistics.median(render(folder) for _ in range(3)) for folder in (small, middle)] + [render(large)]
    report("growth of check and rendering, exponent from 1 to 100 times", math.log(times[2] / times[0], 100), 1.1)
    report("growth of check and rendering, exponent from 10 to 100 times", math.log(times[2] / times[1], 10), 1.1)


def bench_facts(work: Path) -> None:
    many = write_many_facts(work / "facts", steps=2000, facts=40)
    none = write_many_facts(work / "no-facts", steps=2000, facts=0)
    ratio = compare(
        lambda: measure(*playbook("-C", str(many), "check")),
        lambda: measure(*playbook("-C", str(none), "check")),
        rounds=5,
    )
    report("2,000 steps with 40 facts over the same without facts, check", ratio, 3.0)


def bench_serve(folder: Path) -> None:
    """Compare the time until an edit is on the page with the time of a clean build."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    server = subprocess.Popen(
        playbook("-C", str(folder), "serve", "--address", address),
        cwd=ROOT,
        env=QUIET,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    edited = folder / "content" / "phases" / "farewell.yml"
    ratios = []
    try:
        wait_for(address, "")
        for number in range(5):
            text = edited.read_text(encoding="utf-8")
            edited.write_text(
                re.sub(r"summary: .*", f"summary: Edited {number} times.", text, count=1), encoding="utf-8"
            )
            start = time.perf_counter()
            wait_for(address, f"Edited {number} times.")
            rebuilt = time.perf_counter() - start
            start = time.perf_counter()
            shutil.rmtree(folder / "site", ignore_errors=True)
            measure(*playbook("-C", str(folder), "build"))
            ratios.append(rebuilt / (time.perf_counter() - start))
    finally:
        server.terminate()
        server.wait()
    report("rebuild under serve after one edit over a clean build, 10 times", statistics.median(ratios), 0.6)


def bench_cases(work: Path) -> None:
    """Compare packets on one core with packets on two, and the memory for many cases with that for few."""
    answers = list_answers(load_playbook(ROOT))
    many = [write_case(work, number, answers) for number in range(1000)]
    single, peak_many = run_cases(many, work / "single", jobs=1)
    two, _ = run_cases(many, work / "two", jobs=2)
    _, peak_few = run_cases(many[:100], work / "few", jobs=1)
    report_least("1,000 cases to packets, time on one core over time on two", single / two, 1.7)
    report("memory of 1,000 cases over that of 100, one process", peak_many / peak_few, 1.25)


def write_case(work: Path, number: int, answers: list[dict[str, str]]) -> Path:
    """Write a case; no two are alike."""
    draw = random.Random(number)
    answer = draw.choice(answers)
    file = work / "cases" / f"case-{number}.yml"
    file.parent.mkdir(exist_ok=True)
    day = datetime.date(2026, 12, 1) + datetime.timedelta(draw.randrange(300))
    dates = {"end-of-contract": {"contract-end": day}, "termination": {"effective-date": day}}[answer["path"]]
    facts = {name: answer for name, answer in answer.items() if name == "path" or draw.random() < 0.9}
    lines = [f"{name}: {value}" for name, value in facts.items()]
    file.write_text(f"facts: {{{', '.join(lines)}}}\ndates: {{{', '.join(f'{k}: {v}' for k, v in dates.items())}}}\n")
    return file


def run_cases(files: list[Path], target: Path, *, jobs: int) -> tuple[float, int]:
    """Return the seconds that packets take, and the most memory that a process of the run has used, in KiB."""
    command = playbook("case", "plan", *map(str, files), "-o", str(target), "--jobs", str(jobs))
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, env=QUIET, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if status:
        sys.exit("the cases of the benchmark could not be planned")
    return time.perf_counter() - start, used.ru_maxrss


def bench_planner(folder: Path) -> None:
    """Take from the browser's own marks how long the page takes from an answer to all that is shown."""
    chromium = next((found for name in ("chromium", "google-chrome") if (found := shutil.which(name))), None)
    if chromium is None:
        print("the page was not measured: no Chromium is installed")
        return
    from playwright.sync_api import sync_playwright

    measure(*playbook("-C", str(folder), "build"))
    with sync_playwright() as running:
        browser = running.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto((folder / "site" / "plan.html").as_uri())
        page.wait_for_selector("#planner:not([hidden])")
        page.check("input[name=planner-fact-path][value=end-of-contract]")
        page.fill("#planner-date-contract-end", "2026-12-31")
        times = {kind: [measure_change(page, kind, number) for number in range(20)] for kind in ("date", "fact")}
        browser.close()
    for kind, measured in times.items():
        figure = statistics.median(measured) / FRAME
        report(f"the page's answer to a changed {kind} over one frame, 10 times the content", figure, 1.0)


def measure_change(page: Any, kind: str, number: int) -> float:
    """Change a date or an answer; gives the milliseconds that the page itself has measured."""
    page.evaluate("performance.clearMeasures()")
    if kind == "date":
        page.fill("#planner-date-contract-end", f"2027-01-{1 + number:02}")
    else:
        page.check(f"input[name=planner-fact-balance-due][value={('yes', 'no')[number % 2]}]")
    return float(page.evaluate("performance.getEntriesByName('planner-answer')[0].duration"))


def report_least(what: str, figure: float, bound: float) -> None:
    reached = "reached" if figure >= bound else "NOT REACHED"
    print(f"{what:<68} {figure:5.2f}  at least {bound:4.2f}  {reached}", flush=True)


def wait_for(address: str, text: str) -> None:
    while True:
        try:
            with urllib.request.urlopen(f"http://{address}/phases/farewell.html", timeout=300) as answer:
                if text in answer.read().decode():
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            pass
        time.sleep(0.05)


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        small, middle, large = (copy_times(ROOT, work / f"times-{times}", times) for times in (1, 10, 100))
        bench_check(ROOT)
        bench_facts(work)
        bench_growth(small, middle, large)
        bench_build(small, work, name="shipped size", bound=1.5, rounds=5)
        bench_build(middle, work, name="10 times", bound=1.25, rounds=3)
        bench_serve(middle)
        bench_planner(middle)
        bench_cases(work)


if __name__ == "__main__":
    main()
