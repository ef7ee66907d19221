// @ts-check
// Days, working days, and where a due entry begins and ends before any day is moved, as generator/plan/windows.py counts.
// Days are numbers, counted from 1970.
"use strict";

const Windows = (() => {
  const MILLISECONDS = 86400000;

  // Read year-month-day; null for what is no such day, or is before the year 1, where the calendar of Python begins.
  /** @param {string | undefined} text @returns {DayNumber | null} */
  function readDay(text) {
    const day = Date.parse(`${text}T00:00:00Z`) / MILLISECONDS;
    return !Number.isNaN(day) && writeDay(day) === text && !text.startsWith("0000") ? day : null;
  }

  /** @param {DayNumber} day */
  function writeDay(day) {
    return new Date(day * MILLISECONDS).toISOString().slice(0, 10);
  }

  /** @param {Record<string, string>} texts @returns {Days} */
  function readDays(texts) {
    const found = new Map();
    for (const [name, text] of Object.entries(texts)) {
      const day = readDay(text);
      if (day !== null) found.set(name, day);
    }
    return found;
  }

  // Working days: the weekday of day 0, a Thursday, is 3, as Monday is 0.
  class Workdays {
    /** @param {Pick<CalendarData, "weekend" | "daysOff" | "decreed">} calendar */
    constructor({ weekend, daysOff, decreed }) {
      this.weekend = new Set(weekend);
      this.daysOff = new Set(daysOff);
      this.decreed = new Set(decreed);
    }

    /** @param {DayNumber} day */
    isOff(day) {
      const isWeekend = this.weekend.has((((day + 3) % 7) + 7) % 7);
      return this.daysOff.has(day) || (isWeekend && !this.decreed.has(day));
    }

    /** @param {DayNumber} day */
    findNext(day) {
      while (this.isOff(day)) day += 1;
      return day;
    }

    /** @param {DayNumber} day */
    findLast(day) {
      while (this.isOff(day)) day -= 1;
      return day;
    }
  }

  const EVERY_DAY = new Workdays({ weekend: [], daysOff: [], decreed: [] });
  /** @type {Slot} */
  const EMPTY = { entry: null, lacks: null, earliest: null, latest: null, first: null, last: null, moves: [] };

  // A chain of very long windows ends where the calendar of Python does.
  /** @param {CalendarData} calendar @param {DayNumber | null} day @param {number | null} days */
  function add({ first, last }, day, days) {
    return day === null || days === null ? null : Math.min(Math.max(day + days, first), last);
  }

  /** @param {Prepared} playbook @param {DueData} due @param {number} entry @param {Known} known @returns {Slot} */
  function count(playbook, due, entry, known) {
    return endBy(countFrom(playbook, due, entry, known), due, known.dates);
  }

  /** @param {Prepared} playbook @param {DueData} due @param {number} entry @param {Known} known @returns {Slot} */
  function countFrom(playbook, due, entry, { dates, done, slots }) {
    const { calendar } = playbook.data;
    /** @param {number | null} begin @param {DayNumber | null} low @param {DayNumber | null} high @param {string | null} lacks */
    const window = (begin, low, high, lacks) => ({
      ...EMPTY,
      entry,
      lacks,
      earliest: add(calendar, low, begin),
      latest: add(calendar, high, due.latest),
    });
    if (playbook.dates.has(due.from)) {
      const day = dates.get(due.from) ?? null;
      return window(due.earliest, day, day, day === null ? due.from : null);
    }
    // whoever counts from a step waits for it, so without an earliest day it is the step's own
    const earliest = due.earliest ?? 0;
    const finished = done.get(due.from);
    if (finished !== undefined) return window(earliest, finished, finished, null);
    const { first, last, lacks } = slots.get(due.from) ?? EMPTY;
    let low = first;
    if (low === null && earliest) low = last;
    else if (low !== null && last !== null) low = Math.min(low, last);
    return window(earliest, low, last, lacks);
  }

  // The first known day by which a window ends, and the name of that date.
  /** @param {DueData} due @param {Days} dates */
  function findEnd({ by }, dates) {
    /** @type {{ day: DayNumber, name: string } | null} */
    let end = null;
    for (const name of by) {
      const day = dates.get(name);
      if (day !== undefined && (end === null || day < end.day)) end = { day, name };
    }
    return end;
  }

  // End a window by its named dates; one that would begin only after them may begin at once.
  /** @param {Slot} slot @param {DueData} due @param {Days} dates @returns {Slot} */
  function endBy(slot, due, dates) {
    const end = findEnd(due, dates);
    if (end === null || (slot.latest !== null && slot.latest <= end.day)) return slot;
    const earliest = slot.earliest !== null && slot.earliest > end.day ? null : slot.earliest;
    return { ...slot, earliest, latest: end.day, moves: [{ reason: "ends-by", step: null, date: end.name }] };
  }

  // Steps by their last day; those that have none come last.
  /** @param {PlannedStep[]} steps */
  const listByDay = (steps) => steps.sort((one, other) => (one.slot.last ?? 1e9) - (other.slot.last ?? 1e9));

  // The years that a case touches and of which no holidays are known.
  /** @param {Prepared} playbook @param {Days} dates @param {Map<string, Slot>} slots */
  function listUnknownYears({ data }, dates, slots) {
    const { known } = data.calendar;
    if (known === null) return [];
    const days = [...dates.values(), ...[...slots.values()].flatMap(({ first, last }) => [first, last])];
    const years = days.filter((day) => day !== null).map((day) => new Date(day * MILLISECONDS).getUTCFullYear());
    return [...new Set(years)].filter((year) => !known.includes(year)).sort((one, other) => one - other);
  }

  return {
    listByDay,
    listUnknownYears,
    MILLISECONDS,
    EMPTY,
    EVERY_DAY,
    Workdays,
    readDay,
    readDays,
    writeDay,
    count,
    findEnd,
  };
})();
