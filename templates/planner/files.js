// @ts-check
// The case files that the page gives and takes; the same as generator/load/case.py reads.
"use strict";

const Files = (() => {
  const { fill, words } = Phrases;
  const LARGEST = 1000000;
  const { keys: KEYS, sections: SECTIONS, ...RULES } = PLAYBOOK.case;
  const ID = new RegExp(RULES.id);
  const UNSEEN = new RegExp(RULES.unseen, "u");

  class CaseError extends Error {}

  /** @param {unknown} value @returns {value is Record<string, any>} */
  function isMapping(value) {
    return typeof value === "object" && value !== null && !Array.isArray(value);
  }

  // Give a case that has every section, from one that may lack some.
  /** @param {object} data @returns {CaseData} */
  function complete(data) {
    /** @type {Record<string, any> & CaseData} */
    const found = { id: "", facts: {}, dates: {}, fields: {}, people: {}, steps: {}, ticked: [], notes: "", ...data };
    for (const section of SECTIONS) if (!isMapping(found[section])) found[section] = {};
    if (!Array.isArray(found.ticked)) found.ticked = [];
    return found;
  }

  // Read a case file. What does not fit the playbook is left out, and said.
  /** @param {string} text @param {Prepared} playbook @param {string} fileName */
  function readCase(text, playbook, fileName) {
    if (text.length > LARGEST) throw new CaseError(words.planner_open_large);
    if (!text.trim()) throw new CaseError(words.planner_open_other);
    let data;
    try {
      data = jsyaml.load(text.replace(/^\ufeff/, ""), { schema: jsyaml.FAILSAFE_SCHEMA });
    } catch (error) {
      const { reason, message } = /** @type {any} */ (error);
      throw new CaseError(fill("planner_open_unread", { why: String(reason || message).split("\n")[0] }));
    }
    if (!isMapping(data) || !SECTIONS.concat("id", "made-with").some((key) => key in data))
      throw new CaseError(words.planner_open_other);
    refuseAliases(data);
    const stem = fileName.replace(/\.[^.]*$/, "");
    return fit(complete({ id: stem, ...data }), playbook);
  }

  // What stands in a file twice, by an anchor and aliases, could grow without end.
  /** @param {object} data */
  function refuseAliases(data) {
    const seen = new Set();
    /** @param {unknown} value @param {number} depth */
    const walk = (value, depth) => {
      if (typeof value !== "object" || value === null) return;
      if (seen.has(value) || depth > RULES.deepest) throw new CaseError(words.planner_open_other);
      seen.add(value);
      for (const inner of Object.values(value)) walk(inner, depth + 1);
    };
    walk(data, 0);
  }

  /** @param {CaseData} data @param {Prepared} playbook */
  function fit(data, playbook) {
    const said = sayChanges(data["made-with"], playbook);
    /** @type {CaseData} */
    const kept = complete({ id: data.id });
    /** @param {string} name @param {unknown} value */
    const refuse = (name, value) =>
      said.push(fill("planner_open_left_out", { name, value: typeof value === "string" ? value : "…" }));
    for (const name of Object.keys(data)) if (!KEYS.includes(name)) refuse(name, "…");
    for (const fact of playbook.data.facts)
      if (Object.hasOwn(data.facts, fact.id)) {
        const facts = { ...kept.facts, [fact.id]: data.facts[fact.id] };
        if (playbook.table.admits(facts)) kept.facts = facts;
      }
    for (const [name, value] of Object.entries(data.facts)) if (!Object.hasOwn(kept.facts, name)) refuse(name, value);
    for (const [name, value] of Object.entries(data.dates)) {
      if (playbook.dates.has(name) && isPossibleDay(value)) kept.dates[name] = value;
      else refuse(name, value);
    }
    for (const [name, value] of Object.entries(data.fields)) {
      if (playbook.data.fields.includes(name) && isText(value)) kept.fields[name] = value;
      else refuse(name, value);
    }
    for (const [role, person] of Object.entries(data.people)) {
      if (Object.hasOwn(playbook.data.roles, role) && isMapping(person) && holdsText(person, RULES.person))
        kept.people[role] = person;
      else refuse(role, person);
    }
    const now = new Map(playbook.steps.flatMap((step) => step.formerly.map((old) => [old, step.id])));
    for (const [old, value] of Object.entries(data.steps)) {
      const progress = typeof value === "string" ? { done: value } : value;
      const name = now.get(old) || old;
      if (
        playbook.byId.has(name) &&
        isMapping(progress) &&
        holdsText(progress, RULES.progress) &&
        (!("done" in progress) || isPossibleDay(progress.done))
      )
        kept.steps[name] = progress;
      else refuse(old, progress);
    }
    const keys = new Set(playbook.steps.flatMap((step) => step.tasks.map((task) => task.key)));
    kept.ticked = data.ticked.filter((key) => keys.has(key));
    const lost = data.ticked.length - kept.ticked.length;
    if (lost === 1) said.push(words.case_remark_reworded_one);
    if (lost > 1) said.push(fill("case_remark_reworded", { count: lost }));
    if (!isId(kept.id)) kept.id = makeId();
    kept.notes = typeof data.notes === "string" ? data.notes : "";
    kept["made-with"] = playbook.data.imprint;
    return { data: kept, said };
  }

  /** @param {unknown} value @returns {value is string} */
  const isText = (value) => typeof value === "string" && !UNSEEN.test(value);
  /** @param {string} text */
  const isName = (text) => text.length <= RULES.longestId && !RULES.reserved.includes(text); // a file may have it
  /** @param {unknown} value */
  const isId = (value) => typeof value === "string" && ID.test(value) && isName(value);

  // Whether a mapping has something, only under these keys, and only text.
  /** @param {object} mapping @param {string[]} keys */
  function holdsText(mapping, keys) {
    const entries = Object.entries(mapping);
    return entries.length > 0 && entries.every(([key, value]) => keys.includes(key) && isText(value) && value.trim());
  }

  /** @param {unknown} text @returns {text is string} */
  function isPossibleDay(text) {
    const year = Number(String(text).slice(0, 4));
    const [first, last] = RULES.years;
    return typeof text === "string" && Planner.readDay(text) !== null && year >= first && year <= last;
  }

  // Say what has changed in the playbook since a case was made with it.
  /** @param {unknown} madeWith @param {Prepared} playbook */
  function sayChanges(madeWith, playbook) {
    const { imprint } = playbook.data;
    if (!isMapping(madeWith) || typeof madeWith.revision !== "string" || madeWith.revision === imprint.revision)
      return [];
    const said = [fill("case_remark_revision", { revision: madeWith.revision, now: imprint.revision })];
    /** @param {unknown} text @returns {Full<string>} */
    const read = (text) =>
      /** @type {Full<string>} */ (
        new Map(Array.from(String(text).matchAll(/([^\s=]+)=([^\s=]*)/g), ([, name, digits]) => [name, digits]))
      );
    const [then, now] = [read(madeWith.steps), read(imprint.steps)];
    if (!then.size) return said;
    for (const [name, digits] of now) {
      const { number, title } = playbook.byId.get(name);
      if (!then.has(name)) said.push(fill("case_remark_new", { number, title }));
      else if (then.get(name) !== digits)
        said.push(fill("case_remark_changed", { number, title, aspects: sayAspects(then.get(name), digits) }));
    }
    for (const name of then.keys()) if (!now.has(name)) said.push(fill("case_remark_gone", { step: name }));
    if (said.length === 1) said.push(words.case_remark_same);
    return said;
  }

  /** @param {string} then @param {string} now */
  function sayAspects(then, now) {
    const { aspects, digits } = RULES;
    /** @param {string} text @param {number} number */
    const part = (text, number) => text.slice(number * digits, (number + 1) * digits);
    const changed = aspects.filter((_, number) => part(then, number) !== part(now, number));
    return Phrases.join(changed.map((aspect) => words[`case_aspect_${aspect}`]));
  }

  function makeId() {
    const letters = crypto.getRandomValues(new Uint8Array(8));
    return `case-${[...letters].map((number) => "abcdefghijkmnpqrstuvwxyz"[number % 24]).join("")}`;
  }

  // Write a case file: what is empty is left out.
  /** @param {Record<string, any>} data */
  function writeCase(data) {
    /** @type {Record<string, unknown>} */
    const kept = {};
    for (const key of KEYS) {
      const value = data[key];
      if (value && (typeof value === "string" || Object.keys(value).length)) kept[key] = value;
    }
    return jsyaml.dump(kept, { schema: jsyaml.FAILSAFE_SCHEMA, lineWidth: 110 });
  }

  return { CaseError, complete, readCase, writeCase, makeId, isId, isPossibleDay };
})();
