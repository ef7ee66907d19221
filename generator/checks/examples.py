"""Examples that are true: a case that an example states is worked out, and its days must be days of that case."""

import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from generator.checks.case_dates import check_year, list_date_mistakes
from generator.checks.subject import Subject
from generator.errors import Location, name_all
from generator.plan.holidays import make_workdays
from generator.plan.plan import Plan, list_open_facts, plan_days
from generator.plan.schedule import make_schedule
from generator.plan.workdays import Workdays
from generator.playbook.parts import Found, Part
from generator.playbook.process import Block, StatedCase
from generator.playbook.prose import PLACEHOLDER, Placeholder

Mistake = tuple[Location, str]
"""Where in the stated case something is wrong, and what."""


@dataclass(frozen=True)
class NamedDay:
    """A day as a text names it: its words, and what they say; 'the 28th' leaves the month out."""

    words: str
    day: int
    month: int | None
    year: int | None = None
    weekday: int | None = None

    def may_be(self, day: datetime.date) -> bool:
        """Whether it may be this day, whatever weekday it says."""
        return day.day == self.day and self.month in (None, day.month) and self.year in (None, day.year)


FindDays = Callable[[str], Iterable[NamedDay]]
"""Lists the days that a text names, in whichever language it is."""


def check_examples(subject: Subject, written: list[Part], find_days: FindDays) -> Iterator[Found]:
    """Find cases of examples, pitfalls and questions that can't be, and dates that aren't dates of their case.

    Days are those of this company: its calendar and its windows. `written` has the parts as their authors wrote them;
    what a placeholder takes from elsewhere isn't read, nor what `{{ other:2nd }}` says isn't a day.
    """
    stated = [part for part in written if isinstance(part.node, Block) and part.node.case is not None]
    if not stated:
        return  # holidays take long to import
    workdays = make_workdays(subject.playbook.overlay.calendar, revised=subject.playbook.head.revised.year)
    for part in stated:
        if isinstance(part.node, Block):
            yield from _check_example(subject, part, part.node, workdays, find_days)


def _check_example(
    subject: Subject, part: Part, block: Block, workdays: Workdays, find_days: FindDays
) -> Iterator[Found]:
    stated = block.case or StatedCase()
    owner = f"the case of {part.name}"
    unknown = list(_check_names(subject, owner, stated))
    mistakes = list(_check_known(subject, stated))
    if not (unknown or mistakes):
        mistakes = [*_check_done(subject, stated, workdays), *_check_days_off(stated, workdays)]
    for location, message in [*unknown, *((place, f"{owner}: {what}") for place, what in mistakes)]:
        yield part.find(message, "case", *location)
    for key, text in (("heading", block.heading or ""), ("answer" if block.answer else block.kind, block.says)):
        for message in _check_text(stated, find_days(PLACEHOLDER.sub("{}", text))):
            yield part.find(f"{part.name} {message}", key)


def _check_names(subject: Subject, owner: str, stated: StatedCase) -> Iterator[Mistake]:
    """Find dates and steps that don't exist."""
    for name in stated.dates:
        if name not in subject.playbook.date:
            yield ("dates", name), subject.say_missing(owner, "date", name, subject.playbook.date)
    for name in stated.done:
        if name not in subject.playbook.steps:
            yield ("done", name), subject.say_missing(owner, "step", name, subject.playbook.steps)


def _check_known(subject: Subject, stated: StatedCase) -> Iterator[Mistake]:
    """Find facts and dates that can't be, or not together."""
    playbook = subject.playbook
    answers = playbook.logic.find_mistakes(stated.facts)
    yield from ((("facts", name), message) for name, message in answers)
    found = list_date_mistakes(playbook, stated.dates, known={} if answers else stated.facts)
    yield from ((("dates", name), message) for name, message in found)
    for name, day in stated.done.items():
        yield from ((("done", name), message) for message in check_year(playbook, name, day))


