"""The pages of emails, each with every text that it can have."""

import re
from collections.abc import Iterator

from markupsafe import Markup

from generator.documents.addresses import EMAILS
from generator.documents.book import Book, Document
from generator.documents.letter import Letter, write_letter
from generator.facts.when import Option, When, merge_clauses
from generator.plan.decision import Decision, decide
from generator.plan.plan import plan_paragraphs
from generator.playbook.blanks import fill_blanks, list_blanks
from generator.playbook.letters import Email


def make_emails(book: Book) -> Iterator[Document]:
    """Return the list of emails, and a page for each."""
    if book.playbook.emails:
        yield book.render(
            "emails/index.md.j2",
            EMAILS,
            title=book.words.emails_title,
            source="playbook.yml",
            place=("nav_do", "nav_emails"),
            on_paths={email.id: list(_list_paths(book, email)) for email in book.playbook.emails},
        )
    for email in book.playbook.emails:
        yield _make_page(book, email)


def _list_paths(book: Book, email: Email) -> Iterator[tuple[Option, Decision]]:
    """List the paths on which an email is or may be sent."""
    path = book.playbook.path
    for option in path.options:
        decision = decide(book.playbook, book.playbook.rule_of_email(email), {path.id: option.id})
        if decision.state != "skip":
            yield option, decision


def _make_page(book: Book, email: Email) -> Document:
    steps = book.playbook.steps_of_email(email.id)
    options = book.playbook.path.options
    paragraphs = plan_paragraphs(book.playbook, email, email.paragraphs, {})
    return book.render(
        "emails/email.md.j2",
        f"emails/{email.id}.md",
        title=email.title,
        source=f"emails/{email.id}.yml",
        place=("nav_do", "nav_emails"),
        email=email,
        steps=book.playbook.steps_with_email(email.id),
        exits=[
            (planned.step, leave)
            for planned in book.open_plan.steps.values()
            for leave in planned.exits
            if email.id in leave.exit.emails
        ],
        decision=decide(book.playbook, email.when, {}),
        on_paths={step.id: [(option, book.plans[option.id].steps[step.id]) for option in options] for step in steps},
        paragraphs=paragraphs,
        explained=any(planned.decision.state == "if" or planned.paragraph.origin == "added" for planned in paragraphs),
        attachments=plan_paragraphs(book.playbook, email, email.attachments, {}),
        fields=[book.playbook.field[name] for name in list_blanks(email)],
        kinds={kind: getattr(book.words, f"type_{kind}") for kind in ("text", "lines", "date", "amount", "email")},
        fill=lambda text: _keep_indents(fill_blanks(text, book.mark_blank)),
        variants=list(list_variants(book, email)),
        fence=_fence,
        command=_say_command(book, email),
    )


def _keep_indents(text: str) -> str:
    """Return text whose lines start with spaces that Markdown does not take as code."""
    return re.sub(r"^ +", lambda match: "\xa0" * len(match.group()), text, flags=re.MULTILINE)


def _fence(text: str) -> Markup:
    """Return text as a Markdown code block, which shows every character as it is."""
    # A fence must be longer than any run of backticks inside, or the text would close it.
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    ticks = "`" * max(3, longest + 1)
    return Markup(f"{ticks}text\n{text}\n{ticks}")  # noqa: S704 - a fence longer than any inside it


def _say_command(book: Book, email: Email) -> str:
    blanks = list_blanks(email)
    first = f" --set {blanks[0]}='{book.playbook.field[blanks[0]].example.splitlines()[0]}' …" if blanks else ""
    return f"playbook email {email.id}{first}".replace("`", "")


def list_variants(book: Book, email: Email) -> Iterator[tuple[str, Letter]]:
    """List the letter, with its placeholders marked, for every combination of facts that changes it."""
    logic = book.playbook.logic
    rule = book.playbook.rule_of_email(email)
    whens = [part.when for part in email.parts if part.when is not None]
    seen: dict[Letter, list[dict[str, str]]] = {}
    for case in logic.list_cases(logic.mentions(*whens)):
        if logic.find_case(rule, known=case) is not None:
            letter = write_letter(book, email, case, book.mark_blank)
            seen.setdefault(letter, []).append(case)
    for letter, cases in seen.items():
        yield _say_cases(book, whens, cases) if len(seen) > 1 else "", letter


def _say_cases(book: Book, whens: list[When], cases: list[dict[str, str]]) -> str:
    """Describe the cases that get this version of a letter, by the facts and conditions of its paragraphs."""
    logic = book.playbook.logic
    names = list(dict.fromkeys(name for when in whens for _, name, _ in when.literals()))
    described = [{name: answer for name in names if (answer := logic.answer(name, case))} for case in cases]
    clauses = merge_clauses(When.of(*described).clauses)
    said = book.say.only_if(logic.reduce(When(tuple(clauses)), {}))
    return book.words("case_if", condition=said)
