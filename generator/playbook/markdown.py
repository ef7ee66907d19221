"""Links in Markdown: to the web, and to parts of the playbook such as `step:send-notice`."""

import re
from collections.abc import Callable, Collection, Iterator

from generator.playbook.playbook import Playbook

LINK_KINDS: dict[str, Callable[[Playbook], Collection[str]]] = {
    "step": lambda playbook: playbook.steps,
    "phase": lambda playbook: {phase.id for phase in playbook.phases},
    "lesson": lambda playbook: {lesson.id for lesson in playbook.lessons},
    "email": lambda playbook: playbook.email,
    "role": lambda playbook: playbook.role,
}
LINK = re.compile(rf"({'|'.join(LINK_KINDS)}):([a-z0-9-]+)")
_INLINE = re.compile(r"\]\(\s*<?([^)>\s]*)[^)]*\)")
"""The address in `](address "title")`, with or without angle brackets."""
_REFERENCE = re.compile(r"^ {0,3}\[[^\]]+\]:\s*<?(\S+?)>?(?:\s|$)", re.MULTILINE)
"""The address in `[name]: address`, which is a definition only with less than four spaces before it."""
_CODE = re.compile(r"(?<![\\`])(`+)(?!`)(?:(?!\n[ \t]*\n).)*?[^`]\1(?!`)", re.DOTALL)
"""Text between runs of backticks of the same length, as CommonMark pairs them, within one paragraph."""
_ALLOWED = re.compile(r"(https?://|mailto:|tel:)[^\s]+", re.IGNORECASE)


def strip_code(text: str) -> str:
    """Return Markdown without what is between backticks."""
    return _CODE.sub("", text)


def list_links(prose: str) -> Iterator[str]:
    """List the address of every link in Markdown without code."""
    yield from _INLINE.findall(prose)
    yield from _REFERENCE.findall(prose)


def is_allowed_address(address: str) -> bool:
    """Whether a link may lead there from a page: the web, a mailbox or a telephone."""
    return _ALLOWED.fullmatch(address) is not None


def guard_markdown(text: str) -> str:
    """Return Markdown in which, outside code, angle brackets are text and braces set no attributes."""
    return map_prose(text, lambda prose: prose.replace("{", "&#123;").replace("<", "&lt;"))


def map_prose(text: str, change: Callable[[str], str]) -> str:
    """Change what is outside backticks."""
    parts: list[str] = []
    end = 0
    for code in _CODE.finditer(text):
        parts += [change(text[end : code.start()]), code.group()]
        end = code.end()
    return "".join([*parts, change(text[end:])])


def resolve_links(text: str, locate: Callable[[str, str], str]) -> str:
    """Replace links to parts of the playbook by the addresses that `locate(kind, id)` returns."""

    def replace(match: re.Match[str]) -> str:
        link = LINK.fullmatch(match.group(1))
        if link is None:
            return match.group()
        return match.group().replace(match.group(1), locate(*link.groups()))

    return map_prose(text, lambda prose: _INLINE.sub(replace, prose))


_SPECIAL = re.compile(r"[\\`*_{}\[\]<>&|#~\"]")
"""Characters that mean something in Markdown or in HTML wherever they are."""
_AT_START = re.compile(r"^(\s*)([-+=:]|\d+(?=[.)]))")
"""Those that mean something only where a line begins: a list, a heading, a definition."""


def escape_markdown(text: str) -> str:
    """Return text whose every character stands for itself in Markdown, in HTML and in a title."""
    escaped = _SPECIAL.sub(lambda match: f"&#{ord(match.group())};", text)
    return _AT_START.sub(lambda match: f"{match.group(1)}&#{ord(match.group(2)[0])};{match.group(2)[1:]}", escaped)
