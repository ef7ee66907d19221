"""Every way to end a contract: who ends it and why, and what each needs."""

from itertools import product

import pytest

from generator.documents.book import Book
from generator.plan.plan import make_plan
from generator.site.email_pages import list_variants
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
HOSTILE = {("client", "breach"), ("us", "breach"), ("us", "non-payment")}
FRIENDLY_STEPS = [
    "thank-the-people",
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
        "reason=breach isn't possible if path=termination, ended-by=both; leave one of them out"
    ]
    known = {"path": "end-of-contract", "reason": "breach"}
    assert book.playbook.logic.check_answers(known) == [
        "reason=breach isn't possible if path=end-of-contract; leave one of them out"
    ]


def test_a_client_who_has_not_paid_owes_us_money(book: Book) -> None:
    known = know("us", "non-payment") | {"balance-due": "no"}
    assert book.playbook.logic.check_answers(known)
    plan = make_plan(book.playbook, know("us", "non-payment"))
    assert plan.steps["collect-balance"].decision.state == "do"


@pytest.mark.parametrize(("who", "why"), sorted(ADMISSIBLE))
def test_what_each_end_needs(book: Book, who: str, why: str) -> None:
    plan = make_plan(book.playbook, know(who, why))
    state = {name: planned.decision.state for name, planned in plan.steps.items()}
    hostile = (who, why) in HOSTILE
    assert state["check-cure"] == ("do" if hostile else "skip")
    assert state["give-notice-of-breach"] == ("do" if hostile and who == "us" else "skip")
    assert state["put-right-our-breach"] == ("do" if hostile and who == "client" else "skip")
    assert state["register-claim"] == ("if" if why == "insolvency" else "skip")
    assert {state[name] for name in FRIENDLY_STEPS} == {"skip" if hostile else "do"}
    assert {state[name] for name in ("connect", "send-updates", "invite-to-events", "grow-network")} == {"skip"}
    for name in ("look-up-clauses", "send-disengagement-letter", "accept-handover", "close-open-jobs"):
        assert state[name] == "do"


def test_the_cure_period_holds_back_what_cannot_be_taken_back(book: Book) -> None:
    plan = make_plan(book.playbook, know("us", "breach"))
    awaited = {step.id for step in plan.list_direct("revoke-client-access")}
    assert awaited == {"check-cure"}
    calm = make_plan(book.playbook, know("us", "convenience"))
    assert {step.id for step in calm.list_direct("revoke-client-access")} == {"acknowledge-termination"}


def test_each_exit_stands_where_it_may_happen(book: Book) -> None:
    exits = {leave.id: step.id for step in book.playbook.steps.values() for leave in step.exits}
    assert exits == {"withdrawn": "acknowledge-termination", "cured": "check-cure", "renewed": "call-client"}


def test_a_legal_hold_keeps_what_was_to_be_deleted(book: Book) -> None:
    known = {"path": "end-of-contract", "data-outcome": "delete", "legal-hold": "yes"}
    plan = make_plan(book.playbook, known)
    assert plan.steps["delete-data"].decision.reasons == (
        "A legal hold applies, so nothing is deleted until legal lifts it.",
    )
    assert plan.steps["keep-data"].decision.state == "do"


@pytest.mark.parametrize("path", ["end-of-contract", "termination"])
def test_access_runs_both_ways(book: Book, path: str) -> None:
    plan = make_plan(book.playbook, {"path": path, "our-access": "yes"})
    assert plan.steps["transfer-ownership"].decision.state == plan.steps["remove-our-access"].decision.state == "do"
    assert book.playbook.order.precedes("transfer-ownership", "accept-handover")
    last = [name for name in plan.steps if book.playbook.order.precedes("remove-our-access", name)]
    assert last[:2] == ["write-summary", "send-farewell"]


def test_the_letter_of_each_end_says_who_ends_it_and_names_the_clause(book: Book) -> None:
    texts = dict(list_variants(book, book.playbook.email["termination-acknowledged"]))
    assert len(texts) == len(set(texts.values())) > 5
    for text in (letter.body for letter in texts.values()):
        said = [
            line in text for line in ("You have decided to end it", "It is we who end it", "Both sides have wished")
        ]
        assert said.count(True) == 1
        assert "[Clause on which the exit rests]" in text


def test_staying_in_touch_has_days_that_the_overlay_may_change(book: Book) -> None:
    due = {name: book.playbook.steps[name].due[0] for name in FRIENDLY_STEPS if "check-in-after" in name}
    assert [(entry.from_, entry.earliest, entry.latest) for entry in due.values()] == [
        ("send-farewell", 28, 35),
        ("send-farewell", 85, 95),
        ("send-farewell", 170, 190),
    ]
    assert book.playbook.steps["thank-the-people"].due[0].latest == 2


def test_readers_are_told_that_this_is_no_legal_advice(book: Book) -> None:
    notice = book.playbook.head.notice or ""
    assert "not legal advice" in notice

    pages = {document.uri: document.content for document in make_site(book).documents}
    for uri in ("index.md", "help.md", "checklists/termination.html", "checklists/end-of-contract.html"):
        assert "not legal advice" in pages[uri], uri
