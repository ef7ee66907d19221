"""The pages one looks things up in: roles, glossary, help, requirements, how to change the playbook."""

from collections.abc import Iterator

from generator.documents.addresses import GLOSSARY, HELP, MAINTAIN, RACI, ROLES
from generator.documents.book import Book, Document
from generator.playbook.process import Step
from generator.site.claims_page import make_claims_page
from generator.site.requirements_page import make_requirements_page


def make_reference_pages(book: Book) -> Iterator[Document]:
    """Return the pages in which trainees look things up: roles, who does what, glossary."""
    words, place = book.words, ("nav_learn",)
    yield book.render(
        "pages/roles.md.j2",
        ROLES,
        title=words.roles_title,
        source="roles.yml",
        place=place,
        contacts=book.playbook.overlay.contacts,
        parts={role.id: _list_role_parts(book, role.id) for role in book.playbook.roles},
    )
    yield book.render(
        "pages/raci.md.j2", RACI, title=words.raci_title, source="roles.yml", place=place, rows=_list_raci(book)
    )
    if book.playbook.terms:
        terms = sorted(book.playbook.terms, key=lambda term: term.term.casefold())
        title = words.glossary_title
        yield book.render(
            "pages/glossary.md.j2", GLOSSARY, title=title, source="glossary.yml", place=place, terms=terms
        )


def make_help(book: Book) -> Document:
    """Return the page that names whom to ask."""
    title, contacts = book.words.help_title, book.playbook.overlay.contacts
    place = ("nav_do",)
    return book.render("pages/help.md.j2", HELP, title=title, source="overlay.yml", place=place, contacts=contacts)


def make_maintain_pages(book: Book) -> Iterator[Document]:
    """Return the pages for those who edit the playbook."""
    yield _make_maintain(book)
    yield make_requirements_page(book)
    yield from make_claims_page(book)


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


def _make_maintain(book: Book) -> Document:
    logic = book.playbook.logic
    facts = [
        (fact, book.say.only_if(logic.reduce(fact.when, {})) if fact.when else None) for fact in book.playbook.facts
    ]
    title = book.words.maintain_title
    files = list(_list_files(book))
    return book.render(
        "pages/maintain.md.j2",
        MAINTAIN,
        title=title,
        source="playbook.yml",
        place=("nav_maintain",),
        facts=facts,
        files=files,
    )


def _list_files(book: Book) -> Iterator[tuple[str, str]]:
    words, playbook = book.words, book.playbook
    for kind in ("facts", "roles", "fields", "requirements", "safeguards", "glossary", "overlay"):
        yield f"content/{kind}.yml", getattr(words, f"maintain_{kind}")
    if playbook.claims:
        yield "content/claims.yml", words.maintain_claims
    yield "content/playbook.yml", words.maintain_head
    for lesson in playbook.lessons:
        yield f"content/lessons/{lesson.id}.yml", words("maintain_lesson", title=lesson.title)
    for phase in playbook.phases:
        yield f"content/phases/{phase.id}.yml", words("maintain_phase", title=phase.title)
    for email in playbook.emails:
        yield f"content/emails/{email.id}.yml", words("maintain_email", title=email.title)
