"""What comes from others is what its origin says; what is known of it is said plainly."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.audit import say_audit
from tests.conftest import ROOT

VENDOR = ROOT / "templates" / "planner" / "vendor"
ORIGINS: dict[str, dict[str, str]] = yaml.safe_load((VENDOR / "origins.yml").read_text(encoding="utf-8"))


def hash_text(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def test_every_vendored_file_has_its_origin_beside_it() -> None:
    assert {file.name for file in VENDOR.iterdir()} == {"origins.yml", *ORIGINS}


@pytest.mark.parametrize("name", ORIGINS)
def test_a_vendored_file_is_the_one_that_its_origin_names(name: str) -> None:
    assert hashlib.sha256(Path(VENDOR / name).read_bytes()).hexdigest() == ORIGINS[name]["sha256"]


def test_nothing_but_first_and_last_lines_of_js_yaml_is_changed() -> None:
    text = (VENDOR / "js-yaml.js").read_text(encoding="utf-8")
    code = text.partition("\n")[2].partition("/*\n(The MIT License)")[0]
    assert hash_text(f"{code}//# sourceMappingURL=js-yaml.umd.min.js.map") == ORIGINS["js-yaml.js"]["original-sha256"]


SOUND = {"name": "jinja2", "version": "3.1.6", "vulns": []}
FAULTY = {"name": "idna", "version": "1.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["1.1", "2.0"]}]}
UNKNOWN = {"name": "rich", "version": "15.0.0", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("packages", "code", "lines"),
    [
        ([SOUND, SOUND], 0, ["None of the 2 locked packages has a known fault."]),
        ([SOUND, FAULTY], 1, ["idna 1.0: PYSEC-1, mended in 1.1, 2.0"]),
        ([SOUND, UNKNOWN], 1, ["1 of 2 packages are not in the list of known faults and were not checked."]),
        (
            [UNKNOWN],
            1,
            ["The list of known faults could not be reached, so nothing was checked; try again with a network."],
        ),
        ([], 1, ["The list of known faults could not be reached, so nothing was checked; try again with a network."]),
    ],
)
def test_the_audit_says_what_it_knows(packages: list[dict[str, Any]], code: int, lines: list[str]) -> None:
    assert say_audit(packages) == (code, lines)
