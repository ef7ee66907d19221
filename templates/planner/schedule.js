// One case worked out in the browser: the same as generator/plan.py, schedule.py and case_plan.py.
// One table of worked cases tests both; change neither alone. Days are numbers, counted from 1970.
"use strict";

const Planner = (() => {
  const { allOf } = Logic;
  const MILLISECONDS = 86400000;
  const FIRST_DAY = Date.UTC(-1, 0, 1) / MILLISECONDS + 731; // 0001-01-01, where the calendar of Python begins
  const LAST_DAY = Date.UTC(9999, 11, 31) / MILLISECONDS;

  function readDay(text) {
    if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text || "")) return null;
    const [year, month, day] = text.split("-").map(Number);
    const date = new Date(Date.UTC(2000, month - 1, day));
    date.setUTCFullYear(year, month - 1, day);
    return date.getUTCMonth() === month - 1 && year > 0 ? Math.round(date.getTime() / MILLISECONDS) : null;
  }

  function writeDay(day) {
    return new Date(day * MILLISECONDS).toISOString().slice(0, 10);
  }

  // Working days: the weekday of day 0, a Thursday, is 3, as Monday is 0.
  class Workdays {
    constructor({ weekend, daysOff }) {
      this.weekend = new Set(weekend);
      this.daysOff = new Set(daysOff);
    }

    isOff(day) {
      return this.weekend.has((((day + 3) % 7) + 7) % 7) || this.daysOff.has(day);
    }

    findNext(day) {
      while (this.isOff(day)) day += 1;
      return day;
    }

    findLast(day) {
      while (this.isOff(day)) day -= 1;
      return day;
    }
  }

  // Make a playbook ready to be worked out again and again: every question is asked once, whoever shares it.
  function prepare(data) {
    const reasoner = new Logic.Reasoner(data.facts, data.conditions);
    const emails = new Map(data.emails.map((email) => [email.id, email]));
    const steps = [];
    for (const phase of data.phases) for (const step of phase.steps) steps.push(prepareStep(reasoner, emails, phase, step));
    const numbers = new Map(steps.map((step, number) => [step.id, number]));
    for (const step of steps) step.before = [...new Set(step.waits)].filter((name) => numbers.has(name));
    const asked = (items) => items.map((one) => ({ ...one, question: reasoner.ask(one.when) }));
    return {
      data,
      steps,
      numbers,
      reasoner,
      byId: new Map(steps.map((step) => [step.id, step])),
      closure: close(steps, numbers),
      workdays: new Workdays(data.calendar),
      dates: new Map(asked(data.dates).map((date) => [date.id, date])),
    };
  }

  function prepareStep(reasoner, emails, phase, step) {
    const rule = allOf(phase.when, step.when);
    const inPhase = allOf(phase.when);
    const ask = (items, given) => items.map((one, position) => ({ ...one, position, question: reasoner.ask(one.when, given) }));
    return {
      ...step,
      phase: { ...phase, question: reasoner.ask(phase.when), otherwise: ask(phase.otherwise) },
      question: reasoner.ask(rule),
      otherwise: ask(step.otherwise, inPhase),
      tasks: ask(step.tasks, rule),
      due: ask(step.due, rule),
      exits: ask(step.exits, rule),
      emails: step.emails.map((name) => {
        const email = emails.get(name);
        const given = allOf(rule, email.when);
        return { email, question: reasoner.ask(email.when, rule), parts: email.parts.map((when) => reasoner.ask(when, given)) };
      }),
    };
  }

  // For each step, all the steps that come before it, even through others, as a set of bits.
  function close(steps, numbers) {
    const found = [];
    for (const step of steps) {
      const before = new Uint32Array(Math.ceil(steps.length / 32));
      for (const name of step.before) {
        const number = numbers.get(name);
        before[number >> 5] |= 1 << (number & 31);
        found[number].forEach((bits, place) => (before[place] |= bits));
      }
      found.push(before);
    }
    return found;
  }

  function decideSteps(playbook) {
    const { reasoner } = playbook;
    const applies = (items) => {
      const found = [];
      for (const item of items) {
        const decision = reasoner.answer(item.question);
        if (decision.state !== "skip") found.push({ item, state: decision.state, onlyIf: decision.onlyIf });
      }
      return found;
    };
    return playbook.steps.map((step) => {
      const { state, onlyIf } = reasoner.answer(step.question);
      return {
        step,
        state,
        onlyIf,
        reasons: state === "skip" ? explain(reasoner, step) : [],
        tasks: applies(step.tasks),
        due: applies(step.due),
        exits: applies(step.exits),
        emails: applies(step.emails),
      };
    });
  }

  // Give the first reason that holds; before it, those that may hold.
  function explain(reasoner, step) {
    const whole = reasoner.answer(step.phase.question).state === "skip";
    const found = [];
    for (const reason of whole ? step.phase.otherwise : step.otherwise) {
      const { state } = reasoner.answer(reason.question);
      if (state !== "skip") found.push(reason.text);
      if (state === "do") break;
    }
    return found;
  }

  function listOpenFacts(playbook, planned) {
    const clauses = new Set();
    for (const one of planned) {
      for (const decided of [one, ...one.tasks, ...one.due, ...one.exits, ...one.emails]) clauses.add(decided.onlyIf);
      for (const { item } of one.emails) for (const part of item.parts) clauses.add(playbook.reasoner.answer(part).onlyIf);
    }
    const names = new Set([...clauses].flatMap((onlyIf) => onlyIf.flatMap((clause) => clause.map(([name]) => name))));
    return names.size ? playbook.reasoner.listOpen([...names]) : [];
  }

  const EMPTY = { entry: null, lacks: null, earliest: null, latest: null, first: null, last: null, moves: [] };
  const add = (day, days) => (day === null || days === null ? null : Math.min(Math.max(day + days, FIRST_DAY), LAST_DAY));

  function makeSchedule(playbook, planned, dates, done) {
    const slots = new Map();
    for (const one of planned) if (one.state !== "skip") slots.set(one.step.id, count(playbook, one, dates, done, slots));
    pushBack(playbook, slots, done);
    bringForward(playbook, slots, done);
    return slots;
  }

  function count(playbook, { step, due }, dates, done, slots) {
    if (due.length !== 1) return EMPTY;
    const { from, earliest, latest } = due[0].item;
    const entry = due[0].item.position;
    const window = (begin, low, high, lacks = null) => ({ ...EMPTY, entry, lacks, earliest: add(low, begin), latest: add(high, latest) });
    if (playbook.dates.has(from)) {
      const day = dates.get(from);
      return day === undefined ? { ...EMPTY, entry, lacks: from } : window(earliest, day, day);
    }
    if (done.has(from)) return window(earliest ?? 0, done.get(from), done.get(from));
    const anchor = slots.get(from) || EMPTY;
    return window(earliest ?? 0, anchor.earliest, anchor.latest, anchor.lacks);
  }

  function pushBack(playbook, slots, done) {
    const windowFloors = new Map();
    const doneFloors = new Map();
    const raise = (floor, day, step) => (day !== null && day !== undefined && (floor.day === null || day > floor.day) ? { day, step } : floor);
    for (const step of playbook.steps) {
      let windows = { day: null, step: null };
      let days = { day: null, step: null };
      for (const before of step.before) {
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

  function findLast(workdays, slot, begin, windows) {
    if (slot.latest === null) return { last: null, moves: [] };
    let last = workdays.findLast(slot.latest);
    let moves = [];
    if (begin !== null && begin > last) [last, moves] = [begin, [{ reason: "no-workday", step: null }]];
    if (windows.day !== null && windows.day > last) [last, moves] = [windows.day, [{ reason: "waits", step: windows.step }]];
    return { last, moves };
  }

  function bringForward(playbook, slots, done) {
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
        for (const before of step.before)
          if (!ceilings.has(before) || ceiling.day < ceilings.get(before).day) ceilings.set(before, ceiling);
    }
  }

  // Steps of this case that a step waits for directly, over others that are skipped.
  function listDirect(playbook, number, applies) {
    const left = playbook.closure[number].map((bits, place) => bits & applies[place]);
    const nearest = [];
    for (let place = left.length - 1; place >= 0; place -= 1)
      while (left[place]) {
        const next = place * 32 + 31 - Math.clz32(left[place]);
        nearest.unshift(playbook.steps[next]);
        left[place] &= ~(1 << (next & 31));
        playbook.closure[next].forEach((bits, other) => (left[other] &= ~bits));
      }
    return nearest;
  }

  function stand(slot, waits, done, today) {
    if (done !== undefined) return "done";
    if (slot.last !== null && slot.last < today) return "late";
    if (waits.length) return "waiting";
    return slot.first !== null && slot.first > today ? "ahead" : "ready";
  }

  // Work a case out for one day. A case has facts, dates (text), and steps with a day on which they were done.
  function planCase(playbook, facts, { dates = {}, done = {}, today }) {
    playbook.reasoner.know(facts);
    const planned = decideSteps(playbook);
    const applies = new Uint32Array(Math.ceil(planned.length / 32));
    planned.forEach((one, number) => one.state !== "skip" && (applies[number >> 5] |= 1 << (number & 31)));
    const days = (texts) => new Map(Object.entries(texts).map(([name, text]) => [name, readDay(text)]).filter(([, day]) => day !== null));
    const doneDays = days(done);
    const slots = makeSchedule(playbook, planned, days(dates), doneDays);
    planned.forEach((one, number) => {
      one.number = one.step.number;
      if (one.state === "skip") return;
      one.slot = slots.get(one.step.id);
      one.done = doneDays.get(one.step.id);
      one.waits =
        one.done === undefined
          ? listDirect(playbook, number, applies).filter((step) => !doneDays.has(step.id))
          : [];
      one.standing = stand(one.slot, one.waits, one.done, today);
      one.dueEntry = one.slot.entry === null ? null : one.step.due[one.slot.entry];
    });
    return { playbook, facts, dates: days(dates), today, steps: planned, open: listOpenFacts(playbook, planned) };
  }

  // Which dates exist in a case, or may; and what is impossible about those that are given.
  function listDates(playbook) {
    return [...playbook.dates.values()].filter((date) => playbook.reasoner.answer(date.question).state !== "skip");
  }

  function listImpossible(playbook, dates) {
    const found = [];
    for (const date of listDates(playbook)) {
      const day = dates.get(date.id);
      if (day === undefined) continue;
      for (const one of date.follows) {
        const first = dates.get(one.date);
        if (first !== undefined && day < first + one.days) found.push({ date, first: playbook.dates.get(one.date), says: one.otherwise });
      }
    }
    return found;
  }

  return { prepare, planCase, listDates, listImpossible, readDay, writeDay };
})();
