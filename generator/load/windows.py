"""Windows of days in words: `30 to 14 days before the last day`."""

from collections.abc import Iterable

from generator.load.words import Words
from generator.playbook.playbook import Playbook
from generator.playbook.process import Due, Role


class Windows:
    """Puts the due entries of one playbook into the words of its content and of the interface."""

    def __init__(self, playbook: Playbook, words: Words) -> None:
        """Take the playbook and the interface's words."""
        self.playbook = playbook
        self.words = words

    def role(self, role: Role) -> str:
        """Return the title of a role as it is in the middle of a sentence: `IT manager`, but `account manager`."""
        second = role.title[1:2]
        if self.words.prose_role == "small" and (second.islower() or not second):
            return role.title[:1].lower() + role.title[1:]
        return role.title

    def join(self, items: Iterable[str], *, last: str = "and") -> str:
        """Return `a, b and c`."""
        listed = list(items)
        if len(listed) < 2:
            return "".join(listed)
        return self.words(f"join_{last}", first=", ".join(listed[:-1]), last=listed[-1])

    def due(self, due: Due) -> str:
        """Return a window in words: `30 to 14 days before the last day, and by the last date for notice`."""
        said = self.window(due.earliest, due.latest, self._say_anchor(due.from_))
        if due.by:
            dates = self.join(self.playbook.date[name].label for name in due.by)
            said = self.words("due_and_by", due=said, dates=dates)
        return self.words("due_every_day", due=said) if due.every_day else said

    def _say_anchor(self, name: str) -> str:
        if name in self.playbook.date:
            return self.playbook.date[name].label
        return self.words("anchor_step", number=self.playbook.numbers[name], title=self.playbook.steps[name].title)

    def window(self, earliest: int | None, latest: int | None, anchor: str) -> str:
        """Return a window of days from something in words."""
        if earliest is None:
            return self._say_latest(latest or 0, anchor)
        if latest is None:
            return self.words("due_from", day=self._say_day(earliest, anchor))
        if earliest == latest:
            return self._say_day(earliest, anchor) if earliest else self.words("due_on", anchor=anchor)
        if latest < 0:
            return self.words("due_before", first=-earliest, last=self.count(-latest), anchor=anchor)
        if earliest > 0:
            return self.words("due_after", first=earliest, last=self.count(latest), anchor=anchor)
        if earliest == 0:
            return self.words("due_within", days=self.count(latest), anchor=anchor)
        if latest == 0:
            return self.words("due_up_to", days=self.count(-earliest), anchor=anchor)
        return self.words("due_around", before=self.count(-earliest), after=self.count(latest), anchor=anchor)

    def _say_latest(self, latest: int, anchor: str) -> str:
        if latest < 0:
            return self.words("due_at_least", days=self.count(-latest), anchor=anchor)
        if latest == 0:
            return self.words("due_by", anchor=anchor)
        return self.words("due_at_most", days=self.count(latest), anchor=anchor)

    def _say_day(self, day: int, anchor: str) -> str:
        if day == 0:
            return anchor
        return self.words("day_before" if day < 0 else "day_after", days=self.count(abs(day)), anchor=anchor)

    def count(self, days: int) -> str:
        """Return a number of days in words."""
        return self.words.one_day if days == 1 else self.words("days", count=days)
