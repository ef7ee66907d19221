"""The papers of a case, and those of its earlier packet: what someone has changed stays, sent letters move."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import count
from pathlib import Path, PurePosixPath

from generator.disk.files import PRIVATE_FILE, PRIVATE_FOLDER, write_new
from generator.disk.keep import copy_modes, survey, take_over
from generator.disk.memory import MARKER, is_unchanged, take_fingerprint
from generator.errors import PlaybookError

SENT = "sent"
"""The folder of letters whose step is done."""


class Papers:
    """Decides where each paper goes, and whether each thing of the earlier packet stays."""

    def __init__(self, earlier: Path, written: Mapping[str, str], *, is_sent: Callable[[str], bool]) -> None:
        """Take the earlier packet, what was written into it, and which letters are sent; raises PlaybookError."""
        self._earlier = earlier
        self._written = written
        self._is_sent = is_sent
        self._found = dict(survey(earlier)) if earlier.is_dir() else {}
        self._papers: dict[str, bytes] = {}
        self._kept: dict[str, str] = {}
        self.fingerprints: dict[str, str] = {}
        self.notes: list[str] = []

    def arrange(self, packet: Iterable[tuple[str, bytes]]) -> None:
        """Decide where everything goes; raises PlaybookError where something is in the way."""
        for name, content in packet:
            self._arrange_paper(name, content)
        for name in filter(self.is_outdated, self._papers):
            self.notes.append(
                f"'{name}' lacks the changes that someone made in '{_name_text(name)}'; make them there too"
            )
        for name, is_folder in self._found.items():
            if not is_folder and name not in (MARKER, *self._papers, *self._kept):
                self._arrange_earlier(name)

    def _arrange_paper(self, name: str, content: bytes) -> None:
        self._refuse_obstacle(name)
        fingerprint, written = take_fingerprint(content), self._written.get(name)
        if self._is_ours(name) or is_unchanged(self._earlier / name, fingerprint):
            self._papers[name] = content
            self.fingerprints[name] = fingerprint
            return
        if not self._found[name]:  # a folder is kept by itself
            self._kept[name] = name
        if written is not None:
            self.fingerprints[name] = written
        if written != fingerprint:  # else this very text is what somebody has changed
            self._lay_beside(name, content, fingerprint)

    def _lay_beside(self, name: str, content: bytes, fingerprint: str) -> None:
        beside = next(place for place in list_names(name, "new") if self._is_ours(place))
        self.fingerprints[beside] = fingerprint
        if beside not in self._found and self._written.get(beside) == fingerprint:
            return  # somebody has seen this very text, and removed it
        self._papers[beside] = content
        self.notes.append(f"someone changed '{name}', so it's kept; the new text is in '{beside}'")

    def _arrange_earlier(self, name: str) -> None:
        """Decide about something that the new packet doesn't contain."""
        file = self._earlier / name
        if self._is_sent(name) and file.is_file() and not file.is_symlink():
            if _lies_beside(name) and is_unchanged(file, self._written.get(name)):
                return  # the text that somebody's own was kept before was never sent
            self._refuse_obstacle(f"{SENT}/x")
            places = list_names(f"{SENT}/{PurePosixPath(name).name}", "again")
            place = next(place for place in places if place not in (*self._found, *self._kept.values()))
            self._kept[name] = place
            self.notes.append(f"'{name}' has moved to '{place}' because its step is done")
        elif name not in self._written:
            self._kept[name] = name
        elif not is_unchanged(file, self._written[name]):
            self._kept[name] = name
            self.notes.append(f"'{name}' is no longer needed, but someone changed it, so it's kept")

    def is_outdated(self, name: str) -> bool:
        """Whether somebody has changed the text of a draft for a mail program, and not the draft itself."""
        text = self._earlier / _name_text(name)
        is_kept = name.endswith(".eml") and name in self._papers and _name_text(name) in self._kept
        return is_kept and text.is_file() and not text.is_symlink()

    def _is_ours(self, name: str) -> bool:
        """Whether a place is free, or contains what was written there."""
        return name not in self._found or is_unchanged(self._earlier / name, self._written.get(name))

    def _refuse_obstacle(self, name: str) -> None:
        for parent in PurePosixPath(name).parents:
            if self._found.get(str(parent)) is False:
                raise PlaybookError(
                    f"{self._earlier / parent}: a folder of the case pack goes there; rename what is there"
                )

    def write(self, folder: Path) -> None:
        """Fill a new folder with all of it; raises PlaybookError for what cannot be taken over, OSError."""
        ours = {str(parent) for name in (*self._written, *self._papers) for parent in PurePosixPath(name).parents}
        folders = [name for name, is_folder in self._found.items() if is_folder and name not in ours]
        for name in folders:
            (folder / name).mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        for name, place in self._kept.items():
            take_over(self._earlier / name, folder / place)
        for name, content in self._papers.items():
            write_new(folder / name, content, mode=PRIVATE_FILE, folder_mode=PRIVATE_FOLDER)
        copy_modes(self._earlier, folder, folders)


def _name_text(name: str) -> str:
    """Return the name of the text that a draft for a mail program is made of."""
    return str(PurePosixPath(name).with_suffix(".txt"))


def _lies_beside(name: str) -> bool:
    """Whether a name is one that `list_names` gives to a new text beside somebody's own."""
    return any(suffix == ".new" or suffix.startswith(".new-") for suffix in PurePosixPath(name).suffixes)


def list_names(name: str, word: str) -> Iterator[str]:
    """List a name, and others for what may lie beside it: `letter.new.txt`, `letter.new-2.txt`, and so on."""
    yield name
    file = PurePosixPath(name)
    for number in count(1):
        yield str(file.with_name(f"{file.stem}.{word}{f'-{number}' if number > 1 else ''}{file.suffix}"))
