// What is worked out, said in the words of the playbook; the same as generator/phrases.py and case_phrases.py.
"use strict";

const Phrases = (() => {
  const { words } = PLAYBOOK;
  const day = (number) => new Date(number * 86400000);

  // Give a text with its blanks filled: fill("days", { count: 3 }).
  function fill(name, values = {}) {
    return words[name].replace(/\{(\w+)\}/g, (blank, key) => (key in values ? values[key] : blank));
  }

  function join(items, last = "and") {
    if (items.length < 2) return items.join("");
    return fill(`join_${last}`, { first: items.slice(0, -1).join(", "), last: items[items.length - 1] });
  }

  function sayDay(number, form = "case_day_year") {
    const date = day(number);
    const weekday = words.weekdays.split(" ")[(date.getUTCDay() + 6) % 7];
    const month = words.months_short.split(" ")[date.getUTCMonth()];
    return fill(form, { weekday, day: date.getUTCDate(), month, year: date.getUTCFullYear() });
  }

  const count = (days) => (days === 1 ? words.one_day : fill("days", { count: days }));

  // Conditions that are a name for some answers to one fact; the first declared counts.
  const named = new Map();
  for (const condition of [...PLAYBOOK.conditions].reverse()) {
    const clauses = condition.when.when;
    if (clauses.length === 1 && clauses[0].length === 1) {
      const [fact, options] = clauses[0][0];
      named.set(JSON.stringify([fact, [...new Set(options)].sort()]), condition);
    }
  }
  const facts = new Map(PLAYBOOK.facts.map((fact) => [fact.id, fact]));
  const conditions = new Map(PLAYBOOK.conditions.map((condition) => [condition.id, condition]));

  function sayLiteral([name, options]) {
    if (conditions.has(name)) return options[0] === "yes" ? conditions.get(name).means : conditions.get(name).meansNot;
    const condition = options.length > 1 && named.get(JSON.stringify([name, [...new Set(options)].sort()]));
    if (condition) return condition.means;
    const means = facts.get(name).options.filter((option) => options.includes(option.id)).map((option) => option.means);
    return join(means, "or");
  }

  function onlyIf(clauses) {
    return clauses.map((clause) => join(clause.map(sayLiteral))).join(words.join_clauses);
  }

  function saysOnlyIf(one) {
    return one.state === "if" ? fill("only_if", { condition: onlyIf(one.onlyIf) }) : "";
  }

  function window(plan, one) {
    const { first, last, lacks } = one.slot;
    if (first !== null && last !== null && first < last) {
      const sameYear = day(first).getUTCFullYear() === day(last).getUTCFullYear();
      return fill("case_window", { first: sayDay(first, sameYear ? "case_day_short" : "case_day_year"), last: sayDay(last) });
    }
    if (last !== null) return first === last ? sayDay(last) : fill("case_by", { last: sayDay(last) });
    if (first !== null) return fill("case_from", { first: sayDay(first) });
    if (lacks !== null) return fill("case_lacks", { date: plan.playbook.dates.get(lacks).label });
    if (one.dueEntry) return fill("case_counts", { due: one.dueEntry.says });
    return one.due.length ? words.case_hangs : words.case_no_day;
  }

  const capitalize = (text) => text.charAt(0).toUpperCase() + text.slice(1);

  function late(plan, one) {
    const by = capitalize(fill("case_late_by", { days: count(plan.today - one.slot.last) }));
    if (!one.dueEntry) return [`${by}.`];
    const said = [`${by} (${one.dueEntry.says}).`];
    const date = plan.playbook.dates.get(one.dueEntry.from);
    if (date) {
      const left = plan.dates.has(date.id) ? plan.dates.get(date.id) - plan.today : -1;
      if (left < 0) said.push(fill("case_anchor_over", { anchor: capitalize(date.label) }));
      else if (left === 0) said.push(fill("case_no_days_left", { anchor: capitalize(date.label) }));
      else if (left === 1) said.push(fill("case_day_left", { anchor: date.label }));
      else said.push(fill("case_days_left", { days: count(left), anchor: date.label }));
    }
    if (one.dueEntry.late) said.push(one.dueEntry.late);
    return said;
  }

  function moves(plan, one) {
    return one.slot.moves.map(({ reason, step }) => {
      const about = step ? plan.playbook.byId.get(step) : one.step;
      return fill(`case_moved_${reason.replace("-", "_")}`, {
        earliest: one.slot.earliest === null ? "" : sayDay(one.slot.earliest),
        latest: one.slot.latest === null ? "" : sayDay(one.slot.latest),
        number: about.number,
        title: about.title,
      });
    });
  }

  function waits(one) {
    const numbers = one.waits.map((step) => String(step.number));
    if (!numbers.length) return "";
    const steps = numbers.length === 1 ? fill("checklist_step", { number: numbers[0] }) : fill("checklist_steps", { numbers: join(numbers) });
    return fill("case_waits", { steps });
  }

  // The title of a role, with the name of whoever fills it.
  function who(role, people) {
    const name = role in people ? people[role].name : PLAYBOOK.contacts[role];
    return name ? `${PLAYBOOK.roles[role]} (${name})` : PLAYBOOK.roles[role];
  }

  return { words, fill, join, sayDay, count, onlyIf, saysOnlyIf, window, late, moves, waits, who, capitalize };
})();
