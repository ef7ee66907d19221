"""Where readers meet claims, and what happens if nobody answers."""

import html
import json
from pathlib import Path

import pytest

from generator.documents.open import open_book
from generator.site.site import make_site
from tests.load.test_edition import change_file
from tests.packet.papers import TODAY, make, write_case

LOCK = (
    "tasks: [Lock all shutters, Hang the key in the valley office]\n",
    "tasks: [{do: Lock all shutters, claims: [door-locked]}, Hang the key in the valley office]\n"
    "    silence: {remind: [1, 3], by: 10, decides: valley-office, then: Lock it & note it in the hut book.}\n",
)
SAYS = "No answer? Remind after 1 and 3 days. After 10 days, valley office decides: Lock it & note it in the hut book."
CLAIMS = """\
claims:
  - id: rope-up
    says: You are on a rope.
    must: {snow-on-path: yes}
    excludes: [walk-down, {claim: door-locked, until: lock-door}]
  - {id: walk-down, says: You walk down., never: {path: storm, guests-inside: yes}, origin: added}
  - {id: door-locked, says: The door is locked., must: {path: [storm, season-ends]}}
"""


@pytest.fixture
def hut_folder(hut_copy: Path) -> Path:
    """The hut with claims, and with a step that says what happens if nobody answers."""
    content = hut_copy / "content"
    (content / "claims.yml").write_text(CLAIMS, encoding="utf-8")
    boots = "  - Please put on boots with a profile. We rope up at the bridge.\n"
    change_file(content / "emails" / "bring-boots.yml", (boots, "  - {text: Boots!, claims: [rope-up]}\n"))
    house_map = "{text: The map of the other huts, when: {guests-inside: no}, claims: [walk-down]}"
    change_file(content / "emails" / "hut-closes.yml", ("The map of the other huts", house_map))
    change_file(content / "phases" / "hand-over.yml", LOCK)
    return hut_copy


def test_claims_are_listed_with_who_says_them_and_what_contradicts_them(hut_folder: Path) -> None:
    documents = make_site(open_book(hut_folder)).documents
    (page,) = [document for document in documents if document.uri == "claims.md"]
    assert page.place == ("nav_maintain",)
    assert [line for line in page.content.splitlines() if line.startswith(("| You", "| The"))] == [
        "| You are on a rope. | [Bring boots](emails/bring-boots.md) | never with “You walk down.”; "
        "“The door is locked.” only from this step: [5 Lock the door](phases/hand-over.md#step-lock-door); "
        "said whenever there is snow on the path |",
        "| You walk down. *(added)* | [The hut closes](emails/hut-closes.md) | "
        "never if a storm closes the hut and guests are inside |",
        "| The door is locked. | [5 Lock the door](phases/hand-over.md#step-lock-door) | said in every case |",
    ]


def test_without_the_file_nothing_speaks_of_claims(hut_copy: Path) -> None:
    documents = {document.uri: document.content for document in make_site(open_book(hut_copy)).documents}
    assert "claims.md" not in documents and "claims.yml" not in documents["maintain.md"]


def test_a_step_says_everywhere_what_happens_if_nobody_answers(hut_folder: Path, tmp_path: Path) -> None:
    book = open_book(hut_folder)
    documents = {document.uri: document.content for document in make_site(book).documents}
    case = write_case(tmp_path, "facts: {path: storm}\ndates: {storm-warning: 2026-12-21}\n")
    packet = make(book, case, TODAY)
    checklist = next(content for name, content in packet.items() if name.startswith("checklist"))
    for content in (documents["phases/hand-over.md"], documents["checklists/storm.html"], checklist.decode()):
        assert html.unescape(content).count(SAYS) == 1
    steps = {step["id"]: step["silence"] for step in json.loads(packet["plan.json"])["steps"]}
    assert steps["lock-door"] == {
        "remind": [1, 3],
        "by": 10,
        "decides": "valley-office",
        "then": "Lock it & note it in the hut book.",
    }
    assert steps["drain-water"] is None
    assert '"silence":"No answer? Remind after 1 and 3 days.' in documents["planner/data.js"]
