"""Where readers meet a letter that is sent only if an exit is taken."""

import html
import json
from pathlib import Path

import pytest

from generator.command.show_email import fill_email
from generator.documents.open import open_book
from generator.load.playbook import load_playbook
from generator.packet.new_case import write_new_case
from generator.site.site import make_site
from tests.load.test_edition import change_file
from tests.packet.papers import TODAY, make, write_case

LETTER = """\
title: The hut stays open
summary: Takes the closing back.
sender: warden
to: All who booked
subject: We stay open
paragraphs:
  - {text: "We stay open at {{ hut_name }}.", covers: [H9]}
  - {text: Bring your boots., when: {snow-on-path: yes}}
"""
REQUIREMENT = "  - {id: H9, says: Guests hear it., reaches: [email], when: {path: season-ends, guests-inside: yes}}\n"


@pytest.fixture
def hut_folder(hut_copy: Path) -> Path:
    """The hut with a letter that takes its closing back."""
    content = hut_copy / "content"
    (content / "emails" / "hut-stays-open.yml").write_text(LETTER, encoding="utf-8")
    change_file(content / "playbook.yml", ("emails: [hut-closes,", "emails: [hut-stays-open, hut-closes,"))
    change_file(content / "requirements.yml", ("requirements:\n", f"requirements:\n{REQUIREMENT}"))
    exit_letter = "new last night., emails: [hut-stays-open], covers: [H9],"
    change_file(content / "phases" / "guests.yml", ("new last night.,", exit_letter))
    return hut_copy


def test_an_exit_names_its_letter_and_the_letter_its_exit(hut_folder: Path) -> None:
    documents = {
        document.uri: html.unescape(document.content) for document in make_site(open_book(hut_folder)).documents
    }
    named = "Letter: [The hut stays open](../emails/hut-stays-open.md)."
    assert documents["phases/guests.md"].count(named) == documents["paths/season-ends.md"].count(named) == 1
    assert documents["checklists/season-ends.html"].count("Letter: <a href=") == 1
    assert "The hut stays open" not in documents["checklists/storm.html"]
    occasion = "If the club prolongs the season"
    step = "[1 Tell the guests](../phases/guests.md#step-tell-guests)"
    when = f"- **When to send it:** {occasion} (only if guests are inside) ({step})\n    - **"
    assert when in documents["emails/hut-stays-open.md"]
    assert f"{occasion} ([1 Tell the guests](phases/guests.md#step-tell-guests)) |" in documents["emails.md"]
    data = json.loads(documents["planner/data.js"].removeprefix("const PLAYBOOK = ").removesuffix(";\n"))
    steps = {step["id"]: step for phase in data["phases"] for step in phase["steps"]}
    assert [email["id"] for email in steps["tell-guests"]["exits"][0]["emails"]] == ["hut-stays-open"]
    assert [email["id"] for email in steps["tell-guests"]["emails"]] == ["hut-closes"]


def test_a_packet_keeps_the_letter_apart_until_the_step_is_done(hut_folder: Path, tmp_path: Path) -> None:
    book = open_book(hut_folder)
    facts = "facts: {path: season-ends, guests-inside: yes, snow-on-path: no}\nfields: {hut_name: Alm}\n"
    packet = make(book, write_case(tmp_path, facts), TODAY)
    assert [name for name in packet if "stays-open" in name] == [
        "emails/if-it-stops/hut-stays-open.txt",
        "emails/if-it-stops/hut-stays-open.eml",
    ]
    assert packet["emails/if-it-stops/hut-stays-open.txt"].decode().endswith("We stay open at Alm.\n")
    assert (
        packet["emails/open.txt"]
        .decode()
        .endswith(
            "\nSend these only if the process stops; then don’t send those above:\n"
            "\n"
            "if-it-stops/hut-stays-open: The hut stays open\n"
            "  If the club prolongs the season (step 1, Tell the guests).\n"
            "  - an address: the playbook names none for this letter\n"
        )
    )
    data = json.loads(packet["plan.json"])
    assert [(letter["id"], letter["exits"]) for letter in data["letters"]] == [("hut-closes", [])]
    (letter,) = data["exitLetters"]
    assert (letter["id"], letter["file"]) == ("hut-stays-open", "emails/if-it-stops/hut-stays-open.txt")
    assert letter["exits"] == [{"step": "tell-guests", "id": "season-goes-on"}]
    done = f"{facts}steps: {{tell-guests: {{done: 2026-12-01}}}}\n"
    assert not any("stays-open" in name for name in make(book, write_case(tmp_path, done), TODAY))


