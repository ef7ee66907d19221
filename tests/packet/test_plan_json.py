"""plan.json, by its schema and beside the other papers of the case."""

import csv
import io
import json

import jsonschema

from generator.disk.schemas import make_schemas
from tests.packet.papers import Packet


def test_it_follows_its_schema(harbour: Packet, mill: Packet) -> None:
    schema = json.loads(make_schemas()["plan.json"])
    for packet in (harbour, mill):
        plan = json.loads(packet["plan.json"])
        jsonschema.validate(plan, schema, format_checker=jsonschema.FormatChecker())
    assert plan["case"] == "upper-mill" and plan["dates"]["effective-date"] == "2027-01-15"


def test_it_says_what_the_other_papers_say(harbour: Packet) -> None:
    plan = json.loads(harbour["plan.json"])
    steps = {step["id"]: step for step in plan["steps"]}
    assert steps["send-notice"]["standing"] == "late" and steps["send-notice"]["daysLate"] == 4
    assert steps["check-cure"]["state"] == "skip" and steps["check-cure"]["reasons"]
    files = {letter["file"] for letter in plan["letters"] + plan["exitLetters"]}
    assert files == {name for name in harbour if name.endswith(".txt") and name != "emails/open.txt"}
    rows = list(csv.DictReader(io.StringIO(harbour["steps.csv"].decode("utf-8-sig"))))
    assert {row["Id"]: row["Due date"] for row in rows} == {
        name: step["due"]["last"] or "" for name, step in steps.items() if step["state"] != "skip"
    }
