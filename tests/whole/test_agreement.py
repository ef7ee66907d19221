"""The page that plans a case works out what Python works out: every case of a table, and any playbook."""

import dataclasses
import datetime
import json
import multiprocessing
import os
from collections.abc import Iterator
from typing import Any

import icalendar
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from generator.documents.book import Book
from generator.documents.open import open_book
from generator.packet.calendar import make_calendar
from generator.packet.table import make_table
from generator.plan.case_plan import plan_case
from generator.playbook.case_file import CaseFile, Progress
from generator.site.planner import make_data
from tests.conftest import OFFBOARDING, ROOT
from tests.made_playbooks import Made, draw_at_most, draw_playbooks
from tests.plan.test_schedule import BY_HAND, DAYS, draw_schedule
from tests.whole.planner_page import open_page
from tests.whole.test_properties import opened
from tests.worked_cases import DESCRIBE, Worked, describe, lay_timings, list_worked, work_out

AT_A_TIME = 200
EVERY = 1 if os.environ.get("FUZZ") else 10
"""Each case of the table in `make fuzz`, every tenth in `make test`: all of them take five minutes."""


@pytest.fixture(scope="module")
def calculator(browser: Browser, address: str) -> Iterator[Page]:
    """The page with a function that works out a case of the table."""
    context = browser.new_context()
    page = open_page(context, address)
    page.add_script_tag(content=f"{DESCRIBE}; const playbook = Planner.prepare(PLAYBOOK);")
    yield page
    context.close()


def work_by_page(page: Page, cases: list[Worked]) -> Iterator[str]:
    for start in range(0, len(cases), AT_A_TIME):
        listed = [dataclasses.asdict(case) for case in cases[start : start + AT_A_TIME]]
        yield from page.evaluate("(cases) => cases.map(workOut)", listed)


_opened: dict[str, Book] = {}


def describe_worked(worked: Worked) -> str:
    if "book" not in _opened:
        _opened["book"] = open_book(OFFBOARDING)
    return describe(_opened["book"], work_out(_opened["book"], worked))


def test_python_and_the_page_agree_on_every_case_of_the_table(
    book: Book, calculator: Page, record_property: Any
) -> None:
    """Every admissible answer to all facts, and as many again with some answers missing; days drawn over 13 years."""
    table = list(list_worked(book.playbook))
    cases = table[::EVERY]
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        expected = pool.imap(describe_worked, cases, chunksize=AT_A_TIME)
        differing = [
            worked
            for worked, text, other in zip(cases, expected, work_by_page(calculator, cases), strict=True)
            if text != other
        ]
    record_property("agreed", len(cases) - len(differing))
    assert differing == []
    assert len(table) > 11_000


@pytest.mark.parametrize("case", BY_HAND, ids=lambda case: case["says"])
def test_the_page_finds_the_days_worked_by_hand(book: Book, bare: Page, calculator: Page, case: dict[str, Any]) -> None:
    worked = Worked(case["facts"], case["dates"], case.get("done", {}), case.get("today", "2026-11-23"))
    page = bare if "timings" in case else calculator
    if "timings" in case:
        content = make_data(lay_timings(book, case["timings"])).model_dump(by_alias=True)
        bare.evaluate("(content) => { playbook = Planner.prepare(content); }", content)
    (said,) = work_by_page(page, [worked])
    rows = {row[0]: row for row in json.loads(said)[0]}
    found = {name: [str(rows[name][7]), rows[name][8], *(move[0] for move in rows[name][9])] for name in case["expect"]}
    assert found == case["expect"]


@pytest.fixture(scope="module")
def bare(browser: Browser) -> Iterator[Page]:
    """A page that knows the rules and no playbook yet."""
    context = browser.new_context()
    page = context.new_page()
    for name in ("logic.js", "windows.js", "missteps.js", "schedule.js"):
        page.add_script_tag(content=(ROOT / "templates" / "planner" / name).read_text(encoding="utf-8"))
    page.add_script_tag(content=f"let playbook = null; {DESCRIBE}")
    yield page
    context.close()


@settings(draw_at_most(40), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=draw_playbooks(), data=st.data())
def test_python_and_the_page_agree_on_any_playbook(bare: Page, made: Made, data: st.DataObject) -> None:
    with opened(made) as (_, book):
        plan, dates, done, workdays = draw_schedule(made, book, data)
        today = data.draw(DAYS)
        ticked = tuple(task.key for step in plan.steps.values() for task in step.tasks if data.draw(st.booleans()))
        case = CaseFile(
            facts=dict(plan.known),
            dates=dates,
            steps={name: Progress(done=day) for name, day in done.items()},
            ticked=ticked,
        )
        expected = describe(book, plan_case(book.playbook, case, today=today, workdays=workdays))
        content = make_data(book).model_dump(by_alias=True)
        content["calendar"]["weekend"] = sorted(workdays.weekend)
        content["calendar"]["daysOff"] = [(day - datetime.date(1970, 1, 1)).days for day in workdays.days_off]
        content["calendar"]["decreed"] = [(day - datetime.date(1970, 1, 1)).days for day in workdays.decreed]
        content["calendar"]["known"] = None if workdays.known is None else sorted(workdays.known)
        bare.evaluate("(content) => { playbook = Planner.prepare(content); }", content)
        worked = Worked(
            dict(plan.known),
            {name: str(day) for name, day in dates.items()},
            {name: str(day) for name, day in done.items()},
            str(today),
            ticked,
        )
        assert list(work_by_page(bare, [worked])) == [expected]


MAKE_FILES = """({ facts, dates, done, today }) => {
  const plan = Planner.planCase(playbook, facts, { dates, done, today: Planner.readDay(today) });
  return [Papers.writeCalendar(plan, { id: "worked", title: "worked", people: {} }), Papers.writeTable(plan, {})];
}"""


def test_the_page_writes_the_calendar_and_the_table_that_the_command_writes(book: Book, calculator: Page) -> None:
    for worked in list(list_worked(book.playbook))[::760]:
        plan = work_out(book, worked)
        calendar, table = calculator.evaluate(MAKE_FILES, dataclasses.asdict(worked))
        assert table.encode() == make_table(book, plan)
        for component, other in zip(
            read_calendar(calendar), read_calendar(make_calendar(book, plan).decode()), strict=True
        ):
            assert component == other
        assert all(len(line.encode()) <= 75 for line in calendar.split("\r\n"))


def read_calendar(text: str) -> list[dict[str, Any]]:
    components: list[Any] = icalendar.Calendar.from_ical(text).walk()
    return [{name: value.to_ical() for name, value in component.items()} for component in components]
