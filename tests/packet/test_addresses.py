"""Every draft has an address, or is listed as having none, with what gives it one."""

import email
import email.policy
import json
from pathlib import Path

import pytest
import yaml

from generator.documents.book import Book
from generator.documents.render import Renderer
from generator.load.playbook import load_playbook
from generator.packet.new_case import write_new_case
from tests.conftest import HUT, copy_playbook
from tests.packet.papers import HARBOUR, MILL, make, write_case

HUT_CASE = "facts: {path: season-ends, guests-inside: yes}\ndates: {last-night: 2027-03-31}\n"


def read_to(raw: bytes) -> str | None:
    to = email.message_from_bytes(raw, policy=email.policy.default)["To"]
    return None if to is None else str(to)


@pytest.mark.parametrize("file", [HARBOUR, MILL])
def test_every_draft_has_an_address_or_is_listed_without(book: Book, file: Path) -> None:
    packet = make(book, file)
    drafts = {name: read_to(raw) for name, raw in packet.items() if name.endswith(".eml")}
    listed = packet["emails/open.txt"].decode()
    letters = {letter["file"].replace(".txt", ".eml"): letter for letter in json.loads(packet["plan.json"])["letters"]}
    assert {name: letter["to"] for name, letter in letters.items()} == drafts
    for name, to in drafts.items():
        part = listed.partition(f"\n{Path(name).stem}: ")[2].partition("\n")[2]
        assert part.startswith("  - the address it goes to: ") == (to is None)
        assert to is not None or f"(field {letters[name]['address']})\n" in part.splitlines(keepends=True)[0]
    assert sum(to is None for to in drafts.values()) == {HARBOUR: 1, MILL: 3}[file]


def test_a_new_case_asks_for_the_addresses_of_its_letters(book: Book) -> None:
    ending = write_new_case(book, {"path": "termination"}, name="x", schema="s")
    for field in ("client_email", "notice_email", "signatory_email", "subcontractor_email"):
        assert f"  # {field}:\n" in ending
    assert "  # notice_email:\n" not in write_new_case(book, {"path": "end-of-contract"}, name="x", schema="s")


def change_address(folder: Path, line: str) -> Book:
    copy_playbook(HUT, folder)
    file = folder / "content/emails/hut-closes.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("address: guest_address\n", line), encoding="utf-8")
    fields = yaml.safe_load((folder / "content/fields.yml").read_text(encoding="utf-8"))
    fields["fields"] = [field for field in fields["fields"] if field["id"] != "guest_address"]
    (folder / "content/fields.yml").write_text(yaml.safe_dump(fields), encoding="utf-8")
    return Book(load_playbook(folder), Renderer(folder))


@pytest.mark.parametrize(
    ("people", "to", "said"),
    [
        (
            "people: {cook: {name: Vreni, email: vreni@example.com}}\n",
            "vreni@example.com",
            "  - [Reopening] (field reopening)\n",
        ),
        ("people: {cook: {name: Vreni}}\n", None, "  - the address it goes to: the email of Cook (role cook)\n"),
        ("", None, "  - the address it goes to: the email of Cook (role cook)\n"),
    ],
)
def test_a_letter_to_a_role_goes_to_whoever_fills_it(tmp_path: Path, people: str, to: str | None, said: str) -> None:
    book = change_address(tmp_path / "hut", "address: cook\n")
    packet = make(book, write_case(tmp_path, f"{HUT_CASE}fields: {{hut_name: Upper hut}}\n{people}"))
    assert read_to(packet["emails/001-hut-closes.eml"]) == to
    assert packet["emails/open.txt"].decode().partition("The hut closes\n")[2].startswith(said)
    assert ("- the address it goes to" in packet["emails/001-hut-closes.txt"].decode()) == (to is None)
    assert "  # cook: { name: , email: }\n" in write_new_case(book, {}, name="x", schema="s")


def test_a_letter_whose_address_nobody_names_is_listed(tmp_path: Path) -> None:
    book = change_address(tmp_path / "hut", "")
    packet = make(book, write_case(tmp_path, HUT_CASE))
    assert "  - an address: the playbook names none for this letter\n" in packet["emails/open.txt"].decode()
