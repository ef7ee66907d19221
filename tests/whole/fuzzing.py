"""What the fuzzer is made of: wrong YAML drawn from right YAML, a place full of traps, what must hold whatever comes.

`make fuzz N=5000` draws so many of each kind and prints the seed; `make fuzz N=5000 SEED=…` draws the same again.
"""

import io
import json
import os
import re
import shutil
import stat
import subprocess
import sys
import warnings
from collections.abc import Mapping
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any
from unittest import mock

import yaml
from hypothesis import settings
from hypothesis import strategies as st

from generator.command.cli import main
from tests.conftest import HUT, ROOT, copy_playbook
from tests.running import Done, keep_process

FEW = int(os.environ.get("FUZZ", "0")) or min(60, settings().max_examples)
"""So many examples of each kind; `make fuzz` asks for more."""

ODD_TEXTS = [
    "", " ", "x", "-", "#", "no", "yes", "null", "~", "1", "1.10", "-1", "10:30", "2026-02-30", "0000-00-00",
    "9999-12-31", "2026-10-04", "2026-10-4", "20261004", "٢٠٢٦-١٠-٠٤", "x" * 5000, "ß" * 61, "../../x",
    "/etc/passwd", "con", "a\nb", "a\tb", "\u202eabc", "\u200b", "a\u00adb", "\x1b[31m", "\x85", "\u2028",
    "{{ hut_name }}", "{{ nothing }}", "{% if %}", "{0.__class__}", "<script>x</script>", "=1+1", "'", '"', "*x",
    "&x", "!!int 3", "%", "@", "`", "[", "{", "|", ">", "a: b", "Zoë 山小屋 🏔", "a@b.example", "@", "a@b@c", "<a@b>",
    "x" * 300+"@b.example", "1e400", "0x1f", "٣",
]  # fmt: skip
IDS = [
    "path", "storm", "season-ends", "guests-inside", "snow-on-path", "escort", "last-night", "storm-warning",
    "hut_name", "last_night", "reopening", "cook", "warden", "tell-guests", "bring-guests-down", "drain-water",
    "lock-door", "empty-kitchen", "hut-closes", "facts", "dates", "fields", "people", "steps", "ticked", "notes",
    "id", "made-with", "done", "name", "email", "when", "otherwise", "after", "needs", "due", "from", "tasks", "do",
    "origin", "added", "title", "text", "covers", "formerly", "options", "label", "means", "follows", "edition",
    "source",
]  # fmt: skip
TEXTS = st.sampled_from([*ODD_TEXTS, *IDS]) | st.text(max_size=8)
VALUES: st.SearchStrategy[Any] = st.recursive(
    TEXTS | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)
BYTES = st.tuples(
    st.integers(0, 100_000), st.sampled_from(b"\x00\t\n :-[]{}#&*!|>'\"%@`\\\xff\xc3\xf0a0?,"), st.booleans()
)


@st.composite
def draw_wrong(draw: st.DrawFn, data: Any) -> Any:
    """Draw data that differs from right data in a few places: gone, moved, renamed, doubled, or something else."""
    data = json.loads(json.dumps(data))
    for _ in range(draw(st.integers(1, 4))):
        places = list(_list_places(data))
        if not places:
            return draw(VALUES)
        node, key = draw(st.sampled_from(places))
        _change(draw, node, key, places)
    return data


def _list_places(node: Any) -> Any:
    """List every container with each of its keys or positions."""
    for key in list(node) if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ():
        yield node, key
        yield from _list_places(node[key])


def _change(draw: st.DrawFn, node: Any, key: Any, places: list[Any]) -> None:
    how = draw(st.sampled_from(["replace", "remove", "copy", "rename", "add", "add"]))
    if how == "replace":
        node[key] = draw(VALUES)
    elif how == "remove":
        del node[key]
    elif how == "copy":
        other, place = draw(st.sampled_from(places))
        copied = json.loads(json.dumps(other[place])) if _holds(other, place) else None
        node[key] = copied
    elif isinstance(node, list):
        node.insert(key, draw(VALUES))
    else:
        kept = node.pop(key) if how == "rename" else json.loads(json.dumps(node[key]))
        node[draw(TEXTS)] = kept if draw(st.booleans()) else draw(VALUES)


def _holds(node: Any, key: Any) -> bool:
    return key in node if isinstance(node, dict) else key < len(node)


@st.composite
def draw_file(draw: st.DrawFn, data: Any) -> bytes:
    """Draw the bytes of a YAML file that holds wrong data, or has wrong bytes, or both."""
    kind = draw(st.sampled_from(["data", "data", "bytes", "both"]))
    chosen = data if kind == "bytes" else draw(draw_wrong(data))
    raw = bytearray(dump(chosen, flow=draw(st.sampled_from([None, False, True]))))
    for position, byte, insert in draw(st.lists(BYTES, min_size=1, max_size=4)) if kind != "data" else ():
        at = position % (len(raw) + 1)
        raw[at : at if insert else at + 1] = bytes([byte])
    return bytes(raw)


def dump(data: Any, *, flow: bool | None = False) -> bytes:
    return yaml.safe_dump(data, sort_keys=False, allow_unicode=True, default_flow_style=flow).encode("utf-8", "replace")


