"""The page that shows where each reader meets each requirement."""

import re
from dataclasses import dataclass

from generator.documents.addresses import HELP, REQUIREMENTS, SAFEGUARDS
from generator.documents.book import Book, Document
from generator.playbook.blanks import fill_blanks
from generator.playbook.files import Help
from generator.playbook.letters import Email, Paragraph
from generator.playbook.parts import Part, list_parts
from generator.playbook.process import READERS, Block, Due, Exit, Lesson, Phase, Reader, Record, Requirement, Step, Task
from generator.playbook.safeguards import Safeguard

_LONGEST_SENTENCE = 220


@dataclass(frozen=True)
class Place:
    """Where a reader meets a requirement: the sentence, and the page it is on."""

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
    """List, for every requirement, the sentences that meet it and who reads them where."""
    carriers: dict[str, list[Part]] = {}
    for part in list_parts(book.playbook):
        for name in part.covers:
            carriers.setdefault(name, []).append(part)
    return [
        _make_row(book, requirement, carriers.get(requirement.id, [])) for requirement in book.playbook.requirements
    ]


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
    """Return a part's own sentence."""
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


def make_requirements_page(book: Book) -> Document:
    """Return the page that shows for each requirement where it is met."""
    title = book.words.requirements_title
    rows = list_coverage(book)
    return book.render(
        "pages/requirements.md.j2",
        REQUIREMENTS,
        title=title,
        source="requirements.yml",
        place=("nav_maintain",),
        rows=rows,
        readers=READERS,
    )
