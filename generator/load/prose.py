"""Every placeholder of a playbook becomes words, once, before anything else reads its texts.

So pages, paper, letters, the search, case packs and the page that plans a case have the finished words, and the checks
of texts check those. The overlay and the edition are in place by then: a window that a company changes is the window
that its texts name.
"""

import re

from generator.checks.prose import Meant, UnclearError, find_meant, list_false_braces
from generator.checks.subject import Subject
from generator.load.windows import Windows
from generator.load.words import Words
from generator.playbook.blanks import join_stop
from generator.playbook.markdown import escape_markdown, map_prose
from generator.playbook.parts import Found
from generator.playbook.playbook import Playbook
from generator.playbook.process import Due, Role, Step
from generator.playbook.prose import PLACEHOLDER, Placeholder, Prose, change_texts, read_placeholder

_PLACEHOLDER_AND_STOP = re.compile(PLACEHOLDER.pattern + r"(\.?)")


def fill_placeholders(subject: Subject, words: Words) -> tuple[Playbook, list[Found]]:
    """Return a playbook whose texts have words in place of placeholders, and those that have no meaning."""
    filling = _Filling(subject, words)
    return change_texts(subject.playbook, filling.fill), filling.found


class _Filling:
    def __init__(self, subject: Subject, words: Words) -> None:
        self.subject = subject
        self.words = words
        self.say = Windows(subject.playbook, words)
        self.found: list[Found] = []

    def fill(self, prose: Prose) -> str:
        """Return a text with its placeholders filled; without braces where that cannot be, so that it is told once."""
        for message in list_false_braces(self.subject, prose):
            self.found.append(Found(prose.file, prose.location, message))

        def fill_all(text: str) -> str:
            return _PLACEHOLDER_AND_STOP.sub(lambda match: join_stop(self._fill_one(prose, match), match[4]), text)

        return map_prose(prose.text, fill_all) if prose.is_markdown else fill_all(prose.text)

    def _fill_one(self, prose: Prose, match: re.Match[str]) -> str:
        placeholder = read_placeholder(match)
        try:
            said = self._say(placeholder, find_meant(self.subject, prose, placeholder))
        except UnclearError as error:
            if not self.subject.unread:  # else it may be in what could not be read
                self.found.append(Found(prose.file, prose.location, str(error)))
            is_field = placeholder.kind == "company" and "company" in self.subject.playbook.field
            return match.group() if is_field else placeholder.name
        said = said[:1].upper() + said[1:] if placeholder.begins else said
        # what is from elsewhere is plain text; what the author writes here is Markdown
        return escape_markdown(said) if prose.is_markdown and placeholder.kind != "other" else said

    def _say(self, placeholder: Placeholder, meant: Meant) -> str:
        match meant:
            case Due():
                return self._say_days(placeholder.kind, meant)
            case Step():
                return meant.title
            case Role():
                return self.say.role(meant)
        return meant

    def _say_days(self, kind: str, due: Due) -> str:
        earliest, latest = due.earliest or 0, due.latest or 0
        match kind:
            case "earliest":
                return self.say.count(abs(earliest))
            case "latest":
                return self.say.count(abs(latest))
            case "window":
                return self.say.due(due.model_copy(update={"every_day": False}))  # which is no part of a sentence
        if earliest and latest and earliest != latest:
            return self.words("prose_days", first=abs(earliest), last=self.say.count(abs(latest)))
        return self.say.count(abs(latest or earliest))
