"""The cases whose papers the tests of this folder read, and the programs that read them."""

import datetime
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import icalendar
import pytest

from generator.documents.book import Book
from generator.documents.open import open_case
from generator.packet.packet import make_packet
from tests.conftest import TESTS

TODAY = datetime.date(2026, 12, 21)
HARBOUR = TESTS / "cases" / "harbour-clinics.yml"
MILL = TESTS / "cases" / "upper-mill.yml"
Packet = dict[str, bytes]


def make(book: Book, file: Path, today: datetime.date = TODAY) -> Packet:
    return dict(make_packet(book, open_case(book, file, today=today)))


def read_events(raw: bytes | str) -> list[Any]:
    return list(icalendar.Calendar.from_ical(raw).walk("VEVENT"))


def write_case(folder: Path, text: str) -> Path:
    (folder / "my-case.yml").write_text(text, encoding="utf-8")
    return folder / "my-case.yml"


def skip(program: str) -> None:
    """Skip where a program is missing; in CI it must be there."""
    message = f"{program} is missing, so nothing was read back with it"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)


def convert(file: Path, kind: str, *options: str) -> str:
    """Let LibreOffice convert a file."""
    if shutil.which("soffice") is None:
        skip("soffice")
    folder = file.parent / "converted"
    office = f"-env:UserInstallation={(file.parent / 'office').as_uri()}"
    command = ["soffice", office, "--headless", "--convert-to", kind, *options, "--outdir", str(folder), str(file)]
    subprocess.run(command, capture_output=True, check=True, timeout=120)
    return (folder / f"{file.stem}.{kind}").read_text(encoding="utf-8")
