"""Every letter as it reads: worked out in the cases that a table names, and kept as text that people can read."""

from collections.abc import Iterator
from pathlib import Path

from generator.documents.book import Book
from generator.documents.letter import write_letter, write_value
from generator.facts.when import Case
from generator.plan.decision import decide
from generator.playbook.letters import Email

LETTERS = Path(__file__).parent / "letters"
PLAIN = {
    "review-explains-exit": "no",
    "renewal-offered": "no",
    "contract-sets-notice": "no",
    "client-insolvent": "no",
    "cure-period": "yes",
    "might-stay": "no",
    "balance-due": "no",
    "balance-outcome": "paid",
    "refund-due": "no",
    "new-provider-known": "yes",
    "data-transfer-requested": "yes",
    "data-outcome": "delete",
    "legal-hold": "no",
    "our-access": "no",
    "subcontractors": "no",
}
END = {"path": "end-of-contract"}
OWED = {"balance-due": "yes"}


def end_early(who: str, why: str) -> dict[str, str]:
    return {"path": "termination", "ended-by": who, "reason": why}


CASES: dict[str, Case] = {
    "the contract ends, nothing is open": END,
    "the contract ends, with a renewal on offer": END | {"renewal-offered": "yes", "contract-sets-notice": "yes"},
    "the contract ends, paid in full, with a refund and our access": END
    | OWED
    | {"refund-due": "yes", "our-access": "yes", "subcontractors": "yes", "new-provider-known": "no"},
    "the contract ends, instalments, no transfer": END
    | OWED
    | {"balance-outcome": "instalments", "data-transfer-requested": "no"},
    "the contract ends, written off, data kept": END
    | OWED
    | {"balance-outcome": "written-off", "data-outcome": "retain"},
    "the contract ends, and the client is insolvent": END | OWED | {"client-insolvent": "yes", "refund-due": "yes"},
    "the contract ends, a hold": END | {"legal-hold": "yes"},
    "the contract ends, a hold on data that is kept": END | {"legal-hold": "yes", "data-outcome": "retain"},
    "the client leaves for convenience and might stay": end_early("client", "convenience") | {"might-stay": "yes"},
    "the client leaves for convenience, with a review": end_early("client", "convenience")
    | {"review-explains-exit": "yes"},
    "the client leaves after a takeover": end_early("client", "acquisition") | OWED,
    "the client says that we are in breach, and time runs": end_early("client", "breach") | {"legal-hold": "yes"},
    "the client says that we are in breach, and no time runs": end_early("client", "breach")
    | OWED
    | {"cure-period": "no", "balance-outcome": "claim", "legal-hold": "yes"},
    "the client is insolvent and ends it": end_early("client", "insolvency") | {"refund-due": "yes"},
    "we end it for convenience": end_early("us", "convenience"),
    "we end it for a breach, and time ran": end_early("us", "breach") | OWED | {"balance-outcome": "instalments"},
    "we end it for a breach, and no time runs": end_early("us", "breach") | {"cure-period": "no", "legal-hold": "yes"},
    "we end it over unpaid invoices, and the client is silent": end_early("us", "non-payment")
    | OWED
    | {"balance-outcome": "claim", "legal-hold": "yes", "data-transfer-requested": "no"},
    "we end it over unpaid invoices, and no time runs": end_early("us", "non-payment")
    | OWED
    | {"cure-period": "no", "balance-outcome": "written-off"},
    "we end it, and the client is insolvent": end_early("us", "insolvency") | OWED | {"refund-due": "yes"},
    "both end it for convenience": end_early("both", "convenience") | {"refund-due": "yes"},
    "both end it, and the client is insolvent": end_early("both", "insolvency") | OWED | {"data-outcome": "retain"},
}
SENDERS = {
    "account-manager": "Maya Ortiz",
    "project-manager": "Tom Reed",
    "finance": "Priya Shah",
    "it": "Femi Cole",
    "client-services": "Lena Brandt",
}
VALUES: list[tuple[Case, dict[str, str]]] = [
    ({"balance-due": "no"}, {"payments_total": "£28,800.00"}),
    ({"balance-outcome": "claim"}, {"settlement_date": "2027-02-26"}),
    ({"balance-outcome": "written-off"}, {"settlement_date": "2027-02-26"}),
    ({"reason": "non-payment"}, {"breached_clause": "clause 7.3"}),
    ({"reason": "insolvency"}, {"termination_reason": "Harbour Clinics entered administration on 16 November 2026."}),
    (
        {"reason": "insolvency", "balance-due": "no"},
        {"net_position": "£1,500.00 was owed by us, and was paid to Hale & Partners on 22 January 2027"},
    ),
    ({"reason": "acquisition"}, {"termination_reason": "The new owner of Harbour Clinics has a provider of its own."}),
    ({"reason": "breach"}, {"termination_reason": "The update of the portal was due on 2 November 2026."}),
]
"""What a letter says instead of the example of its field, in some cases."""


