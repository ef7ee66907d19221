"""Writes single files."""

from pathlib import Path

from generator.errors import PlaybookError


def write_file(file: Path, text: str) -> None:
    """Write a text into a file, its folder made if need be; raises PlaybookError where that fails."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
    except OSError as error:
        raise PlaybookError(f"{file}: cannot be written ({error.strerror})") from None
