"""What the tests share: the test playbooks, golden files, a real browser."""

import functools
import os
import re
import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import engine

from generator.disk.site import build_site
from generator.documents.book import Book
from generator.documents.open import open_book
from generator.documents.render import Renderer
from generator.load.playbook import load_playbook
from generator.site.site import Site, make_site
from tests.made_playbooks import SEEN
from tests.running import Run

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# No test asserts on a time; in CI the same examples are drawn on every run.
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=bool(os.environ.get("CI")))
settings.register_profile("playbook", PATIENT)
settings.register_profile("quick", PATIENT, max_examples=8)
settings.load_profile("playbook")
# A failure is told within a minute, not after five; what it shows is small enough by then.
engine.MAX_SHRINKING_SECONDS = 30

TESTS = Path(__file__).parent
ROOT = TESTS.parent
HUT = TESTS / "playbooks" / "hut"
OFFBOARDING = TESTS / "playbooks" / "offboarding"
"""A large playbook that stays as it is: what the shipped one was when this copy was made."""
Edition = Literal["full", "source"] | None
Which = tuple[Path, Edition]
NAMES = ["full", "source", "hut"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite the golden files with what is made now")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark every test that asks for a browser, itself or through a fixture, so that none can be forgotten.

    To rewrite golden files, run the tests that have some, and no others.
    """
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
    if config.getoption("--update-golden"):
        others = [item for item in items if "update_golden" not in getattr(item, "fixturenames", ())]
        config.hook.pytest_deselected(items=others)
        items[:] = [item for item in items if item not in others]


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand what was drawn here, in one of several processes, to the one that prints the summary."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["seen"] = dict(SEEN)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    SEEN.update(getattr(node, "workeroutput", {}).get("seen", {}))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print in one line what did not run and why, and in one what the property tests have drawn."""
    reasons = Counter(report.longrepr[2].removeprefix("Skipped: ") for report in terminalreporter.getreports("skipped"))
    for reason, times in reasons.items():
        terminalreporter.write_line(f"{times} tests did not run: {reason}")
    if count := SEEN["playbooks"]:  # so that nobody takes trivial playbooks for proof
        average = {name: SEEN[name] / count for name in ("facts", "steps", "emails")}
        average |= {f"{name} a step": SEEN[name] / SEEN["steps"] for name in ("edges", "conditions")}
        said = ", ".join(f"{value:.2f} {name}" for name, value in average.items())
        terminalreporter.write_line(f"{count} playbooks were made, on average with {said}")


STARTED: list[str] = []
"""The programs that this process has started."""


def note_program(event: str, arguments: tuple[object, ...]) -> None:
    if event == "subprocess.Popen":
        STARTED.append(str(arguments[0]))


sys.addaudithook(note_program)


@pytest.fixture(autouse=True)
def no_program_without_its_mark(request: pytest.FixtureRequest) -> Iterator[None]:
    """Whatever starts another program carries a mark, so that `make quick` can do without it."""
    before = len(STARTED)
    yield
    marks = {mark.name for mark in request.node.iter_markers()}
    if not marks & {"program", "browser"}:
        assert STARTED[before:] == [], "this test starts another program; mark it with 'program'"


@pytest.fixture(scope="session")
def update_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The command as people type it, in the small playbook or in another folder."""
    return Run(monkeypatch, capsys, HUT)


@functools.cache
def open_edition(folder: Path, edition: Edition = None) -> Book:
    """Return the playbook in a folder, in an edition or in the one that its overlay chooses."""
    return Book(load_playbook(folder, edition=edition), Renderer(folder))


@functools.cache
def make_pages(folder: Path, edition: Edition) -> Site:
    return make_site(open_edition(folder, edition))


@functools.cache
def build_copy(place: Path, folder: Path, edition: Edition) -> Path:
    """Return a copy of a playbook with its site built, as someone has it who has a repository."""
    copy = copy_playbook(folder, place / "our site" / f"{folder.name}-{edition}")
    config = (copy / "mkdocs.yml").read_text(encoding="utf-8")
    (copy / "mkdocs.yml").write_text(config.replace("# edit_uri:", "edit_uri:"), encoding="utf-8")
    if edition is not None:
        overlay = copy / "content" / "overlay.yml"
        text = re.sub("^edition:.*\n", "", overlay.read_text(encoding="utf-8"), flags=re.MULTILINE)
        overlay.write_text(f"edition: {edition}\n{text}", encoding="utf-8")
    build_site(copy)
    return copy


@pytest.fixture(scope="session")
def book() -> Book:
    """The large test playbook; under tests/offboarding/ it is the shipped one."""
    return open_edition(OFFBOARDING, "full")


@pytest.fixture(scope="session")
def source_book() -> Book:
    """The same playbook without what is marked as added."""
    return open_edition(OFFBOARDING, "source")


@pytest.fixture(scope="module", params=[(OFFBOARDING, "full"), (OFFBOARDING, "source"), (HUT, None)], ids=NAMES)
def which(request: pytest.FixtureRequest) -> Which:
    """The folder and the edition of each playbook of which a site is made; whoever imports invariants names others."""
    chosen: Which = request.param
    return chosen


@pytest.fixture(scope="module")
def chosen(which: Which) -> Book:
    return open_edition(*which)


@pytest.fixture(scope="module")
def chosen_site(which: Which) -> Site:
    return make_pages(*which)


@pytest.fixture(scope="module")
def built(which: Which, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_copy(tmp_path_factory.getbasetemp(), *which)


@pytest.fixture(scope="module")
def chosen_files(built: Path) -> dict[str, bytes]:
    return list_files(built / "site")


@pytest.fixture(scope="session")
def hut() -> Book:
    """The small playbook of a quite different process."""
    return open_book(HUT)


@pytest.fixture
def hut_copy(tmp_path: Path) -> Path:
    """A copy of the small playbook that a test may break."""
    return copy_playbook(HUT, tmp_path / "hut")


def copy_playbook(folder: Path, target: Path) -> Path:
    shutil.copytree(folder, target, ignore=shutil.ignore_patterns("site", ".*", "tests", "generator"))
    return target


def list_files(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def find_chromium() -> str | None:
    return next(
        (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
    )


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """A real Chromium; where there is none, the tests that need it say so, and in CI they fail."""
    chromium = find_chromium()
    if chromium is None:
        if os.environ.get("CI"):
            pytest.fail("no Chromium is installed; in CI every browser test has to run")
        pytest.skip("no Chromium is installed, so nothing was looked at in a browser")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
        running = playwright.chromium.launch(executable_path=chromium, args=arguments)
        yield running
        running.close()


def search_for(page: "Page", text: str) -> None:
    """Search as people do: Material listens to keys, and misses what a script puts into the field."""
    field = page.locator("input.md-search__input")
    field.click()
    field.press_sequentially(text)


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of the page that plans a case, on the site of the large test playbook."""
    copy = copy_playbook(OFFBOARDING, tmp_path_factory.mktemp("our site") / "offboarding")
    return (build_site(copy) / "plan.html").as_uri()
