"""A folder in; a valid playbook, or all problems, out."""

from dataclasses import replace
from pathlib import Path

from generator.errors import ContentError
from generator.load.folder import read_folder
from generator.playbook.company import Edition
from generator.playbook.playbook import Playbook


def load_playbook(folder: Path, *, edition: Edition | None = None) -> Playbook:
    """Read the playbook in a folder, in the edition that is asked for or that its overlay names.

    Raises ContentError with everything that is wrong in its content.
    """
    reading = read_folder(folder)
    playbook = reading.check(edition)
    if reading.problems or playbook is None:
        raise ContentError(reading.problems)
    return playbook


def check_editions(folder: Path) -> Playbook:
    """Give the playbook as `load_playbook` does, once its other edition has been checked too."""
    reading = read_folder(folder)
    playbook = reading.check(None)
    if playbook is not None and not reading.problems:
        other: Edition = "source" if playbook.overlay.edition == "full" else "full"
        reading.check(other)
        reading.problems = [
            replace(one, message=f"in the edition '{other}', {one.message}") for one in reading.problems
        ]
    if reading.problems or playbook is None:
        raise ContentError(reading.problems)
    return playbook
