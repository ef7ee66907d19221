// @ts-check
// One case worked out in the browser: what applies, by the table; its days by the rules of generator/plan/schedule.py and
// case_plan.py. One table of worked cases tests both; change neither alone. Days are numbers, counted from 1970.
"use strict";

const Planner = (() => {
  const { EMPTY, EVERY_DAY, Workdays } = Windows;

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
      exits: list(step.exits).map((one) => ({ ...one, emails: list(one.item.emails) })),
      emails: list(step.emails),
    }));
  }

  // The letters of a step, and those of its exits.
  /** @param {DecidedStep} step */
  const listLetters = ({ emails, exits }) => [...emails, ...exits.flatMap((one) => one.emails)];

  /** @param {Prepared} playbook @param {DecidedStep[]} planned @param {Answers} known */
  function listOpenFacts({ table }, planned, known) {
    const letters = planned.flatMap(listLetters);
    const decisions = planned.flatMap((one) => [one, ...one.tasks, ...one.due, ...one.exits]);
    const parts = letters.flatMap(({ item }) => item.parts);
    return table.listOpen([...decisions, ...letters, ...parts.map((part) => table.decide(part, known))], known);
  }

  // Place all steps under what hurries them, until nothing more does.
  /** @param {Prepared} playbook @param {DecidedStep[]} planned @param {Days} dates @param {Days} done */
  function makeSchedule(playbook, planned, dates, done) {
    /** @type {Ceilings} */
    let ceilings = new Map();
    let slots = placeAll(playbook, planned, dates, done, ceilings);
    for (let round = 0; round < planned.length; round += 1) {
      const found = findCeilings(playbook, slots, done);
      if (areSame(found, ceilings)) break;
      ceilings = found;
      slots = placeAll(playbook, planned, dates, done, ceilings);
    }
    return slots;
  }

  /** @param {Ceilings} found @param {Ceilings} ceilings */
  function areSame(found, ceilings) {
    const others = [...found].every(([name, { day, step }]) => {
      const ceiling = ceilings.get(name);
      return ceiling !== undefined && ceiling.day === day && ceiling.step === step;
    });
    return others && found.size === ceilings.size;
  }

  /** @param {Bound} floor @param {DayNumber | null | undefined} day @param {string | null} step @returns {Bound} */
  const raise = (floor, day, step) =>
    day !== null && day !== undefined && (floor.day === null || day > floor.day) ? { day, step } : floor;

  // Turn windows into working days; none begins before those of the steps that it waits for.
  /** @param {Prepared} playbook @param {DecidedStep[]} planned @param {Days} dates @param {Days} done @param {Ceilings} ceilings */
  function placeAll(playbook, planned, dates, done, ceilings) {
    /** @type {Map<string, Slot>} */
    const slots = new Map();
    /** @type {Full<Bound>} */
    const windowFloors = new Map();
    /** @type {Full<Bound>} */
    const doneFloors = new Map();
    for (const one of planned) {
      const { step } = one;
      /** @type {Bound} */
      let windows = { day: null, step: null };
      /** @type {Bound} */
      let days = { day: null, step: null };
      for (const before of step.waits) {
        windows = raise(windows, windowFloors.get(before).day, windowFloors.get(before).step);
        days = raise(days, doneFloors.get(before).day, before);
      }
      if (one.state !== "skip") {
        const ceiling = done.has(step.id) ? undefined : ceilings.get(step.id);
        slots.set(step.id, place(playbook, one, { dates, done, slots, windows, after: days.day, ceiling }));
      }
      if (!done.has(step.id)) windows = raise(windows, slots.get(step.id)?.earliest, step.id);
      days = raise(days, done.get(step.id), step.id);
      windowFloors.set(step.id, windows);
      doneFloors.set(step.id, days);
    }
    return slots;
  }

  /** @param {Prepared} playbook @param {DecidedStep} one @param {Placing} placing @returns {Slot} */
  function place(playbook, one, placing) {
    if (one.due.length !== 1) return EMPTY;
    const { item } = one.due[0];
    const { dates, done, slots, windows, after } = placing;
    const counted = Windows.count(playbook, item, one.step.due.indexOf(item), { dates, done, slots });
    const { earliest, latest } = counted;
    const isDone = done.has(one.step.id);
    let slot = counted;
    if (earliest !== null || latest !== null) {
      const workdays = item.everyDay ? EVERY_DAY : playbook.workdays;
      const { last, moves } = findLast(workdays, counted, Windows.findEnd(item, dates), placing);
      const days = [earliest, windows.day, after].filter((day) => day !== null);
      let first = days.length ? Math.max(...days) : null;
      if (first !== null && !(last !== null && workdays.isOff(last))) first = workdays.findNext(first);
      slot = { ...counted, first, last, moves };
    }
    return isDone ? slot : note(playbook, slot, item, dates);
  }

  // Report what is to be minded about the days of a step still to be done.
  /** @param {Prepared} playbook @param {Slot} slot @param {DueData} due @param {Days} dates @returns {Slot} */
  function note({ workdays }, slot, due, dates) {
    const moves = [...slot.moves];
    const { first, last } = slot;
    if (last !== null && workdays.isOff(last)) {
      const works = first !== null && workdays.findLast(last) < first;
      moves.push({ reason: works ? "all-off" : "last-off", step: null, date: null });
    }
    if (first !== null && last !== null && first > last) moves.push({ reason: "no-room", step: null, date: null });
    for (const name of due.by) if (!dates.has(name)) moves.push({ reason: "no-date", step: null, date: name });
    return { ...slot, moves };
  }

  /** @param {Prepared["workdays"]} workdays @param {Slot} slot @param {{ day: DayNumber, name: string } | null} end @param {Placing} placing @returns {Pick<Slot, "last" | "moves">} */
  function findLast(workdays, slot, end, { windows, ceiling }) {
    if (slot.latest === null) return { last: null, moves: [] };
    let last = workdays.findLast(slot.latest);
    let { moves } = slot;
    const begin = slot.earliest === null ? null : workdays.findNext(slot.earliest);
    const floor = windows.day === null ? null : workdays.findNext(windows.day);
    if (begin !== null && begin > last) [last, moves] = [begin, [{ reason: "no-workday", step: null, date: null }]];
    if (floor !== null && floor > last) [last, moves] = [floor, [{ reason: "waits", step: windows.step, date: null }]];
    if (end && last > end.day)
      [last, moves] = [workdays.findLast(end.day), [{ reason: "ends-by", step: null, date: end.name }]];
    if (ceiling && ceiling.day < last) {
      last = hurry(workdays, slot, windows, ceiling.day);
      moves = [...moves, { reason: "hurries", step: ceiling.step, date: null }];
    }
    return { last, moves };
  }

  // The last working day up to a day; the day itself where only days off are left of the window.
  /** @param {Prepared["workdays"]} workdays @param {Slot} slot @param {Bound} windows @param {DayNumber} day */
  function hurry(workdays, { earliest }, windows, day) {
    const last = workdays.findLast(day);
    const starts = [earliest, windows.day].filter((start) => start !== null);
    return starts.length && last < Math.max(...starts) && Math.max(...starts) <= day ? day : last;
  }

  // Let every step be finished by the last day of those that wait for it.
  /** @param {Prepared} playbook @param {Map<string, Slot>} slots @param {Days} done @returns {Ceilings} */
  function findCeilings(playbook, slots, done) {
    /** @type {Ceilings} */
    const ceilings = new Map();
    for (const step of [...playbook.steps].reverse()) {
      const { last } = slots.get(step.id) ?? EMPTY;
      let ceiling = ceilings.get(step.id);
      if (last !== null && !done.has(step.id))
        ceiling = { day: ceiling ? Math.min(last, ceiling.day) : last, step: step.id };
      if (ceiling)
        for (const before of step.waits) {
          const known = ceilings.get(before);
          if (!known || ceiling.day < known.day) ceilings.set(before, ceiling);
        }
    }
    return ceilings;
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

  // Work a case out for one day. A case has facts, dates (text), and steps with a day on which they were done.
  /** @param {Prepared} playbook @param {Answers} facts @param {{ dates?: Record<string, string>, done?: Record<string, string>, ticked?: string[], today: DayNumber }} days @returns {CasePlan} */
  function planCase(playbook, facts, { dates = {}, done = {}, ticked = [], today }) {
    const planned = decideSteps(playbook, facts);
    const applies = new Uint32Array(Math.ceil(planned.length / 32));
    for (const [number, one] of planned.entries()) if (one.state !== "skip") applies[number >> 5] |= 1 << (number & 31);
    const given = Windows.readDays(dates);
    const finished = Windows.readDays(done);
    const boxes = new Set(ticked);
    const slots = makeSchedule(playbook, planned, given, finished);
    const steps = planned.map((one, number) => {
      const slot = slots.get(one.step.id) ?? EMPTY;
      const day = one.state === "skip" ? undefined : finished.get(one.step.id);
      const direct = one.state === "skip" ? [] : listDirect(playbook, number, applies);
      const waits = day === undefined ? direct.filter((step) => !finished.has(step.id)) : [];
      const dueEntry = slot.entry === null ? null : one.step.due[slot.entry];
      const doing = { done: finished, ticked: boxes, today };
      const missteps = one.state === "skip" ? [] : Missteps.list(playbook, planned, one, slot, direct, facts, doing);
      return { ...one, slot, done: day, waits, standing: stand(slot, waits, day, today), dueEntry, missteps };
    });
    const unknownYears = Windows.listUnknownYears(playbook, given, slots);
    return { playbook, facts, dates: given, today, steps, open: listOpenFacts(playbook, planned, facts), unknownYears };
  }

  // What may begin now: first what is late, then the rest, each by its last day.
  /** @param {CasePlan} plan */
  function listNext({ steps }) {
    /** @param {Standing} standing */
    const list = (standing) => Windows.listByDay(steps.filter((one) => one.standing === standing && !one.waits.length));
    return [...list("late"), ...list("ready")].filter((one) => one.state !== "skip");
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

  const { readDay, readDays, writeDay } = Windows;
  return {
    prepare,
    planCase,
    listNext,
    listLetters,
    listDates,
    listImpossible,
    readDay,
    readDays,
    writeDay,
  };
})();
