// The files that the page gives and takes: the case, its calendar and its table. They hold what the command writes:
// generator/case_file.py, case_calendar.py, steps_file.py; tests read both and compare.
"use strict";

const Files = (() => {
  const { fill, words } = Phrases;
  const LARGEST = 1000000;
  const DEEPEST = 12;
  const SECTIONS = ["facts", "dates", "fields", "people", "steps"];
  const LINE = /^(?!.*[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069])/s;

  class CaseError extends Error {}

  function isMapping(value) {
    return typeof value === "object" && value !== null && !Array.isArray(value);
  }

  // Give a case that has every section, from one that may lack some.
  function complete(data) {
    const found = { id: "", facts: {}, dates: {}, fields: {}, people: {}, steps: {}, ticked: [], notes: "", ...data };
    for (const section of SECTIONS) if (!isMapping(found[section])) found[section] = {};
    if (!Array.isArray(found.ticked)) found.ticked = [];
    return found;
  }

  // Read a case file. What does not fit the playbook is left out, and said.
  function readCase(text, playbook, fileName) {
    if (text.length > LARGEST) throw new CaseError(words.planner_open_large);
    if (!text.trim()) throw new CaseError(words.planner_open_other);
    let data;
    try {
      data = jsyaml.load(text.replace(/^\ufeff/, ""), { schema: jsyaml.FAILSAFE_SCHEMA });
    } catch (error) {
      throw new CaseError(fill("planner_open_unread", { why: String(error.reason || error.message).split("\n")[0] }));
    }
    if (!isMapping(data) || !SECTIONS.concat("id", "made-with").some((key) => key in data)) throw new CaseError(words.planner_open_other);
    refuseAliases(data);
    const stem = fileName.replace(/\.[^.]*$/, "");
    return fit(complete({ id: stem, ...data }), playbook);
  }

  // What stands in a file twice, by an anchor and aliases, could grow without end.
  function refuseAliases(data) {
    const seen = new Set();
    const walk = (value, depth) => {
      if (typeof value !== "object" || value === null) return;
      if (seen.has(value) || depth > DEEPEST) throw new CaseError(words.planner_open_other);
      seen.add(value);
      Object.values(value).forEach((inner) => walk(inner, depth + 1));
    };
    walk(data, 0);
  }

  function fit(data, playbook) {
    const said = sayChanges(data["made-with"], playbook);
    const kept = { id: data.id, facts: {}, dates: {}, fields: {}, people: {}, steps: {} };
    const known = ["id", ...SECTIONS, "ticked", "notes", "made-with"];
    const refuse = (name, value) => said.push(fill("planner_open_left_out", { name, value: typeof value === "string" ? value : "…" }));
    for (const name of Object.keys(data)) if (!known.includes(name)) refuse(name, "…");
    for (const fact of playbook.data.facts)
      if (Object.hasOwn(data.facts, fact.id)) {
        const facts = { ...kept.facts, [fact.id]: data.facts[fact.id] };
        if (playbook.reasoner.admits(facts)) kept.facts = facts;
      }
    for (const [name, value] of Object.entries(data.facts)) if (!Object.hasOwn(kept.facts, name)) refuse(name, value);
    for (const [name, value] of Object.entries(data.dates)) {
      if (playbook.dates.has(name) && isPossibleDay(value)) kept.dates[name] = value;
      else refuse(name, value);
    }
    for (const [name, value] of Object.entries(data.fields)) {
      if (playbook.data.fields.includes(name) && typeof value === "string" && LINE.test(value)) kept.fields[name] = value;
      else refuse(name, value);
    }
    for (const [role, person] of Object.entries(data.people)) {
      if (Object.hasOwn(playbook.data.roles, role) && isMapping(person) && holdsText(person, ["name", "email", "phone"])) kept.people[role] = person;
      else refuse(role, person);
    }
    const now = new Map(playbook.steps.flatMap((step) => step.formerly.map((old) => [old, step.id])));
    for (const [old, value] of Object.entries(data.steps)) {
      const progress = typeof value === "string" ? { done: value } : value;
      const name = now.get(old) || old;
      if (playbook.byId.has(name) && isMapping(progress) && holdsText(progress, ["done", "note"]) && (!("done" in progress) || isPossibleDay(progress.done))) kept.steps[name] = progress;
      else refuse(old, progress);
    }
    const keys = new Set(playbook.steps.flatMap((step) => step.tasks.map((task) => task.key)));
    kept.ticked = data.ticked.filter((key) => keys.has(key));
    const lost = data.ticked.length - kept.ticked.length;
    if (lost === 1) said.push(words.case_remark_reworded_one);
    if (lost > 1) said.push(fill("case_remark_reworded", { count: lost }));
    if (typeof kept.id !== "string" || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(kept.id)) kept.id = makeId();
    kept.notes = typeof data.notes === "string" ? data.notes : "";
    kept["made-with"] = playbook.data.imprint;
    return { data: kept, said };
  }

  // Whether a mapping has something, only under these keys, and only text.
  function holdsText(mapping, keys) {
    const entries = Object.entries(mapping);
    return entries.length > 0 && entries.every(([key, value]) => keys.includes(key) && typeof value === "string" && value.trim() && LINE.test(value));
  }

  function isPossibleDay(text) {
    const year = Number(String(text).slice(0, 4));
    const [first, last] = PLAYBOOK.years;
    return typeof text === "string" && Planner.readDay(text) !== null && year >= first && year <= last;
  }

  // Say what has changed in the playbook since a case was made with it.
  function sayChanges(madeWith, playbook) {
    const { imprint } = playbook.data;
    if (!isMapping(madeWith) || typeof madeWith.revision !== "string" || madeWith.revision === imprint.revision) return [];
    const said = [fill("case_remark_revision", { revision: madeWith.revision, now: imprint.revision })];
    const read = (text) => new Map(text.split(/\s+/).filter((entry) => entry.includes("=")).map((entry) => entry.split("=")));
    const [then, now] = [read(typeof madeWith.steps === "string" ? madeWith.steps : ""), read(imprint.steps)];
    if (!then.size) return said;
    for (const [name, digits] of now) {
      const { number, title } = playbook.byId.get(name);
      if (!then.has(name)) said.push(fill("case_remark_new", { number, title }));
      else if (then.get(name) !== digits) said.push(fill("case_remark_changed", { number, title, aspects: sayAspects(then.get(name), digits) }));
    }
    for (const name of then.keys()) if (!now.has(name)) said.push(fill("case_remark_gone", { step: name }));
    if (said.length === 1) said.push(words.case_remark_same);
    return said;
  }

  function sayAspects(then, now) {
    const aspects = ["applies", "tasks", "due", "order", "people"];
    const changed = aspects.filter((_, number) => then.slice(number * 3, number * 3 + 3) !== now.slice(number * 3, number * 3 + 3));
    return Phrases.join(changed.map((aspect) => words[`case_aspect_${aspect}`]));
  }

  function makeId() {
    const letters = crypto.getRandomValues(new Uint8Array(8));
    return `case-${[...letters].map((number) => "abcdefghijkmnpqrstuvwxyz"[number % 24]).join("")}`;
  }

  // Write a case file: what is empty is left out.
  function writeCase(data) {
    const kept = {};
    for (const key of ["id", ...SECTIONS, "ticked", "notes", "made-with"]) {
      const value = data[key];
      if (value && (typeof value === "string" || Object.keys(value).length)) kept[key] = value;
    }
    return jsyaml.dump(kept, { schema: jsyaml.FAILSAFE_SCHEMA, lineWidth: 110 });
  }

  function listRows(plan, people) {
    const columns = ["number", "name", "start", "due", "assignee", "section", "status", "waits", "notes", "id"];
    const rows = [columns.map((column) => words[`table_${column}`])];
    for (const one of plan.steps) {
      if (one.state === "skip") continue;
      const { step, slot } = one;
      const day = (number) => (number === null ? "" : Planner.writeDay(number));
      rows.push([
        String(step.number),
        step.title,
        slot.last !== null && slot.first > slot.last ? "" : day(slot.first),
        day(slot.last),
        Phrases.who(step.accountable, people),
        step.phase.title,
        words[`case_standing_${one.standing}`],
        one.waits.map((before) => before.number).join(" "),
        sayNotes(plan, one),
        step.id,
      ]);
    }
    return rows;
  }

  function sayNotes(plan, one) {
    const onlyIf = Phrases.saysOnlyIf(one);
    const lines = [onlyIf && `${onlyIf}.`, ...Phrases.moves(plan, one), ...one.tasks.map((task) => `• ${task.item.do}`)];
    if (one.note) lines.push(fill("case_note", { note: one.note }));
    return lines.filter(Boolean).join("\n");
  }

  // A table in which no cell is a formula (RFC 4180), guarded as generator/packet/table.py guards it.
  function writeTable(plan, people) {
    const guard = (text) =>
      text.replace(/[\x00-\x1f\x7f-\x9f\u2028\u2029]+/g, " ").replaceAll(";", ",").replace(/^(\s*)(?=[=+@\-＝＋＠－])/, "$1'");
    const quote = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
    return "\ufeff" + listRows(plan, people).map((row) => row.map((cell) => quote(guard(cell))).join(",") + "\r\n").join("");
  }

  // A calendar with a day for each step (RFC 5545).
  function writeCalendar(plan, { id, title, people }) {
    const lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//playbook//case//EN", "METHOD:PUBLISH"];
    lines.push(`X-WR-CALNAME:${escapeText(fill("case_title", { playbook: PLAYBOOK.title, case: title }))}`);
    for (const one of plan.steps) if (one.state !== "skip") lines.push(...writeEvent(plan, one, { id, title, people }));
    lines.push("END:VCALENDAR");
    return lines.map(foldLine).join("");
  }

  function writeEvent(plan, one, { id, title, people }) {
    const { step, slot } = one;
    const day = one.done ?? slot.last ?? slot.first;
    if (day === null) return [];
    const compact = (number) => Planner.writeDay(number).replaceAll("-", "");
    const name = one.done !== undefined ? "event_done" : one.state === "if" ? "event_if" : "event_do";
    const lines = [
      "BEGIN:VEVENT",
      `SUMMARY:${escapeText(fill(name, { number: step.number, title: step.title, case: title }))}`,
      `DTSTART;VALUE=DATE:${compact(day)}`,
      `DTEND;VALUE=DATE:${compact(day + 1)}`,
      `DTSTAMP:${compact(plan.today)}T000000Z`,
      `UID:${id}.${step.id}@${PLAYBOOK.owner}.playbook`,
      `SEQUENCE:${plan.today - Planner.readDay("2020-01-01")}`,
      `CATEGORIES:${escapeText(PLAYBOOK.roles[step.accountable])}`,
      `DESCRIPTION:${escapeText(sayEvent(plan, one, people))}`,
      `STATUS:${one.state === "if" ? "TENTATIVE" : "CONFIRMED"}`,
      "TRANSP:TRANSPARENT",
    ];
    for (const [hours, text] of listAlarms(one)) {
      const trigger = hours < 0 ? `-PT${-hours}H` : `PT${hours}H`;
      lines.push("BEGIN:VALARM", "ACTION:DISPLAY", `DESCRIPTION:${escapeText(text)}`, `TRIGGER:${trigger}`, "END:VALARM");
    }
    lines.push("END:VEVENT");
    return lines;
  }

  function listAlarms(one) {
    const { first, last } = one.slot;
    const { title } = one.step;
    if (one.done !== undefined) return [];
    const alarms = first !== null && last !== null && first < last ? [[9 - 24 * (last - first), fill("alarm_first", { title })]] : [];
    return [...alarms, [9 - 24, fill(last === null ? "alarm_first" : "alarm_last", { title })]];
  }

  function sayEvent(plan, one, people) {
    const onlyIf = Phrases.saysOnlyIf(one);
    const lines = [
      `${words.accountable}: ${Phrases.who(one.step.accountable, people)}`,
      `${words.responsible}: ${one.step.responsible.map((role) => Phrases.who(role, people)).join(", ")}`,
      "",
      `${words.due}: ${Phrases.window(plan, one)}`,
      ...(onlyIf ? [`${onlyIf}.`] : []),
      ...Phrases.moves(plan, one),
      ...one.tasks.map((task) => `- ${task.item.do}`),
      ...(one.note ? [fill("case_note", { note: one.note })] : []),
    ];
    return lines.join("\n") + "\n";
  }

  function escapeText(text) {
    return text.replace(/[\\;,]/g, "\\$&").replace(/\r\n?|\n/g, "\\n");
  }

  // Fold a line at 75 bytes, between characters.
  function foldLine(line) {
    const encoder = new TextEncoder();
    let folded = "";
    let bytes = 0;
    for (const letter of line) {
      const size = encoder.encode(letter).length;
      if (bytes + size > 74) {
        folded += "\r\n ";
        bytes = 1;
      }
      folded += letter;
      bytes += size;
    }
    return folded + "\r\n";
  }

  return { CaseError, complete, readCase, writeCase, writeTable, writeCalendar, makeId, isPossibleDay };
})();
