"""The process as it is shipped: both paths exactly, every fact of the source, every letter."""

from mkdocs.config import load_config

from generator.documents.book import Book
from generator.plan.plan import make_plan
from generator.playbook.playbook import Playbook
from tests.conftest import ROOT

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

NOTICE = "The contract is terminated early, so a letter of its own takes the place of the end-of-contract notice."
REVIEW = (
    "The contract ends early and looking back wouldn’t help to explain why; a meeting would only delay the settlement."
)
FEEDBACK = (
    "The contract ends early and looking back wouldn’t help to explain why, so feedback and evaluation are left out."
)
TOUCH = "After an early termination the farewell leaves the door open, and the client sets the pace."
AGREEMENT = "The contract runs to its agreed end, so nothing is terminated early."


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
        "delete-data": ("The client’s personal data is kept on instruction or because law requires it.",),
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
        "prepare-renewal-offer": ("No renewal is on offer, so the end-of-contract notice goes out without one.",),
    }


def test_a_review_takes_place_after_a_termination_only_if_it_explains_the_exit(book: Book) -> None:
    plan = make_plan(book.playbook, {"path": "termination"})
    assert plan.steps["hold-review-meeting"].decision.depends_on == ("review-explains-exit",)
    plan = make_plan(book.playbook, {"path": "termination", "review-explains-exit": "yes"})
    assert plan.steps["hold-review-meeting"].decision.state == "do"
    assert any("why the contract ends early" in planned.task.do for planned in plan.steps["hold-review-meeting"].tasks)


def test_notice_goes_out_30_to_14_days_before_the_end(book: Book, source_book: Book) -> None:
    (due,) = source_book.playbook.steps["send-notice"].due
    assert (due.from_, due.earliest, due.latest) == ("contract-end", -30, -14)
    plan = make_plan(book.playbook, {"path": "end-of-contract", "contract-sets-notice": "no"})
    (planned,) = plan.steps["send-notice"].due
    assert (planned.due.from_, planned.due.earliest, planned.due.latest) == ("contract-end", -30, -14)


def test_every_fact_of_the_source_is_a_requirement(playbook: Playbook, source_book: Book) -> None:
    assert [requirement.id for requirement in source_book.playbook.requirements] == REQUIREMENTS
    added = [f"B{number}" for number in range(1, 21)] + [f"D{number}" for number in range(1, 10)]
    assert [requirement.id for requirement in playbook.requirements] == [*REQUIREMENTS, *added]


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


def test_no_page_has_a_pencil_until_there_is_a_repository() -> None:
    config = load_config(str(ROOT / "mkdocs.yml"))
    assert not config.edit_uri and not config.edit_uri_template and not config.repo_url