def test_a_letter_that_a_later_step_sends_too_is_sent_even_if_the_process_stops(
    hut_folder: Path, tmp_path: Path
) -> None:
    change_file(
        hut_folder / "content" / "phases" / "guests.yml",
        ("emails: [hut-stays-open]", "emails: [bring-boots, hut-stays-open]"),
    )
    book = open_book(hut_folder)
    facts = "facts: {path: season-ends, guests-inside: yes, snow-on-path: yes}\nfields: {hut_name: Alm}\n"
    packet = make(book, write_case(tmp_path, facts), TODAY)
    assert [name for name in packet if "bring-boots" in name] == [
        "emails/001-bring-boots.txt",
        "emails/001-bring-boots.eml",
    ]
    at_exits = packet["emails/open.txt"].decode().partition("\nSend these only if the process stops;")[2]
    assert at_exits == (
        " then don’t send those above:\n"
        "\n"
        "if-it-stops/hut-stays-open: The hut stays open\n"
        "  If the club prolongs the season (step 1, Tell the guests).\n"
        "  - an address: the playbook names none for this letter\n"
        "\n"
        "Even if the process stops, send these of the letters above:\n"
        "\n"
        "001-bring-boots: Bring boots\n"
        "  If the club prolongs the season (step 1, Tell the guests).\n"
    )
    sent_at = {letter["id"]: letter["exits"] for letter in json.loads(packet["plan.json"])["letters"]}
    assert sent_at == {"hut-closes": [], "bring-boots": [{"step": "tell-guests", "id": "season-goes-on"}]}
    done = f"{facts}steps: {{tell-guests: {{done: 2026-12-01}}}}\n"
    assert "process stops" not in make(book, write_case(tmp_path, done), TODAY)["emails/open.txt"].decode()


def test_a_letter_of_an_exit_is_written_and_asked_for_like_any_other(hut_folder: Path) -> None:
    book = open_book(hut_folder)
    known = {"path": "season-ends", "guests-inside": "yes", "snow-on-path": "no"}
    text = fill_email(book, "hut-stays-open", values={"hut_name": "Alm"}, known=known)
    assert text == "Subject: We stay open\n\nWe stay open at Alm."
    assert "hut_name" in write_new_case(book, {"path": "season-ends"}, name="x", schema="x")


def test_a_letter_goes_with_the_exit_that_an_edition_leaves_out(hut_folder: Path) -> None:
    content = hut_folder / "content"
    change_file(content / "requirements.yml", ("says: Guests hear it.,", "says: Guests hear it., origin: added,"))
    change_file(
        content / "phases" / "guests.yml", ("emails: [hut-stays-open],", "emails: [hut-stays-open], origin: added,")
    )
    assert "hut-stays-open" in load_playbook(hut_folder).email
    source = load_playbook(hut_folder, edition="source")
    assert "hut-stays-open" not in source.email and not source.steps["tell-guests"].exits


def test_an_exit_loses_the_letter_that_an_edition_leaves_out(hut_folder: Path) -> None:
    content = hut_folder / "content"
    change_file(content / "requirements.yml", ("says: Guests hear it.,", "says: Guests hear it., origin: added,"))
    change_file(content / "emails" / "hut-stays-open.yml", ("sender: warden\n", "sender: warden\norigin: added\n"))
    (leave,) = load_playbook(hut_folder, edition="source").steps["tell-guests"].exits
    assert leave.emails == ()
