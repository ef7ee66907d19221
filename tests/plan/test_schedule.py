"""Days on the calendar: worked by hand, and what holds for any playbook, any days and any holidays."""

import datetime
from collections.abc import Mapping
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.documents.book import Book
from generator.plan.holidays import list_unknown_years, make_workdays
from generator.plan.plan import Plan, make_plan
from generator.plan.schedule import make_schedule
from generator.plan.windows import Move, Slot
from generator.plan.workdays import Workdays, find_today
from generator.playbook.company import Calendar
from generator.playbook.process import Due
from tests.conftest import TESTS
from tests.made_playbooks import Made, draw_playbooks
from tests.whole.test_properties import MANY, list_all_cases, opened
from tests.worked_cases import Worked, lay_timings, work_out

BY_HAND = yaml.load((TESTS / "worked_by_hand.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
DAYS = st.dates(datetime.date(2024, 1, 1), datetime.date(2037, 12, 31))
WEEKENDS = st.sampled_from([{5, 6}, {4, 5}, {6}, set[int](), {4, 5, 6}])
Dates = dict[str, datetime.date]


@pytest.mark.parametrize("case", BY_HAND, ids=lambda case: case["says"])
def test_days_worked_by_hand(book: Book, case: dict[str, Any]) -> None:
    worked = Worked(case["facts"], case["dates"], case.get("done", {}), case.get("today", "2026-11-23"))
    plan = work_out(lay_timings(book, case.get("timings", {})), worked)
    found = {
        name: [
            *(str(day) for day in (plan.steps[name].slot.first, plan.steps[name].slot.last)),
            *(move.reason for move in plan.steps[name].slot.moves),
        ]
        for name in case["expect"]
    }
    assert found == case["expect"]


@st.composite
def draw_workdays(draw: st.DrawFn) -> Workdays:
    days_off, decreed = (frozenset(draw(st.lists(DAYS, max_size=30))) for _ in range(2))
    known = draw(st.none() | st.frozensets(st.integers(2020, 2040)))
    return Workdays(frozenset(draw(WEEKENDS)), days_off, decreed, known)


@given(draw_workdays(), DAYS, st.integers(0, 40))
def test_rounding_keeps_the_order_of_any_two_days(workdays: Workdays, day: datetime.date, days: int) -> None:
    later = day + datetime.timedelta(days)
    assert workdays.find_last(day) <= day <= workdays.find_next(day)
    assert workdays.find_next(day) <= workdays.find_next(later)
    assert workdays.find_last(day) <= workdays.find_last(later)
    assert not workdays.is_off(workdays.find_next(day)) and not workdays.is_off(workdays.find_last(day))


def draw_schedule(made: Made, book: Book, data: st.DataObject) -> tuple[Plan, Dates, Dates, Workdays]:
    case = data.draw(st.sampled_from(list_all_cases(book.playbook)))
    known = {name: option for name, option in case.items() if name == "path" or data.draw(st.booleans())}
    dates = {date.id: data.draw(DAYS) for date in book.playbook.dates if data.draw(st.integers(0, 4))}
    done = {name: data.draw(DAYS) for name in made.steps if data.draw(st.integers(0, 4)) == 4}
    return make_plan(book.playbook, known), dates, done, data.draw(draw_workdays())


@MANY
@given(draw_playbooks(), st.data())
def test_days_respect_the_order_and_every_moved_day_is_reported(made: Made, data: st.DataObject) -> None:
    with opened(made) as (_, book):
        plan, dates, done, workdays = draw_schedule(made, book, data)
        slots = make_schedule(plan, dates=dates, done=done, workdays=workdays)
        assert set(slots) == {name for name, planned in plan.steps.items() if planned.applies}
        assert all(
            len(planned.due) == 1 or not slots[name].moves for name, planned in plan.steps.items() if name in slots
        )
        for name, slot in slots.items():
            due = plan.steps[name].due[0].due if slot.entry is not None else None
            assert_window_is_honest(slot, workdays, every_day=due is not None and due.every_day, is_done=name in done)
            assert_window_ends_by_its_dates(slot, due, dates, is_done=name in done)
        assert_order_is_kept(plan, slots, done, workdays)
        assert_windows_count_from_the_days_of_their_steps(plan, slots, done)


def assert_window_is_honest(slot: Slot, workdays: Workdays, *, every_day: bool, is_done: bool) -> None:
    reasons = [move.reason for move in slot.moves]
    if slot.earliest is not None:
        assert slot.first is not None and slot.first >= slot.earliest
    if slot.latest is None:
        assert slot.last is None
        return
    assert slot.last is not None
    assert not workdays.is_off(slot.last) or is_done or {"all-off", "last-off"}.intersection(reasons)
    assert not workdays.is_off(slot.last) or every_day or "hurries" in reasons
    if slot.first is not None and slot.first > slot.last and not is_done:
        assert "no-room" in reasons
    if slot.last != (slot.latest if every_day else workdays.find_last(slot.latest)):
        assert {"no-workday", "waits", "hurries", "ends-by"}.intersection(reasons)
    if slot.last > slot.latest:
        assert reasons[0] in ("no-workday", "waits", "ends-by")
    if every_day:
        assert slot.last == slot.latest or {"waits", "hurries", "ends-by"}.intersection(reasons)


def assert_window_ends_by_its_dates(slot: Slot, due: Due | None, dates: Dates, *, is_done: bool) -> None:
    for name in due.by if due is not None else ():
        if name in dates:
            assert slot.last is not None and slot.last <= dates[name]
        else:
            assert is_done or Move("no-date", date=name) in slot.moves


def assert_windows_count_from_the_days_of_their_steps(plan: Plan, slots: Mapping[str, Slot], done: Dates) -> None:
    for name, slot in slots.items():
        due = None if slot.entry is None else plan.steps[name].step.due[slot.entry]
        anchor = slots.get(due.from_) if due is not None else None
        if due is None or anchor is None or due.from_ in done or slot.lacks is not None:
            continue
        high = None if anchor.last is None or due.latest is None else anchor.last + datetime.timedelta(due.latest)
        assert slot.latest == high or Move("ends-by", date=slot.moves[0].date) in slot.moves or due.by
        if slot.earliest is not None and anchor.first is not None:
            assert slot.earliest >= min(anchor.first, anchor.last or anchor.first)


def assert_order_is_kept(plan: Plan, slots: Mapping[str, Slot], done: Dates, workdays: Workdays) -> None:
    order = plan.playbook.order
    for name, first in slots.items():
        for other, then in slots.items():
            if not order.precedes(name, other):
                continue
            if name in done and then.first is not None:
                assert then.first >= done[name]
            if name in done or other in done:
                continue
            if first.last is not None and then.last is not None:
                assert first.last <= then.last
            if first.first is not None and then.first is not None and first.earliest is not None:
                assert first.first <= workdays.find_next(then.first)


@MANY
@given(draw_playbooks(), st.data(), st.integers(-20, 20))
def test_moved_dates_move_everything_but_what_is_done(made: Made, data: st.DataObject, weeks: int) -> None:
    with opened(made) as (_, book):
        plan, dates, _, workdays = draw_schedule(made, book, data)
        plain = Workdays(workdays.weekend)
        by = datetime.timedelta(7 * weeks)
        before = make_schedule(plan, dates=dates, done={}, workdays=plain)
        after = make_schedule(plan, dates={name: day + by for name, day in dates.items()}, done={}, workdays=plain)
        for name, slot in before.items():
            assert [day and day + by for day in (slot.first, slot.last)] == [after[name].first, after[name].last]


@MANY
@given(draw_playbooks(), st.data())
def test_a_done_step_holds_back_no_window_and_is_never_moved(made: Made, data: st.DataObject) -> None:
    with opened(made) as (_, book):
        plan, dates, done, workdays = draw_schedule(made, book, data)
        slots = make_schedule(plan, dates=dates, done=done, workdays=workdays)
        for name, slot in slots.items():
            assert not (name in done and any(move.reason == "hurries" for move in slot.moves))
            assert not any(move.step in done for move in slot.moves if move.reason == "waits")


def test_a_chain_of_very_long_windows_ends_where_the_calendar_does(book: Book) -> None:
    worked = Worked({"path": "end-of-contract"}, {"contract-end": "2038-12-31"}, {}, "2026-11-23")
    assert all(step.slot.last is None or step.slot.last.year < 2050 for step in work_out(book, worked).steps.values())


def test_today_hangs_on_the_time_zone() -> None:
    east, west = find_today("Pacific/Kiritimati"), find_today("Pacific/Pago_Pago")
    assert datetime.timedelta(1) <= east - west <= datetime.timedelta(2)


def test_holidays_are_those_of_the_region() -> None:
    england = make_workdays(Calendar(country="GB", region="ENG"), revised=2026)
    scotland = make_workdays(Calendar(country="GB", region="SCT"), revised=2026)
    assert england.is_off(datetime.date(2026, 12, 28))  # Boxing Day falls on a Saturday
    assert scotland.is_off(datetime.date(2026, 11, 30)) and not england.is_off(datetime.date(2026, 11, 30))


def test_a_weekend_day_that_a_decree_makes_a_working_day_is_one() -> None:
    hungary = make_workdays(Calendar(country="HU"), revised=2026)
    bridge, worked = datetime.date(2026, 1, 2), datetime.date(2026, 1, 10)  # a Friday, and the Saturday for it
    assert hungary.is_off(bridge) and not hungary.is_off(worked) and hungary.is_off(worked + datetime.timedelta(1))
    own = Calendar.model_validate({"country": "HU", "days-off": [str(worked)]})
    assert make_workdays(own, revised=2026).is_off(worked)


def test_years_of_which_no_holidays_are_known_are_listed() -> None:
    assert make_workdays(Calendar(country="GB"), revised=2026).list_unknown([2026, 2049, 2051, 2051]) == [2051]
    assert list_unknown_years(Calendar(country="UA"), revised=2026) == [2026, 2027, 2028]
    own = Calendar.model_validate({"country": "UA", "days-off": ["2027-01-01"]})
    assert list_unknown_years(own, revised=2026) == [2026, 2028]
    assert make_workdays(None, revised=2026).list_unknown([1900]) == []


def test_weekends_are_those_of_the_country() -> None:
    dubai = make_workdays(Calendar(country="SA"), revised=2026)
    assert dubai.is_off(datetime.date(2026, 12, 4)) and not dubai.is_off(datetime.date(2026, 12, 6))


def test_days_off_of_the_company_count_too() -> None:
    calendar = Calendar.model_validate({"country": "GB", "days-off": ["2026-12-24"]})
    assert make_workdays(calendar, revised=2026).find_last(datetime.date(2026, 12, 25)) == datetime.date(2026, 12, 23)
