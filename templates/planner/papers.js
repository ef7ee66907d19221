// @ts-check
// The calendar and the table of a case, as the command writes them: generator/packet/calendar.py, table.py.
// Tests read both and compare.
"use strict";

const Papers = (() => {
  const { fill, words } = Phrases;
  const { paper: PAPER } = PLAYBOOK;
  const BREAKS = new RegExp(PAPER.breaks, "g");
  const FORMULA = new RegExp(PAPER.formula);

  /** @param {CasePlan} plan @param {Record<string, Person>} people */
  function listRows(plan, people) {
    const rows = [PAPER.columns.map((column) => words[`table_${column}`])];
    for (const one of plan.steps) {
      if (one.state === "skip") continue;
      const { step, slot } = one;
      /** @param {DayNumber | null} number */
      const day = (number) => (number === null ? "" : Planner.writeDay(number));
      /** @type {Record<string, string>} */
      const cells = {
        number: String(step.number),
        name: step.title,
        start: slot.first !== null && slot.last !== null && slot.first > slot.last ? "" : day(slot.first),
        due: day(slot.last),
        assignee: Phrases.who(step.accountable, people),
        section: step.phase.title,
        status: words[`case_standing_${one.standing}`],
        waits: one.waits.map((before) => before.number).join(" "),
        notes: sayNotes(plan, one),
        id: step.id,
      };
      rows.push(PAPER.columns.map((column) => cells[column]));
    }
    return rows;
  }

  /** @param {CasePlan} plan @param {PlannedStep} one */
  function sayNotes(plan, one) {
    const onlyIf = Phrases.onlyIf(one);
    const lines = [
      onlyIf && `${onlyIf}.`,
      ...Phrases.moves(plan, one),
      ...one.tasks.map((task) => `• ${task.item.do}`),
    ];
    if (one.note) lines.push(fill("case_note", { note: one.note }));
    return lines.filter(Boolean).join("\n");
  }

  // A table in which no cell is a formula (RFC 4180), guarded as generator/packet/table.py guards it.
  /** @param {CasePlan} plan @param {Record<string, Person>} people */
  function writeTable(plan, people) {
    /** @param {string} text */
    const guard = (text) => text.replace(BREAKS, " ").replaceAll(";", ",").replace(FORMULA, "$1'");
    /** @param {string} text */
    const quote = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
    return (
      PAPER.byteOrderMark +
      listRows(plan, people)
        .map((row) => `${row.map((cell) => quote(guard(cell))).join(",")}\r\n`)
        .join("")
    );
  }

  // A calendar with a day for each step (RFC 5545).
  /** @param {CasePlan} plan @param {About} about */
  function writeCalendar(plan, { id, title, people }) {
    const lines = [
      "BEGIN:VCALENDAR",
      ...Object.entries(PAPER.head).map(([name, value]) => `${name.toUpperCase()}:${value}`),
    ];
    lines.push(`X-WR-CALNAME:${escapeText(fill("case_title", { playbook: PLAYBOOK.title, case: title }))}`);
    for (const one of plan.steps) if (one.state !== "skip") lines.push(...writeEvent(plan, one, { id, title, people }));
    lines.push("END:VCALENDAR");
    return lines.map(foldLine).join("");
  }

  /** @param {CasePlan} plan @param {PlannedStep} one @param {About} about */
  function writeEvent(plan, one, { id, title, people }) {
    const { step, slot } = one;
    const day = one.done ?? slot.last ?? slot.first;
    if (day === null) return [];
    /** @param {DayNumber} number */
    const compact = (number) => Planner.writeDay(number).replaceAll("-", "");
    const name = one.done !== undefined ? "event_done" : one.state === "if" ? "event_if" : "event_do";
    const lines = [
      "BEGIN:VEVENT",
      `SUMMARY:${escapeText(fill(name, { number: step.number, title: step.title, case: title }))}`,
      `DTSTART;VALUE=DATE:${compact(day)}`,
      `DTEND;VALUE=DATE:${compact(day + 1)}`,
      `DTSTAMP:${compact(plan.today)}T000000Z`,
      `UID:${id}.${step.id}@${PLAYBOOK.owner}.playbook`,
      `SEQUENCE:${plan.today - PAPER.firstSequence}`,
      `CATEGORIES:${escapeText(PLAYBOOK.roles[step.accountable])}`,
      `DESCRIPTION:${escapeText(sayEvent(plan, one, people))}`,
      `STATUS:${one.state === "if" ? "TENTATIVE" : "CONFIRMED"}`,
      "TRANSP:TRANSPARENT",
    ];
    for (const [hours, text] of listAlarms(one)) {
      const trigger = hours < 0 ? `-PT${-hours}H` : `PT${hours}H`;
      lines.push(
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        `DESCRIPTION:${escapeText(text)}`,
        `TRIGGER:${trigger}`,
        "END:VALARM",
      );
    }
    lines.push("END:VEVENT");
    return lines;
  }

  /** @param {PlannedStep} one @returns {[number, string][]} */
  function listAlarms(one) {
    const { first, last } = one.slot;
    const { title } = one.step;
    if (one.done !== undefined) return [];
    /** @type {[number, string][]} */
    const alarms = [[PAPER.morning - 24, fill(last === null ? "alarm_first" : "alarm_last", { title })]];
    if (first !== null && last !== null && first < last)
      alarms.unshift([PAPER.morning - 24 * (last - first), fill("alarm_first", { title })]);
    return alarms;
  }

  /** @param {CasePlan} plan @param {PlannedStep} one @param {Record<string, Person>} people */
  function sayEvent(plan, one, people) {
    const onlyIf = Phrases.onlyIf(one);
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
    return `${lines.join("\n")}\n`;
  }

  /** @param {string} text */
  function escapeText(text) {
    return text.replace(/[\\;,]/g, "\\$&").replace(/\r\n?|\n/g, "\\n");
  }

  // Fold a line at 75 bytes, between characters.
  /** @param {string} line */
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
    return `${folded}\r\n`;
  }

  return { writeTable, writeCalendar };
})();
