"""The page that shows where each reader meets each requirement."""

import re
from dataclasses import dataclass

from generator.documents.addresses import REQUIREMENTS
from generator.documents.book import Book, Document
from generator.playbook.blanks import fill_blanks
from generator.playbook.files import Help
from generator.playbook.letters import Email, Paragraph
from generator.playbook.parts import Part, group_by_requirement, list_parts
from generator.playbook.process import (
    READERS,
    Block,
    Due,
    Exit,
    Phase,
    Reader,
    Record,
    Requirement,
    Silence,
    Step,
    Task,
)
from generator.playbook.safeguards import Safeguard

_LONGEST_SENTENCE = 220
"""How many letters of a sentence are shown in a row: enough to find it on its page."""
_TITLES = {"safeguard": "safeguards_title", "help": "help_title"}
"""The words that name the pages of what has no title of its own."""


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
    carriers = group_by_requirement(list_parts(book.playbook))
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
    kind, name = part.home
    if reader == "paper":
        anchor = f"#step-{name}" if kind == "step" else ""
        return [
            Place(sentence, option.label, f"checklists/{option.id}.html{anchor}")
            for option in book.playbook.path.options
            if _is_on_paper(book, part, option.id)
        ]
    title = part.owner.title if part.owner else getattr(book.words, _TITLES[kind])
    return [Place(sentence, title, book.address_of(kind, name))]


def _is_on_paper(book: Book, part: Part, path: str) -> bool:
    known = {book.playbook.path.id: path}
    return book.playbook.logic.decide(part.rule, known) is not False


def say_part(book: Book, part: Part) -> str:
    """Return a part's own sentence."""
    match part.node:
        case Block() as block:
            return _strip_markdown(block.says)
        case Due() as due:
            return book.say.due(due)
        case Exit(title=condition, then=then):
            return f"{book.words('exit', condition=condition)}: {then}"
        case Silence() as silence:
            return book.say.silence(silence)
        case Paragraph(text=text):
            return fill_blanks(text, book.mark_blank)
        case Task(do=sentence) | Record(text=sentence) | Help(text=sentence) | Safeguard(says=sentence):
            return sentence
        case Step(title=title) | Phase(title=title) | Email(title=title):
            return title


def _strip_markdown(text: str) -> str:
    # A row shows plain words: links keep their text, and emphasis its words.
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
