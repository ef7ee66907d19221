// @ts-check
// One case worked out in the browser: what applies, by the table; its days by the rules of generator/plan/schedule.py and
// case_plan.py. One table of worked cases tests both; change neither alone. Days are numbers, counted from 1970.
"use strict";

const Planner = (() => {
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

  // Working days: the weekday of day 0, a Thursday, is 3, as Monday is 0.
  class Workdays {
    /** @param {CalendarData} calendar */
    constructor({ weekend, daysOff }) {
      this.weekend = new Set(weekend);
      this.daysOff = new Set(daysOff);
    }

    /** @param {DayNumber} day */
    isOff(day) {
      return this.weekend.has((((day + 3) % 7) + 7) % 7) || this.daysOff.has(day);
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

  // Make a playbook ready to be worked out again and again.
  /** @param {PlannerData} data @returns {Prepared} */
  function prepare(data) {
    const steps = data.phases.flatMap((phase) => phase.steps.map((step) => ({ ...step, phase })));
    const numbers = /** @type {Full<number>} */ (new Map(steps.map((step, number) => [step.id, number])));
    return {
      data,
      steps,
      numbers,
      table: new Logic.Table(data),
      current: new Map(steps.flatMap((step) => step.formerly.map((old) => [old, step.id]))),
      byId: /** @type {Full<PreparedStep>} */ (new Map(steps.map((step) => [step.id, step]))),
      closure: close(steps, numbers),
      workdays: new Workdays(data.calendar),
      dates: /** @type {Full<DateData>} */ (new Map(data.dates.map((date) => [date.id, date]))),
    };
  }

  // For each step, all the steps that come before it, even through others, as a set of bits.
  /** @param {PreparedStep[]} steps @param {Full<number>} numbers */
  function close(steps, numbers) {
    /** @type {Uint32Array[]} */
    const found = [];
    for (const step of steps) {
      const before = new Uint32Array(Math.ceil(steps.length / 32));
      for (const name of step.waits) {
        const number = numbers.get(name);
        before[number >> 5] |= 1 << (number & 31);
        for (const [place, bits] of found[number].entries()) before[place] |= bits;
      }
      found.push(before);
    }
    return found;
  }

  /** @param {Prepared} playbook @param {Answers} known @returns {DecidedStep[]} */
  function decideSteps({ steps, table }, known) {
    /** @template {{ applies: number }} Item @param {Item[]} items */
    const list = (items) =>
      items
        .map((item) => ({ item, ...table.decide(item.applies, known) }))
        .filter((decided) => decided.state !== "skip");
    return steps.map((step) => ({
      step,
      ...table.decide(step.applies, known),
      tasks: list(step.tasks),
      due: list(step.due),
      exits: list(step.exits),
      emails: list(step.emails),
    }));
  }

  /** @param {Prepared} playbook @param {DecidedStep[]} planned @param {Answers} known */
  function listOpenFacts({ table }, planned, known) {
    const decisions = planned.flatMap((one) => [one, ...one.tasks, ...one.due, ...one.exits, ...one.emails]);
    const parts = planned.flatMap((one) => one.emails.flatMap(({ item }) => item.parts));
    return table.listOpen([...decisions, ...parts.map((part) => table.decide(part, known))], known);
  }

  /** @type {string | null} */
  const NOTHING = null;
  /** @type {Slot} */
  const EMPTY = { entry: null, lacks: null, earliest: null, latest: null, first: null, last: null, moves: [] };

  // A chain of very long windows ends where the calendar of Python does.
  /** @param {CalendarData} calendar @param {DayNumber | null} day @param {number | null} days */
  function add({ first, last }, day, days) {
    return day === null || days === null ? null : Math.min(Math.max(day + days, first), last);
  }

  /** @param {Prepared} playbook @param {DecidedStep[]} planned @param {Days} dates @param {Days} done */
  function makeSchedule(playbook, planned, dates, done) {
    const slots = new Map();
    for (const one of planned)
      if (one.state !== "skip") slots.set(one.step.id, count(playbook, one, dates, done, slots));
    pushBack(playbook, slots, done);
    bringForward(playbook, slots, done);
    return slots;
  }

  /** @param {Prepared} playbook @param {DecidedStep} planned @param {Days} dates @param {Days} done @param {Map<string, Slot>} slots @returns {Slot} */
  function count(playbook, { step, due }, dates, done, slots) {
    if (due.length !== 1) return EMPTY;
    const { calendar } = playbook.data;
    const { from, earliest, latest } = due[0].item;
    const entry = step.due.indexOf(due[0].item);
    /** @param {number | null} begin @param {DayNumber | null} low @param {DayNumber | null} high */
    const window = (begin, low, high, lacks = NOTHING) => ({
      ...EMPTY,
      entry,
      lacks,
      earliest: add(calendar, low, begin),
      latest: add(calendar, high, latest),
    });
    if (playbook.dates.has(from)) {
      const day = dates.get(from);
      return day === undefined ? { ...EMPTY, entry, lacks: from } : window(earliest, day, day);
    }
    const finished = done.get(from);
    if (finished !== undefined) return window(earliest ?? 0, finished, finished);
    const anchor = slots.get(from) || EMPTY;
    return window(earliest ?? 0, anchor.earliest, anchor.latest, anchor.lacks);
  }

  /** @param {Prepared} playbook @param {Map<string, Slot>} slots @param {Days} done */
  function pushBack(playbook, slots, done) {
    /** @type {Full<Bound>} */
    const windowFloors = new Map();
    /** @type {Full<Bound>} */
    const doneFloors = new Map();
    /** @param {Bound} floor @param {DayNumber | null | undefined} day @param {string | null} step @returns {Bound} */
    const raise = (floor, day, step) =>
      day !== null && day !== undefined && (floor.day === null || day > floor.day) ? { day, step } : floor;
    for (const step of playbook.steps) {
      /** @type {Bound} */
      let windows = { day: null, step: null };
      /** @type {Bound} */
      let days = { day: null, step: null };
      for (const before of step.waits) {
        windows = raise(windows, windowFloors.get(before).day, windowFloors.get(before).step);
        days = raise(days, doneFloors.get(before).day, before);
      }
      const slot = slots.get(step.id) || EMPTY;
      const begin = slot.earliest === null ? null : playbook.workdays.findNext(slot.earliest);
      const { last, moves } = findLast(playbook.workdays, slot, begin, windows);
      const afterDone = days.day === null ? null : playbook.workdays.findNext(days.day);
      const floors = [begin, windows.day, afterDone].filter((day) => day !== null);
      if (slots.has(step.id) && (slot.earliest !== null || slot.latest !== null))
        slots.set(step.id, { ...slot, first: floors.length ? Math.max(...floors) : null, last, moves });
      if (!done.has(step.id)) windows = raise(windows, begin, step.id);
      days = raise(days, done.get(step.id), step.id);
      windowFloors.set(step.id, windows);
      doneFloors.set(step.id, days);
    }
  }

  /** @param {Prepared["workdays"]} workdays @param {Slot} slot @param {DayNumber | null} begin @param {Bound} windows @returns {Pick<Slot, "last" | "moves">} */
  function findLast(workdays, slot, begin, windows) {
    if (slot.latest === null) return { last: null, moves: [] };
    let last = workdays.findLast(slot.latest);
    /** @type {Move[]} */
    let moves = [];
    if (begin !== null && begin > last) [last, moves] = [begin, [{ reason: "no-workday", step: null }]];
    if (windows.day !== null && windows.day > last)
      [last, moves] = [windows.day, [{ reason: "waits", step: windows.step }]];
    return { last, moves };
  }

  /** @param {Prepared} playbook @param {Map<string, Slot>} slots @param {Days} done */
  function bringForward(playbook, slots, done) {
    /** @type {Full<{ day: DayNumber, step: string }>} */
    const ceilings = new Map();
    for (const step of [...playbook.steps].reverse()) {
      let slot = slots.get(step.id) || EMPTY;
      let ceiling = ceilings.get(step.id);
      if (ceiling && slot.last !== null && ceiling.day < slot.last && !done.has(step.id)) {
        slot = { ...slot, last: ceiling.day, moves: [...slot.moves, { reason: "hurries", step: ceiling.step }] };
        slots.set(step.id, slot);
      }
      if (slot.last !== null && !done.has(step.id)) ceiling = { day: slot.last, step: step.id };
      if (ceiling)
        for (const before of step.waits)
          if (!ceilings.has(before) || ceiling.day < ceilings.get(before).day) ceilings.set(before, ceiling);
    }
  }

  // Steps of this case that a step waits for directly, over others that are skipped.
  /** @param {Prepared} playbook @param {number} number @param {Uint32Array} applies */
  function listDirect(playbook, number, applies) {
    const left = playbook.closure[number].map((bits, place) => bits & applies[place]);
    /** @type {PreparedStep[]} */
    const nearest = [];
    for (let place = left.length - 1; place >= 0; place -= 1)
      while (left[place]) {
        const next = place * 32 + 31 - Math.clz32(left[place]);
        nearest.unshift(playbook.steps[next]);
        left[place] &= ~(1 << (next & 31));
        for (const [other, bits] of playbook.closure[next].entries()) left[other] &= ~bits;
      }
    return nearest;
  }

  /** @param {Slot} slot @param {PreparedStep[]} waits @param {DayNumber | undefined} done @param {DayNumber} today @returns {Standing} */
  function stand(slot, waits, done, today) {
    if (done !== undefined) return "done";
    if (slot.last !== null && slot.last < today) return "late";
    if (waits.length) return "waiting";
    return slot.first !== null && slot.first > today ? "ahead" : "ready";
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

  // Work a case out for one day. A case has facts, dates (text), and steps with a day on which they were done.
  /** @param {Prepared} playbook @param {Answers} facts @param {{ dates?: Record<string, string>, done?: Record<string, string>, today: DayNumber }} days @returns {CasePlan} */
  function planCase(playbook, facts, { dates = {}, done = {}, today }) {
    const planned = decideSteps(playbook, facts);
    const applies = new Uint32Array(Math.ceil(planned.length / 32));
    for (const [number, one] of planned.entries()) if (one.state !== "skip") applies[number >> 5] |= 1 << (number & 31);
    const given = readDays(dates);
    const finished = readDays(done);
    const slots = makeSchedule(playbook, planned, given, finished);
    const steps = planned.map((one, number) => {
      const slot = slots.get(one.step.id) ?? EMPTY;
      const day = one.state === "skip" ? undefined : finished.get(one.step.id);
      const isOpen = one.state !== "skip" && day === undefined;
      const waits = isOpen ? listDirect(playbook, number, applies).filter((step) => !finished.has(step.id)) : [];
      const dueEntry = slot.entry === null ? null : one.step.due[slot.entry];
      return { ...one, slot, done: day, waits, standing: stand(slot, waits, day, today), dueEntry };
    });
    return { playbook, facts, dates: given, today, steps, open: listOpenFacts(playbook, planned, facts) };
  }

  // Which dates exist in a case, or may; and what is impossible about those that are given.
  /** @param {Prepared} playbook @param {Answers} facts */
  function listDates({ data, table }, facts) {
    return data.dates.filter((date) => table.decide(date.applies, facts).state !== "skip");
  }

  /** @param {Prepared} playbook @param {Answers} facts @param {Days} dates */
  function listImpossible(playbook, facts, dates) {
    const found = [];
    for (const date of listDates(playbook, facts)) {
      const day = dates.get(date.id);
      if (day === undefined) continue;
      for (const one of date.follows) {
        const first = dates.get(one.date);
        if (first !== undefined && day < first + one.days)
          found.push({ date, first: playbook.dates.get(one.date), says: one.otherwise });
      }
    }
    return found;
  }

  return { MILLISECONDS, prepare, planCase, listDates, listImpossible, readDay, readDays, writeDay };
})();