def complete(book: Book, chosen: Case) -> dict[str, str]:
    """Return a case with an answer to every fact that is asked in it."""
    case: dict[str, str] = {}
    for name in book.playbook.logic.facts:
        answer = (PLAIN | dict(chosen)).get(name)
        if answer is not None and not book.playbook.logic.check_answers(case | {name: answer}):
            case[name] = answer
    return case


def write_text(book: Book, email: Email, case: Case) -> str | None:
    """Return a letter with the examples of its fields; None where it is not sent."""
    if decide(book.playbook, book.playbook.rule_of_email(email), case).state == "skip":
        return None
    values = {field.id: field.example for field in book.playbook.fields}
    values["sender_name"] = SENDERS[email.sender]
    values["sender_position"] = book.playbook.role[email.sender].title
    mailbox = SENDERS[email.sender].replace(" ", ".").lower()
    values["sender_contact"] = f"Northfield Studio\n{mailbox}@example.com\n020 7946 0110"
    for facts, others in VALUES:
        if facts.items() <= case.items():
            values |= others
    letter = write_letter(book, email, case, lambda name: write_value(book, book.playbook.field[name], values[name]))
    attached = [f"Attached: {attachment}" for attachment in letter.attachments]
    return "\n".join([f"Subject: {letter.subject}", *attached, "", letter.body])


def list_versions(book: Book, email: Email) -> Iterator[tuple[str, list[str]]]:
    """List every text that a letter has in these cases, with the names of its cases."""
    found: dict[str, list[str]] = {}
    for name, chosen in CASES.items():
        if (text := write_text(book, email, complete(book, chosen))) is not None:
            found.setdefault(text, []).append(name)
    yield from found.items()


def show(book: Book, email: Email) -> str:
    rule = "=" * 100
    versions = ((text, "\n".join(f"# {name}" for name in names)) for text, names in list_versions(book, email))
    return "\n".join(f"{rule}\n{names}\n{rule}\n{text}\n" for text, names in versions)


def test_every_case_of_the_table_is_answered_in_full(book: Book) -> None:
    logic = book.playbook.logic
    cases = [complete(book, chosen) for chosen in CASES.values()]
    for chosen, case in zip(CASES.values(), cases, strict=True):
        assert chosen.items() <= case.items()
        assert not logic.check_answers(case)
    for fact in logic.facts.values():  # each answer to each question occurs
        assert {case[fact.id] for case in cases if fact.id in case} == {option.id for option in fact.options}


def test_every_letter_reads_as_it_was_approved(chosen: Book, update_golden: bool) -> None:
    """To read them, open the files; to approve a change, run `pytest --update-golden` and read what it changed."""
    folder = LETTERS / chosen.playbook.overlay.edition
    texts = {email.id: show(chosen, email) for email in chosen.playbook.emails}
    if update_golden:
        folder.mkdir(parents=True, exist_ok=True)
        for file in folder.iterdir():
            file.unlink()
        for name, text in texts.items():
            (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    assert texts == {file.stem: file.read_text(encoding="utf-8") for file in folder.glob("*.txt")}
