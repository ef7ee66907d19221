"""An email in the terminal, with its placeholders filled in."""

from collections.abc import Collection, Iterator, Mapping

from generator.documents.book import Book
from generator.documents.letter import Letter, write_letter, write_value
from generator.errors import UsageError, name_all, suggest
from generator.facts.when import Case
from generator.plan.decision import decide
from generator.plan.plan import list_open_facts, list_wanted, make_plan, plan_paragraphs
from generator.playbook.blanks import check_value
from generator.playbook.letters import Email, FieldBlank


def _write_text(book: Book, letter: Letter) -> str:
    lines = [f"{book.words.email_subject}: {letter.subject}"]
    if letter.attachments:
        lines.append(f"{book.words.email_attachments}: {'; '.join(letter.attachments)}")
    return "\n".join(lines) + "\n\n" + letter.body


def say_emails(book: Book) -> str:
    """Return a line for each email of the playbook: its id and its title."""
    width = max((len(name) for name in book.playbook.email), default=0)
    return "\n".join(f"{email.id:<{width}}  {email.title}" for email in book.playbook.emails)


def fill_email(book: Book, name: str, *, values: Mapping[str, str], known: Case) -> str:
    """Return an email as text with its placeholders filled in; raises UsageError for everything that is missing.

    In a value of several lines a written-out `\\n` is a line break.
    """
    email = book.playbook.email.get(name)
    if email is None:
        raise UsageError(
            f"there's no email '{name}'{suggest(name, book.playbook.email) or _offer(book.playbook.email)}"
        )
    values = {field: _break_lines(book, field, value) for field, value in values.items()}
    plan = make_plan(book.playbook, known)
    decision = decide(book.playbook, book.playbook.rule_of_email(email), known)
    if decision.state == "skip":
        steps = [plan.steps[step.id] for step in book.playbook.steps_of_email(name)]
        reasons = " ".join(dict.fromkeys(reason for step in steps for reason in step.decision.reasons))
        condition = email.when and book.say.only_if(book.playbook.logic.reduce(email.when, {}))
        why = reasons or f"it is sent only if {condition}"
        raise UsageError(f"the email '{name}' isn't sent in this case: {why}")
    asked = list(_find_open_facts(book, email, known))
    # Only once the facts are known, it is certain which fields the letter has.
    lacking = [] if asked else list(_find_missing_values(book, email, values, known))
    if problems := [*asked, *_find_unfit_values(book, email, values, known), *lacking]:
        raise UsageError(*problems)
    written = {field: write_value(book, book.playbook.field[field], value) for field, value in values.items()}
    return _write_text(book, write_letter(book, email, known, written.__getitem__))


def _break_lines(book: Book, name: str, value: str) -> str:
    field = book.playbook.field.get(name)
    return value.replace("\\n", "\n") if field is not None and field.type == "lines" else value


def _offer(names: Collection[str]) -> str:
    return f"; choose {name_all(names, last='or')}" if names else ""


def _find_open_facts(book: Book, email: Email, known: Case) -> Iterator[str]:
    parts = plan_paragraphs(book.playbook, email, email.parts, known)
    decisions = [*(part.decision for part in parts), decide(book.playbook, email.when, known)]
    names = {name for decision in decisions for name in decision.depends_on}
    for fact in list_open_facts(book.playbook, names, known):
        if book.playbook.logic.decide(fact.when, known) is None:
            continue  # only once another fact is known, it is known whether this one is asked
        options = " or ".join(f"--fact {fact.id}={option.id}" for option in fact.options)
        yield f"the wording of '{email.id}' depends on '{fact.id}' ({fact.question}); add {options}"


def _find_unfit_values(book: Book, email: Email, values: Mapping[str, str], known: Case) -> Iterator[str]:
    wanted = list_wanted(book.playbook, email, known)
    for name in values:
        if name not in book.playbook.field:
            yield f"there's no field '{name}'{suggest(name, wanted) or _offer(wanted)}"
        elif name not in wanted:
            label = book.playbook.field[name].label
            advice = f"it uses {name_all(wanted)}" if wanted else "leave it out"
            yield f"'{email.id}' doesn't use the field '{name}' ({label}) in this case; {advice}"
        elif message := check_value(book.playbook.field[name], values[name]):
            yield f"{message}; for example: --set {_show_example(book.playbook.field[name])}"


def _find_missing_values(book: Book, email: Email, values: Mapping[str, str], known: Case) -> Iterator[str]:
    for name in list_wanted(book.playbook, email, known):
        if name not in values:
            field = book.playbook.field[name]
            yield f"the field '{name}' ({field.label}) is missing; add it, for example: --set {_show_example(field)}"


def _show_example(field: FieldBlank) -> str:
    return f"{field.id}='{field.example.splitlines()[0]}'"
