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
        message = f"{part.name} applies{spell_case(case)}, but none of its 'due' entries does; add one"
        yield part.find(message, "due", key=True)
    for number, later in enumerate(step.due):
        for earlier in step.due[:number]:
            case = subject.find_case(all_of(part.rule, earlier.when, later.when))
            if case is not None:
                message = f"two 'due' entries of {part.name} apply{spell_case(case)}; narrow the 'when' of one"
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
                message = f"{part.name} {verb} '{date.id}', which doesn't exist{spell_case(case)}"
                yield part.find(f"{message}; add a 'when' to the entry, or name another date", *place)


def _check_not_before_step(subject: Subject, part: Part, due: Due) -> Iterator[Found]:
    if due.from_ in subject.playbook.steps:
        for key in ("earliest", "latest"):
            if (days := getattr(due, key)) is not None and days < 0:
                message = f"{part.name} is before '{due.from_}', the step that it counts from and waits for"
                yield part.find(f"{message}; use 0 days or more", key)


@dataclass(frozen=True)
class _Dated:
    """A step with one of its windows; `number` is its place in the order."""

    step: str
    number: int
    window: Window


_LIMITS: tuple[tuple[Limit, Limit], ...] = (("earliest", "latest"), ("latest", "latest"), ("earliest", "earliest"))
"""Which date of a step must not be later than which date of one that comes after it; the plainest conflict first."""
_CALLED: dict[Limit, str] = {"earliest": "first date", "latest": "last date"}


def _check_order_of_dates(subject: Subject) -> Iterator[Found]:
    told: set[tuple[str, int]] = set()
    for dated in _list_dated(subject):
        checked = [(entry, _check_end(subject, entry)) for entry in dated]
        told |= {(entry.step, entry.window.entry) for entry, wrong in checked if wrong}
        yield from (wrong for _, wrong in checked if wrong)
        entries = [entry for entry, wrong in checked if not wrong]
        for of_first, of_then in _LIMITS:
            left = [entry for entry in entries if (entry.step, entry.window.entry) not in told]
            for then, found in _sweep(subject, entries, left, of_first, of_then):
                told.add((then.step, then.window.entry))
                yield found


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


def _check_end(subject: Subject, dated: _Dated) -> Found | None:
    """Find a window that begins only after a named date by which it ends."""
    window, place = dated.window, _find_end(subject, dated)
    case = subject.find_case(window.rule) if place and (window.earliest or 0) > 0 else None
    if place is None or case is None:
        return None
    part = subject.due_part(dated.step, window.entry)
    starts = f"it starts {_say_day(dated, 'earliest')}{spell_case(case)}"
    message = f"{part.name} ends by '{window.date}', but {starts}; change its days, or name another date"
    return part.find(message, *place)


def _find_end(subject: Subject, dated: _Dated) -> Location | None:
    """Return the place of the named date by which a window ends; None where its own days end it."""
    by = subject.playbook.steps[dated.step].due[dated.window.entry].by
    ends = dated.window.date in by and dated.window.latest == 0
    return ("by", by.index(dated.window.date)) if ends else None


def _sweep(
    subject: Subject, entries: list[_Dated], left: list[_Dated], of_first: Limit, of_then: Limit
) -> Iterator[tuple[_Dated, Found]]:
    """Find steps, of those that are left to check, with a day before that of a step that comes before them.

    All ordered pairs count, not only those that an edge joins: between two steps with days there may be one that has
    none, or that is skipped. There are too many pairs to look at each. So the days are walked from the last to the
    first: when the turn of a step comes, `later` holds the steps whose day lies after its own, and their numbers are
    the bits of `later_bits`. The steps that come before it are bits too, so that one `&` leaves the pairs that are the
    wrong way round. There are hardly any, and only of those it is asked whether some case has both.
    """
    firsts = deque(_list_days([entry for entry in entries if not entry.window.is_only_end], of_first))
    later: dict[int, list[_Dated]] = {}
    later_bits = 0
    for day, then in _list_days(left, of_then):
        while firsts and firsts[0][0] > day:
            _, first = firsts.popleft()
            later.setdefault(first.number, []).append(first)
            later_bits |= 1 << first.number
        reversed_bits = subject.order.before[then.number] & later_bits
        for first in (first for number in list_bits(reversed_bits) for first in later[number]):
            # only here the logic is asked: nearly all pairs have fallen out before
            if found := _compare(subject, first, then, of_first, of_then):
                yield then, found
                break  # one is enough for each window


def _list_days(entries: list[_Dated], limit: Limit) -> list[tuple[int, _Dated]]:
    """List the days that entries have as this limit, the last day first."""
    days = [(day, entry) for entry in entries if (day := entry.window.limit(limit)) is not None]
    return sorted(days, key=lambda pair: -pair[0])


def _compare(subject: Subject, first: _Dated, then: _Dated, of_first: Limit, of_then: Limit) -> Found | None:
    case = subject.find_case(all_of(first.window.rule, then.window.rule))
    if case is None:
        return None
    other = "which starts" if of_first != of_then else f"whose {_CALLED[of_first]} is"
    message = (
        f"step '{then.step}' is due too early{spell_case(case)}: its {_CALLED[of_then]} is "
        f"{_say_day(then, of_then)}, but it waits for '{first.step}', "
        f"{other} {_say_day(first, of_first, on='on ' if of_first != of_then else '')}; "
        "change one of the two 'due' entries"
    )
    place = (_find_end(subject, then) if of_then == "latest" else None) or (of_then,)
    return subject.due_part(then.step, then.window.entry).find(message, *place)


def _say_day(dated: _Dated, limit: Limit, *, on: str = "") -> str:
    """Describe a day as `3 days before last-night`, and the date itself as `last-night`."""
    days = dated.window.limit(limit) or 0
    if days == 0:
        return f"{on}{dated.window.date}"
    return f"{abs(days)} day{'s' if abs(days) > 1 else ''} {'after' if days > 0 else 'before'} {dated.window.date}"
