"""Jinja: templates into Markdown, HTML and plain text, each escaped in its own way."""

import posixpath
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2
import yaml
from markupsafe import Markup

from generator.errors import PlaybookError
from generator.links import guard_markdown, resolve_links

SHIPPED = next(
    folder
    for folder in (Path(__file__).parent / "templates", Path(__file__).parent.parent / "templates")
    if folder.is_dir()
)
_INLINE = re.compile(r"[\\`*_{}\[\]<>&|#~\"]")
_AT_START = re.compile(r"^(\s*)([-+=:]|\d+(?=[.)]))")


def escape_markdown(text: str) -> str:
    """Give text whose every character stands for itself in Markdown, in HTML and in a title."""
    escaped = _INLINE.sub(lambda match: f"&#{ord(match.group())};", text)
    return _AT_START.sub(lambda match: f"{match.group(1)}&#{ord(match.group(2)[0])};{match.group(2)[1:]}", escaped)


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


class WordsError(AttributeError):
    """Something is wrong with the interface's words."""


class Words:
    """The interface's own words: `words.door_learn`, or `words('due_by', day=…)` where one has blanks."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        """Take texts by name."""
        self._texts = texts

    def __getattr__(self, name: str) -> str:
        """Give a text; an unknown name is a bug in a template."""
        try:
            return self._texts[name]
        except KeyError:
            raise WordsError(f"there is no '{name}' in words.yml") from None

    def select(self, prefixes: tuple[str, ...]) -> dict[str, str]:
        """Give the texts whose names begin so, with their blanks."""
        return {name: text for name, text in self._texts.items() if name.startswith(prefixes)}

    def __call__(self, name: str, **values: object) -> str:
        """Give a text with its blanks filled."""
        try:
            return str(getattr(self, name)).format(**values)
        except (KeyError, IndexError, ValueError) as error:
            offered = ", ".join(f"{{{value}}}" for value in values)
            raise WordsError(f"'{name}' in words.yml has a blank that nothing fills ({error}); use {offered}") from None


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
                words |= _read_words_file(folder / "words.yml")
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


def _read_words_file(file: Path) -> dict[str, str]:
    try:
        texts = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - makes text only
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise PlaybookError(f"{file}: cannot be read ({error}); compare it with the shipped words.yml") from None
    if not isinstance(texts, dict) or not all(isinstance(text, str) for text in texts.values()):
        raise PlaybookError(f"{file}: must be written as 'name: text' lines")
    return {name: text.rstrip("\n") for name, text in texts.items()}


def relative_uri(here: str, target: str) -> str:
    """Give the address of one document as seen from another."""
    path, mark, anchor = target.partition("#")
    return _find_way(here, path) + mark + anchor


@lru_cache(maxsize=100_000)
def _find_way(here: str, path: str) -> str:
    return posixpath.relpath(path, posixpath.dirname(here) or ".")
