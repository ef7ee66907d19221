// @ts-check
// What may stand in a case: the same as generator/load/case.py, generator/playbook/blanks.py and make_slug in
// generator/values.py allow.
"use strict";

const Values = (() => {
  const { fill } = Phrases;
  const { case: RULES } = PLAYBOOK;
  const ID = new RegExp(RULES.id);
  const UNSEEN = new RegExp(RULES.unseen, "u");
  const MAILBOX = new RegExp(`^(?:${RULES.mailbox})$`);
  const [FIRST_YEAR, LAST_YEAR] = RULES.years;
  const fields = /** @type {Full<FieldData>} */ (new Map(PLAYBOOK.fields.map((field) => [field.id, field])));

  /** @param {string} text */
  const strip = (text) => text.replace(/^\p{White_Space}+|\p{White_Space}+$/gu, "");
  /** @param {unknown} value @returns {value is string} */
  const isText = (value) => typeof value === "string" && strip(value) !== "" && !UNSEEN.test(value);
  /** @param {unknown} value */
  const isMailbox = (value) => typeof value === "string" && MAILBOX.test(strip(value));
  /** @param {unknown} value @returns {value is string} */
  const isId = (value) =>
    typeof value === "string" && ID.test(value) && value.length <= RULES.longestId && !RULES.reserved.includes(value); // a file may have it as its name

  /** @param {unknown} text @returns {text is string} */
  const isDay = (text) => typeof text === "string" && Planner.readDay(text) !== null;

  /** @param {unknown} text @returns {text is string} */
  function isPossibleDay(text) {
    return isDay(text) && Number(text.slice(0, 4)) >= FIRST_YEAR && Number(text.slice(0, 4)) <= LAST_YEAR;
  }

  // Give what is wrong with a value for a field; null for a fit one.
  /** @param {FieldData} field @param {unknown} value */
  function findFault({ type }, value) {
    if (!isText(value)) return "text";
    const text = strip(value);
    if (type !== "lines" && /[\n\u2028\u2029]/.test(text)) return "line";
    if (type === "date" && !isDay(text)) return "date";
    if (type === "amount" && !/\p{Nd}/u.test(text)) return "amount";
    return type === "email" && !isMailbox(text) ? "email" : null;
  }

  // Give the days of a case that can be, and say what is wrong with the others. Dates that the case does not have are
  // in neither.
  /** @param {Prepared} playbook @param {CaseData} data */
  function checkDays(playbook, data) {
    /** @type {Record<string, string>} */
    const used = {};
    /** @type {Map<string, string>} */
    const wrong = new Map();
    for (const { id } of Planner.listDates(playbook, data.facts)) {
      const text = data.dates[id];
      if (isPossibleDay(text)) used[id] = text;
      else if (text) wrong.set(id, sayYears());
    }
    for (const { date, first, says } of Planner.listImpossible(playbook, data.facts, Planner.readDays(used))) {
      wrong.set(date.id, fill("planner_impossible", { date: first.label, why: says }));
      delete used[date.id];
    }
    return { used, wrong };
  }

  function sayYears() {
    /** @param {number} year @param {number} month @param {number} day */
    const say = (year, month, day) => Phrases.sayDay(Date.UTC(year, month, day) / Windows.MILLISECONDS);
    return fill("planner_bad_day", { first: say(FIRST_YEAR, 0, 1), last: say(LAST_YEAR, 11, 31) });
  }

  // Give a name as the name of a file: letters lose their marks. Empty where there is neither a Latin letter nor a digit.
  /** @param {string} text */
  function makeSlug(text) {
    return [...text.normalize("NFKD").toLowerCase()]
      .map((letter) => RULES.spelled[letter] ?? letter)
      .join("")
      .replace(/\p{M}/gu, "")
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-|-$/g, "")
      .slice(0, RULES.longestId)
      .replace(/-$/, "");
  }

  return { fields, strip, isText, isMailbox, isId, isDay, isPossibleDay, findFault, checkDays, makeSlug };
})();
