"""The whole output of the small playbook, word for word; `make golden` rewrites it."""

import shutil

import pytest

from generator.command.show_plan import show_plan
from generator.disk.export import export_site
from generator.documents.book import Book
from tests.conftest import HUT, ROOT, TESTS, list_files

GOLDEN = TESTS / "golden" / "hut"
COPIED = {f"docs/planner/{file.name}" for file in (ROOT / "templates" / "planner").iterdir()}
"""The scripts of the page and its style, as they are in templates/."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, hut: Book) -> dict[str, bytes]:
    target = tmp_path_factory.mktemp("golden") / "export"
    export_site(HUT, target)
    files = list_files(target)
    for known in ({}, {"path": "storm"}, {"path": "season-ends", "guests-inside": "no"}):
        name = "-".join(known.values()) or "nothing-known"
        files[f"show/{name}.txt"] = show_plan(hut, known).encode()
    left_out = ("theme/", ".playbook", "docs/planner/vendor/")
    ours = {name: content for name, content in files.items() if not name.startswith(left_out)}
    return {name: content for name, content in ours.items() if name not in COPIED}


def test_output_is_the_golden_copy(made: dict[str, bytes], update_golden: bool) -> None:
    if update_golden:
        shutil.rmtree(GOLDEN, ignore_errors=True)
        for name, content in made.items():
            (GOLDEN / name).parent.mkdir(parents=True, exist_ok=True)
            (GOLDEN / name).write_bytes(content)
    golden = list_files(GOLDEN)
    assert sorted(made) == sorted(golden)
    for name, content in golden.items():
        assert made[name].decode() == content.decode(), f"{name} differs; if it is meant, run: make golden"
