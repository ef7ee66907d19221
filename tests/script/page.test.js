"use strict";

const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const assert = require("node:assert/strict");
const { test } = require("node:test");
const { loadPage, plain } = require("./page.js");

const { PLAYBOOK, Logic, Planner, Phrases, Values, Files, Papers, playbook } = loadPage();
const { readDay, writeDay } = Planner;

function plan(facts, { dates = {}, done = {}, today = "2026-09-01" } = {}) {
  return Planner.planCase(playbook, facts, { dates, done, today: readDay(today) });
}

function stepOf(planned, id) {
  return planned.steps.find((one) => one.step.id === id);
}

test("days are read as Python reads them, and written back", () => {
  for (const text of ["0001-01-01", "1970-01-01", "2024-02-29", "2026-11-23", "9999-12-31"])
    assert.equal(writeDay(readDay(text)), text);
  assert.equal(readDay("1970-01-02"), 1);
  const wrong = [
    "",
    undefined,
    "0000-01-01",
    "2026-02-30",
    "2026-13-01",
    "2026-1-1",
    "+002026-11-23",
    "2026-11-23\n",
    "x",
  ];
  for (const text of wrong) assert.equal(readDay(text), null, String(text));
});

test("a step that applies, may apply or is skipped says so in the words of Python", () => {
  const saysOf = (facts) => {
    const { state, says } = stepOf(plan(facts), "bring-guests-down");
    return [state, says];
  };
  const both = "Only if a storm closes the hut and guests are inside, or there is snow on the path";
  assert.deepEqual(saysOf({}), ["if", both]);
  assert.deepEqual(saysOf({ path: "season-ends" }), ["if", "Only if there is snow on the path"]);
  assert.deepEqual(saysOf({ path: "storm", "guests-inside": "yes" }), ["do", ""]);
  assert.equal(saysOf({ "guests-inside": "no" })[0], "skip");
});

test("answers that no case has together are not admitted", () => {
  const { table } = playbook;
  assert.ok(table.admits({}));
  assert.ok(table.admits({ "snow-on-path": "yes" }));
  assert.ok(table.admits({ "guests-inside": "yes", "snow-on-path": "yes" }));
  assert.ok(!table.admits({ "guests-inside": "no", "snow-on-path": "yes" }));
  assert.ok(!table.admits({ path: "constructor" }));
  assert.ok(!table.admits({ toString: "storm" }));
});

test("only facts that still matter are open", () => {
  const openOf = (facts) => plain(plan(facts).open.map((fact) => fact.id));
  assert.deepEqual(openOf({}), ["path", "guests-inside", "snow-on-path"]);
  assert.deepEqual(openOf({ path: "storm", "guests-inside": "no" }), []);
});

test("a fact may have a name that every object knows", () => {
  const facts = [{ id: "constructor", options: [{ id: "yes" }, { id: "no" }] }];
  const open = { state: "if", says: "", behind: [0] };
  const table = new Logic.Table({ facts, table: { admitted: [], leaves: [open], nodes: [] } });
  assert.deepEqual(plain(table.listOpen([open], {})), facts);
  assert.deepEqual(plain(table.listOpen([open], { constructor: "yes" })), []);
});

test("only the dates of a case exist", () => {
  const datesOf = (facts) => plain(Planner.listDates(playbook, facts).map((date) => date.id));
  assert.deepEqual(datesOf({}), ["last-night", "storm-warning"]);
  assert.deepEqual(datesOf({ path: "storm" }), ["storm-warning"]);
});

test("windows become working days, and a step stands by them", () => {
  const dates = { "last-night": "2026-10-18" };
  const planned = plan({ path: "season-ends", "guests-inside": "no" }, { dates, today: "2026-10-06" });
  const one = stepOf(planned, "tell-guests");
  const days = [one.slot.earliest, one.slot.latest, one.slot.first, one.slot.last].map(writeDay);
  // 30 to 14 days before; the 18th and the 4th are Sundays, so the last day is Friday the 2nd
  assert.deepEqual(days, ["2026-09-18", "2026-10-04", "2026-09-18", "2026-10-02"]);
  assert.equal(one.standing, "late");
  assert.match(Phrases.window(planned, one), /^Fri 18 Sep to Fri 2 Oct 2026$/);
});

