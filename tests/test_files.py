"""Files as they come: encodings, links, folders where files should be, no permission."""

from pathlib import Path

import pytest

from generator.errors import ContentError
from generator.load import load_playbook


def refuse(folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(folder)
    with pytest.raises(ContentError) as caught:
        load_playbook(Path())
    return str(caught.value)


def test_a_byte_order_mark_and_windows_line_ends_are_fine(hut_copy: Path) -> None:
    for name in ("roles.yml", "phases/guests.yml"):
        file = hut_copy / "content" / name
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert load_playbook(hut_copy).role["warden"].title == "Hut warden"


def test_another_encoding_is_named_with_its_place(hut_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = hut_copy / "content" / "roles.yml"
    file.write_bytes(file.read_bytes().replace(b"Runs the hut", "Führt die Hütte".encode("latin-1")))
    assert refuse(hut_copy, monkeypatch) == (
        "content/roles.yml:2:43: is not UTF-8 text; save the file with the encoding UTF-8"
    )


def test_a_folder_where_a_file_should_be(hut_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (hut_copy / "content" / "roles.yml").unlink()
    (hut_copy / "content" / "roles.yml").mkdir()
    assert refuse(hut_copy, monkeypatch) == "content/roles.yml: is a folder; a YAML file is expected here"


def test_a_link_that_leads_out_of_the_folder(hut_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outside = hut_copy.parent / "outside.yml"
    (hut_copy / "content" / "roles.yml").rename(outside)
    (hut_copy / "content" / "roles.yml").symlink_to(outside)
    assert refuse(hut_copy, monkeypatch) == (
        "content/roles.yml: is a link that leads out of the content folder; put the file itself here"
    )


def test_a_file_that_cannot_be_read(hut_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (hut_copy / "content" / "roles.yml").unlink()
    (hut_copy / "content" / "roles.yml").symlink_to("roles.yml")
    assert refuse(hut_copy, monkeypatch) == (
        "content/roles.yml: cannot be read (Too many levels of symbolic links); check who may read it"
    )
