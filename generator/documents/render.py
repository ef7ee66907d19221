"""Jinja: templates into Markdown, HTML and plain text, each escaped in its own way."""

import traceback
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from generator.documents.addresses import relative_uri
from generator.errors import PlaybookError
from generator.load.template_folders import SHIPPED, find_own
from generator.load.words import Words, WordsError, read_words
from generator.playbook.markdown import escape_markdown, guard_markdown, resolve_links


def _finish_markdown(value: object) -> Markup:
    if isinstance(value, Markup):
        return value
    if value is None:
        raise jinja2.UndefinedError("a value is missing")
    return _escape_once(str(value))


# Far more than the texts of one playbook, so that none is escaped twice; and few enough for the memory.
@lru_cache(maxsize=100_000)
def _escape_once(text: str) -> Markup:
    """Escape a text that is used in many places only once."""
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


def make_cache(kind: str) -> jinja2.BytecodeCache | None:
    """Return a place for compiled templates; None where the system has none.

    Jinja finds what it has compiled by name and text. How a template escapes, and whether it runs in the sandbox, is in
    the compiled code, so that each kind of environment has a place of its own.
    """
    try:
        return _CompiledTemplates(pattern=f"__playbook_{kind}_%s.cache")
    except (OSError, RuntimeError):
        return None


class _Sandbox(SandboxedEnvironment):
    def getattr(self, obj: Any, attribute: str) -> Any:
        """Leave it to the words to name the one that they lack."""
        if isinstance(obj, Words) and not attribute.startswith("_"):
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)


class Renderer:
    """Templates of one playbook: its own folder `templates/` first, then the shipped ones.

    A playbook's own templates run in Jinja's sandbox: they read what they are given, and call nothing harmful.
    """

    def __init__(self, folder: Path | None = None) -> None:
        """Read the words and prepare one environment for each kind of document; raises PlaybookError."""
        self._own = None if folder is None else find_own(folder)
        self._loader = jinja2.FileSystemLoader([SHIPPED] if self._own is None else [self._own, SHIPPED])
        self.words = read_words(folder)
        self._environments = {
            ".md.j2": self._make_environment("md", finalize=_finish_markdown),
            ".html.j2": self._make_environment("html"),
            ".txt.j2": self._make_environment("txt"),
        }

    def _make_environment(self, kind: str, *, finalize: Callable[[object], Any] | None = None) -> jinja2.Environment:
        sandboxed = self._own is not None
        environment = (_Sandbox if sandboxed else jinja2.Environment)(
            loader=self._loader,
            bytecode_cache=make_cache(f"{kind}_sandbox" if sandboxed else kind),
            autoescape=kind != "txt",
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
        """Return a file of the templates as it is; raises PlaybookError where it cannot be read."""
        try:
            return self._loader.get_source(self._environments[".txt.j2"], name)[0]
        except (jinja2.TemplateNotFound, OSError, UnicodeDecodeError) as error:
            raise PlaybookError(f"templates/{name}: can't be read ({error}); check its permissions") from None

    def render(self, template: str, *, uri: str = "", **values: object) -> str:
        """Fill a template; `link_to(uri)` in it gives an address as seen from the page at `uri`."""
        # An ending decides how a template escapes, so that no template can choose otherwise.
        kind = next(ending for ending in self._environments if template.endswith(ending))

        def link_to(target: str) -> str | Markup:
            address = relative_uri(uri, target)
            return Markup(address) if kind == ".md.j2" else address  # noqa: S704 - made of ids, which are slugs

        template_values = {"link_to": link_to, "markdown": self._make_markdown(uri, values), **values}
        try:
            return self._environments[kind].get_template(template).render(template_values)
        except PlaybookError:
            raise
        except Exception as error:  # whatever a template of the playbook's own may do
            message = explain_template(error, self._own, name=template)
            if message is None:
                raise
            raise PlaybookError(f"{message}; fix the template") from None

    def _make_markdown(self, uri: str, values: Mapping[str, object]) -> Callable[[str], Markup]:
        address_of = values.get("address_of")

        def markdown(text: str) -> Markup:
            """Pass Markdown on: links to parts become addresses, braces and angle brackets stay text."""
            if callable(address_of):
                text = resolve_links(text, lambda kind, name: relative_uri(uri, address_of(kind, name)))
            return Markup(guard_markdown(text))  # noqa: S704 - checked on load to hold no HTML

        return markdown


def explain_template(error: BaseException, own: Path | None, *, name: str) -> str | None:
    """Return what is wrong with a template, and where; None for a failure that is not a template's."""
    if isinstance(error, jinja2.TemplateSyntaxError):
        return f"{error.filename}:{error.lineno}: {error.message}"
    if isinstance(error, UnicodeDecodeError):
        return f"templates/{name}: isn't UTF-8, or includes a file that isn't; save it as UTF-8"
    place = _find_place(error, own)
    if isinstance(error, (jinja2.TemplateError, WordsError, OSError)):
        return f"{place or f'templates/{name}'}: {error}"
    return None if place is None else f"{place}: {type(error).__name__}: {error}"


def _find_place(error: BaseException, own: Path | None) -> str | None:
    """Return file and line of the innermost of the playbook's own templates in which something failed."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [frame for frame in frames if own is not None and Path(frame.filename).is_relative_to(own)]
    return f"{places[-1].filename}:{places[-1].lineno}" if places else None
