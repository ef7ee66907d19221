"""What the tests share: the two playbooks, golden files, a real browser."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import engine

from generator.command.cli import main
from generator.disk.site import build_site
from generator.documents.book import Book
from generator.documents.open import open_book
from generator.documents.render import Renderer
from generator.load.playbook import load_playbook
from generator.playbook.playbook import Playbook
from generator.site.site import Site, make_site
from tests.made_playbooks import SEEN

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# No test asserts on a time; in CI the same examples are drawn on every run.
settings.register_profile(
    "playbook", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=bool(os.environ.get("CI"))
)
settings.load_profile("playbook")
# A failure is told within a minute, not after five; what it shows is small enough by then.
engine.MAX_SHRINKING_SECONDS = 30

TESTS = Path(__file__).parent
ROOT = TESTS.parent
HUT = TESTS / "playbooks" / "hut"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite the golden files with what is made now")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test that asks for a browser, itself or through a fixture, so that none can be forgotten."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what the property tests have drawn, so that nobody takes trivial playbooks for proof."""
    if count := SEEN["playbooks"]:
        average = {name: SEEN[name] / count for name in ("facts", "steps", "emails")}
        average |= {f"{name} a step": SEEN[name] / SEEN["steps"] for name in ("edges", "conditions")}
        said = ", ".join(f"{value:.2f} {name}" for name, value in average.items())
        terminalreporter.write_line(f"{count} playbooks were made, on average with {said}")


@pytest.fixture(scope="session")
def update_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture(scope="session")
def book() -> Book:
    """The shipped playbook."""
    return open_book(ROOT)


@pytest.fixture(scope="session")
def source_book() -> Book:
    """The shipped playbook without what is marked as added."""
    return Book(load_playbook(ROOT, edition="source"), Renderer(ROOT))


@pytest.fixture(scope="session")
def playbook(book: Book) -> Playbook:
    return book.playbook


@pytest.fixture(scope="session")
def site(book: Book) -> Site:
    return make_site(book)


@pytest.fixture(scope="session")
def hut() -> Book:
    """The small playbook of a quite different process."""
    return open_book(HUT)


@pytest.fixture
def hut_copy(tmp_path: Path) -> Path:
    """A copy of the small playbook that a test may break."""
    return copy_playbook(HUT, tmp_path / "hut")


class Done(NamedTuple):
    """How a command ended, and what it printed."""

    code: int
    out: str
    err: str


class Run:
    """Runs the command within this process, in the small playbook or in another folder."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch = monkeypatch
        self._capsys = capsys

    def __call__(self, *arguments: str, folder: Path = HUT) -> Done:
        self._monkeypatch.chdir(folder)
        code = main(arguments)
        return Done(code, *self._capsys.readouterr())


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The command as people type it."""
    return Run(monkeypatch, capsys)


def copy_playbook(folder: Path, target: Path) -> Path:
    shutil.copytree(folder, target, ignore=shutil.ignore_patterns("site", ".*", "tests", "generator"))
    return target


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
    """The address of the page that plans a case, on the shipped site."""
    copy = tmp_path_factory.mktemp("our site")
    shutil.copytree(ROOT / "content", copy / "content")
    shutil.copy(ROOT / "mkdocs.yml", copy / "mkdocs.yml")
    return (build_site(copy) / "plan.html").as_uri()
