"""The pages one looks things up in: roles, glossary, help, requirements, how to change the playbook."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.documents import GLOSSARY, HELP, MAINTAIN, RACI, REQUIREMENTS, ROLES, SAFEGUARDS, Book, Document
from generator.fields import fill_blanks
from generator.model import (
    READERS,
    Block,
    Due,
    Email,
    Exit,
    Help,
    Lesson,
    Paragraph,
    Phase,
    Reader,
    Record,
    Requirement,
    Step,
    Task,
)
from generator.parts import Part, list_parts
from generator.safeguards import Safeguard

_LONGEST_SENTENCE = 220


def make_reference_pages(book: Book) -> Iterator[Document]:
    """Give the pages that are looked up, not read through."""
    words, contacts = book.words, book.playbook.overlay.contacts
    yield book.render(
        "pages/roles.md.j2",
        ROLES,
        title=words.roles_title,
        source="roles.yml",
        contacts=contacts,
        parts={role.id: _list_role_parts(book, role.id) for role in book.playbook.roles},
    )
    yield book.render("pages/raci.md.j2", RACI, title=words.raci_title, source="roles.yml", rows=_list_raci(book))
    if book.playbook.terms:
        terms = sorted(book.playbook.terms, key=lambda term: term.term.casefold())
        title = words.glossary_title
        yield book.render("pages/glossary.md.j2", GLOSSARY, title=title, source="glossary.yml", terms=terms)
    yield book.render("pages/help.md.j2", HELP, title=words.help_title, source="overlay.yml", contacts=contacts)
    yield _make_requirements(book)
    yield _make_maintain(book)


def _list_role_parts(book: Book, role: str) -> list[tuple[str, list[Step]]]:
    steps = book.playbook.steps.values()
    words = book.words
    return [
        (words.accountable, [step for step in steps if step.accountable == role]),
        (words.responsible, [step for step in steps if role in step.responsible]),
        (words.consulted, [step for step in steps if role in step.consulted]),
        (words.informed, [step for step in steps if role in step.informed]),
    ]


def _list_raci(book: Book) -> list[tuple[Step, list[str]]]:
    roles = [role.id for role in book.playbook.roles]
    return [(step, [_list_letters(book, step, role) for role in roles]) for step in book.playbook.steps.values()]


def _list_letters(book: Book, step: Step, role: str) -> str:
    words = book.words
    letters = [
        (words.raci_a, role == step.accountable),
        (words.raci_r, role in step.responsible),
        (words.raci_c, role in step.consulted),
        (words.raci_i, role in step.informed),
    ]
    return "\xa0".join(letter for letter, has in letters if has)


@dataclass(frozen=True)
class Place:
    """Where a reader meets a requirement: the sentence, and the page it stands on."""

    sentence: str
    title: str
    uri: str


@dataclass(frozen=True)
class Row:
    """A requirement and where each reader meets it; None for a reader whom it does not concern."""

    requirement: Requirement
    condition: str | None
    readers: list[tuple[str, list[Place] | None]]


def list_coverage(book: Book) -> list[Row]:
    """Give, for every requirement, the sentences that carry it and who meets them where."""
    carriers: dict[str, list[Part]] = {}
    for part in list_parts(book.playbook):
        for name in part.covers:
            carriers.setdefault(name, []).append(part)
    return [_make_row(book, one, carriers.get(one.id, [])) for one in book.playbook.requirements]


def _make_row(book: Book, requirement: Requirement, carriers: list[Part]) -> Row:
    clauses = book.playbook.logic.reduce(requirement.when, {}) if requirement.when else ()
    readers: list[tuple[str, list[Place] | None]] = []
    for reader in READERS:
        places = [place for part in carriers if reader in part.readers for place in _list_places(book, part, reader)]
        concerned = reader in requirement.reaches or places
        readers.append((getattr(book.words, f"reader_{reader}"), places if concerned else None))
    return Row(requirement, book.say.only_if(clauses) if clauses else None, readers)


def _list_places(book: Book, part: Part, reader: Reader) -> list[Place]:
    sentence = _shorten(say_part(book, part))
    if reader == "paper":
        return [
            Place(sentence, option.label, f"checklists/{option.id}.html{_make_anchor(part)}")
            for option in book.playbook.path.options
            if _is_on_paper(book, part, option.id)
        ]
    owner = part.owner
    if isinstance(owner, Step):
        return [Place(sentence, owner.title, book.address_of("step", owner.id))]
    if isinstance(owner, Phase):
        return [Place(sentence, owner.title, book.address_of("phase", owner.id))]
    if isinstance(owner, Lesson):
        return [Place(sentence, owner.title, book.lesson_uri(owner.id))]
    if isinstance(owner, Email):
        return [Place(sentence, owner.title, book.address_of("email", owner.id))]
    if isinstance(part.node, Safeguard):
        return [Place(sentence, book.words.safeguards_title, f"{SAFEGUARDS}#{part.node.id}")]
    return [Place(sentence, book.words.help_title, HELP)]


def _make_anchor(part: Part) -> str:
    return f"#step-{part.owner.id}" if isinstance(part.owner, Step) else ""


def _is_on_paper(book: Book, part: Part, path: str) -> bool:
    known = {book.playbook.path.id: path}
    return book.playbook.logic.decide(part.rule, known) is not False


def say_part(book: Book, part: Part) -> str:
    """Give a part's own sentence."""
    node = part.node
    if isinstance(node, Block):
        return _strip_markdown(f"{node.question} {node.answer}" if node.question else node.words)
    if isinstance(node, Task):
        return node.do
    if isinstance(node, Step):
        return node.title
    if isinstance(node, Due):
        return book.say.due(node)
    if isinstance(node, Exit):
        return f"{book.words('exit', condition=node.title)}: {node.then}"
    if isinstance(node, Paragraph):
        return fill_blanks(node.text, book.mark_blank)
    if isinstance(node, (Record, Help)):
        return node.text
    if isinstance(node, Safeguard):
        return node.says
    return node.title