test("a case file is read as it was written, and what does not fit is said", () => {
  const opened = Files.readCase('id: hut\nfacts: {path: storm}\nnotes: "- a"\n', playbook, "case.yml");
  const text = Files.writeCase(opened.data);
  const read = Files.readCase(text, playbook, "other.yml");
  assert.equal(read.data.id, "hut");
  assert.deepEqual(plain(read.data.facts), { path: "storm" });
  assert.equal(read.data.notes, "- a");
  assert.deepEqual(plain(read.said), []);
  const wrong = Files.readCase("facts: {path: rain}\nsteps: {lock-door: 2026-02-30}\n", playbook, "con.yml");
  assert.deepEqual(plain(wrong.data.facts), {});
  assert.equal(wrong.said.length, 2);
  assert.match(wrong.data.id, /^case-[a-z]{8}$/); // Windows keeps the name "con"
});

test("text that turns its direction around, or is too deep, is left out", () => {
  const read = Files.readCase("fields: {guest_name: a\u202eb}\nnotes: x\n", playbook, "a.yml");
  assert.deepEqual(plain(read.data.fields), {});
  assert.throws(
    () => Files.readCase(`notes: ${"[".repeat(40)}${"]".repeat(40)}\n`, playbook, "a.yml"),
    Files.CaseError,
  );
});

function readTable(...path) {
  const lines = readFileSync(join(__dirname, "..", ...path), "utf8").split("\n");
  return lines.filter((line) => line.startsWith("- ")).map((line) => JSON.parse(line.slice(2)));
}

test("names of files are made as the command makes them", () => {
  const names = readTable("slugs.yml");
  assert.ok(names.length > 15);
  for (const [name, slug] of names) assert.equal(Values.makeSlug(name), slug, name);
});

test("what this browser keeps is read as a case file is, and what does not fit is named", () => {
  const kept = {
    facts: { path: "storm", "guests-inside": "maybe", colour: "red" },
    dates: { "storm-warning": "2026-09-01", "first-snow": "2026-10-01" },
    fields: { hut_name: "Upper hut", guest_address: "jo@", reopening: 7 },
    people: { warden: { name: "Jo", email: "jo" } },
    steps: { "lock-door": { done: "2026-09-02" }, "drain-water": { done: 5 } },
    ticked: ["lock-door.gone"],
    shape: { of: "a later format" },
    edited: 5,
  };
  const read = Files.readKept(JSON.stringify(kept), playbook, "hut");
  assert.deepEqual(plain(read.data), {
    id: "hut",
    facts: { path: "storm" },
    dates: { "storm-warning": "2026-09-01" },
    fields: { hut_name: "Upper hut", guest_address: "jo@" }, // the form says that this is no address yet
    people: {},
    steps: { "lock-door": { done: "2026-09-02" } },
    ticked: [],
    notes: "",
    "made-with": plain(PLAYBOOK.imprint),
    edited: 5,
  });
  assert.deepEqual(plain(read.said), [
    "“shape: …” doesn’t fit this playbook and is left out.",
    "The answer “maybe” to “Are there guests inside?” doesn’t fit this playbook and is left out.",
    "“colour: red” doesn’t fit this playbook and is left out.",
    "“first-snow: 2026-10-01” doesn’t fit this playbook and is left out.",
    "“Reopening: …” doesn’t fit this playbook and is left out.",
    "“Hut warden: …” doesn’t fit this playbook and is left out.",
    "“4 Drain the water: …” doesn’t fit this playbook and is left out.",
    "1 ticked task has been reworded or removed since, so it no longer counts as ticked.",
  ]);
  assert.equal(read.whole, false);
  const again = Files.readKept(JSON.stringify(read.data), playbook, "hut");
  assert.deepEqual([plain(again.said), again.whole], [[], true]);
});

test("what cannot be read is an empty case, and says so; much that does not fit is counted", () => {
  for (const text of ["", "{", "null", "7", "[]", '"text"', "[".repeat(100000)]) {
    const read = Files.readKept(text, playbook, "hut");
    assert.deepEqual([read.unread, read.whole, read.data.id, read.said.length], [true, false, "hut", 1], text);
  }
  const many = Object.fromEntries(
    Array.from({ length: 300000 }, (_, number) => [`k${number}`, "x".repeat(number % 200)]),
  );
  const { said } = Files.readKept(JSON.stringify(many), playbook, "hut");
  assert.equal(said.length, 21);
  assert.equal(said[20], "299980 more entries don’t fit and are left out.");
});

