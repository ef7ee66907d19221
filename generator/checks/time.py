"""Check 4: in every case exactly one due date, and none against the order."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.checks.subject import Rules
from generator.facts.when import AnyOf, all_of, spell_case
from generator.playbook.order import Window
from generator.playbook.parts import Found, Part
from generator.playbook.process import Due, Step


def check_time(rules: Rules) -> Iterator[Found]:
    """Find cases with no due date or two, dates that do not exist, and due dates against the order."""
    for part in rules.parts:
        if isinstance(part.node, Step) and part.node.due:
            yield from _check_entries(rules, part, part.node)
        elif isinstance(part.node, Due):
            yield from _check_date_exists(rules, part, part.node)
            yield from _check_not_before_step(rules, part, part.node)
    yield from _check_order_of_dates(rules)


def _check_entries(rules: Rules, part: Part, step: Step) -> Iterator[Found]:
    entries = [other for other in rules.parts_of(step) if isinstance(other.node, Due)]
    case = rules.find_case(part.rule, but_not=AnyOf(tuple(all_of(due.when) for due in step.due)))
    if case is not None:
        message = f"{part.name} applies{spell_case(case)}, but no due entry matches then; add one"
        yield part.find(message, "due", key=True)
    for number, later in enumerate(step.due):
        for earlier in step.due[:number]:
            case = rules.find_case(all_of(part.rule, earlier.when, later.when))
            if case is not None:
                message = f"{part.name} has two due entries that match{spell_case(case)}; narrow one 'when'"
                yield entries[number].find(message)
                break


def _check_date_exists(rules: Rules, part: Part, due: Due) -> Iterator[Found]:
    date = rules.playbook.date.get(due.from_)
    if date is not None and date.when is not None:
        case = rules.find_case(part.rule, but_not=date.when)
        if case is not None:
            message = f"{part.name} counts from '{date.id}', which does not exist{spell_case(case)}"
            yield part.find(f"{message}; give the entry a 'when', or another date", "from")


def _check_not_before_step(rules: Rules, part: Part, due: Due) -> Iterator[Found]:
    if due.from_ in rules.playbook.steps:
        for key in ("earliest", "latest"):
            if (days := getattr(due, key)) is not None and days < 0:
                message = f"{part.name} lies before '{due.from_}', the step that it counts from and waits for"
                yield part.find(f"{message}; count from 0 upwards", key)


@dataclass(frozen=True)
class _Dated:
    step: str
    window: Window


def _check_order_of_dates(rules: Rules) -> Iterator[Found]:
    """Compare all ordered pairs, but look only at those whose days are the wrong way round."""
    dated: dict[str, list[_Dated]] = {}
    for step in rules.playbook.steps.values():
        for window in rules.order.windows(step):
            anchor = rules.playbook.steps.get(window.date)
            if anchor is not None and anchor.due:
                continue  # its windows from what that step counts from are compared instead
            dated.setdefault(window.date, []).append(_Dated(step.id, window))
    for entries in dated.values():
        for limit in ("latest", "earliest"):
            yield from _check_limit(rules, entries, limit)
        yield from _check_room(rules, entries)


def _check_limit(rules: Rules, entries: list[_Dated], limit: str) -> Iterator[Found]:
    index = rules.order.index
    with_limit = [one for one in entries if getattr(one.window, limit) is not None]
    with_limit.sort(key=lambda one: -getattr(one.window, limit))
    later_than = 0
    waiting: list[_Dated] = []
    by_step: dict[str, list[_Dated]] = {}
    for one in with_limit:
        while waiting and getattr(waiting[0].window, limit) > getattr(one.window, limit):
            moved = waiting.pop(0)
            later_than |= 1 << index[moved.step]
            by_step.setdefault(moved.step, []).append(moved)
        waiting.append(one)
        against = rules.order.before[index[one.step]] & later_than
        yield from _compare(rules, one, against, by_step, limit)


def _check_room(rules: Rules, entries: list[_Dated]) -> Iterator[Found]:
    """Find steps that must be finished before one that they wait for may start."""
    index = rules.order.index
    starting = [one for one in entries if one.window.earliest is not None]
    starting.sort(key=lambda one: one.window.earliest or 0)
    ending = [one for one in entries if one.window.latest is not None]
    ending.sort(key=lambda one: -(one.window.latest or 0))
    later: dict[str, list[_Dated]] = {}
    bits = 0
    for then in ending:
        while starting and (starting[-1].window.earliest or 0) > (then.window.latest or 0):
            moved = starting.pop()
            later.setdefault(moved.step, []).append(moved)
            bits |= 1 << index[moved.step]
        against = rules.order.before[index[then.step]] & bits
        if against:
            firsts = [first for name, ones in later.items() if against >> index[name] & 1 for first in ones]
            yield from _report_no_room(rules, firsts, then)


def _report_no_room(rules: Rules, firsts: list[_Dated], then: _Dated) -> Iterator[Found]:
    for first in firsts:
        case = rules.find_case(all_of(first.window.rule, then.window.rule))
        if case is not None:
            message = (
                f"step '{then.step}' comes after '{first.step}', but{spell_case(case)} its latest day is "
                f"{then.window.date} {then.window.latest:+d} and '{first.step}' does not start before "
                f"{first.window.earliest:+d}; move one of them"
            )
            yield rules.due_part(then.step, then.window.entry).find(message, "latest")
            return


def _compare(rules: Rules, one: _Dated, against: int, by_step: dict[str, list[_Dated]], limit: str) -> Iterator[Found]:
    names = rules.order.names
    while against:
        number = against.bit_length() - 1
        against ^= 1 << number
        for first in by_step[names[number]]:
            case = rules.find_case(all_of(first.window.rule, one.window.rule))
            if case is not None:
                yield _report(rules, first, one, limit, case)
                return


def _report(rules: Rules, first: _Dated, then: _Dated, limit: str, case: dict[str, str]) -> Found:
    days = f"{getattr(then.window, limit):+d}", f"{getattr(first.window, limit):+d}"
    message = (
        f"step '{then.step}' comes after '{first.step}', but{spell_case(case)} its {limit} day is "
        f"{then.window.date} {days[0]} and that of '{first.step}' is {days[1]}; move one of them"
    )
    part = rules.due_part(then.step, then.window.entry)
    return part.find(message, limit)
