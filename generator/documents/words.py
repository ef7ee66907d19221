"""The interface's own words."""

from collections.abc import Mapping
from pathlib import Path

import yaml

from generator.errors import PlaybookError


class WordsError(PlaybookError, AttributeError):
    """Something is wrong with the interface's words."""


class Words:
    """The interface's own words: `words.door_learn`, or `words('due_by', day=…)` where one has blanks."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        """Take texts by name."""
        self._texts = texts

    def __getattr__(self, name: str) -> str:
        """Give a text; an unknown name is a bug in a template."""
        try:
            return self._texts[name]
        except KeyError:
            raise WordsError(f"there is no '{name}' in words.yml") from None

    def select(self, prefixes: tuple[str, ...]) -> dict[str, str]:
        """Give the texts whose names begin so, with their blanks."""
        return {name: text for name, text in self._texts.items() if name.startswith(prefixes)}

    def __call__(self, name: str, **values: object) -> str:
        """Give a text with its blanks filled."""
        try:
            return str(getattr(self, name)).format(**values)
        except (KeyError, IndexError, ValueError) as error:
            offered = ", ".join(f"{{{value}}}" for value in values)
            raise WordsError(f"'{name}' in words.yml has a blank that nothing fills ({error}); use {offered}") from None


def read_words_file(file: Path) -> dict[str, str]:
    """Read texts by name from a file; raises PlaybookError for anything else."""
    try:
        texts = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - makes text only
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise PlaybookError(f"{file}: cannot be read ({error}); compare it with the shipped words.yml") from None
    if not isinstance(texts, dict) or not all(isinstance(text, str) for text in texts.values()):
        raise PlaybookError(f"{file}: must be written as 'name: text' lines")
    return {name: text.rstrip("\n") for name, text in texts.items()}
