"""What comes before what, and in which windows of days.

Sets of steps are kept as the bits of whole numbers: bit 3 stands for the step with the number 3, which is its place in
the source. The steps before every step of a large playbook are worked out so in one pass, and whether one step comes
before another, or which of a set come before it, is one `&` or `|` of two numbers instead of a walk over edges.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from generator.facts.when import Rule, all_of
from generator.playbook.process import Due, Step


@dataclass(frozen=True)
class Edge:
    """One step comes before another; `needs` also asks that it apply."""

    before: str
    after: str
    key: str
    position: int

    @property
    def needs(self) -> bool:
        """Whether the earlier step must apply whenever the later one does."""
        return self.key != "after"


Limit = Literal["earliest", "latest"]


@dataclass(frozen=True)
class Window:
    """A window of days from a named date or a step, in the cases where its rule holds.

    Where it is only an end, its last day is one on which something must be over at the latest, not when it is planned.
    """

    rule: Rule
    date: str
    earliest: int | None
    latest: int | None
    entry: int
    is_only_end: bool = False

    def limit(self, limit: Limit) -> int | None:
        """Return one end of the window; None where it is open."""
        return self.earliest if limit == "earliest" else self.latest

    def overlaps(self, other: "Window") -> bool:
        """Whether two windows from the same date share a day; an open end reaches any day."""
        return not _ends_before(self, other) and not _ends_before(other, self)


@dataclass(frozen=True)
class Waits:
    """What waits directly for what, in the order of the source."""

    waits_for: dict[str, list[str]]

    @cached_property
    def _waiting(self) -> dict[str, set[str]]:
        """For each step, the steps that wait directly for it."""
        found: dict[str, set[str]] = {}
        for step, names in self.waits_for.items():
            for name in names:
                found.setdefault(name, set()).add(step)
        return found

    def list_waiting(self, card: Iterable[str]) -> list[str]:
        """List the steps elsewhere that wait directly for a step on a card."""
        here = set(card)
        waiting = set[str]().union(*(self._waiting.get(name, ()) for name in here)) - here
        return [step for step in self.waits_for if step in waiting]


class Order:
    """The order of a playbook: the closure of all edges, whatever applies."""

    def __init__(self, steps: Mapping[str, Step], rule_of: Callable[[Step], Rule]) -> None:
        """Take steps by id, and when each applies; edges that point nowhere or backwards order nothing."""
        self.steps = steps
        self.rule_of = rule_of
        self.names = list(steps)
        self.index = {name: number for number, name in enumerate(self.names)}

    @cached_property
    def edges(self) -> list[Edge]:
        """All edges between steps that exist, in the order of the source."""
        return [edge for step in self.steps.values() for edge in self._edges_of(step)]

    def _edges_of(self, step: Step) -> Iterator[Edge]:
        named = {
            "after": step.after,
            "needs": step.needs,
            "due": tuple(due.from_ for due in step.due),
        }
        for key, names in named.items():
            for position, name in enumerate(names):
                if name in self.index:
                    yield Edge(name, step.id, key, position)

    @cached_property
    def before(self) -> list[int]:
        """For each step by number, the steps that come before it, through others too, as a set of bits.

        Edges point forward, and are taken by the step that waits: so all that comes before the earlier step is known
        when an edge adds it to what comes before the later one.
        """
        before = [0] * len(self.names)
        for edge in sorted(self.edges, key=lambda edge: self.index[edge.after]):
            first, then = self.index[edge.before], self.index[edge.after]
            # an edge that points back is a mistake, which the checks report
            if first < then:
                before[then] |= before[first] | 1 << first
        return before

    def precedes(self, first: str, then: str) -> bool:
        """Whether a chain of edges leads from one step to another."""
        return bool(self.before[self.index[then]] >> self.index[first] & 1)

    def may_run_alongside(self, step: str, other: str) -> bool:
        """Whether neither step waits for the other, even through others."""
        return step != other and not self.precedes(step, other) and not self.precedes(other, step)

    def list_direct(self, step: str) -> list[str]:
        """List the steps that a step waits for, without those that a chain of others implies."""
        return self.waits.waits_for[step]

    @cached_property
    def waits(self) -> Waits:
        """The order of all steps without what follows from the rest."""
        return self.link(self.names)

    def link(self, kept: Iterable[str]) -> Waits:
        """Return what waits directly for what among some steps, over the others in between."""
        numbers = [self.index[name] for name in kept]
        here = sum(1 << number for number in numbers)
        waits_for = {self.names[number]: self._list_nearest(self.before[number] & here) for number in numbers}
        return Waits(waits_for)

    def _list_nearest(self, steps: int) -> list[str]:
        """List those of a set of steps that come before no other of them.

        The last of a set comes before none of the others. It is taken, and with it goes all that comes before it; the
        last of what is left then comes before none of those that have been taken.
        """
        nearest: list[str] = []
        while steps:
            number = steps.bit_length() - 1
            nearest.append(self.names[number])
            # the step itself goes, and in one stroke everything that comes before it
            steps &= ~(1 << number | self.before[number])
        return nearest[::-1]

    @cached_property
    def edges_into(self) -> dict[str, list[Edge]]:
        """Edges by the step that waits."""
        found: dict[str, list[Edge]] = {}
        for edge in self.edges:
            found.setdefault(edge.after, []).append(edge)
        return found

    def find_chain(self, first: str, then: str) -> list[str]:
        """Return a shortest chain of edges from a step that waits back to one before it; empty if there is none."""
        came_from: dict[str, str] = {then: ""}
        waiting = deque([then])
        while waiting and first not in came_from:
            here = waiting.popleft()
            for edge in self.edges_into.get(here, ()):
                if edge.before not in came_from:
                    came_from[edge.before] = here
                    waiting.append(edge.before)
        if first not in came_from:
            return []
        chain = [first]
        while chain[-1] != then:
            chain.append(came_from[chain[-1]])
        return chain[::-1]

    def windows(self, step: Step) -> list[Window]:
        """List a step's windows, from what it counts from and from all that this counts from in turn.

        One that ends by a named date is a window of that date, too.
        """
        if step.id not in self._windows:
            self._windows[step.id] = []  # a loop of due dates is reported as one, and followed no further
            self._windows[step.id] = list(self._follow(step))
        return self._windows[step.id]

    @cached_property
    def _windows(self) -> dict[str, list[Window]]:
        return {}

    def _follow(self, step: Step) -> Iterator[Window]:
        own = self.rule_of(step)
        for entry, due in enumerate(step.due):
            rule = all_of(own, due.when)
            for window in self._count(rule, entry, due):
                yield replace(window, latest=min(window.latest or 0, 0)) if window.date in due.by else window
            yield from (Window(rule, name, None, 0, entry, is_only_end=True) for name in due.by)

    def _count(self, rule: Rule, entry: int, due: Due) -> Iterator[Window]:
        """List the windows of a due entry, whatever it ends by."""
        yield Window(rule, due.from_, due.earliest, due.latest, entry)
        if due.from_ not in self.index:
            return
        for window in self.windows(self.steps[due.from_]):
            # Whoever counts from a step waits for it, so without an earliest day it is the step's own.
            earliest = _add(window.earliest, due.earliest if due.earliest is not None else 0)
            latest = _add(window.latest, due.latest)
            both = all_of(rule, window.rule)
            yield Window(both, window.date, earliest, latest, entry, window.is_only_end)


def _ends_before(window: Window, other: Window) -> bool:
    return window.latest is not None and other.earliest is not None and window.latest < other.earliest


def _add(first: int | None, second: int | None) -> int | None:
    return None if first is None or second is None else first + second


def list_bits(bits: int) -> Iterator[int]:
    """List the numbers in a set of bits, the highest first."""
    while bits:
        number = bits.bit_length() - 1
        yield number
        bits ^= 1 << number
