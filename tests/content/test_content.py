"""The shipped playbook: both paths exactly, every fact of the source for everyone whom it concerns."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from generator.checks import find_problems
from generator.disk.schemas import make_schemas
from generator.documents.book import Book
from generator.load.folder import FILES, FOLDERS
from generator.plan.plan import make_plan
from generator.playbook.parts import list_parts
from generator.playbook.playbook import Playbook
from generator.site.requirements_page import list_coverage
from generator.site.site import make_site
from generator.values import Model
from tests.conftest import HUT, ROOT

REQUIREMENTS = [
    f"{letter}{number}"
    for letter, last in (
        ("P", 7),
        ("N", 6),
        ("R", 8),
        ("F", 10),
        ("T", 3),
        ("A", 7),
        ("E", 6),
        ("W", 3),
        ("K", 4),
        ("X", 6),
        ("Q", 1),
    )
    for number in range(1, last + 1)
]

NOTICE = "The contract is terminated early; the letter that confirms the early end takes the place of the notice."
REVIEW = (
    "The contract ends early and looking back would not help to explain why; "
    "a meeting would only hold up the settlement."
)
FEEDBACK = (
    "The contract ends early and looking back would not help to explain why, so feedback and evaluation are left out."
)
TOUCH = "After an early end the farewell leaves the door open, and the client sets the pace."
AGREEMENT = "The contract runs to its agreed end, so there is no early end to agree."


def list_states(book: Book, known: dict[str, str]) -> dict[str, list[str]]:
    states: dict[str, list[str]] = {"do": [], "if": [], "skip": []}
    for name, planned in make_plan(book.playbook, known).steps.items():
        states[planned.decision.state].append(name)
    return states


def test_what_a_termination_keeps_asks_and_skips(source_book: Book) -> None:
    assert list_states(source_book, {"path": "termination"}) == {
        "do": [
            "agree-reasons-and-date",
            "acknowledge-termination",
            "plan-essential-steps",
            "review-account",
            "send-final-statement",
            "resolve-queries",
            "confirm-settlement",
            "file-settlement-records",
            "plan-transition",
            "compile-handover",
            "hand-over-documents",
            "support-transition",
            "find-client-data",
            "revoke-client-access",
            "agree-data-outcome",
            "confirm-access-closed",
            "write-summary",
            "send-farewell",
        ],
        "if": [
            "invite-to-review",
            "prepare-review",
            "hold-review-meeting",
            "send-review-minutes",
            "collect-balance",
            "pay-refund",
            "transfer-client-data",
            "verify-transfer",
            "delete-data",
            "keep-data",
            "ask-for-feedback",
            "evaluate-internally",
            "share-findings",
            "turn-insights-into-changes",
        ],
        "skip": [
            "prepare-notice",
            "prepare-renewal-offer",
            "send-notice",
            "call-client",
            "connect",
            "send-updates",
            "invite-to-events",
            "grow-network",
        ],
    }


def test_what_the_end_of_a_contract_asks_and_skips(source_book: Book) -> None:
    states = list_states(source_book, {"path": "end-of-contract"})
    assert states["if"] == [
        "prepare-renewal-offer",
        "collect-balance",
        "pay-refund",
        "transfer-client-data",
        "verify-transfer",
        "delete-data",
        "keep-data",
    ]
    assert states["skip"] == ["agree-reasons-and-date", "acknowledge-termination", "plan-essential-steps"]
    assert len(states["do"]) == len(source_book.playbook.steps) - 10


def test_every_reason_of_a_termination_whose_cause_is_known(source_book: Book) -> None:
    known = {"path": "termination", "review-explains-exit": "no", "balance-due": "no", "refund-due": "no"}
    known |= {"data-transfer-requested": "no", "data-outcome": "retain"}
    plan = make_plan(source_book.playbook, known)
    reasons = {name: planned.decision.reasons for name, planned in plan.steps.items() if not planned.applies}
    assert reasons == {
        **dict.fromkeys(["prepare-notice", "prepare-renewal-offer", "send-notice", "call-client"], (NOTICE,)),
        **dict.fromkeys(
            ["invite-to-review", "prepare-review", "hold-review-meeting", "send-review-minutes"], (REVIEW,)
        ),
        "collect-balance": ("The client owes us nothing.",),
        "pay-refund": ("We owe the client nothing.",),
        "transfer-client-data": ("The client does not want their data transferred.",),
        "verify-transfer": ("Nothing was transferred, so there is nothing to verify.",),
        "delete-data": ("It was agreed to keep the data that we still hold.",),
        **dict.fromkeys(
            ["ask-for-feedback", "evaluate-internally", "share-findings", "turn-insights-into-changes"], (FEEDBACK,)
        ),
        **dict.fromkeys(["connect", "send-updates", "invite-to-events", "grow-network"], (TOUCH,)),
    }


def test_every_reason_at_the_end_of_a_contract(source_book: Book) -> None:
    plan = make_plan(source_book.playbook, {"path": "end-of-contract", "renewal-offered": "no"})
    reasons = {name: planned.decision.reasons for name, planned in plan.steps.items() if not planned.applies}
    assert reasons == {
        **dict.fromkeys(["agree-reasons-and-date", "acknowledge-termination", "plan-essential-steps"], (AGREEMENT,)),
        "prepare-renewal-offer": ("No renewal is on offer, so the notice goes out without one.",),
    }


def test_a_review_takes_place_after_a_termination_only_if_it_explains_the_exit(book: Book) -> None:
    plan = make_plan(book.playbook, {"path": "termination"})
    assert plan.steps["hold-review-meeting"].decision.hangs_on == ("review-explains-exit",)
    plan = make_plan(book.playbook, {"path": "termination", "review-explains-exit": "yes"})
    assert plan.steps["hold-review-meeting"].decision.state == "do"
    assert any("why the contract ends early" in planned.task.do for planned in plan.steps["hold-review-meeting"].tasks)


def test_notice_goes_out_30_to_14_days_before_the_end(book: Book) -> None:
    (due,) = book.playbook.steps["send-notice"].due
    assert (due.from_, due.earliest, due.latest) == ("contract-end", -30, -14)


def test_every_fact_of_the_source_is_a_requirement(playbook: Playbook, source_book: Book) -> None:
    assert [requirement.id for requirement in source_book.playbook.requirements] == REQUIREMENTS
    added = [f"B{number}" for number in range(1, 11)]
    assert [requirement.id for requirement in playbook.requirements] == [*REQUIREMENTS, *added]


@pytest.mark.parametrize("edition", ["full", "source"])
def test_the_coverage_table_names_a_sentence_for_everyone_concerned(
    book: Book, source_book: Book, edition: str
) -> None:
    book = book if edition == "full" else source_book
    site = make_site(book)
    page = next(document.content for document in site.documents if document.uri == "requirements.md")
    for row in list_coverage(book):
        assert f"## {row.requirement.id} {{#" in page
        for reader, (_, places) in zip(("trainee", "paper", "email"), row.readers, strict=True):
            assert (reader in row.requirement.reaches) <= bool(places), f"{row.requirement.id} {reader}"
            for place in places or ():
                assert place.sentence.strip()


def list_needed() -> Iterator[tuple[str, str, str]]:
    for requirement in yaml.safe_load((ROOT / "content" / "requirements.yml").read_text())["requirements"]:
        for reader in requirement["reaches"]:
            yield "full", requirement["id"], reader
            if requirement.get("origin") != "added":
                yield "source", requirement["id"], reader


@pytest.mark.parametrize(("edition", "requirement", "reader"), list(list_needed()))
def test_a_requirement_that_fails_to_reach_someone_is_noticed(
    book: Book, source_book: Book, edition: str, requirement: str, reader: str
) -> None:
    """Take the requirement from every block that this reader meets: the check must name both."""
    playbook = (book if edition == "full" else source_book).playbook
    names = {"trainee": "the trainee", "paper": "the person with the printed checklist", "email": "the person who"}
    broken = strip_cover(playbook, requirement, reader)
    messages = [found.message for found in find_problems(broken)]
    assert any(f"'{requirement}' does not reach {names[reader]}" in message for message in messages)


def strip_cover(playbook: Playbook, requirement: str, reader: str) -> Playbook:
    carriers = {id(part.node) for part in list_parts(playbook) if reader in part.readers and requirement in part.covers}

    def strip(node: Any) -> Any:
        update = {
            name: tuple(strip(one) for one in value) if isinstance(value, tuple) else strip(value)
            for name, value in node
            if isinstance(value[0] if isinstance(value, tuple) and value else value, Model)
        }
        if id(node) in carriers:
            update["covers"] = tuple(name for name in node.covers if name != requirement)
        return node.model_copy(update=update) if update else node

    return replace(
        playbook,
        head=strip(playbook.head),
        lessons=tuple(strip(lesson) for lesson in playbook.lessons),
        phases=tuple(strip(phase) for phase in playbook.phases),
        emails=tuple(strip(email) for email in playbook.emails),
        safeguards=tuple(strip(safeguard) for safeguard in playbook.safeguards),
    )


def test_emails_of_the_source_are_there(source_book: Book) -> None:
    playbook = source_book.playbook
    assert list(playbook.email) == [
        "termination-acknowledged",
        "contract-end-notice",
        "review-invitation",
        "final-statement",
        "settlement-confirmed",
        "transition-and-handover",
        "access-closed",
        "feedback-request",
        "farewell",
        "staying-in-touch",
    ]
    assert {"client_name", "client_company", "sender_name", "sender_position", "sender_contact"} <= set(playbook.field)


def test_each_phase_teaches_shows_warns_and_asks(playbook: Playbook) -> None:
    for phase in playbook.phases:
        assert {block.kind for block in phase.lesson} == {"text", "example", "pitfall", "question"}, phase.id


def test_tasks_and_titles_start_with_a_capital_and_tasks_end_without_a_full_stop(playbook: Playbook) -> None:
    for step in playbook.steps.values():
        for text in (step.title, *(task.do for task in step.tasks)):
            assert text[0].isupper() and not text.endswith("."), text


def test_task_keys_are_unique(book: Book) -> None:
    keys = [task.key for planned in book.open_plan.steps.values() for task in planned.tasks]
    assert len(set(keys)) == len(keys) == sum(len(step.tasks) for step in book.playbook.steps.values())


@pytest.mark.parametrize("folder", ["generator", "templates"])
def test_the_generator_knows_no_process(folder: str) -> None:
    words = re.compile(r"terminat(?!e\(\))|offboard|contract|invoice|client|refund|renewal|hut\b|warden", re.IGNORECASE)
    found = [
        f"{file.relative_to(ROOT)}: {line.strip()}"
        for file in (ROOT / folder).rglob("*")
        if file.suffix in (".py", ".j2", ".yml", ".html", ".css", ".js") and "vendor" not in file.parts
        for line in file.read_text(encoding="utf-8").splitlines()
        if words.search(line)
    ]
    assert found == []


def test_committed_schemas_are_current() -> None:
    folder = ROOT / "content" / ".schema"
    assert {file.name: file.read_text(encoding="utf-8") for file in folder.iterdir()} == make_schemas()


class EditorLoader(yaml.SafeLoader):
    """Reads plain words as YAML 1.2 does, which is what the YAML language server shows."""


EditorLoader.yaml_implicit_resolvers = {}
EditorLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(true|false)$"), list("tf"))
EditorLoader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile("^-?[0-9]+$"), list("-0123456789"))


def list_content(folder: Path) -> Iterator[tuple[Path, str]]:
    for name in FILES:
        if (folder / "content" / name).exists():
            yield folder / "content" / name, f"{Path(name).stem}.json"
    for kind in FOLDERS:
        for file in sorted((folder / "content" / kind).glob("*.yml")):
            yield file, f"{kind.removesuffix('s')}.json"


@pytest.mark.parametrize("folder", [ROOT, HUT], ids=["shipped", "hut"])
def test_content_is_valid_for_an_editor(folder: Path) -> None:
    schemas = {name: yaml.safe_load(text) for name, text in make_schemas().items()}
    for file, schema in list_content(folder):
        data = yaml.load(file.read_text(encoding="utf-8"), Loader=EditorLoader)
        jsonschema.validate(data, schemas[schema], cls=jsonschema.Draft7Validator)


def test_an_editor_marks_a_typo() -> None:
    schema = yaml.safe_load(make_schemas()["phase.json"])
    data = yaml.load((ROOT / "content/phases/farewell.yml").read_text(), Loader=EditorLoader)
    data["steps"][0]["acountable"] = data["steps"][0].pop("accountable")
    messages = [error.message for error in jsonschema.Draft7Validator(schema).iter_errors(data)]
    assert any("acountable" in message for message in messages)
    assert any("'accountable' is a required property" in message for message in messages)


def test_every_content_file_names_its_schema() -> None:
    for file, schema in list_content(ROOT):
        up = "" if file.parent.name == "content" else "../"
        first = file.read_text(encoding="utf-8").partition("\n")[0]
        assert first == f"# yaml-language-server: $schema={up}.schema/{schema}", file
