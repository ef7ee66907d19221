"""Keeps what people have put into a folder that is made anew."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from generator.disk.files import PRIVATE_FOLDER
from generator.errors import PlaybookError


def survey(folder: Path, name: str = "") -> Iterator[tuple[str, bool]]:
    """List everything in a folder by its name there, and whether it is a folder; links are not followed.

    Raises PlaybookError for a folder that cannot be read, as nobody could say what is lost with it.
    """
    try:
        entries = sorted(os.scandir(folder / name), key=lambda entry: entry.name)
    except OSError as error:
        advice = "make it readable, or move it elsewhere"
        raise PlaybookError(f"{folder / name}: can't be kept ({error.strerror}); {advice}") from None
    for entry in entries:
        inside = f"{name}/{entry.name}" if name else entry.name
        is_folder = entry.is_dir(follow_symlinks=False)
        yield inside, is_folder
        if is_folder:
            yield from survey(folder, inside)


def take_over(old: Path, new: Path) -> None:
    """Put what lies in one place into another too: the very file, where the drive can do that, else a copy.

    Raises PlaybookError for what can neither be linked nor copied, such as a pipe on some drives.
    """
    try:
        new.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        if old.is_symlink():
            new.symlink_to(old.readlink())
        else:
            _link(old, new)
    except (OSError, shutil.Error) as error:
        said = getattr(error, "strerror", None) or error
        raise PlaybookError(f"{old}: can't be kept ({said}); move it elsewhere") from None


def _link(old: Path, new: Path) -> None:
    try:
        new.hardlink_to(old)
    except FileExistsError:
        raise
    except OSError:
        if not old.is_file():
            raise
        shutil.copy2(old, new)


def keep_foreign(earlier: Path, new: Path, *, ours: frozenset[str]) -> None:
    """Take over what others have put into an earlier folder; raises PlaybookError where it is in the way."""
    found = dict(survey(earlier)) if earlier.is_dir() else {}
    made_here = {parent.as_posix() for name in ours for parent in Path(name).parents}
    folders = [name for name, is_folder in found.items() if is_folder and name not in made_here]
    for name in folders:
        _refuse_obstacle(earlier, new, name, is_folder=True)
        (new / name).mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    for name, is_folder in found.items():
        if not is_folder and name not in ours:
            _refuse_obstacle(earlier, new, name, is_folder=False)
            take_over(earlier / name, new / name)
    copy_modes(earlier, new, folders)


def _refuse_obstacle(earlier: Path, new: Path, name: str, *, is_folder: bool) -> None:
    places = [new / name, *(new / parent for parent in Path(name).parents)]
    taken = (os.path.lexists(places[0]) and not (is_folder and places[0].is_dir())) or any(
        os.path.lexists(place) and not place.is_dir() for place in places[1:]
    )
    if taken:
        raise PlaybookError(f"{earlier / name}: this command didn't create it, and needs the name; rename it")


def copy_modes(earlier: Path, new: Path, folders: list[str]) -> None:
    """Set folders to the modes and times of those that they are made after, the innermost first."""
    for name in reversed(folders):
        shutil.copystat(earlier / name, new / name)
