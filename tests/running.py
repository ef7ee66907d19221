"""Runs the command within this process: it finds what a new one finds, and leaves nothing behind that it changes."""

import gc
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from unittest import mock

import pytest

from generator.command.cli import main


class Done(NamedTuple):
    """How a command ended, and what it printed."""

    code: int
    out: str
    err: str


class Run:
    """Runs the command in one folder or another; what it raises beyond its exit code fails the test."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: Path) -> None:
        self._monkeypatch = monkeypatch
        self._capsys = capsys
        self._folder = folder

    def __call__(self, *arguments: str, folder: Path | None = None) -> Done:
        self._capsys.readouterr()
        with self._monkeypatch.context() as patch, keep_process():
            patch.chdir(folder or self._folder)
            try:
                code = main(list(arguments))
            except SystemExit as end:
                code = end.code if isinstance(end.code, int) else int(end.code is not None)
        return Done(code, *self._capsys.readouterr())


@contextmanager
def keep_process() -> Iterator[None]:
    """Put back what a command may change for the whole process; meanwhile nobody else listens to its logs."""
    thresholds = gc.get_threshold()
    loggers = [
        logging.root,
        *(logger for logger in logging.root.manager.loggerDict.values() if type(logger) is logging.Logger),
    ]
    kept = [(logger, logger.handlers, logger.level, logger.propagate, logger.disabled) for logger in loggers]
    for logger in loggers:
        logger.handlers = []
    try:
        with mock.patch.dict(os.environ, COLUMNS="100", LINES="24"):
            yield
    finally:
        gc.set_threshold(*thresholds)
        for logger, logger.handlers, logger.level, logger.propagate, logger.disabled in kept:
            logger.setLevel(logger.level)  # which forgets what it had decided while another level was set
