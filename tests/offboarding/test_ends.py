"""Every way to end a contract: who ends it and why, and what each needs."""

from itertools import product

import pytest

from generator.documents.book import Book
from generator.plan.plan import make_plan
from generator.site.site import make_site

WHO = ("client", "us", "both")
WHY = ("convenience", "breach", "non-payment", "insolvency", "acquisition")
ADMISSIBLE = {
    ("client", "convenience"),
    ("client", "breach"),
    ("client", "insolvency"),
    ("client", "acquisition"),
    ("us", "convenience"),
    ("us", "breach"),
    ("us", "non-payment"),
    ("us", "insolvency"),
    ("both", "convenience"),
    ("both", "insolvency"),
    ("both", "acquisition"),
}
FOR_CAUSE = {("client", "breach"), ("us", "breach"), ("us", "non-payment")}
FOLLOW_UPS = [
    "check-in-after-30-days",
    "check-in-after-90-days",
    "ask-for-referral",
    "check-in-after-180-days",
    "win-back",
]


def know(who: str, why: str) -> dict[str, str]:
    return {"path": "termination", "ended-by": who, "reason": why}


@pytest.mark.parametrize(("who", "why"), list(product(WHO, WHY)))
def test_only_some_reasons_go_with_whoever_ends_it(book: Book, who: str, why: str) -> None:
    mistakes = book.playbook.logic.check_answers(know(who, why))
    assert (mistakes == []) == ((who, why) in ADMISSIBLE)


def test_an_impossible_combination_is_refused_with_the_reason(book: Book) -> None:
    assert book.playbook.logic.check_answers(know("both", "breach")) == [
        "reason=breach isn't possible if ended-by=both; leave one of them out"
    ]
    known = {"path": "end-of-contract", "reason": "breach"}
    assert book.playbook.logic.check_answers(known) == [
        "reason=breach isn't possible if path=end-of-contract; leave one of them out"
    ]


def test_a_client_who_has_not_paid_owes_us_money(book: Book) -> None:
    known = know("us", "non-payment") | {"balance-due": "no"}
    assert book.playbook.logic.check_answers(known)
    plan = make_plan(book.playbook, know("us", "non-payment") | {"client-insolvent": "no"})
    assert plan.steps["collect-balance"].decision.state == "do"


@pytest.mark.parametrize(("who", "why"), sorted(ADMISSIBLE))
def test_what_each_end_needs(book: Book, who: str, why: str) -> None:
    known = know(who, why) | ({} if why == "insolvency" else {"client-insolvent": "no"})
    plan = make_plan(book.playbook, known)
    state = {name: planned.decision.state for name, planned in plan.steps.items()}
    for_cause = (who, why) in FOR_CAUSE
    assert state["check-cure"] == ("if" if for_cause else "skip")
    assert state["give-breach-notice"] == ("if" if for_cause and who == "us" else "skip")
    assert state["fix-our-breach"] == ("if" if for_cause and who == "client" else "skip")
    assert state["give-termination-notice"] == ("do" if who == "us" else "skip")
    assert state["acknowledge-termination"] == ("skip" if who == "us" else "do")
    may_stay = who == "client" and why in ("convenience", "acquisition")
    assert state["hold-save-conversation"] == ("if" if may_stay else "skip")
    assert state["settle-insolvency"] == ("if" if why == "insolvency" else "skip")
    assert {state[name] for name in FOLLOW_UPS} == {"skip" if for_cause or why == "insolvency" else "do"}
    assert state["thank-the-people"] == ("skip" if for_cause else "do")
    assert {state[name] for name in ("connect", "send-updates", "invite-to-events", "grow-network")} == {"skip"}
    for name in ("look-up-clauses", "send-disengagement-letter", "accept-handover", "close-open-jobs"):
        assert state[name] == "do"


def test_the_cure_period_holds_back_what_cannot_be_taken_back(book: Book) -> None:
    held = {"revoke-client-access", "send-final-statement", "plan-transition", "tell-subcontractors"}
    for name in held:
        assert book.playbook.order.precedes("check-cure", name), name
    plan = make_plan(book.playbook, know("client", "breach") | {"cure-period": "yes"})
    assert {step.id for step in plan.list_direct("revoke-client-access")} == {"check-cure"}
    calm = make_plan(book.playbook, know("us", "convenience"))
    assert {step.id for step in calm.list_direct("revoke-client-access")} == {"give-termination-notice"}


def test_each_exit_stands_where_it_may_happen(book: Book) -> None:
    exits = {leave.id: step.id for step in book.playbook.steps.values() for leave in step.exits}
    assert exits == {
        "no-right": "look-up-clauses",
        "withdrawn": "acknowledge-termination",
        "stays": "hold-save-conversation",
        "cured": "check-cure",
        "not-terminated": "check-cure",
        "settled": "give-termination-notice",
        "settled-after-cure": "give-termination-notice",
        "renewed": "call-client",
    }
    sent = {leave.id for _, leave in book.playbook.exits_with_email("contract-continues")}
    # nobody at the client has been told by then; what wasn't fixed needs words of legal's, not this letter
    assert sent == {*exits} - {"no-right", "not-terminated", "settled-after-cure"}
    assert not book.playbook.steps_with_email("contract-continues")


def test_a_legal_hold_keeps_what_was_to_be_deleted(book: Book) -> None:
    known = {"path": "end-of-contract", "data-outcome": "delete", "legal-hold": "yes"}
    plan = make_plan(book.playbook, known)
    assert plan.steps["delete-data"].decision.reasons == (
        "A legal hold applies, so nothing that it covers is deleted until legal lifts it.",
    )
    assert plan.steps["keep-data"].decision.state == "do"


@pytest.mark.parametrize("path", ["end-of-contract", "termination"])
def test_access_runs_both_ways(book: Book, path: str) -> None:
    plan = make_plan(book.playbook, {"path": path, "our-access": "yes"})
    assert plan.steps["transfer-ownership"].decision.state == plan.steps["remove-our-access"].decision.state == "do"
    assert book.playbook.order.precedes("transfer-ownership", "accept-handover")
    last = [name for name in plan.steps if book.playbook.order.precedes("remove-our-access", name)]
    assert last[:2] == ["write-summary", "send-farewell"]


def test_follow_up_counts_from_the_end_of_the_contract(book: Book) -> None:
    windows = {
        "check-in-after-30-days": (28, 60),
        "check-in-after-90-days": (85, 95),
        "check-in-after-180-days": (170, 190),
    }
    for name, window in windows.items():
        due = book.playbook.steps[name].due
        assert [entry.from_ for entry in due] == ["contract-end", "effective-date"]
        assert {(entry.earliest, entry.latest) for entry in due} == {window}
        assert book.playbook.order.precedes("send-farewell", name)
    assert book.playbook.steps["thank-the-people"].due[0].latest == 2


def test_readers_are_told_that_this_is_no_legal_advice(book: Book) -> None:
    notice = book.playbook.head.notice or ""
    assert "not legal advice" in notice

    pages = {document.uri: document.content for document in make_site(book).documents}
    for uri in ("index.md", "help.md", "checklists/termination.html", "checklists/end-of-contract.html"):
        assert "not legal advice" in pages[uri], uri