def read(file: Path) -> Any:
    return yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def call(arguments: list[str], folder: Path, environment: Mapping[str, str | None] | None = None) -> Done:
    """Run the command in this process, into a pipe; a failure beyond its exit code is one of the test."""
    written = io.BytesIO(), io.BytesIO()
    out, err = (io.TextIOWrapper(stream, encoding="ascii") for stream in written)
    changed = environment or {}
    with keep_process(), chdir(folder), mock.patch.dict(os.environ), redirect_stdout(out), redirect_stderr(err):
        for name in changed:
            os.environ.pop(name, None)
        os.environ.update({name: value for name, value in changed.items() if value is not None})
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)  # MkDocs leaves files open where a hook stops it
            code = main(arguments)
    return Done(code, *(stream.getvalue().decode("utf-8") for stream in written))


def start(arguments: list[str], folder: Path, environment: Mapping[str, str | None] | None = None) -> Done:
    """Run the command as a process of its own."""
    changed = {**os.environ, "PYTHONPATH": str(ROOT), "NO_MKDOCS_2_WARNING": "1", **(environment or {})}
    given = {name: value for name, value in changed.items() if value is not None}
    command = [sys.executable, "-m", "generator", *arguments]
    done = subprocess.run(command, cwd=folder, env=given, capture_output=True, check=False, timeout=120)
    return Done(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


PLACED = re.compile(r"\S.*: \S.*")


def judge(done: Done) -> None:
    """Assert what holds of every run: an exit code that is ours to give, and one line for each problem."""
    assert done.code in (0, 1, 2), done.err
    assert "Traceback" not in done.err, done.err
    lines = done.err.removesuffix("\n").split("\n") if done.err else []  # a terminal breaks a line at nothing else
    assert (done.code == 0) == (not lines), done.err
    assert all(line.strip() for line in lines), done.err
    if done.code == 1:
        assert all(PLACED.match(line) for line in lines), done.err
    if done.code == 2:  # a letter lists each blank that nothing fills
        assert len(lines) == 1 or all(line.startswith(("the ", "there's no ")) for line in lines), done.err


def survey(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Return everything in a folder: its mode, and what it holds or leads to; links are not followed."""
    found = {}
    for place, folders, files in os.walk(folder):
        for path in (Path(place) / name for name in (*folders, *files)):
            mode = path.lstat().st_mode
            holds = b""
            if stat.S_ISREG(mode):
                holds = path.read_bytes()
            elif stat.S_ISLNK(mode):
                holds = os.fsencode(path.readlink())
            found[os.path.relpath(path, folder)] = (mode, holds)
    return found


MADE = ("hut/site/", "hut/content/.schema/", "out/", "packets/")
"""Where in the place something lies that was made here, and may be made anew."""
TRAPS = [
    "nothing", "empty", "file.txt", "sp ace", "two\nlines", os.fsdecode(b"by\xfftes"), "loop", "pipe",
    "hut/content", "up", "a" * 300, "hut/mkdocs.yml/x", "mine", "full", "hut/templates", "mill.yml", "\u202ex", "-",
    "~", "", ".", "..", "/dev/null",
]  # fmt: skip


def make_place(folder: Path) -> Path:
    """Fill a folder with a playbook, what was made of it, cases, things of others, and names that are traps."""
    hut = copy_playbook(HUT, folder / "hut")
    for name, text in {
        "mill": "facts: {path: storm}\n",
        "harbour": "id: other\nfacts: {}\n",
        "bad": "facts: [\n",
    }.items():
        (folder / f"{name}.yml").write_text(text, encoding="utf-8")
    for name in ("empty", "sp ace", "two\nlines", os.fsdecode(b"by\xfftes"), "full", "mine"):
        (folder / name).mkdir()
    for name in ("file.txt", "full/mine.txt", "mine/.playbook"):
        (folder / name).write_text("keep me", encoding="utf-8")
    for typed in ("build", "export ../out", "case plan ../mill.yml -o ../packets --jobs 1"):
        assert call(typed.split(), hut).code == 0
    for name in ("hut/site", "out", "packets", "packets/mill"):
        (folder / name / "mine.txt").write_text("keep me", encoding="utf-8")
    return folder


def copy_place(made: Path, folder: Path) -> Path:
    """Copy a place, with what cannot be copied: a link that leads to itself, one that leads up, a pipe."""
    shutil.copytree(made, folder, symlinks=True, dirs_exist_ok=True)
    (folder / "loop").symlink_to("loop")
    (folder / "up").symlink_to("..")
    os.mkfifo(folder / "pipe")
    return folder


def judge_place(before: Mapping[str, Any], after: Mapping[str, Any], target: str | None) -> None:
    """Assert that nothing was lost or changed but what was made here, and nothing was added but in the target."""
    changed = [name for name in before if after.get(name) != before[name]]
    foreign = [name for name in changed if not _is_made(name)]
    assert foreign == [], f"changed or gone: {foreign}"
    added = [name for name in after if name not in before and not _is_made(name)]
    outside = [name for name in added if target is None or not _is_at(name, target)]
    assert outside == [], f"added: {outside}"
    assert [name for name in after if "-playbook-" in name] == []


def _is_made(name: str) -> bool:
    return f"{name}/".startswith(MADE) and not name.endswith("mine.txt")


def _is_at(name: str, target: str) -> bool:
    """Whether something lies in the target, is the target, or a folder above it."""
    return f"{name}/".startswith(f"{target}/") or f"{target}/".startswith(f"{name}/")
