"""What did harm in the process as it once stood, and the step, window or task that now prevents it."""

import pytest

from generator.documents.book import Book
from generator.plan.plan import make_plan

INSOLVENT = {"path": "termination", "ended-by": "client", "reason": "insolvency"}
BREACH = {"path": "termination", "ended-by": "us", "reason": "breach"}
END = {"path": "end-of-contract"}


def state(book: Book, known: dict[str, str], step: str) -> str:
    return make_plan(book.playbook, known).steps[step].decision.state


def test_no_money_moves_for_an_insolvent_client_before_legal_has_signed(book: Book) -> None:
    for owed in ({"balance-due": "yes"}, {"refund-due": "yes"}, {"balance-due": "yes", "refund-due": "yes"}):
        known = INSOLVENT | owed
        assert state(book, known, "settle-insolvency") == "do"
        assert state(book, known, "collect-balance") == state(book, known, "pay-refund") == "skip"


def test_only_a_thank_you_follows_an_insolvency(book: Book) -> None:
    applying = {name for name, planned in make_plan(book.playbook, INSOLVENT).steps.items() if planned.applies}
    after = {name for name in applying if book.playbook.order.precedes("send-farewell", name)}
    assert after == {"thank-the-people"}


def test_a_client_may_become_insolvent_on_either_path(book: Book) -> None:
    for known in (END, BREACH, BREACH | {"reason": "convenience"}):
        insolvent = known | {"client-insolvent": "yes", "balance-due": "yes", "refund-due": "yes"}
        assert state(book, insolvent, "settle-insolvency") == "do"
        assert state(book, insolvent, "collect-balance") == state(book, insolvent, "pay-refund") == "skip"
        plan = make_plan(book.playbook, insolvent).steps
        after = {name for name in plan if plan[name].applies and book.playbook.order.precedes("send-farewell", name)}
        assert after == (set() if known is BREACH else {"thank-the-people"})


def test_whoever_ends_it_over_an_insolvency_cannot_deny_it(book: Book) -> None:
    assert not book.playbook.logic.check_answers(INSOLVENT | {"client-insolvent": "yes"})
    assert book.playbook.logic.check_answers(INSOLVENT | {"client-insolvent": "no"})


def test_the_last_day_of_the_cure_period_belongs_to_the_client(book: Book) -> None:
    (due,) = book.playbook.steps["check-cure"].due
    assert (due.from_, due.earliest, due.latest) == ("cure-period-end", 1, 3)


def test_a_contract_without_a_cure_period_goes_on_to_the_termination_notice(book: Book) -> None:
    known = BREACH | {"cure-period": "no"}
    assert state(book, known, "give-breach-notice") == state(book, known, "check-cure") == "skip"
    plan = make_plan(book.playbook, known)
    assert plan.steps["check-cure"].decision.reasons == ("No cure period applies, as legal has said.",)
    notice = plan.steps["give-termination-notice"]
    assert notice.applies
    assert any("no cure period applies" in planned.task.do for planned in notice.tasks)
    assert [planned.due.from_ for planned in notice.due] == ["agree-reasons-and-date"]


def test_the_clause_is_read_on_the_first_day_and_waits_for_nothing(book: Book) -> None:
    first, *others = [
        step for step in book.playbook.steps.values() if book.playbook.phase_of[step.id].id == "agree-termination"
    ]
    assert first.id == "look-up-clauses"
    assert (first.due[0].from_, first.due[0].earliest) == ("termination-raised", 0)
    assert book.playbook.order.list_direct("look-up-clauses") == []
    assert all(book.playbook.order.precedes("look-up-clauses", step.id) for step in others)


def test_a_joint_exit_has_an_agreement_signed_by_both(book: Book) -> None:
    plan = make_plan(book.playbook, {"path": "termination", "ended-by": "both", "reason": "convenience"})
    tasks = [
        planned.task.do for planned in plan.steps["agree-reasons-and-date"].tasks if planned.decision.state == "do"
    ]
    assert any("both sides sign a termination agreement" in task for task in tasks)


def test_a_letter_confirms_no_end_that_we_have_decided_alone(book: Book) -> None:
    assert state(book, BREACH, "acknowledge-termination") == "skip"
    assert state(book, BREACH, "give-termination-notice") == "do"


def test_the_contracts_own_last_date_for_notice_is_a_date_of_the_case(book: Book) -> None:
    known = END | {"contract-sets-notice": "yes"}
    (planned,) = make_plan(book.playbook, known).steps["send-notice"].due
    assert (planned.due.from_, planned.due.earliest, planned.due.latest) == ("contract-end", -30, -14)
    assert planned.due.by == ("notice-date",)


def test_nothing_that_follows_the_end_begins_on_its_last_day(book: Book) -> None:
    late = [
        "check-in-after-30-days",
        "confirm-access-closed",
        "confirm-settlement",
        "clear-our-tools",
        "delete-data",
        "keep-data",
        "remove-our-access",
        "revoke-client-access",
        "send-disengagement-letter",
        "send-farewell",
        "send-final-statement",
        "write-summary",
    ]
    early = {
        name: due.earliest
        for name in late
        for due in book.playbook.steps[name].due
        if due.from_ in ("contract-end", "effective-date") and (due.earliest is None or due.earliest < 1)
    }
    assert early == {}


WAITING = [
    "agree-reasons-and-date",
    "acknowledge-termination",
    "hold-save-conversation",
    "fix-our-breach",
    "check-cure",
    "call-client",
    "invite-to-review",
    "tell-subcontractors",
    "close-open-jobs",
    "resolve-queries",
    "collect-balance",
    "settle-insolvency",
    "pay-refund",
    "plan-transition",
    "transfer-ownership",
    "accept-handover",
    "support-transition",
    "find-client-data",
    "get-waiver",
    "verify-transfer",
    "agree-data-outcome",
    "delete-data",
    "remove-our-access",
]
"""Steps that wait for the answer of a person elsewhere."""


@pytest.mark.parametrize("name", WAITING)
def test_silence_has_a_way_out(book: Book, name: str) -> None:
    silence = book.playbook.steps[name].silence
    assert silence is not None
    assert len(silence.remind) == 2
    assert silence.by > silence.remind[-1]


def test_the_team_is_told_on_the_day_on_which_the_end_is_known(book: Book) -> None:
    for name in ("look-up-clauses", "prepare-notice"):
        step = book.playbook.steps[name]
        assert "internal-announcement" in step.emails
        assert any("team and finance today" in task.do for task in step.tasks)


def test_the_team_looks_back_after_every_exit(book: Book) -> None:
    short = make_plan(book.playbook, {"path": "termination", "review-explains-exit": "no"})
    done = [planned.task.do for planned in short.steps["send-farewell"].tasks if planned.decision.state == "do"]
    assert any(task.startswith("Look back with the team") for task in done)
    assert state(book, END, "evaluate-internally") == "do"