test("a step that has another id now keeps its day, its note and its ticks, and is neither new nor gone", () => {
  const { current, byId } = playbook;
  const [[old, now]] = [...current];
  const task = byId.get(now).tasks[0].key;
  const former = PLAYBOOK.formerImprints.flatMap((steps) => steps.split(" "));
  const steps = PLAYBOOK.imprint.steps
    .split(" ")
    .map((one) => former.find((other) => other.split("=")[0] === one.split("=")[0]) ?? one)
    .join(" ")
    .replace(`${now}=`, `${old}=`);
  const read = Files.readKept(
    JSON.stringify({
      steps: { [old]: { done: "2026-09-02", note: "n" } },
      ticked: [task.replace(now, old)],
      "made-with": { revision: "1", steps },
    }),
    playbook,
    "hut",
  );
  assert.deepEqual(plain(read.data.steps), { [now]: { done: "2026-09-02", note: "n" } });
  assert.deepEqual(plain(read.data.ticked), [task]);
  assert.deepEqual(plain(read.said), [
    `The case was made with revision 1; the playbook is now revision ${PLAYBOOK.revision}.`,
    "No step has changed since.",
  ]);
  assert.ok(read.whole);
  const both = { [old]: { note: "old" }, [now]: { note: "new" } };
  const twice = Files.readKept(JSON.stringify({ steps: both }), playbook, "hut");
  assert.deepEqual([twice.data.steps[now].note, twice.said.length, twice.whole], ["new", 1, false]);
});

test("a file lacks what cannot be so, and the page says what", () => {
  const read = Files.readCase(
    "facts: {path: storm}\ndates: {storm-warning: 1999-01-01, last-night: 2026-09-01}\nfields: {guest_address: jo}\n",
    playbook,
    "hut.yml",
  );
  assert.deepEqual(plain(read.said), []);
  const { data, left } = Files.forFile(read.data, playbook);
  assert.deepEqual([plain(data.dates), plain(data.fields)], [{}, {}]);
  assert.deepEqual(plain(left), ["the storm warning", "Address of the guests"]);
});

test("cells of the table are guarded as the command guards them", () => {
  const cases = readTable("packet", "cells.yml");
  assert.ok(cases.length > 10);
  for (const [text, cell] of cases) {
    const planned = plan({ path: "storm" });
    const one = stepOf(planned, "lock-door");
    one.step = { ...one.step, title: text };
    const quoted = /[",]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
    assert.ok(Papers.writeTable(planned, {}).includes(`,${quoted},`), text);
  }
});

test("the calendar folds its lines at 75 bytes and escapes what has a meaning", () => {
  const dates = { "storm-warning": "2026-09-01" };
  const calendar = Papers.writeCalendar(plan({ path: "storm" }, { dates }), {
    id: "a",
    title: "Ü;,\\".repeat(30),
    people: {},
  });
  for (const line of calendar.split("\r\n")) assert.ok(Buffer.byteLength(line) <= 75, line);
  assert.match(calendar.replaceAll("\r\n ", ""), /Ü\\;\\,\\\\Ü/);
  assert.match(calendar, /^BEGIN:VCALENDAR\r\nVERSION:2.0\r\n/);
  assert.match(calendar, /TRIGGER:-PT15H\r\n/);
});

test("what is begun before its turn, and years without known holidays, are named in the words of Python", () => {
  const lock = playbook.byId.get("lock-door");
  const [guard] = lock.guards;
  const facts = { path: "season-ends", "guests-inside": "yes" };
  const dates = { "last-night": "2060-10-04" };
  const planned = Planner.planCase(playbook, facts, {
    dates,
    ticked: [lock.tasks[0].key],
    today: readDay("2026-09-01"),
  });
  const said = Phrases.missteps(planned, stepOf(planned, "lock-door"));
  const first = playbook.byId.get(guard.step);
  assert.match(said[0], new RegExp(`^Step ${lock.number} .* has ticked tasks, but step ${first.number} `));
  assert.ok(said[0].endsWith(guard.says));
  assert.deepEqual(plain(planned.unknownYears), [2060]);
});
