// @ts-check
// What was done on a day on which it could not be, or begun before its turn; the same as generator/plan/missteps.py finds.
"use strict";

const Missteps = (() => {
  /** @param {Prepared} playbook @param {DecidedStep[]} planned @param {DecidedStep} one @param {Slot} slot @param {PreparedStep[]} direct @param {Answers} facts @param {Doing} doing @returns {Misstep[]} */
  function list(playbook, planned, one, slot, direct, facts, { done, ticked, today }) {
    const day = done.get(one.step.id);
    const begun = day === undefined && one.tasks.some((task) => ticked.has(task.item.key));
    if (day === undefined && !begun) return [];
    const guards = listGuards(playbook, planned, one, facts);
    const named = new Set(day === undefined ? [] : direct.map((step) => step.id));
    /** @type {Misstep[]} */
    const found = [];
    for (const { step } of planned) {
      if (!named.has(step.id) && !guards.has(step.id)) continue;
      const then = done.get(step.id);
      if (then !== undefined && (day === undefined || then <= day)) continue;
      const kind = day === undefined ? "begun-too-early" : "too-early";
      found.push({ kind, other: step.id, safeguards: guards.get(step.id) ?? [] });
    }
    const { earliest, latest, last } = slot;
    if (earliest !== null && hasKnownDays(playbook, one, slot, done)) {
      if (day !== undefined && day < earliest) found.push({ kind: "before-window", other: null, safeguards: [] });
      else if (begun && guards.size && today < earliest)
        found.push({ kind: "begun-before-window", other: null, safeguards: [] });
    }
    if (day !== undefined && latest !== null && last !== null && day > Math.max(latest, last))
      found.push({ kind: "after-window", other: null, safeguards: [] });
    return found;
  }

  // The steps of a plan that safeguards put before one, with what the safeguards say.
  /** @param {Prepared} playbook @param {DecidedStep[]} planned @param {DecidedStep} one @param {Answers} facts */
  function listGuards({ numbers, table }, planned, one, facts) {
    /** @type {Map<string, string[]>} */
    const found = new Map();
    for (const { step, says, applies } of one.step.guards) {
      if (planned[numbers.get(step)].state === "skip" || table.decide(applies, facts).state === "skip") continue;
      const said = found.get(step) ?? [];
      if (!said.includes(says)) said.push(says);
      found.set(step, said);
    }
    return found;
  }

  // Whether a window counts from a named date, or from a step that is done: else that is too early itself.
  /** @param {Prepared} playbook @param {DecidedStep} one @param {Slot} slot @param {Days} done */
  function hasKnownDays({ dates }, one, slot, done) {
    const anchor = slot.entry === null ? null : one.step.due[slot.entry].from;
    return anchor !== null && (dates.has(anchor) || done.has(anchor));
  }

  return { list };
})();
