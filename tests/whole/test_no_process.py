"""The generator makes any playbook: it holds no word of the one that is shipped with it."""

import re

import pytest

from tests.conftest import ROOT


@pytest.mark.parametrize("folder", ["generator", "templates"])
def test_the_generator_knows_no_process(folder: str) -> None:
    words = re.compile(r"terminat(?!e\(\))|offboard|contract|invoice|client|refund|renewal|hut\b|warden", re.IGNORECASE)
    found = [
        f"{file.relative_to(ROOT)}: {line.strip()}"
        for file in (ROOT / folder).rglob("*")
        if file.suffix in (".py", ".j2", ".yml", ".html", ".css", ".js") and "vendor" not in file.parts
        for line in file.read_text(encoding="utf-8").splitlines()
        if words.search(line)
    ]
    assert found == []