def _strip_markdown(text: str) -> str:
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return re.sub(r"[*`_]{1,2}(\S[^*`_]*)[*`_]{1,2}", r"\1", text)


def _shorten(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _LONGEST_SENTENCE else words[:_LONGEST_SENTENCE].rsplit(" ", 1)[0] + " …"


def _make_requirements(book: Book) -> Document:
    title = book.words.requirements_title
    rows = list_coverage(book)
    return book.render(
        "pages/requirements.md.j2", REQUIREMENTS, title=title, source="requirements.yml", rows=rows, readers=READERS
    )


def _make_maintain(book: Book) -> Document:
    logic = book.playbook.logic
    facts = [
        (fact, book.say.only_if(logic.reduce(fact.when, {})) if fact.when else None) for fact in book.playbook.facts
    ]
    title = book.words.maintain_title
    files = list(_list_files(book))
    return book.render("pages/maintain.md.j2", MAINTAIN, title=title, source="playbook.yml", facts=facts, files=files)


def _list_files(book: Book) -> Iterator[tuple[str, str]]:
    words, playbook = book.words, book.playbook
    for kind in ("facts", "roles", "fields", "requirements", "safeguards", "glossary", "overlay"):
        yield f"content/{kind}.yml", getattr(words, f"maintain_{kind}")
    yield "content/playbook.yml", words.maintain_head
    for lesson in playbook.lessons:
        yield f"content/lessons/{lesson.id}.yml", words("maintain_lesson", title=lesson.title)
    for phase in playbook.phases:
        yield f"content/phases/{phase.id}.yml", words("maintain_phase", title=phase.title)
    for email in playbook.emails:
        yield f"content/emails/{email.id}.yml", words("maintain_email", title=email.title)
