"""Emails: their pages, and their text with the blanks filled."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from generator.documents import EMAILS, Book, Document
from generator.errors import UsageError, name_all, suggest
from generator.facts import Case, Option, When, merge_clauses
from generator.fields import BLANK, check_value, fill_blanks, list_blanks, read_date
from generator.model import Email, FieldBlank, Paragraph
from generator.plan import Decision, decide, list_open_facts, make_plan, plan_paragraphs


@dataclass(frozen=True)
class Letter:
    """An email as it is sent: each part is pasted into a place of its own."""

    subject: str
    attachments: tuple[str, ...]
    body: str


def make_emails(book: Book) -> Iterator[Document]:
    """Give the list of emails, and a page for each."""
    if book.playbook.emails:
        yield book.render(
            "emails/index.md.j2",
            EMAILS,
            title=book.words.emails_title,
            source="playbook.yml",
            on_paths={email.id: list(_list_paths(book, email)) for email in book.playbook.emails},
        )
    for email in book.playbook.emails:
        yield _make_page(book, email)


def _list_paths(book: Book, email: Email) -> Iterator[tuple[Option, Decision]]:
    """Give the paths on which an email is or may be sent."""
    path = book.playbook.path
    for option in path.options:
        decision = decide(book.playbook, book.playbook.rule_of_email(email), {path.id: option.id})
        if decision.state != "skip":
            yield option, decision


def _make_page(book: Book, email: Email) -> Document:
    steps = list(book.playbook.steps_with_email(email.id))
    options = book.playbook.path.options
    paragraphs = plan_paragraphs(book.playbook, email, email.paragraphs, {})
    return book.render(
        "emails/email.md.j2",
        f"emails/{email.id}.md",
        title=email.title,
        source=f"emails/{email.id}.yml",
        email=email,
        steps=steps,
        decision=decide(book.playbook, email.when, {}),
        on_paths={step.id: [(one, book.plans[one.id].steps[step.id]) for one in options] for step in steps},
        paragraphs=paragraphs,
        explained=any(one.decision.state == "if" or one.paragraph.origin == "added" for one in paragraphs),
        attachments=plan_paragraphs(book.playbook, email, email.attachments, {}),
        fields=[book.playbook.field[name] for name in list_blanks(email)],
        kinds={kind: getattr(book.words, f"type_{kind}") for kind in ("text", "lines", "date", "amount", "email")},
        fill=lambda text: _keep_indents(fill_blanks(text, book.mark_blank)),
        variants=list(list_variants(book, email)),
        fence=_fence,
        command=_say_command(book, email),
    )


def _keep_indents(text: str) -> str:
    """Give text whose lines start with spaces that Markdown does not take as code."""
    return re.sub(r"^ +", lambda match: "\xa0" * len(match.group()), text, flags=re.MULTILINE)


def _fence(text: str) -> Markup:
    """Give text as a Markdown code block, which shows every character as it is."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    ticks = "`" * max(3, longest + 1)
    return Markup(f"{ticks}text\n{text}\n{ticks}")  # noqa: S704 - a fence longer than any inside it


def _say_command(book: Book, email: Email) -> str:
    blanks = list_blanks(email)
    first = f" --set {blanks[0]}='{book.playbook.field[blanks[0]].example.splitlines()[0]}' …" if blanks else ""
    return f"playbook email {email.id}{first}".replace("`", "")


def list_variants(book: Book, email: Email) -> Iterator[tuple[str, Letter]]:
    """Give the letter, with its blanks marked, for every combination of facts that changes it."""
    logic = book.playbook.logic
    rule = book.playbook.rule_of_email(email)
    whens = [one.when for one in (*email.paragraphs, *email.attachments) if one.when is not None]
    seen: dict[Letter, list[dict[str, str]]] = {}
    for case in logic.list_cases(logic.mentions(*whens)):
        if logic.find_case(rule, known=case) is not None:
            letter = write_letter(book, email, case, book.mark_blank)
            seen.setdefault(letter, []).append(case)
    for letter, cases in seen.items():
        yield _say_cases(book, whens, cases) if len(seen) > 1 else "", letter


def _say_cases(book: Book, whens: list[When], cases: list[dict[str, str]]) -> str:
    """Say in which cases a letter is sent so, in the facts and conditions on which its paragraphs hang."""
    logic = book.playbook.logic
    names = list(dict.fromkeys(name for when in whens for _, name, _ in when.literals()))
    described = [{name: answer for name in names if (answer := logic.answer(name, case))} for case in cases]
    clauses = merge_clauses(When.of(*described).clauses)
    said = book.say.only_if(logic.reduce(When(tuple(clauses)), {}))
    return book.words("case_if", condition=said)


