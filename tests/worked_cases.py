"""The table of worked cases on which Python and the page in the browser must agree."""

import datetime
import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from generator.documents.book import Book
from generator.load.overlay import apply_overlay
from generator.plan.case_plan import CasePlan, plan_case
from generator.plan.decision import Decision
from generator.plan.holidays import make_workdays
from generator.plan.plan import PlannedEmail, make_key
from generator.playbook.case_file import CaseFile, Progress
from generator.playbook.company import Timing
from generator.playbook.playbook import Playbook

FIRST, LAST = datetime.date(2025, 1, 1), datetime.date(2038, 12, 31)


@dataclass(frozen=True)
class Worked:
    """One case: what is known, the named days, what is done when, and the day on which it is looked at."""

    facts: dict[str, str]
    dates: dict[str, str]
    done: dict[str, str]
    today: str
    ticked: tuple[str, ...] = ()

    def as_case(self) -> CaseFile:
        return CaseFile(
            id="worked",
            facts=self.facts,
            dates={name: datetime.date.fromisoformat(day) for name, day in self.dates.items()},
            steps={name: Progress(done=datetime.date.fromisoformat(day)) for name, day in self.done.items()},
            ticked=self.ticked,
        )


def list_answers(playbook: Playbook) -> list[dict[str, str]]:
    """List every admissible answer to all facts."""
    return playbook.logic.list_cases(frozenset(playbook.logic.facts))


def list_worked(playbook: Playbook, *, seed: int = 1) -> Iterator[Worked]:
    """List a case for every admissible answer to all facts, and as many again with some of the answers missing."""
    draw = random.Random(seed)
    for number, answers in enumerate(list_answers(playbook)):
        yield _work(playbook, answers, draw, number)
        known = {name: answer for name, answer in answers.items() if draw.random() < 0.6}
        if not playbook.logic.check_answers(known):
            yield _work(playbook, known, draw, number)


def _work(playbook: Playbook, facts: dict[str, str], draw: random.Random, number: int) -> Worked:
    """Draw days for a case; among them leap days, ends of years and holidays."""
    corners = [
        datetime.date(year, month, day) for year in range(2025, 2039) for month, day in ((12, 25), (1, 1), (3, 1))
    ]
    corners += [datetime.date(year, 2, 29) for year in (2028, 2032, 2036)]
    start = draw.choice(corners) if number % 3 == 0 else FIRST + datetime.timedelta(draw.randrange((LAST - FIRST).days))
    dates: dict[str, str] = {}
    day = start
    for date in playbook.dates:
        if date.when is None or playbook.logic.decide(date.when, facts) is not False:
            day += datetime.timedelta(draw.randrange(1, 40))
            if draw.random() < 0.9:
                dates[date.id] = day.isoformat()
    steps = [name for name in playbook.steps if draw.random() < 0.15]
    done = {name: (start + datetime.timedelta(draw.randrange(-40, 40))).isoformat() for name in steps}
    today = (start + datetime.timedelta(draw.randrange(-60, 90))).isoformat()
    keys = [make_key(step, task) for step in playbook.steps.values() for task in step.tasks]
    return Worked(facts, dates, done, today, tuple(key for key in keys if draw.random() < 0.05))


def lay_timings(book: Book, timings: Mapping[str, list[dict[str, Any]]]) -> Book:
    """Return a book whose steps have other due entries, as an overlay would give them."""
    laid = tuple(Timing.model_validate({"step": step, "due": due}) for step, due in timings.items())
    overlay = book.playbook.overlay.model_copy(update={"timings": laid})
    return Book(apply_overlay(replace(book.playbook, overlay=overlay)), book.renderer)


def work_out(book: Book, worked: Worked) -> CasePlan:
    workdays = make_workdays(book.playbook.overlay.calendar, revised=book.playbook.head.revised.year)
    return plan_case(
        book.playbook, worked.as_case(), today=datetime.date.fromisoformat(worked.today), workdays=workdays
    )


def describe(book: Book, plan: CasePlan) -> str:
    """Return everything that is worked out, and what it depends on in words, as one text."""

    def say(decision: Decision) -> list[str]:
        if decision.state == "if":
            return ["if", book.words("only_if", condition=book.say.only_if(decision.only_if))]
        return [decision.state, book.words.reasons_join.join(decision.reasons)]

    def list_letters(emails: tuple[PlannedEmail, ...]) -> list[list[str]]:
        return [[email.email.id, *say(email.decision)] for email in emails]

    steps: list[Any] = []
    for name, planned in plan.plan.steps.items():
        row: list[Any] = [name, *say(planned.decision)]
        step = plan.steps.get(name)
        if step is not None:
            slot = step.slot
            days = [day and day.isoformat() for day in (slot.earliest, slot.latest, slot.first, slot.last)]
            row += [slot.entry, slot.lacks, *days, [[move.reason, move.step, move.date] for move in slot.moves]]
            row += [step.standing, [awaited.step.id for awaited in step.waits_for]]
            row += [[[misstep.kind, misstep.other, misstep.safeguards] for misstep in step.missteps]]
            row += [[[task.key, *say(task.decision)] for task in planned.tasks]]
            row += [[[planned.step.due.index(entry.due), *say(entry.decision)] for entry in planned.due]]
            row += [[[leave.exit.title, *say(leave.decision), list_letters(leave.emails)] for leave in planned.exits]]
            row += [list_letters(planned.emails)]
        steps.append(row)
    facts, dates = [fact.id for fact in plan.open_facts], [date.id for date in plan.plan.list_dates()]
    years = [year for remark in plan.remarks for year in remark.years]
    following = [step.planned.step.id for step in plan.list_next()]
    return json.dumps([steps, facts, dates, years, following], ensure_ascii=False, separators=(",", ":"))


DESCRIBE = """
function describe(plan) {
  const day = (number) => (number === null ? null : Planner.writeDay(number));
  const say = (one) => [one.state, one.says];
  const listLetters = (emails) => emails.map((email) => [email.item.id, ...say(email)]);
  return JSON.stringify([
    plan.steps.map((one) => {
      const row = [one.step.id, ...say(one)];
      if (one.state === "skip") return row;
      const { slot } = one;
      row.push(slot.entry, slot.lacks, day(slot.earliest), day(slot.latest), day(slot.first), day(slot.last));
      row.push(slot.moves.map((move) => [move.reason, move.step, move.date]), one.standing);
      row.push(one.waits.map((step) => step.id));
      row.push(one.missteps.map((misstep) => [misstep.kind, misstep.other, misstep.safeguards]));
      row.push(one.tasks.map((task) => [task.item.key, ...say(task)]));
      row.push(one.due.map((due) => [one.step.due.indexOf(due.item), ...say(due)]));
      row.push(one.exits.map((exit) => [exit.item.title, ...say(exit), listLetters(exit.emails)]));
      row.push(listLetters(one.emails));
      return row;
    }),
    plan.open.map((fact) => fact.id),
    Planner.listDates(playbook, plan.facts).map((date) => date.id),
    plan.unknownYears,
    Planner.listNext(plan).map((one) => one.step.id),
  ]);
}
function workOut({ facts, dates, done, ticked, today }) {
  return describe(Planner.planCase(playbook, facts, { dates, done, ticked, today: Planner.readDay(today) }));
}
"""
