"""The marker of a folder made here: it says what the folder is, and remembers what was written into it."""

import hashlib
import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from generator.disk.files import PRIVATE_FILE, PRIVATE_FOLDER, replace_file
from generator.errors import PlaybookError
from generator.packet.versions import Versions
from generator.values import make_slug

MARKER = ".playbook"
"""Is in every folder made here, so that no other folder is ever replaced."""
DAYS = ".playbook-days"
"""The folder beside the packets that notes the days of each case."""


class Memory(BaseModel):
    """What was written into a folder: a fingerprint of each paper, and in a packet its case and the days of that.

    Papers that are about to be replaced one by one are noted before, so that a killed run does not take its own papers
    for those of others.
    """

    model_config = ConfigDict(extra="ignore", frozen=True)

    case: str = ""
    papers: Mapping[str, str] = Field(default_factory=dict)
    coming: Mapping[str, str] = Field(default_factory=dict)
    days: Versions = Field(default_factory=dict)


def write_marker(kind: str, memory: Memory) -> str:
    """Return the text of a marker."""
    return f"{kind}\n{memory.model_dump_json()}\n"


def read_kind(folder: Path) -> str | None:
    """Return what a folder made here is; None for any other. Raises PlaybookError where its marker cannot be read."""
    if not (folder / MARKER).is_file():
        return None
    return _read_marker(folder, most=100).partition(b"\n")[0].decode("utf-8", errors="replace").strip()


def read_memory(folder: Path) -> Memory | None:
    """Return what a folder remembers; None where an earlier version made it, or nobody can read its marker."""
    try:
        return _read_memory(folder)
    except (PlaybookError, ValidationError):
        return None


def require_memory(folder: Path) -> Memory | None:
    """Return what a folder remembers; None where an earlier version made it. Raises PlaybookError for a broken one."""
    try:
        return _read_memory(folder)
    except ValidationError:
        raise _refuse(folder) from None


def _read_memory(folder: Path) -> Memory | None:
    if not (folder / MARKER).is_file():
        return None
    text = _read_marker(folder, most=_LARGEST).partition(b"\n")[2].strip()
    return Memory.model_validate_json(text) if text else None


_LARGEST = 20_000_000
"""How many bytes of a marker are read at most; that of a site with 2,500 pages has 300,000."""


def _read_marker(folder: Path, *, most: int) -> bytes:
    try:
        with (folder / MARKER).open("rb") as marker:
            return marker.read(most)
    except OSError:
        raise _refuse(folder) from None


def _refuse(folder: Path) -> PlaybookError:
    why = f"can't be read, so nothing shows what this command created in '{folder}'"
    return PlaybookError(f"{folder / MARKER}: {why}; move your own files elsewhere, then delete that folder")


_MADE_UP = re.compile("case-[a-z]{8}")
"""The ids that the page gives to cases, by which nobody knows one."""


_NAMED_BY_FILE = re.compile(f"(?s:.*)-({_MADE_UP.pattern})")
Named = Mapping[str, Sequence[Path]]
"""The packets whose folders have the name of a file and a made-up id, by that id."""


def list_named(target: Path) -> Named:
    """List such packets in a folder, once for all cases: it may contain thousands."""
    found: dict[str, list[Path]] = {}
    for folder in sorted(target.iterdir()):
        if (match := _NAMED_BY_FILE.fullmatch(folder.name)) is not None:
            found.setdefault(match[1], []).append(folder)
    return found


def find_packet(target: Path, case: str, named: Named) -> Path | None:
    """Return the folder of a case among the packets: named by its id, or by the name of its file and its id."""
    if os.path.lexists(target / case):
        return target / case
    return next((folder for folder in named.get(case, ()) if (read_memory(folder) or Memory()).case == case), None)


def name_packet(target: Path, case: str, stem: str, named: Named) -> Path:
    """Return the folder for a case, the one that there is or a new one; a made-up id goes behind the file's name."""
    if (found := find_packet(target, case, named)) is not None:
        return found
    new = target / f"{make_slug(stem)}-{case}".lstrip("-")
    return new if stem != case and _MADE_UP.fullmatch(case) and not os.path.lexists(new) else target / case


def read_days(target: Path, case: str) -> Versions:
    """Return the days of a case as they were last written, though its packet may be gone; none where nobody knows."""
    try:
        return _DAYS.validate_json((target / DAYS / f"{case}.json").read_bytes())
    except (OSError, ValidationError):
        return {}


def write_days(target: Path, case: str, days: Versions) -> None:
    """Note the days of a case beside its packet too, so that they can be withdrawn once somebody removes that."""
    (target / DAYS).mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
    text = _DAYS.dump_json(days).decode()
    replace_file(target / DAYS / f"{case}.json", text, mode=PRIVATE_FILE, lasting=False)


_DAYS = TypeAdapter(Versions)


def take_fingerprint(content: bytes) -> str:
    """Return what tells a paper from one that somebody has changed."""
    return hashlib.sha256(content).hexdigest()


def is_unchanged(file: Path, fingerprint: str | None) -> bool:
    """Whether a file is as it was written; never for a link, a folder, or what cannot be read."""
    try:
        return not file.is_symlink() and file.is_file() and take_fingerprint(file.read_bytes()) == fingerprint
    except OSError:
        return False
