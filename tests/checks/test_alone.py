"""Each check finds something that no other finds: among the broken playbooks there is one that it alone refuses."""

from pathlib import Path

import pytest
import yaml

from generator.checks import CHECKS, find_problems
from generator.checks.safeguards import KINDS
from generator.load.folder import read_folder
from generator.load.playbook import assemble
from generator.playbook.playbook import Playbook
from generator.playbook.safeguards import SafeguardRule
from tests.checks.test_broken import break_playbook
from tests.conftest import HUT, TESTS, copy_playbook
from tests.invariants.safeguards import list_broken, list_rules

NINE = ["references", "order", "needs", "time", "cases", "claims", "safeguards", "fields", "cards"]


@pytest.fixture(scope="module")
def broken_playbooks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """Every broken playbook that can be read whole, with the names of the checks and kinds that find something."""
    found: dict[str, list[str]] = {}
    for file in sorted((TESTS / "broken").glob("*.yml")):
        folder = copy_playbook(HUT, tmp_path_factory.mktemp("broken") / "hut")
        break_playbook(folder, yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader))
        playbook = read_unchecked(folder)
        if playbook is not None:
            found[file.stem] = list_finders(playbook)
    return found


def read_unchecked(folder: Path) -> Playbook | None:
    assembly = assemble(read_folder(folder), None)
    return None if assembly.problems else assembly.playbook


def list_finders(playbook: Playbook) -> list[str]:
    names = []
    for check in CHECKS:
        if find_problems(playbook, checks=[check]):
            names.append(check.name)
            if check.name == "safeguards":
                names += [f"safeguards: {rule.kind}" for rule in list_broken_rules(playbook)]
    return list(dict.fromkeys(names))


def list_broken_rules(playbook: Playbook) -> list[SafeguardRule]:
    rules = {(safeguard.id, number): rule for safeguard, number, rule in list_rules(playbook)}
    return [rules[place] for place in sorted(list_broken(playbook))]


@pytest.mark.parametrize("name", [*NINE, *(f"safeguards: {kind}" for kind in KINDS)])
def test_some_broken_playbook_is_caught_by_this_alone(name: str, broken_playbooks: dict[str, list[str]]) -> None:
    found = list(broken_playbooks.values())
    alone = [name] if ":" not in name else ["safeguards", name]
    assert any(
        names[: len(alone)] == alone and {check.partition(":")[0] for check in names} == {alone[0]} for names in found
    )
    if ":" in name:
        assert alone in found
