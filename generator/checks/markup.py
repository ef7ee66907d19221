"""What Markdown of a lesson may become: an allow-list over what the Markdown library makes of it."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from generator.playbook.markdown import LINK, guard_markdown, is_allowed_address

ALLOWED = {
    **dict.fromkeys(["p", "ul", "ol", "li", "strong", "em", "code", "pre", "blockquote", "br", "hr"], frozenset[str]()),
    **dict.fromkeys(["h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr"], frozenset[str]()),
    "a": frozenset({"href", "title"}),
    "th": frozenset({"style"}),
    "td": frozenset({"style"}),
}
EXTENSIONS = ["attr_list", "md_in_html", "tables"]
_HARMLESS_LINK = re.compile(r"(?<!!)\[[^\[\]<>{}\\`]*\]\(([^\s()<>{}\\`]*)\)")
"""An inline link in whose text and address nothing else of Markdown can be; no picture."""
_SUSPECT = re.compile(r"[<\[\]{}]|^\s*(#|=+\s*$)", re.MULTILINE)
"""What Markdown could make tags, attributes, references or headings of."""


def list_forbidden(text: str) -> Iterator[str]:
    """List what must not be on a page: tags, attributes and addresses, as the Markdown library writes them."""
    if not _SUSPECT.search(_HARMLESS_LINK.sub(_drop_harmless, text)):
        return  # nothing in it that Markdown makes anything but plain text of; the library takes long to import
    from markdown import markdown

    reader = _Reader()
    reader.feed(markdown(guard_markdown(text), extensions=EXTENSIONS))
    yield from dict.fromkeys(reader.forbidden)


def _drop_harmless(link: re.Match[str]) -> str:
    address = link.group(1)
    return "" if LINK.fullmatch(address) or is_allowed_address(address) else link.group()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forbidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        allowed = ALLOWED.get(tag)
        if allowed is None:
            self.forbidden.append(f"<{tag}>")
            return
        self.forbidden += [f"{name}=" for name, _ in attrs if name not in allowed]
        for name, address in attrs:
            if name == "href" and not (LINK.fullmatch(address or "") or is_allowed_address(address or "")):
                self.forbidden.append(f"a link to '{(address or '')[:40]}'")
