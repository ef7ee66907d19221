// @ts-check
// What is typed stays in this browser until it is cleared. Every change is laid over what is kept at that moment, so
// that two tabs with the same case do not undo each other's work.
"use strict";

const Keep = (() => {
  const PREFIX = `playbook-case.${PLAYBOOK.owner}.`;
  const memory = new Map();
  const unkept = new Set(); // cases for which there is no room
  const works = (() => {
    try {
      const probe = `${PREFIX}probe`;
      localStorage.setItem(probe, "1");
      localStorage.removeItem(probe);
      return true;
    } catch {
      return false;
    }
  })();

  /** @param {string} id @returns {CaseData | null} */
  function read(id) {
    try {
      const text = works && !unkept.has(id) ? localStorage.getItem(PREFIX + id) : memory.get(id);
      return text ? Files.complete(JSON.parse(text)) : null;
    } catch {
      return null;
    }
  }

  // Write a case; gives whether this browser keeps it beyond this page.
  /** @param {CaseData} data */
  function write(data) {
    const text = JSON.stringify(data);
    memory.set(data.id, text);
    if (!works) return false;
    try {
      localStorage.setItem(PREFIX + data.id, text);
      unkept.delete(data.id);
      return true;
    } catch {
      unkept.add(data.id);
      return false;
    }
  }

  // Lay a change over what is kept now; `change` alters the case that it is given.
  /** @param {CaseData} data @param {(now: CaseData) => void} alter */
  function change(data, alter) {
    const now = read(data.id) || data;
    alter(now);
    now.edited = Date.now();
    return { data: now, kept: write(now) };
  }

  function list() {
    const ids = works
      ? Object.keys(localStorage)
          .filter((name) => name.startsWith(PREFIX))
          .map((name) => name.slice(PREFIX.length))
      : [...memory.keys()];
    return ids
      .map(read)
      .filter((data) => data !== null)
      .sort((one, other) => (other.edited || 0) - (one.edited || 0));
  }

  /** @param {string} id */
  function remove(id) {
    memory.delete(id);
    if (works) localStorage.removeItem(PREFIX + id);
  }

  // Call back with the id of a case that another tab has changed or removed.
  /** @param {(id: string | null) => void} changed */
  function follow(changed) {
    addEventListener("storage", ({ key }) => {
      if (key === null || key.startsWith(PREFIX)) changed(key === null ? null : key.slice(PREFIX.length));
    });
  }

  return { works, read, write, change, list, remove, follow };
})();
