"""Playbooks of any size for the benchmarks: the shipped one many times over, and one with very many facts."""

import re
import shutil
from pathlib import Path
from typing import Any

import yaml

from generator.load.folder import FILES, FOLDERS

_IDS = {
    "id", "after", "needs", "from", "emails", "phases", "lessons", "covers", "formerly",
    "step", "before", "requires", "independent",
}  # fmt: skip
_LINK = re.compile(r"\b(step|phase|email|lesson):([a-z0-9-]+)")


def copy_times(folder: Path, target: Path, times: int) -> Path:
    """Write the playbook of a folder with its lessons, phases, emails and safeguards as often as is said."""
    shutil.copytree(folder / "content", target / "content", ignore=shutil.ignore_patterns(".*"))
    shutil.copy(folder / "mkdocs.yml", target / "mkdocs.yml")
    files = {name: _read(folder / "content" / name) for name in FILES if (folder / "content" / name).exists()}
    owned = {kind: {file.stem: _read(file) for file in (folder / "content" / kind).glob("*.yml")} for kind in FOLDERS}
    names = {name for items in owned.values() for name in items}
    names |= {step["id"] for phase in owned["phases"].values() for step in phase["steps"]}
    names |= {
        leave["id"] for phase in owned["phases"].values() for step in phase["steps"] for leave in step.get("exits", ())
    }
    names |= {old for phase in owned["phases"].values() for step in phase["steps"] for old in step.get("formerly", ())}
    for name, key in (
        ("safeguards.yml", "safeguards"),
        ("requirements.yml", "requirements"),
    ):
        names |= {item["id"] for item in files[name][key]}
    names -= set(files["playbook.yml"]["help"]["covers"])  # said once, for all copies
    # a step that comes before all others cannot stand in several copies
    safeguards = files["safeguards.yml"]["safeguards"]
    safeguards[:] = [safeguard for safeguard in safeguards if not any("first" in rule for rule in safeguard["rules"])]
    for number in range(1, times):
        _add_copy(target / "content", files, owned, names, number)
    for name in FILES:
        if name in files:
            _write(target / "content" / name, files[name])
    return target


def _add_copy(content: Path, files: dict[str, Any], owned: dict[str, Any], names: set[str], number: int) -> None:
    for kind, items in owned.items():
        for name, data in items.items():
            _write(content / kind / f"{_rename(name, names, number)}.yml", _copy(data, names, number, ""))
        originals = [name for name in files["playbook.yml"][kind] if name in items]
        files["playbook.yml"][kind] = [*files["playbook.yml"][kind], *(_rename(n, names, number) for n in originals)]
    for name, key in (
        ("safeguards.yml", "safeguards"),
        ("requirements.yml", "requirements"),
    ):
        originals = [item for item in files[name][key] if item["id"] in names]
        files[name][key] = [*files[name][key], *(_copy(item, names, number, "") for item in originals)]


def _rename(name: str, names: set[str], number: int) -> str:
    if name not in names:
        return name
    return f"{name}{number:03d}" if name[0].isupper() else f"{name}-x{number}"


def _copy(data: Any, names: set[str], number: int, key: str) -> Any:
    if isinstance(data, dict):
        return {name: _copy(value, names, number, name) for name, value in data.items()}
    if isinstance(data, list):
        return [_copy(value, names, number, key) for value in data]
    if key in _IDS:
        return _rename(data, names, number)
    return _LINK.sub(lambda match: f"{match.group(1)}:{_rename(match.group(2), names, number)}", data)


def write_many_facts(target: Path, *, steps: int, facts: int) -> Path:
    """Write a playbook of many steps of which each hangs on one of many independent facts; without facts, on none."""
    content = target / "content"
    options = [{"id": "yes", "label": "Yes", "means": "it is so"}, {"id": "no", "label": "No", "means": "it is not"}]
    path = {
        "id": "path",
        "question": "Which?",
        "options": [{**option, "id": f"p-{option['id']}"} for option in options],
    }
    asked = [{"id": f"f{number}", "question": f"Is {number} so?", "options": options} for number in range(facts)]
    _write(
        content / "facts.yml",
        {"facts": [path, *asked], "dates": [{"id": "day", "label": "the day", "means": "A day."}]},
    )
    _write(content / "roles.yml", {"roles": [{"id": "somebody", "title": "Somebody", "summary": "Does it."}]})
    _write(content / "overlay.yml", {"company": "Many"})
    per_phase = 20
    phases = [f"phase-{number}" for number in range(steps // per_phase)]
    help_text = {"text": "Ask.", "roles": ["somebody"]}
    head = {"title": "Many", "summary": "Many steps.", "revision": "1", "revised": "2026-01-01", "help": help_text}
    _write(content / "playbook.yml", {**head, "lessons": ["all"], "phases": phases, "emails": []})
    _write(content / "lessons" / "all.yml", {"title": "All", "summary": "All.", "blocks": [{"text": "All of it."}]})
    for number, phase in enumerate(phases):
        inside = [_make_step(number * per_phase + n, facts) for n in range(per_phase)]
        data = {"title": phase, "summary": "Some.", "checklist": "do-confirm", "lesson": [{"text": "Some."}]}
        _write(content / "phases" / f"{phase}.yml", {**data, "steps": inside})
    return target


def _make_step(number: int, facts: int) -> dict[str, Any]:
    step: dict[str, Any] = {"id": f"s{number}", "title": f"Do {number}", "purpose": "So.", "accountable": "somebody"}
    step |= {
        "responsible": ["somebody"],
        "tasks": ["Do it", "Check it"],
        "due": [{"from": "day", "latest": str(number)}],
    }
    if number:
        step["after"] = [f"s{number - 1}"]
    if number % 4 == 3:
        step["pause"] = "It is done."
    if facts and number % 20:
        step |= {"when": {f"f{number % facts}": "yes"}, "otherwise": "It is not so."}
        step["tasks"] = ["Do it", {"do": "Check it", "when": {f"f{(number * 7 + 1) % facts}": "no"}}]
    return step


def _read(file: Path) -> Any:
    return yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)


class _Dumper(yaml.CSafeDumper):
    def ignore_aliases(self, _data: Any) -> bool:
        return True


def _write(file: Path, data: Any) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True), encoding="utf-8")
