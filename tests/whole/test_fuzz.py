"""Whatever is in a case, a playbook or a command line: an exit code, one line for each problem, and nothing lost."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.documents.book import Book
from generator.documents.open import open_case
from generator.errors import ContentError
from generator.packet.packet import make_packet
from tests.conftest import HUT, TESTS
from tests.made_playbooks import Made, draw_playbooks, read_made
from tests.running import Done
from tests.whole.fuzzing import (
    FEW,
    IDS,
    ODD_TEXTS,
    TRAPS,
    call,
    copy_place,
    draw_file,
    draw_wrong,
    dump,
    judge,
    judge_place,
    make_place,
    read,
    start,
    survey,
)

Call = Callable[..., Done]
MANY = settings(max_examples=FEW)
A_FEW = settings(max_examples=max(FEW // 50, 2))
"""Of what starts a process of its own."""
HUT_CASE: Any = {
    "facts": {"path": "season-ends", "guests-inside": "yes", "snow-on-path": "no"},
    "dates": {"last-night": "2026-10-04"},
    "fields": {"hut_name": "Upper hut", "reopening": "June"},
    "people": {"warden": {"name": "Ada Lind", "email": "ada@hut.example"}},
    "steps": {"tell-guests": {"done": "2026-09-20"}, "lock-door": {"done": "2026-10-05"}},
    "notes": "The key is with the baker.",
}
CASES = [read(TESTS / "cases" / f"{name}.yml") for name in ("harbour-clinics", "upper-mill")]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_place(tmp_path_factory.mktemp("place"))


def check_case(place: Path, raw: bytes, run: Call) -> None:
    """Plan a case whose packet is there already; the packet is a new one, whole, or the old one as it was."""
    with tempfile.TemporaryDirectory() as name:
        folder = copy_place(place, Path(name))
        (folder / "mill.yml").write_bytes(raw)
        before = survey(folder)
        done = run(["case", "plan", "../mill.yml", "-o", "../packets", "--jobs", "1"], folder / "hut")
        judge(done)
        after = survey(folder)
        judge_place(before, after, "packets")
        packet = {file: content for file, content in before.items() if file.startswith("packets/mill")}
        if done.code:
            assert {file: after[file] for file in packet} == packet
        for command in (["case", "check", "../mill.yml"], ["case", "plan", "../mill.yml", "--today", "2026-10-01"]):
            again = run(command, folder / "hut")
            judge(again)
            assert again.code == done.code or "packets" in done.err


@MANY
@given(draw_file(HUT_CASE))
def test_any_case(place: Path, raw: bytes) -> None:
    check_case(place, raw, call)


@A_FEW
@given(draw_file(HUT_CASE))
@pytest.mark.program
def test_any_case_in_a_process_of_its_own(place: Path, raw: bytes) -> None:
    check_case(place, raw, start)


@MANY
@given(st.sampled_from(CASES).flatmap(draw_file))
def test_any_case_of_a_large_playbook(book: Book, raw: bytes) -> None:
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "mill.yml"
        file.write_bytes(raw)
        try:
            plan = open_case(book, file, today=None)
        except ContentError as error:
            assert all(problem.message for problem in error.problems)
            return
        for paper, content in make_packet(book, plan, days=None):
            assert paper and isinstance(content, bytes)


WORDS = st.sampled_from([*ODD_TEXTS, *IDS, *TRAPS])
FACTS = st.sampled_from(
    ["path=storm", "path=season-ends", "guests-inside=no", "snow-on-path=yes", "=", "path", "path="]
)
ANY_FACT = FACTS | st.tuples(WORDS, WORDS).map("=".join)
FILES = st.sampled_from(["mill.yml", "harbour.yml", "bad.yml", "packets", *TRAPS])
PLACES = st.sampled_from(["packets", "out", "hut/site", "new/folder", "hut", "hut/out", "packets/mill", *TRAPS])
DAYS = st.sampled_from(["2026-10-01", "today", "2026-13-01", "1900-01-01", "9999-12-31"]) | WORDS
JOBS = st.sampled_from(["1", "0", "-1", "x", "1.5", "", "٣", "9999999", "\n"])
ENVIRONMENT = st.fixed_dictionaries(
    {},
    optional={
        "COLUMNS": st.sampled_from(["0", "1", "-5", "x", "99999", None]),
        "LANG": st.sampled_from(["C", "xx_YY.foo", "de_DE.UTF-8", None]),
        "LC_ALL": st.sampled_from(["C", "POSIX", "xx", None]),
        "TZ": st.sampled_from(["UTC", "Nowhere/Nothing", "Pacific/Kiritimati", None]),
        "HOME": st.sampled_from(["/nowhere", "", None]),
        "TERM": st.sampled_from(["dumb", "", None]),
        "NO_COLOR": st.just("1"),
        "FORCE_COLOR": st.just("1"),
    },
)


def _options(**options: st.SearchStrategy[str]) -> st.SearchStrategy[list[str]]:
    pairs = [st.tuples(st.just(name), values) for name, values in options.items()]
    return st.lists(st.one_of(pairs), max_size=3).map(lambda drawn: [word for pair in drawn for word in pair])


COMMANDS: dict[str, st.SearchStrategy[list[str]]] = {
    "check": st.just([]),
    "build": st.just([]),
    "serve": _options(**{"--address": st.sampled_from(["x", "", "127.0.0.1:0", "1:2:3", "[::1]:99999"])}).map(
        lambda words: words or ["--address", "nowhere"]
    ),
    "show": _options(**{"--fact": ANY_FACT}),
    "email": st.tuples(
        st.lists(st.sampled_from(["hut-closes", "bring-boots"]) | WORDS, max_size=2),
        _options(**{"--fact": ANY_FACT, "--set": st.tuples(WORDS, WORDS).map("=".join) | WORDS}),
    ).map(lambda parts: [*parts[0], *parts[1]]),
    "export": PLACES.map(lambda word: [word]),
    "schema": st.just([]),
    "case new": _options(**{"--fact": ANY_FACT, "-o": PLACES | st.just("new.yml")}),
    "case check": st.lists(FILES, max_size=3),
    "case plan": st.tuples(
        st.lists(FILES, max_size=3),
        _options(**{"--today": DAYS, "--role": st.just("cook") | WORDS, "-o": PLACES, "--jobs": JOBS}),
    ).map(lambda parts: [*parts[0], *parts[1], *([] if "--jobs" in parts[1] else ["--jobs", "1"])]),
    "": st.just([]),
    "case": st.just([]),
}


@st.composite
def draw_words(draw: st.DrawFn) -> list[str]:
    """Draw a command line: mostly a command with what it may take, in some playbook, sometimes with a stray word."""
    name = draw(st.sampled_from(list(COMMANDS)))
    words = [*name.split(), *draw(COMMANDS[name])]
    place = draw(st.sampled_from(["hut", "hut", "hut", "hut", *TRAPS]))
    words = ["-C", place, *words]
    if draw(st.integers(0, 5)) == 5:
        words.insert(
            draw(st.integers(0, len(words))), draw(st.sampled_from(["--help", "-h", "--version", "--", "-x"]) | WORDS)
        )
    return [word.replace("\0", "") for word in words]


def find_target(folder: Path, words: list[str]) -> str | None:
    """Return where a command line may write, as seen from the folder in which it is typed."""
    places = [words[number + 1] for number, word in enumerate(words[:-1]) if word in ("-o", "export")]
    if not places:
        return None
    found = os.path.relpath(os.path.realpath(folder / places[-1]), os.path.realpath(folder))
    return None if found.startswith("..") else found


def check_words(place: Path, words: list[str], environment: dict[str, str | None], run: Call) -> None:
    if "serve" in words and "--address" not in words:
        return  # it would serve for ever
    with tempfile.TemporaryDirectory() as name:
        folder = copy_place(place, Path(name) / "place")
        before = survey(folder)
        done = run(words, folder, environment)
        judge(done)
        judge_place(before, survey(folder), find_target(folder, words))
        if not any(word.startswith("..") for word in words):
            assert [path.name for path in Path(name).iterdir()] == ["place"]


@MANY
@given(draw_words(), ENVIRONMENT)
def test_any_command_line(place: Path, words: list[str], environment: dict[str, str | None]) -> None:
    check_words(place, words, environment, call)


@A_FEW
@given(draw_words(), ENVIRONMENT)
@pytest.mark.program
def test_any_command_line_in_a_process_of_its_own(
    place: Path, words: list[str], environment: dict[str, str | None]
) -> None:
    check_words(place, words, environment, start)


@st.composite
def draw_content(draw: st.DrawFn) -> tuple[Made, dict[str, bytes | None]]:
    """Draw a playbook, and what stands in some of its files instead; None for a folder in the place of a file."""
    made = draw(draw_playbooks()) if draw(st.booleans()) else read_made(HUT)
    names = draw(st.lists(st.sampled_from(list(made.files)), min_size=1, max_size=2, unique=True))
    return made, {
        name: draw(st.none() if draw(st.integers(0, 9)) == 9 else draw_file(made.files[name]))
        if draw(st.integers(0, 9)) == 9
        else draw(draw_file(made.files[name]))
        for name in names
    }


@MANY
@given(draw_content(), st.sampled_from([["check"], ["show"], ["email"], ["case", "new"], ["export", "../out"]]))
def test_any_playbook(drawn: tuple[Made, dict[str, bytes | None]], command: list[str]) -> None:
    made, changes = drawn
    with tempfile.TemporaryDirectory() as name:
        folder = made.write(Path(name) / "playbook")
        for file, raw in changes.items():
            path = folder / "content" / file
            path.unlink()
            if raw is None:
                path.mkdir()
            else:
                path.write_bytes(raw)
        before = survey(Path(name))
        done = call(command, folder)
        judge(done)
        judge_place(before, survey(Path(name)), "out" if command[0] == "export" else None)
        checked = call(["check"], folder)
        judge(checked)
        assert done.code <= checked.code, "what check finds nothing wrong with can be used"


def test_the_fuzzer_draws_wrong_and_right(place: Path) -> None:
    """What is not changed is right, so that whatever is refused is refused for what was drawn."""
    check_case(place, dump(HUT_CASE), call)
    with tempfile.TemporaryDirectory() as name:
        folder = copy_place(place, Path(name))
        (folder / "mill.yml").write_bytes(dump(HUT_CASE))
        assert call(["case", "plan", "../mill.yml"], folder / "hut").code == 0
    assert draw_wrong(HUT_CASE) is not None
