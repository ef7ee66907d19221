"use strict";

const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const assert = require("node:assert/strict");
const { test } = require("node:test");
const { loadPage, plain } = require("./page.js");

const { Planner, Phrases, Files, Papers, playbook } = loadPage();
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

test("cells of the table are guarded as the command guards them", () => {
  const lines = readFileSync(join(__dirname, "..", "packet", "cells.yml"), "utf8").split("\n");
  const cases = lines.filter((line) => line.startsWith("- ")).map((line) => JSON.parse(line.slice(2)));
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
