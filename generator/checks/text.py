"""Check 7, first half: every placeholder is a declared field; and Markdown has no raw HTML or broken links."""

import re
from collections.abc import Iterator

from generator.checks.markup import list_forbidden
from generator.checks.subject import Subject
from generator.errors import Location
from generator.playbook.blanks import BLANK, check_value, find_blanks
from generator.playbook.letters import Email, Paragraph
from generator.playbook.markdown import LINK, LINK_KINDS, is_allowed_address, list_links, strip_code
from generator.playbook.parts import Found, Part
from generator.playbook.process import Block, Step
from generator.playbook.safeguards import Safeguard

_BRACES = re.compile(r"\{\{|\}\}|\{%|%\}")
"""What Jinja takes as its own: a letter must not look as if it could compute."""
_SINGLE_BRACES = re.compile(r"(?<!\{)\{ *([a-z0-9_]+) *\}(?!\})")
"""A field's id between single braces, as in `{ guest }`; not where they are double."""
_HTML = re.compile(r"<[A-Za-z/!?][^>]*>?")
"""What browsers take as a tag, a comment or a declaration, even where it is not closed; `a < b` is none of these."""


def check_text(subject: Subject) -> Iterator[Found]:
    """Find placeholders without a field, and what Markdown must not contain."""
    for part in subject.parts:
        if isinstance(part.node, Email):
            yield from _check_blanks(subject, part, part.node.subject, "subject")
        elif isinstance(part.node, Paragraph):
            yield from _check_blanks(subject, part, part.node.text, "text")
    for number, field in enumerate(subject.playbook.fields):
        if message := check_value(field, field.example):
            yield Found("fields.yml", ("fields", number, "example"), f"the example doesn't fit: {message}")
    for file, location, name, text in _list_markdown(subject):
        yield from _check_markdown(subject, file, location, name, text)


def _check_blanks(subject: Subject, part: Part, text: str, *location: str) -> Iterator[Found]:
    for name in find_blanks(text):
        if name not in subject.playbook.field and "fields.yml" not in subject.unread:
            known = (*subject.playbook.field, "company")
            advice = subject.suggest(name, known) or "; correct the name, or add it to fields.yml"
            yield part.find(f"{part.name}: there's no field '{name}' for this placeholder{advice}", *location)
    for name in _SINGLE_BRACES.findall(BLANK.sub("", text)):
        if name in subject.playbook.field:
            message = f"{part.name} has '{name}' between single braces; write {{{{ {name} }}}}"
            yield part.find(message, *location)
    if _BRACES.search(BLANK.sub("", text)):
        message = "has braces that aren't a placeholder; write one as a name only, as in {{ first_name }}"
        yield part.find(f"{part.name} {message}", *location)


def _list_markdown(subject: Subject) -> Iterator[tuple[str, Location, str, str]]:
    for part in subject.parts:
        if isinstance(part.node, Block):
            for key in ("text", "example", "pitfall", "answer"):
                if (text := getattr(part.node, key)) is not None:
                    yield part.file, (*part.location, key), part.name, text
        elif isinstance(part.node, Step):
            yield part.file, (*part.location, "purpose"), part.name, part.node.purpose
        elif isinstance(part.node, Safeguard):
            yield part.file, (*part.location, "why"), part.name, part.node.why
    for number, term in enumerate(subject.playbook.terms):
        yield "glossary.yml", ("terms", number, "means"), f"term '{term.id}'", term.means


def _check_markdown(subject: Subject, file: str, location: Location, name: str, text: str) -> Iterator[Found]:
    prose = strip_code(text)
    refused = False
    if html := _HTML.search(prose):
        refused = True
        message = f"{name} contains HTML ('{html.group()[:30]}'); use Markdown, or put it between backticks"
        yield Found(file, location, message)
    for address in list_links(prose):
        if link := LINK.fullmatch(address):
            kind, target = link.groups()
            known = LINK_KINDS[kind](subject.playbook)
            if target not in known and not subject.unread:
                yield Found(file, location, subject.say_missing(name, kind, target, known, where="(in a link)"))
        elif not is_allowed_address(address):
            refused = True
            message = f"{name} links to '{address[:40]}'; a link starts with https://, mailto: or, for a part of"
            yield Found(file, location, f"{message} the playbook, with {', '.join(f'{k}:' for k in LINK_KINDS)}")
    if not refused and (forbidden := list(list_forbidden(text))):
        message = f"{name} would become {', '.join(forbidden)} on the page, which isn't allowed"
        yield Found(file, location, f"{message}; put it between backticks")
