"""Check 4: in every case exactly one due date, and none against the order."""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.checks.subject import Subject
from generator.errors import Location
from generator.facts.when import AnyOf, all_of, spell_case
from generator.playbook.order import Limit, Window, list_bits
from generator.playbook.parts import Found, Part
from generator.playbook.process import Due, Step


def check_time(subject: Subject) -> Iterator[Found]:
    """Find cases with no due date or two, dates that do not exist, and due dates against the order."""
    for part in subject.parts:
        if isinstance(part.node, Step) and part.node.due:
            yield from _check_entries(subject, part, part.node)
        elif isinstance(part.node, Due):
            yield from _check_date_exists(subject, part, part.node)
            yield from _check_not_before_step(subject, part, part.node)
    yield from _check_order_of_dates(subject)


def _check_entries(subject: Subject, part: Part, step: Step) -> Iterator[Found]:
    entries = [other for other in subject.parts_of(step) if isinstance(other.node, Due)]
    case = subject.find_case(part.rule, but_not=AnyOf(tuple(all_of(due.when) for due in step.due)))
    if case is not None:
        message = f"{part.name} applies{spell_case(case)}, but no due entry matches then; add one"
        yield part.find(message, "due", key=True)
    for number, later in enumerate(step.due):
        for earlier in step.due[:number]:
            case = subject.find_case(all_of(part.rule, earlier.when, later.when))
            if case is not None:
                message = f"{part.name} has two due entries that match{spell_case(case)}; narrow one 'when'"
                yield entries[number].find(message)
                break


def _check_date_exists(subject: Subject, part: Part, due: Due) -> Iterator[Found]:
    named: list[tuple[str, str, Location]] = [("counts from", due.from_, ("from",))]
    named += [("ends by", name, ("by", number)) for number, name in enumerate(due.by)]
    for verb, name, place in named:
        date = subject.playbook.date.get(name)
        if date is not None and date.when is not None:
            case = subject.find_case(part.rule, but_not=date.when)
            if case is not None:
                message = f"{part.name} {verb} '{date.id}', which does not exist{spell_case(case)}"
                yield part.find(f"{message}; give the entry a 'when', or another date", *place)


def _check_not_before_step(subject: Subject, part: Part, due: Due) -> Iterator[Found]:
    if due.from_ in subject.playbook.steps:
        for key in ("earliest", "latest"):
            if (days := getattr(due, key)) is not None and days < 0:
                message = f"{part.name} lies before '{due.from_}', the step that it counts from and waits for"
                yield part.find(f"{message}; count from 0 upwards", key)


@dataclass(frozen=True)
class _Dated:
    """A step with one of its windows; `number` is its place in the order."""

    step: str
    number: int
    window: Window


_LIMITS: tuple[tuple[Limit, Limit], ...] = (("latest", "latest"), ("earliest", "earliest"), ("earliest", "latest"))
"""Which day of a step must not lie after which day of one that comes after it."""


def _check_order_of_dates(subject: Subject) -> Iterator[Found]:
    for entries in _list_dated(subject):
        for of_first, of_then in _LIMITS:
            yield from _sweep(subject, entries, of_first, of_then)


def _list_dated(subject: Subject) -> Iterable[list[_Dated]]:
    """List the windows that can be compared, for each day from which they count."""
    found: dict[str, list[_Dated]] = {}
    for number, step in enumerate(subject.playbook.steps.values()):
        for window in subject.order.windows(step):
            anchor = subject.playbook.steps.get(window.date)
            if anchor is not None and anchor.due:
                continue  # its windows from what that step counts from are compared instead
            found.setdefault(window.date, []).append(_Dated(step.id, number, window))
    return found.values()


def _sweep(subject: Subject, entries: list[_Dated], of_first: Limit, of_then: Limit) -> Iterator[Found]:
    """Find steps with a day before that of a step that comes before them.

    All ordered pairs count, not only those that an edge joins: between two steps with days there may be one that has
    none, or that is skipped. There are too many pairs to look at each. So the days are walked from the last to the
    first: when the turn of a step comes, `later` holds the steps whose day lies after its own, and their numbers are
    the bits of `later_bits`. The steps that come before it are bits too, so that one `&` leaves the pairs that are the
    wrong way round. There are hardly any, and only of those it is asked whether some case has both.
    """
    firsts = deque(_list_days(entries, of_first))
    later: dict[int, list[_Dated]] = {}
    later_bits = 0
    for day, then in _list_days(entries, of_then):
        while firsts and firsts[0][0] > day:
            _, first = firsts.popleft()
            later.setdefault(first.number, []).append(first)
            later_bits |= 1 << first.number
        reversed_bits = subject.order.before[then.number] & later_bits
        for first in (first for number in list_bits(reversed_bits) for first in later[number]):
            # only here the logic is asked: nearly all pairs have fallen out before
            if found := _compare(subject, first, then, of_first, of_then):
                yield found
                break  # one is enough for each window


def _list_days(entries: list[_Dated], limit: Limit) -> list[tuple[int, _Dated]]:
    """List the days that entries have as this limit, the last day first."""
    days = [(day, entry) for entry in entries if (day := entry.window.limit(limit)) is not None]
    return sorted(days, key=lambda pair: -pair[0])


def _compare(subject: Subject, first: _Dated, then: _Dated, of_first: Limit, of_then: Limit) -> Found | None:
    case = subject.find_case(all_of(first.window.rule, then.window.rule))
    if case is None:
        return None
    other = f"that of '{first.step}' is" if of_first == of_then else f"'{first.step}' does not start before"
    message = (
        f"step '{then.step}' comes after '{first.step}', but{spell_case(case)} its {of_then} day is "
        f"{then.window.date} {then.window.limit(of_then):+d} and {other} {first.window.limit(of_first):+d}; "
        "move one of them"
    )
    return subject.due_part(then.step, then.window.entry).find(message, of_then)
