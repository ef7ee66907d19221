// @ts-check
// What has changed in the playbook since a case was made with it; the same as generator/playbook/imprint.py finds.
"use strict";

const Changes = (() => {
  const { fill, words } = Phrases;
  const { aspects: ASPECTS, digits: DIGITS } = PLAYBOOK.case;

  /** @param {unknown} madeWith @param {Prepared} playbook */
  function say(madeWith, playbook) {
    const { imprint } = playbook.data;
    const { revision, steps } = /** @type {any} */ (madeWith ?? {});
    if (typeof revision !== "string" || revision === imprint.revision) return [];
    const said = [fill("case_remark_revision", { revision, now: imprint.revision })];
    if (typeof steps !== "string") return said;
    const changes = saySteps(list(steps), playbook);
    return [...said, ...(changes.length ? changes : [words.case_remark_same])];
  }

  /** @param {string} text @returns {[string, string][]} */
  const list = (text) => Array.from(text.matchAll(/([^\s=]+)=([^\s=]*)/g), ([, name, digits]) => [name, digits]);

  // A step that has another id now is neither new nor gone, and those that wait for it have not changed by that.
  /** @param {[string, string][]} noted @param {Prepared} playbook */
  function saySteps(noted, playbook) {
    const { data, byId, current } = playbook;
    const then = new Map(noted.map(([name, digits]) => [current.get(name) ?? name, digits]));
    for (const [name, digits] of noted) then.set(name, digits);
    const now = new Map(list(data.imprint.steps));
    const former = data.formerImprints.map((steps) => new Map(list(steps)));
    const said = [];
    for (const [name, digits] of now) {
      const { number, title } = byId.get(name);
      const before = then.get(name);
      if (before === undefined) {
        said.push(fill("case_remark_new", { number, title }));
        continue;
      }
      const changed = compare(before, [digits, ...former.map((steps) => steps.get(name) ?? digits)]);
      const aspects = Phrases.join(changed.map((aspect) => words[`case_aspect_${aspect}`]));
      if (changed.length) said.push(fill("case_remark_changed", { number, title, aspects }));
    }
    for (const name of then.keys())
      if (!now.has(name) && !current.has(name)) said.push(fill("case_remark_gone", { step: name }));
    return said;
  }

  /** @param {string} then @param {string[]} now */
  function compare(then, now) {
    /** @param {string} text @param {number} number */
    const part = (text, number) => text.slice(number * DIGITS, (number + 1) * DIGITS);
    return ASPECTS.filter((_, number) => !now.some((digits) => part(digits, number) === part(then, number)));
  }

  return { say };
})();
