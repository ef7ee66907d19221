"""Retired phrases and terms don't come back in the interface's words, in messages or in docstrings."""

from collections.abc import Iterator
from itertools import chain

import click
import yaml

from generator.command.cli import playbook
from tests.conftest import ROOT
from tests.retired import Text, find_retired, list_docstrings, list_messages, list_retired, list_yaml_texts

CODE = sorted((ROOT / "generator").rglob("*.py"))


def test_the_table_names_what_to_write_instead() -> None:
    assert all(entry.why and entry.instead and entry.where for entry in list_retired())
    assert {"content", "letters", "words", "messages", "docstrings"} == set().union(
        *(entry.where for entry in list_retired())
    )


def test_a_retired_phrase_is_found() -> None:
    found = find_retired("words", iter([("words.yml:1", "Some steps hang on these answers.")]))
    assert found == ["words.yml:1: 'hang on' is retired (things don't hang); write: depends on"]
    assert find_retired("messages", iter([("a.py:1", "is no address")]))
    assert find_retired("docstrings", iter([("a.py:1", "Give how many columns text may take.")]))
    assert not find_retired("messages", iter([("a.py:1", "it is no longer there"), ("a.py:2", "isn't an address")]))


def test_no_word_of_the_interface_is_retired() -> None:
    assert find_retired("words", list_yaml_texts(ROOT / "templates" / "words.yml")) == []


def test_no_message_is_retired() -> None:
    assert find_retired("messages", chain.from_iterable(map(list_messages, CODE))) == []


def list_helps(group: click.Group) -> Iterator[Text]:
    for name, command in group.commands.items():
        yield name, command.help or ""
        yield from (
            (name, option.help) for option in command.params if isinstance(option, click.Option) and option.help
        )
        if isinstance(command, click.Group):
            yield from list_helps(command)


def test_no_help_is_retired() -> None:
    assert find_retired("messages", list_helps(playbook)) == []
    assert len(list(list_helps(playbook))) > 20


def test_no_docstring_says_give() -> None:
    assert find_retired("docstrings", chain.from_iterable(map(list_docstrings, CODE))) == []


def test_messages_are_those_that_are_shown() -> None:
    messages = [text for file in CODE for _, text in list_messages(file)]
    assert len(messages) > 400 and any("these steps wait for each other: " in text for text in messages)
    assert yaml.safe_load((ROOT / "templates" / "words.yml").read_text(encoding="utf-8"))["case_hangs"]
