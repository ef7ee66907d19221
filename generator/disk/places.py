"""Where papers may go: never where others could read them, or where they would be taken for something else."""

import os
import subprocess
from contextlib import suppress
from pathlib import Path

from generator.disk.memory import read_kind
from generator.errors import UsageError

_WHY = {
    "site": "is a site, and its readers could read them",
    "export": "is an export, and its readers could read them",
    "packet": "is a case pack, and they would be mixed up with its files",
}
_PARTS = {
    "content": "contains the content of a playbook, which is published",
    "templates": "contains the templates of a playbook",
    "site": "is where the site of a playbook goes, which is published",
}


def refuse_place(target: Path, papers: str, *, allowed: str | None = None) -> None:
    """Raise UsageError for a place to which papers, such as "case packs", must not go; one kind may be allowed."""
    target = Path(os.path.realpath(target))
    if not target.name:
        raise UsageError(f"can't write {papers} to '{target}': it contains the whole disk; name another folder")
    for folder in (target, *target.parents):
        why = _refuse_made(folder, allowed) or _refuse_playbook(target, folder)
        if why:
            raise UsageError(f"can't write {papers} to '{target}': {why}; name another folder")


def warn_of_git(target: Path) -> str | None:
    """Return a warning where what is written into a folder may get into a git repository; None where git ignores it."""
    if not any(os.path.lexists(folder / ".git") for folder in (target, *target.parents)):
        return None
    with suppress(OSError, subprocess.TimeoutExpired):  # git may be missing
        if _is_ignored(target):
            return None
    danger = "so personal data may be committed"
    if os.path.lexists(target / ".git"):
        return f"{target}: is the top folder of a git repository, {danger}; name another folder"
    name = os.fsencode(target.name).decode("utf-8", errors="replace")
    return f"{target}: is in a git repository, {danger}; add '{name}/' to its .gitignore"


_ANY_NAMES = ("overview.html", "case/anything")
"""A paper of all cases, and one of a single case; its name has no ending by which it could be ignored alone."""


def _is_ignored(target: Path) -> bool:
    """Whether git ignores whatever is written into a folder, going by that folder and not by where we were started."""
    # which programs of others git would start is written in a repository; this one starts none
    command = ["git", "-C", str(target), "-c", "core.fsmonitor=false", "check-ignore", *_ANY_NAMES]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    asked = subprocess.run(command, check=False, capture_output=True, timeout=10, env=environment)  # noqa: S603
    return len(asked.stdout.splitlines()) == len(_ANY_NAMES)


def _refuse_made(folder: Path, allowed: str | None) -> str | None:
    kind = read_kind(folder) or ""
    return f"'{folder}' {_WHY[kind]}" if kind in _WHY and kind != allowed else None


def _refuse_playbook(target: Path, folder: Path) -> str | None:
    if not (folder / "content" / "playbook.yml").is_file():
        return None
    inside = target.relative_to(folder).parts
    if not inside:
        return f"'{folder}' is the folder of a playbook itself"
    why = "belongs to another program" if inside[0].startswith(".") else _PARTS.get(inside[0])
    return f"'{folder / inside[0]}' {why}" if why else None
