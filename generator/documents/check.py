"""Checks everything that belongs to a playbook, but renders nothing."""

from pathlib import Path

from generator.errors import ContentError, Problem
from generator.load.playbook import check_editions
from generator.load.strays import find_strays
from generator.playbook.playbook import Playbook


def check_playbook(folder: Path) -> Playbook:
    """Return the playbook in a folder; raises ContentError with what is wrong in its content, its words, its folder."""
    problems: list[Problem] = find_strays(folder)
    playbook = None
    try:
        playbook = check_editions(folder)
    except ContentError as error:
        problems += error.problems
    if problems or playbook is None:
        raise ContentError(problems)
    return playbook
