// @ts-check
// What is typed stays in this browser until it is cleared. Every change is laid over what is kept at that moment, so
// that two tabs with the same case do not undo each other's work. What is kept and does not fit the playbook any more
// is put aside, never replaced.
"use strict";

/** @param {Prepared} playbook */
function makeKeep(playbook) {
  const PREFIX = `playbook-case.${PLAYBOOK.owner}.`;
  const ASIDE = `playbook-original.${PLAYBOOK.owner}.`;
  const ANY = /^playbook-(?:case|original)\.([^.]*)\.(.*)$/s;
  const BETWEEN = "\n---\n";
  const written = new Map(); // what this page has written, as text
  const unkept = new Set(); // cases for which there is no room
  const works = (() => {
    try {
      localStorage.getItem(PREFIX);
      return true;
    } catch {
      return false;
    }
  })();

  /** @param {string} name @param {string} text */
  function store(name, text) {
    try {
      localStorage.setItem(name, text);
      return true;
    } catch {
      return false; // there is no room
    }
  }

  const listStored = () =>
    works
      ? Object.keys(localStorage)
          .filter((name) => name.startsWith(PREFIX))
          .map((name) => name.slice(PREFIX.length))
      : [];

  /** @param {string} id @returns {string | null} */
  const findText = (id) => (works && !unkept.has(id) ? localStorage.getItem(PREFIX + id) : (written.get(id) ?? null));

  // Give a case as far as it fits the playbook, and what is to be said of it.
  /** @param {string} id @returns {ReadCase | null} */
  function read(id) {
    const text = findText(id);
    if (text === null) return null;
    if (text === written.get(id)) return { data: JSON.parse(text), said: [], whole: true, unread: false };
    return Files.readKept(text, playbook, id);
  }

  // Give the text that is kept under an id, if not all of it fits.
  /** @param {string} id */
  function findMisfit(id) {
    const text = works ? localStorage.getItem(PREFIX + id) : null;
    return text === null || text === written.get(id) || Files.readKept(text, playbook, id).whole ? null : text;
  }

  // Give what was kept of a case before not all of it fitted; empty if all does.
  /** @param {string} id */
  function readOriginal(id) {
    const aside = works ? localStorage.getItem(ASIDE + id) : null;
    return [aside, findMisfit(id)].filter((text) => text !== null).join(BETWEEN);
  }

  /** @param {string} id */
  const putAside = (id) => findMisfit(id) === null || store(ASIDE + id, readOriginal(id));

  // Write a case; gives whether this browser keeps it beyond this page.
  /** @param {CaseData} data */
  function write(data) {
    const text = JSON.stringify(data);
    const kept = works && putAside(data.id) && store(PREFIX + data.id, text);
    written.set(data.id, text);
    if (kept) unkept.delete(data.id);
    else unkept.add(data.id);
    return kept;
  }

  // Lay a change over what is kept now; `change` alters the case that it is given.
  /** @param {CaseData} data @param {(now: CaseData) => void} alter */
  function change(data, alter) {
    const kept = read(data.id);
    const now = kept === null || kept.unread ? data : kept.data;
    alter(now);
    now.edited = Date.now();
    return { data: now, kept: write(now) };
  }

  // List the cases that are kept, the one that was edited last first.
  function list() {
    return [...new Set([...listStored(), ...unkept])]
      .map(read)
      .filter((kept) => kept !== null)
      .map((kept) => kept.data)
      .sort((one, other) => (other.edited || 0) - (one.edited || 0));
  }

  /** @param {string} id */
  function remove(id) {
    written.delete(id);
    unkept.delete(id);
    if (works) for (const name of [PREFIX, ASIDE]) localStorage.removeItem(name + id);
  }

  // List the entries of other playbooks, or of this one when its title or company was another.
  function listOthers() {
    const names = works ? Object.keys(localStorage) : [];
    return names.filter((name) => (ANY.exec(name)?.[1] ?? PLAYBOOK.owner) !== PLAYBOOK.owner);
  }

  const countOthers = () => listOthers().filter((name) => name.startsWith("playbook-case.")).length;

  // Move those entries here, each under an id that is free; gives whether there was room for all.
  function takeOthers() {
    /** @type {Map<string, string>} */
    const ids = new Map();
    for (const name of listOthers()) {
      const [, owner, id] = /** @type {RegExpExecArray} */ (ANY.exec(name));
      const whole = `${owner}.${id}`;
      const isTaken = !Values.isId(id) || [PREFIX, ASIDE].some((prefix) => localStorage.getItem(prefix + id) !== null);
      if (!ids.has(whole)) ids.set(whole, isTaken ? Files.makeId() : id);
      const place = (name.startsWith("playbook-case.") ? PREFIX : ASIDE) + ids.get(whole);
      if (!store(place, localStorage.getItem(name) ?? "")) return false;
      localStorage.removeItem(name);
    }
    return true;
  }

  // Call back with the id of a case that another tab has changed or removed.
  /** @param {(id: string | null) => void} changed */
  function follow(changed) {
    addEventListener("storage", ({ key }) => {
      if (key === null || key.startsWith(PREFIX)) changed(key === null ? null : key.slice(PREFIX.length));
    });
  }

  // What is kept under something that is no id, and so could go into no file, gets one.
  function mendIds() {
    for (const name of listStored())
      if (!Values.isId(name) && store(PREFIX + Files.makeId(), localStorage.getItem(PREFIX + name) ?? ""))
        localStorage.removeItem(PREFIX + name);
  }

  mendIds();
  return { works, read, readOriginal, write, change, list, remove, countOthers, takeOthers, follow };
}
