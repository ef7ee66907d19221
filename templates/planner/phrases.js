// @ts-check
// What is worked out, said in the words of the playbook; the same as generator/documents/case_phrases.py.
"use strict";

const Phrases = (() => {
  const { words } = PLAYBOOK;
  /** @param {DayNumber} number */
  const day = (number) => new Date(number * Windows.MILLISECONDS);

  // Give a text with its blanks filled: fill("days", { count: 3 }).
  /** @param {string} name @param {Record<string, string | number>} values */
  function fill(name, values = {}) {
    return words[name].replace(/\{(\w+)\}/g, (blank, key) => (key in values ? String(values[key]) : blank));
  }

  /** @param {string[]} items */
  function join(items) {
    if (items.length < 2) return items.join("");
    return fill("join_and", { first: items.slice(0, -1).join(", "), last: items[items.length - 1] });
  }

  /** @param {DayNumber} number */
  function sayDay(number, form = "case_day_year") {
    const date = day(number);
    const weekday = words.weekdays.split(" ")[(date.getUTCDay() + 6) % 7];
    const month = words.months_short.split(" ")[date.getUTCMonth()];
    return fill(form, { weekday, day: date.getUTCDate(), month, year: date.getUTCFullYear() });
  }

  /** @param {number} days */
  const count = (days) => (days === 1 ? words.one_day : fill("days", { count: days }));

  /** @param {Leaf} decision */
  const onlyIf = (decision) => (decision.state === "if" ? decision.says : "");

  /** @param {CasePlan} plan @param {PlannedStep} one */
  function window(plan, one) {
    const { first, last, lacks } = one.slot;
    if (first !== null && last !== null && first < last) {
      const sameYear = day(first).getUTCFullYear() === day(last).getUTCFullYear();
      return fill("case_window", {
        first: sayDay(first, sameYear ? "case_day_short" : "case_day_year"),
        last: sayDay(last),
      });
    }
    if (last !== null) return first === last ? sayDay(last) : fill("case_by", { last: sayDay(last) });
    if (first !== null) return fill("case_from", { first: sayDay(first) });
    if (lacks !== null) return fill("case_lacks", { date: plan.playbook.dates.get(lacks).label });
    if (one.dueEntry) return fill("case_counts", { due: one.dueEntry.says });
    return one.due.length ? words.case_hangs : words.case_no_day;
  }

  /** @param {string} text */
  const capitalize = (text) => text.charAt(0).toUpperCase() + text.slice(1);

  /** @param {CasePlan} plan @param {PlannedStep} one */
  function late(plan, one) {
    const by = capitalize(fill("case_late_by", { days: count(plan.today - (one.slot.last ?? plan.today)) }));
    if (!one.dueEntry) return [`${by}.`];
    const said = [`${by} (${one.dueEntry.says}).`];
    const date = plan.playbook.dates.get(one.dueEntry.from);
    if (date) {
      const left = (plan.dates.get(date.id) ?? plan.today - 1) - plan.today;
      if (left < 0) said.push(fill("case_anchor_over", { anchor: capitalize(date.label) }));
      else if (left === 0) said.push(fill("case_no_days_left", { anchor: capitalize(date.label) }));
      else if (left === 1) said.push(fill("case_day_left", { anchor: date.label }));
      else said.push(fill("case_days_left", { days: count(left), anchor: date.label }));
    }
    if (one.dueEntry.late) said.push(one.dueEntry.late);
    return said;
  }

  /** @param {CasePlan} plan @param {PlannedStep} one */
  function moves(plan, one) {
    const { earliest, latest, first, last } = one.slot;
    return one.slot.moves.map(({ reason, step, date }) => {
      const about = step ? plan.playbook.byId.get(step) : one.step;
      return fill(`case_moved_${reason.replaceAll("-", "_")}`, {
        earliest: sayKnown(earliest),
        latest: sayKnown(latest),
        first: sayKnown(first),
        last: sayKnown(last),
        date: date ? plan.playbook.dates.get(date).label : "",
        number: about.number,
        title: about.title,
      });
    });
  }

  /** @param {DayNumber | null | undefined} number */
  const sayKnown = (number) => (number === null || number === undefined ? "" : sayDay(number));

  // What was done, or begun, too early or too late at a step, with the safeguards that put another step first.
  /** @param {CasePlan} plan @param {PlannedStep} one */
  function missteps(plan, one) {
    const { earliest, latest, last } = one.slot;
    return one.missteps.map(({ kind, other, safeguards }) => {
      const first = other ? plan.playbook.byId.get(other) : null;
      const said = fill(`case_remark_${kind.replaceAll("-", "_")}`, {
        number: one.step.number,
        title: one.step.title,
        other_number: first?.number ?? "",
        other_title: first?.title ?? "",
        done: sayKnown(one.done),
        earliest: sayKnown(earliest),
        last: sayKnown(latest === null || last === null ? last : Math.max(latest, last)),
      });
      if (!safeguards.length) return said;
      return [said, `${safeguards.length === 1 ? words.safeguard : words.safeguards}:`, ...safeguards].join(" ");
    });
  }

  /** @param {PlannedStep} one */
  function waits(one) {
    const numbers = one.waits.map((step) => String(step.number));
    if (!numbers.length) return "";
    const steps =
      numbers.length === 1
        ? fill("checklist_step", { number: numbers[0] })
        : fill("checklist_steps", { numbers: join(numbers) });
    return fill("case_waits", { steps });
  }

  // The title of a role, with the name of whoever fills it.
  /** @param {string} role @param {Record<string, Person>} people */
  function who(role, people) {
    const name = Object.hasOwn(people, role) ? people[role].name : PLAYBOOK.contacts[role];
    return name ? `${PLAYBOOK.roles[role]} (${name})` : PLAYBOOK.roles[role];
  }

  return { words, fill, join, sayDay, onlyIf, window, late, moves, missteps, waits, who, capitalize };
})();
