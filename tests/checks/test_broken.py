"""Every mistake in the content gets its message, to the letter: one data file a case in tests/broken/."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.errors import PlaybookError
from generator.load.playbook import load_playbook
from tests.conftest import HUT, TESTS, copy_playbook

CASES = sorted((TESTS / "broken").glob("*.yml"))


def break_playbook(folder: Path, case: dict[str, Any]) -> None:
    for name, text in case.get("write", {}).items():
        (folder / "content" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "content" / name).write_text(text, encoding="utf-8")
    for name, change in case.get("edit", {}).items():
        file = folder / "content" / name
        text = file.read_text(encoding="utf-8")
        for old, new in change:
            assert old in text, f"{name} does not hold {old!r}"
            text = text.replace(old, new, 1)
        file.write_text(text, encoding="utf-8")
    for name in case.get("delete", []):
        (folder / "content" / name).unlink()


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_broken_playbook_says_what_is_wrong(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, update_golden: bool
) -> None:
    text = file.read_text(encoding="utf-8")
    case = yaml.load(text, Loader=yaml.BaseLoader)
    break_playbook(copy_playbook(HUT, tmp_path / "hut"), case)
    monkeypatch.chdir(tmp_path / "hut")
    with pytest.raises(PlaybookError) as caught:
        load_playbook(Path())
    said = str(caught.value) + "\n"
    if update_golden:
        head = text.partition("says: |\n")[0]
        file.write_text(head + "says: |\n" + "".join(f"  {line}\n" for line in said.splitlines()), encoding="utf-8")
    else:
        assert said == case["says"]
    assert caught.value.exit_code == 1
