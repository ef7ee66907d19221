"""Jinja: templates into Markdown, HTML and plain text, each escaped in its own way."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from generator.documents.addresses import relative_uri
from generator.documents.words import Words, WordsError, read_words_file
from generator.errors import PlaybookError
from generator.playbook.markdown import escape_markdown, guard_markdown, resolve_links

SHIPPED = next(
    folder
    for folder in (Path(__file__).parent.parent / "templates", Path(__file__).parent.parent.parent / "templates")
    if folder.is_dir()
)


def _finish_markdown(value: object) -> Markup:
    if isinstance(value, Markup):
        return value
    if value is None:
        raise jinja2.UndefinedError("a value that is to be written is missing")
    return _escape_once(str(value))


@lru_cache(maxsize=100_000)
def _escape_once(text: str) -> Markup:
    """Escape a text that stands in many places only once."""
    return Markup(escape_markdown(text))  # noqa: S704 - escaped just now


class _CompiledTemplates(jinja2.FileSystemBytecodeCache):
    """Keeps compiled templates for the next run, in a folder of this user; does without where that cannot be."""

    def load_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        """Read what an earlier run has compiled."""
        with suppress(OSError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        """Keep what was compiled now."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


def make_cache() -> jinja2.BytecodeCache | None:
    """Give a place for compiled templates; None where the system has none."""
    try:
        return _CompiledTemplates()
    except (OSError, RuntimeError):
        return None


class Renderer:
    """Templates of one playbook: its own folder `templates/` first, then the shipped ones."""

    def __init__(self, folder: Path | None = None) -> None:
        """Read the words and prepare one environment for each kind of document."""
        own = [folder / "templates"] if folder is not None and (folder / "templates").is_dir() else []
        self._folders = [*own, SHIPPED]
        self._loader = jinja2.FileSystemLoader(self._folders)
        self.words = Words(self._read_words())
        self._cache = make_cache()
        self._environments = {
            ".md.j2": self._make_environment(autoescape=True, finalize=_finish_markdown),
            ".html.j2": self._make_environment(autoescape=True, finalize=None),
            ".txt.j2": self._make_environment(autoescape=False, finalize=None),
        }

    def _read_words(self) -> dict[str, str]:
        """Read the shipped words, and over them those of the playbook's own folder."""
        words: dict[str, str] = {}
        for folder in reversed(self._folders):
            if (folder / "words.yml").is_file():
                words |= read_words_file(folder / "words.yml")
        return words

    def _make_environment(self, *, autoescape: bool, finalize: Callable[[object], Any] | None) -> jinja2.Environment:
        environment = jinja2.Environment(
            loader=self._loader,
            bytecode_cache=self._cache,
            autoescape=autoescape,  # noqa: S701 - only plain text, which has no markup, goes without
            finalize=finalize,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            # Markdown gives headings their ids as {#id}
            comment_start_string="{!--",
            comment_end_string="--!}",
        )
        environment.globals["words"] = self.words
        return environment

    def read(self, name: str) -> str:
        """Give a file of the templates as it is; raises PlaybookError where it cannot be read."""
        try:
            return self._loader.get_source(self._environments[".txt.j2"], name)[0]
        except (jinja2.TemplateNotFound, OSError, UnicodeDecodeError) as error:
            raise PlaybookError(f"templates/{name}: cannot be read ({error})") from None

    def render(self, template: str, *, uri: str = "", **values: object) -> str:
        """Fill a template; `link_to(uri)` in it gives an address as seen from the page at `uri`."""
        kind = next(ending for ending in self._environments if template.endswith(ending))

        def link_to(target: str) -> str | Markup:
            address = relative_uri(uri, target)
            return Markup(address) if kind == ".md.j2" else address  # noqa: S704 - made of ids, which are slugs

        template_values = {"link_to": link_to, "markdown": self._make_markdown(uri, values), **values}
        try:
            return self._environments[kind].get_template(template).render(template_values)
        except jinja2.TemplateSyntaxError as error:
            raise PlaybookError(f"{error.filename}:{error.lineno}: {error.message}; mend the template") from None
        except (jinja2.TemplateError, WordsError) as error:
            raise PlaybookError(f"templates/{template}: {error}; mend the template") from None

    def _make_markdown(self, uri: str, values: Mapping[str, object]) -> Callable[[str], Markup]:
        address_of = values.get("address_of")

        def markdown(text: str) -> Markup:
            """Let Markdown through: links to parts become addresses, braces and angle brackets stay text."""
            if callable(address_of):
                text = resolve_links(text, lambda kind, name: relative_uri(uri, address_of(kind, name)))
            return Markup(guard_markdown(text))  # noqa: S704 - checked on load to hold no HTML

        return markdown
