"""Nothing half done: killed at any moment, or run twice at once, a build leaves old output or new, whole."""

import os
import re
import subprocess
import sys
import threading
import time
from collections import Counter
from functools import partial
from pathlib import Path

import pytest

from generator.disk.export import export_site
from generator.disk.site import build_site
from generator.disk.swap import exchange, swap_in, tidy_up
from tests.conftest import HUT, ROOT, copy_playbook, list_files


@pytest.mark.parametrize("fallback", ["no", "yes"])
@pytest.mark.program
def test_killed_at_every_moment_at_which_something_is_written(tmp_path: Path, fallback: str) -> None:
    """Each line: how the run ended, what stood there then, and what the next run made of it, leftovers included."""
    folder = copy_playbook(HUT, tmp_path / "hut")
    command = [sys.executable, "-m", "tests.whole.killing", str(folder), str(tmp_path / "out"), fallback]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    lines = Counter(done.stdout.splitlines())
    assert lines.pop("finished new new") == 1
    assert lines.pop("killed old old") > 20
    assert lines.pop("killed new new") > 20
    if fallback == "yes":  # between two renames there is a moment with nothing in place; the next run mends it
        assert lines.pop("killed nothing old") == 1
    assert lines == {}


def start_build(folder: Path) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "generator", "-C", str(folder), "build"]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


@pytest.mark.program
def test_a_build_that_is_killed_leaves_the_last_site(hut_copy: Path) -> None:
    """It is killed while it writes pages that differ from those of the last site."""
    build_site(hut_copy)
    old = list_files(hut_copy / "site")
    head = hut_copy / "content" / "playbook.yml"
    head.write_text(head.read_text(encoding="utf-8").replace("dry and whole", "dry and warm"), encoding="utf-8")
    build = start_build(hut_copy)
    while not list(hut_copy.glob(".site-playbook-new-*/index.html")):
        assert build.poll() is None, "the build ended without a page beside the last site"
        time.sleep(0.001)
    build.kill()
    build.communicate()
    assert list_files(hut_copy / "site") == old
    build_site(hut_copy)
    assert b"dry and warm" in (hut_copy / "site" / "index.html").read_bytes()
    assert b"dry and whole" in old["index.html"]
    assert [path.name for path in hut_copy.iterdir() if path.name.startswith(".site")] == []


@pytest.mark.program
def test_three_builds_at_once_take_turns(hut_copy: Path) -> None:
    builds = [start_build(hut_copy) for _ in range(3)]
    said = [build.communicate() for build in builds]
    assert [build.returncode for build in builds] == [0, 0, 0]
    assert all(output.startswith("The site is finished.") for output, _ in said)
    for _, error in said:
        assert error == "" or re.fullmatch(
            rf"{re.escape(str(hut_copy / 'site'))}: process \d+ \(__main__\.py -C .* build\) has been writing there "
            r"since [\d-]+ [\d:]+; waiting for it, at most 10 minutes\.\n",
            error,
        )
    site = list_files(hut_copy / "site")
    build_site(hut_copy)
    assert list_files(hut_copy / "site") == site
    assert [path.name for path in hut_copy.iterdir() if path.name.startswith(".site")] == []


def test_whoever_looks_while_folders_change_places_always_finds_one(tmp_path: Path) -> None:
    target = tmp_path / "out"
    swap_in(target, "site", make=lambda: "0", fill=write_page)
    if not exchange(target, target):
        pytest.skip("this system cannot let two folders change places in one step")
    missed: list[str] = []
    done = threading.Event()

    def look() -> None:
        while not done.is_set():
            try:
                (target / "page").read_text()
            except FileNotFoundError as error:
                missed.append(str(error))

    looking = threading.Thread(target=look)
    looking.start()
    for number in range(200):
        swap_in(target, "site", make=partial(str, number), fill=write_page)
    done.set()
    looking.join()
    assert missed == []
    assert (target / "page").read_text() == "199"


def write_page(text: str, folder: Path) -> None:
    (folder / "page").write_text(text)


def test_only_leftovers_of_the_same_target_are_removed(tmp_path: Path) -> None:
    for name in (".out-playbook-new-x1", ".out-playbook-old-x2", ".other-playbook-new-x3", ".out-mine", "out"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text("kept")
    tidy_up(tmp_path, "out")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".other-playbook-new-x3", ".out-mine", "out"]


def test_an_export_that_is_no_export_is_left_alone(hut_copy: Path, tmp_path: Path) -> None:
    export_site(hut_copy, tmp_path / "out")
    before = list_files(tmp_path / "out")
    (tmp_path / "out" / ".playbook").write_text("site\n")
    with pytest.raises(Exception, match=r"can't write an export to .* is a site"):
        export_site(hut_copy, tmp_path / "out")
    assert {**list_files(tmp_path / "out"), ".playbook": before[".playbook"]} == before


def test_whoever_waits_reads_only_when_it_is_their_turn(tmp_path: Path) -> None:
    """So the run that ends last has read last, and no older site takes the place of a newer one."""
    target = tmp_path / "out"
    made: list[str] = []
    begun, go_on = threading.Event(), threading.Event()

    def make_slowly() -> str:
        made.append("first")
        begun.set()
        go_on.wait(30)
        return "first"

    def make_at_once() -> str:
        made.append("second")
        return "second"

    first = threading.Thread(target=lambda: swap_in(target, "site", make=make_slowly, fill=write_page))
    second = threading.Thread(target=lambda: swap_in(target, "site", make=make_at_once, fill=write_page))
    first.start()
    assert begun.wait(30)
    second.start()
    second.join(0.5)
    assert made == ["first"]
    go_on.set()
    first.join(30)
    second.join(30)
    assert made == ["first", "second"]
    assert (target / "page").read_text() == "second"