def _check_done(subject: Subject, stated: StatedCase, workdays: Workdays) -> Iterator[Mistake]:
    """Find steps that are skipped, or done on a day on which they cannot be."""
    if not stated.done:
        return
    plan = plan_days(subject.playbook, stated.facts)
    slots = make_schedule(plan, dates=stated.dates, done=stated.done, workdays=workdays)
    for name, day in stated.done.items():
        planned = plan.steps[name]
        if not planned.applies:
            reason = " ".join(planned.decision.reasons)
            yield ("done", name), f"'{name}' is skipped in this case ({reason}); correct the facts, or delete the step"
            continue
        if message := _check_settled(plan, stated, name):
            yield ("done", name), message
            continue
        slot = slots[name]
        every_day = slot.entry is not None and planned.step.due[slot.entry].every_day
        if workdays.is_off(day) and not every_day:
            yield ("done", name), f"'{name}' is done on {_show(day)}, which is a day off; choose a working day"
        ends = [end for end in (slot.latest, slot.last) if end is not None]
        if message := _check_window(name, day, slot.earliest, max(ends, default=None)):
            yield ("done", name), message
        for other, then in stated.done.items():
            if then > day and subject.order.precedes(other, name):
                message = f"'{name}' is done on {day}, but '{other}', which comes before it, on {then}"
                yield ("done", name), f"{message}; correct one of them"


def _check_settled(plan: Plan, stated: StatedCase, name: str) -> str | None:
    """Describe which facts are missing for the window of a step, or of one from whose window it counts."""
    due = plan.steps[name].due
    if len(due) > 1:
        open_names = {fact for entry in due for fact in entry.decision.depends_on}
        missing = [fact.id for fact in list_open_facts(plan.playbook, sorted(open_names), stated.facts)]
        return f"the facts don't settle the window of '{name}'; add {name_all(missing)} to 'facts'"
    anchors = [entry.due.from_ for entry in due if entry.due.from_ in plan.steps and entry.due.from_ not in stated.done]
    return next((message for anchor in anchors if (message := _check_settled(plan, stated, anchor))), None)


def _check_window(name: str, day: datetime.date, first: datetime.date | None, last: datetime.date | None) -> str | None:
    if (first is None or day >= first) and (last is None or day <= last):
        return None
    window = f"no earlier than {first}" if last is None else f"no later than {last}"
    if first is not None and last is not None:
        window = f"from {first} to {last}"
    message = f"'{name}' is done on {day}, but in this case it is due {window}"
    return f"{message}; choose another date, or list this one under 'other'"


def _check_days_off(stated: StatedCase, workdays: Workdays) -> Iterator[Mistake]:
    for number, day in enumerate(stated.other):
        if workdays.is_off(day):
            message = f"{_show(day)} is a day off, but is listed under 'other'"
            yield ("other", number), f"{message}; choose a working day, or list it under 'off'"
    for number, day in enumerate(stated.off):
        if not workdays.is_off(day):
            message = f"{_show(day)} is a working day, but is listed under 'off'"
            yield ("off", number), f"{message}; choose a day off, or list it under 'other'"


def _check_text(stated: StatedCase, named: Iterable[NamedDay]) -> Iterator[str]:
    """Find days in a text that are none of its case, or whose weekday is another."""
    days = [*stated.dates.values(), *stated.done.values(), *stated.other, *stated.off]
    for name in named:
        meant = [day for day in days if name.may_be(day)]
        if not meant:
            advice = "correct it, or add it to 'dates', 'done', 'other' or 'off'"
            if name.month is None:
                advice = f"{advice}, or write {Placeholder('other', name.words)} if it isn't a day"
            yield f"names '{name.words}', which isn't a date of its case; {advice}"
        elif name.weekday is not None and name.weekday not in [day.weekday() for day in meant]:
            yield f"names '{name.words}', but {_show(meant[0])} is another day of the week; correct one of them"


def _show(day: datetime.date) -> str:
    return f"{day} ({day:%A})"