def write_letter(book: Book, email: Email, case: Case, fill: Callable[[str], str]) -> Letter:
    """Give an email for a case that settles its paragraphs."""

    def choose(paragraphs: tuple[Paragraph, ...]) -> Iterator[str]:
        return (
            fill_blanks(one.paragraph.text, fill) for one in plan_paragraphs(book.playbook, email, paragraphs, case)
        )

    subject = fill_blanks(email.subject, fill)
    return Letter(subject, tuple(choose(email.attachments)), "\n\n".join(choose(email.paragraphs)))


def _write_text(book: Book, letter: Letter) -> str:
    lines = [f"{book.words.email_subject}: {letter.subject}"]
    if letter.attachments:
        lines.append(f"{book.words.email_attachments}: {'; '.join(letter.attachments)}")
    return "\n".join(lines) + "\n\n" + letter.body


def say_emails(book: Book) -> str:
    """Give a line for each email of the playbook: its id and its title."""
    width = max((len(name) for name in book.playbook.email), default=0)
    return "\n".join(f"{email.id:<{width}}  {email.title}" for email in book.playbook.emails)


def fill_email(book: Book, name: str, *, values: Mapping[str, str], known: Case) -> str:
    """Give an email as text with its blanks filled; raises UsageError for everything that is missing.

    In a value of several lines a written-out `\\n` is a line break.
    """
    email = book.playbook.email.get(name)
    if email is None:
        raise UsageError(
            f"there is no email '{name}'{suggest(name, book.playbook.email) or _offer(book.playbook.email)}"
        )
    values = {field: _break_lines(book, field, value) for field, value in values.items()}
    plan = make_plan(book.playbook, known)
    decision = decide(book.playbook, book.playbook.rule_of_email(email), known)
    if decision.state == "skip":
        steps = [plan.steps[step.id] for step in book.playbook.steps_with_email(name)]
        reasons = " ".join(dict.fromkeys(reason for step in steps for reason in step.decision.reasons))
        condition = email.when and book.say.only_if(book.playbook.logic.reduce(email.when, {}))
        why = reasons or f"it is sent only if {condition}"
        raise UsageError(f"the email '{name}' is not sent in this case: {why}")
    problems = [*_find_open_facts(book, email, known), *_find_unfit_values(book, email, values, known)]
    if problems:
        raise UsageError("\n".join(problems))
    written = {field: write_value(book, book.playbook.field[field], value) for field, value in values.items()}
    return _write_text(book, write_letter(book, email, known, written.__getitem__))


def _break_lines(book: Book, name: str, value: str) -> str:
    field = book.playbook.field.get(name)
    return value.replace("\\n", "\n") if field is not None and field.type == "lines" else value


def _offer(names: Collection[str]) -> str:
    return f"; there is {name_all(names)}" if names else ""


def _find_open_facts(book: Book, email: Email, known: Case) -> Iterator[str]:
    parts = plan_paragraphs(book.playbook, email, (*email.paragraphs, *email.attachments), known)
    decisions = [*(one.decision for one in parts), decide(book.playbook, email.when, known)]
    names = {name for decision in decisions for name in decision.hangs_on}
    for fact in list_open_facts(book.playbook, names, known):
        options = " or ".join(f"--fact {fact.id}={option.id}" for option in fact.options)
        yield f"the text of '{email.id}' hangs on the fact '{fact.id}' ({fact.question}); answer with {options}"


def _find_unfit_values(book: Book, email: Email, values: Mapping[str, str], known: Case) -> Iterator[str]:
    wanted = _list_wanted(book, email, known)
    for name in values:
        if name not in book.playbook.field:
            yield f"there is no field '{name}'{suggest(name, wanted) or _offer(wanted)}"
        elif name not in wanted:
            label = book.playbook.field[name].label
            used = f"it uses {name_all(wanted)}" if wanted else "it has no blanks"
            yield f"the field '{name}' ({label}) is not used by '{email.id}' in this case; {used}"
        elif message := check_value(book.playbook.field[name], values[name]):
            yield f"{message}; for example: --set {_show_example(book.playbook.field[name])}"
    for name in wanted:
        if name not in values:
            field = book.playbook.field[name]
            yield f"the field '{name}' ({field.label}) is not filled; for example: --set {_show_example(field)}"


def _show_example(field: FieldBlank) -> str:
    return f"{field.id}='{field.example.splitlines()[0]}'"


def _list_wanted(book: Book, email: Email, known: Case) -> list[str]:
    parts = plan_paragraphs(book.playbook, email, (*email.paragraphs, *email.attachments), known)
    texts = [email.subject, *(one.paragraph.text for one in parts)]
    return list(dict.fromkeys(name for text in texts for name in BLANK.findall(text)))


def write_value(book: Book, field: FieldBlank, value: str) -> str:
    """Give a value as it stands in a letter: a date is spelled out."""
    day = read_date(value) if field.type == "date" else None
    return value.strip() if day is None else book.say.date(day)
