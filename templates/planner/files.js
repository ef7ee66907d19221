// @ts-check
// The case files that the page gives and takes; the same as generator/load/case.py reads. What this browser keeps goes
// through the same reading.
"use strict";

const Files = (() => {
  const { fill, words } = Phrases;
  const { keys: KEYS, ...RULES } = PLAYBOOK.case;
  const MOST_SAID = 20;
  const LONGEST_SAID = 80;
  const MENDABLE = ["text", "amount", "email"]; // faults that people see and mend in the form

  class CaseError extends Error {}

  /** @param {unknown} value @returns {value is Record<string, any>} */
  function isMapping(value) {
    return typeof value === "object" && value !== null && !Array.isArray(value);
  }

  // Give a case that has every section, from one that lacks some.
  /** @param {Partial<CaseData>} data @returns {CaseData} */
  function complete(data) {
    return { id: "", facts: {}, dates: {}, fields: {}, people: {}, steps: {}, ticked: [], notes: "", ...data };
  }

  // Read a case file. What does not fit the playbook is left out, and said.
  /** @param {string} text @param {Prepared} playbook @param {string} fileName @returns {ReadCase} */
  function readCase(text, playbook, fileName) {
    if (new TextEncoder().encode(text).length > RULES.largest) throw new CaseError(words.planner_open_large);
    if (!text.trim()) throw new CaseError(words.planner_open_other);
    let data;
    try {
      data = jsyaml.load(text.replace(/^\ufeff/, ""), { schema: jsyaml.FAILSAFE_SCHEMA });
    } catch (error) {
      const { reason, message } = /** @type {any} */ (error);
      throw new CaseError(fill("planner_open_unread", { why: String(reason || message).split("\n")[0] }));
    }
    if (!isMapping(data) || (Object.keys(data).length && !KEYS.some((key) => Object.hasOwn(data, key))))
      throw new CaseError(words.planner_open_other);
    refuseAliases(data);
    const stem = fileName.replace(/\.[^.]*$/, "");
    const read = fit({ ...data, id: data.id ?? (Values.isId(stem) ? stem : null) }, playbook);
    if (hasComments(text, read.data)) read.said.push(words.planner_open_comments);
    return { ...read, unread: false };
  }

  // Whether a file has comments, which are no part of the case; a line of somebody's text may begin as they do.
  /** @param {string} text @param {CaseData} data */
  function hasComments(text, data) {
    const notes = Object.values(data.steps).map((progress) => progress.note);
    const typed = [data.notes, ...notes, ...Object.values(data.fields)].join("\n");
    return text.split("\n").some((line) => /^\s*#/.test(line) && !typed.includes(line.trim()));
  }

  // Read what this browser keeps under an id; what cannot be read at all is shown as an empty case, and said.
  /** @param {string} text @param {Prepared} playbook @param {string} id @returns {ReadCase} */
  function readKept(text, playbook, id) {
    let kept;
    try {
      kept = JSON.parse(text);
    } catch {
      kept = null;
    }
    if (!isMapping(kept)) {
      const data = complete({ id, "made-with": playbook.data.imprint });
      return { data, said: [words.planner_kept_unread], whole: false, unread: true };
    }
    const { edited, ...given } = kept;
    const read = fit({ ...given, id }, playbook);
    if (typeof edited === "number") read.data.edited = edited;
    return { ...read, unread: false };
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

  // Keep of a case what fits the playbook, and say the rest; `whole` is whether there is no rest.
  /** @param {Record<string, any>} given @param {Prepared} playbook */
  function fit(given, playbook) {
    /** @type {string[]} */
    const refused = [];
    let more = 0;
    /** @type {Refuse} */
    const refuse = (name, value, text = "planner_open_left_out") => {
      if (refused.length === MOST_SAID) more += 1;
      else refused.push(fill(text, { name: shorten(name), value: typeof value === "string" ? shorten(value) : "…" }));
    };
    for (const name of Object.keys(given)) if (!KEYS.includes(name)) refuse(name, null);
    /** @param {string} section */
    const list = (section) => listEntries(given[section], section, refuse);
    const ticked = fitTicked(given.ticked, playbook, refuse);
    const data = complete({
      facts: fitFacts(list("facts"), playbook, refuse),
      dates: fitDates(list("dates"), playbook, refuse),
      fields: fitFields(list("fields"), refuse),
      people: fitPeople(list("people"), playbook, refuse),
      steps: fitSteps(list("steps"), playbook, refuse),
      ticked: ticked.kept,
      "made-with": playbook.data.imprint,
    });
    data.id = Values.isId(given.id) ? given.id : makeId();
    if (isSomething(given.id) && data.id !== given.id) refuse("id", given.id);
    if (Values.isText(given.notes)) data.notes = given.notes;
    else if (isSomething(given.notes)) refuse("notes", given.notes);
    if (isSomething(given["made-with"]) && typeof given["made-with"].revision !== "string") refuse("made-with", null);
    const said = [...Changes.say(given["made-with"], playbook), ...refused];
    if (more) said.push(fill("planner_open_more", { count: more }));
    if (ticked.lost === 1) said.push(words.case_remark_reworded_one);
    if (ticked.lost > 1) said.push(fill("case_remark_reworded", { count: ticked.lost }));
    return { data, said, whole: !refused.length && !ticked.lost };
  }

  /** @param {unknown} value */
  const isSomething = (value) => (typeof value === "string" ? Values.strip(value) !== "" : (value ?? null) !== null);
  /** @param {string} text */
  const shorten = (text) => (text.length > LONGEST_SAID ? `${text.slice(0, LONGEST_SAID)}…` : text);

  /** @param {unknown} section @param {string} name @param {Refuse} refuse @returns {[string, any][]} */
  function listEntries(section, name, refuse) {
    if (isMapping(section)) return Object.entries(section);
    if (isSomething(section)) refuse(name, section);
    return [];
  }

  /** @param {[string, any][]} entries @param {Prepared} playbook @param {Refuse} refuse */
  function fitFacts(entries, playbook, refuse) {
    const given = new Map(entries.map(([name, value]) => [name, typeof value === "string" ? fold(value) : value]));
    /** @type {Answers} */
    let kept = {};
    for (const fact of playbook.data.facts) {
      if (!given.has(fact.id)) continue;
      const more = { ...kept, [fact.id]: given.get(fact.id) };
      if (playbook.table.admits(more)) kept = more;
      else {
        const option = fact.options.find((one) => one.id === given.get(fact.id));
        refuse(fact.question, option ? option.label : given.get(fact.id), "planner_open_answer");
      }
      given.delete(fact.id);
    }
    for (const [name, value] of given) refuse(name, value);
    return kept;
  }

  /** @param {string} text */
  const fold = (text) => text.replace(/\s+/g, " ").trim();

  /** @param {[string, any][]} entries @param {Prepared} playbook @param {Refuse} refuse */
  function fitDates(entries, playbook, refuse) {
    /** @type {Record<string, string>} */
    const kept = {};
    for (const [name, value] of entries) {
      if (playbook.dates.has(name) && Values.isDay(value)) kept[name] = value;
      else refuse(playbook.dates.get(name)?.label ?? name, value);
    }
    return kept;
  }

  /** @param {[string, any][]} entries @param {Refuse} refuse */
  function fitFields(entries, refuse) {
    const asked = new Set([...PLAYBOOK.blanks, ...PLAYBOOK.addresses]);
    /** @type {Record<string, string>} */
    const kept = {};
    for (const [name, value] of entries) {
      const field = Values.fields.has(name) ? Values.fields.get(name) : null;
      const fault = field ? Values.findFault(field, value) : "unknown";
      const mendable = fault !== null && asked.has(name) && MENDABLE.includes(fault) && typeof value === "string";
      if (fault === null || (mendable && isSomething(value))) kept[name] = value;
      else refuse(field?.label ?? name, value);
    }
    return kept;
  }

  /** @param {[string, any][]} entries @param {Prepared} playbook @param {Refuse} refuse */
  function fitPeople(entries, playbook, refuse) {
    /** @type {Record<string, Person>} */
    const kept = {};
    for (const [role, value] of entries) {
      const known = Object.hasOwn(playbook.data.roles, role);
      const person = readTexts(value, RULES.person);
      if (known && person && (person.email === undefined || Values.isMailbox(person.email))) kept[role] = person;
      else refuse(known ? playbook.data.roles[role] : role, value);
    }
    return kept;
  }

  // Steps that have another id now keep their progress; where a case has both, the id of now wins.
  /** @param {[string, any][]} entries @param {Prepared} playbook @param {Refuse} refuse */
  function fitSteps(entries, playbook, refuse) {
    /** @type {CaseData["steps"]} */
    const kept = {};
    /** @param {[string, any]} entry */
    const isFormer = ([name]) => Number(playbook.current.has(name));
    for (const [old, value] of [...entries].sort((one, other) => isFormer(one) - isFormer(other))) {
      const step = playbook.byId.get(playbook.current.get(old) ?? old);
      const progress = readTexts(typeof value === "string" ? { done: value } : value, RULES.progress);
      const fits = progress && (progress.done === undefined || Values.isPossibleDay(progress.done));
      if (step && fits && !Object.hasOwn(kept, step.id)) kept[step.id] = progress;
      else refuse(step ? `${step.number} ${step.title}` : old, typeof value === "string" ? value : value?.done);
    }
    return kept;
  }

  /** @param {unknown} given @param {Prepared} playbook @param {Refuse} refuse */
  function fitTicked(given, playbook, refuse) {
    if (!Array.isArray(given)) {
      if (isSomething(given)) refuse("ticked", given);
      return { kept: [], lost: 0 };
    }
    const known = new Set(playbook.steps.flatMap((step) => step.tasks.map((task) => task.key)));
    const keys = given.map((key) => useCurrentKey(String(key), playbook));
    const kept = keys.filter((key) => known.has(key));
    return { kept: [...new Set(kept)], lost: keys.length - kept.length };
  }

  /** @param {string} key @param {Prepared} playbook */
  function useCurrentKey(key, playbook) {
    const [step, ...task] = key.split(".");
    return [playbook.current.get(step) ?? step, ...task].join(".");
  }

  // Give a mapping if it has something, only under these keys, and only text; what is still empty is left out.
  /** @param {unknown} mapping @param {string[]} keys @returns {Record<string, string> | null} */
  function readTexts(mapping, keys) {
    const entries = isMapping(mapping) ? Object.entries(mapping).filter(([, value]) => value !== null) : [];
    const fits = entries.every(([key, value]) => keys.includes(key) && Values.isText(value));
    return entries.length && fits ? Object.fromEntries(entries) : null;
  }

  function makeId() {
    const letters = crypto.getRandomValues(new Uint8Array(8));
    return `case-${[...letters].map((number) => "abcdefghijkmnpqrstuvwxyz"[number % 24]).join("")}`;
  }

  // Give a case as it goes into a file, which the command takes: without days that do not exist in it or cannot be, and
  // without values that do not fit their fields; `left` are the labels of what people have typed and the file lacks.
  /** @param {CaseData} data @param {Prepared} playbook */
  function forFile(data, playbook) {
    const { used, wrong } = Values.checkDays(playbook, data);
    const left = [...wrong.keys()].map((name) => playbook.dates.get(name).label);
    /** @type {Record<string, string>} */
    const fields = {};
    for (const [name, value] of Object.entries(data.fields)) {
      const field = Values.fields.get(name);
      if (field.date !== null && Object.hasOwn(used, field.date)) continue; // which fills the field
      if (Values.findFault(field, value) === null) fields[name] = value;
      else left.push(field.label);
    }
    return { data: { ...data, dates: used, fields }, left };
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

  return { CaseError, complete, readCase, readKept, forFile, writeCase, makeId };
})();
