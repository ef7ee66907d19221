// @ts-check
// The steps on the page: rows are made once and then only changed, so that an answer is on the screen at once.
"use strict";

/** @param {Prepared} playbook @param {{ onTick: (step: PreparedStep, key: string, checked: boolean) => void, onDone: (step: PreparedStep, value: string) => void }} reactions */
function makeStepRows(playbook, { onTick, onDone }) {
  const { find, make, say, set } = Dom;
  const { fill, words } = Phrases;
  const root = /** @type {HTMLElement} */ (document.getElementById("planner"));
  const [FIRST_YEAR, LAST_YEAR] = PLAYBOOK.case.years;
  /** @type {Full<Row>} */
  const rows = new Map();

  function makeSteps() {
    for (const phase of PLAYBOOK.phases) {
      const heading = make("h3", { id: `planner-phase-${phase.id}` }, phase.title);
      const list = make("ol", { className: "planner-list" });
      const section = make("section", { className: "planner-phase" }, heading, list);
      section.setAttribute("aria-labelledby", heading.id);
      for (const step of phase.steps) list.append(makeStep(playbook.byId.get(step.id), phase, section));
      find("steps").append(section);
    }
  }

  /** @param {PreparedStep} step @param {PhaseData} phase @param {HTMLElement} section */
  function makeStep(step, phase, section) {
    const link = make("a", { href: `${root.dataset.steps?.replace(/x$/, phase.id)}.html#step-${step.id}` }, step.title);
    const row = {
      section,
      node: make("li", { id: `planner-step-${step.id}`, className: "planner-step" }),
      badge: make("span", { className: "planner-badge" }),
      days: make("p", { className: "planner-days" }),
      about: make("p", { className: "planner-about" }),
      onlyIf: make("p", { className: "planner-only-if" }),
      note: make("p", { className: "planner-note" }),
      done: make("input", {
        type: "date",
        id: `planner-done-${step.id}`,
        min: `${FIRST_YEAR}-01-01`,
        max: `${LAST_YEAR}-12-31`,
      }),
      tasks: new Map(),
    };
    const list = make("ul", { className: "planner-tasks" });
    for (const task of step.tasks) {
      const box = make("input", { type: "checkbox", id: `planner-task-${task.key}` });
      const onlyIf = make("span", { className: "planner-only-if", hidden: true });
      const item = make("li", {}, make("label", {}, box, make("span", {}, onlyIf, " ", task.do)));
      box.addEventListener("change", () => onTick(step, task.key, box.checked));
      row.tasks.set(task.key, { item, box, onlyIf });
      list.append(item);
    }
    row.done.addEventListener("change", () => onDone(step, row.done.value));
    row.done.setAttribute("aria-label", fill("planner_mark_done", { title: step.title }));
    const head = make(
      "h4",
      {},
      make("span", { className: "planner-number" }, String(step.number)),
      " ",
      link,
      " ",
      row.badge,
    );
    const done = make(
      "p",
      { className: "planner-done" },
      make("label", { htmlFor: row.done.id }, words.planner_done_on),
      " ",
      row.done,
    );
    row.node.append(head, row.days, row.onlyIf, row.about, row.note, list, ...makeExits(step), ...makeRest(step), done);
    rows.set(step.id, row);
    return row.node;
  }

  /** @param {StepData} step */
  function makeExits(step) {
    const row = step.exits.map((one) =>
      make(
        "p",
        { className: "planner-about" },
        make("b", {}, fill("planner_exit", { condition: one.title })),
        ` ${one.then}`,
        ...one.emails.flatMap((email) => [` ${words.exit_letter}: `, linkLetter(email), "."]),
      ),
    );
    return row;
  }

  /** @param {EmailData} email */
  const linkLetter = (email) =>
    make("a", { href: `${root.dataset.emails?.replace(/x$/, email.id)}.html` }, email.title);

  /** @param {StepData} step */
  function makeRest(step) {
    const found = [];
    if (step.silence) found.push(make("p", { className: "planner-about" }, step.silence));
    for (const email of step.emails) {
      found.push(
        make("p", { className: "planner-about" }, make("b", {}, `${words.planner_send}:`), " ", linkLetter(email)),
      );
    }
    if (step.record)
      found.push(
        make("p", { className: "planner-about" }, make("b", {}, `${words.planner_record}:`), ` ${step.record}`),
      );
    return found;
  }

  /** @param {CasePlan} plan @param {CaseData} data */
  function updateSteps(plan, data) {
    const shown = new Set();
    const ticked = new Set(data.ticked);
    for (const one of plan.steps) {
      const row = rows.get(one.step.id);
      set(row.node, "hidden", one.state === "skip");
      if (one.state !== "skip") {
        shown.add(row.section);
        updateStep(plan, data, one, row, ticked);
      }
    }
    for (const section of find("steps").children) set(section, "hidden", !shown.has(section));
  }

  /** @param {CasePlan} plan @param {CaseData} data @param {PlannedStep} one @param {Row} row @param {Set<string>} ticked */
  function updateStep(plan, data, one, row, ticked) {
    const standing = one.standing;
    set(row.node, "className", `planner-step planner-is-${standing}`);
    const state = words[`case_standing_${standing}`];
    say(row.badge, standing === "done" ? `${state}: ${Phrases.sayDay(one.done ?? plan.today)}` : state);
    const says = one.dueEntry && one.slot.last !== null ? ` (${one.dueEntry.says})` : "";
    say(row.days, Phrases.capitalize(Phrases.window(plan, one)) + says);
    say(row.onlyIf, Phrases.onlyIf(one));
    const waits = Phrases.waits(one);
    say(row.about, `${Phrases.who(one.step.accountable, data.people)}${waits ? ` · ${waits}` : ""}`);
    const late = standing === "late" ? Phrases.late(plan, one) : [];
    const notes = [...late, ...Phrases.moves(plan, one), ...Phrases.missteps(plan, one)];
    say(row.note, (one.note ? [...notes, fill("case_note", { note: one.note })] : notes).join(" "));
    if (row.done !== document.activeElement) set(row.done, "value", data.steps[one.step.id]?.done || "");
    const states = new Map(one.tasks.map((task) => [task.item.key, task]));
    for (const [key, { item, box, onlyIf }] of row.tasks) {
      const task = states.get(key);
      set(item, "hidden", !task);
      set(box, "checked", ticked.has(key));
      if (task) say(onlyIf, task.state === "if" ? `${task.says}:` : "");
    }
  }

  // A link to a step; the address stays that of the case, so that a reload finds it again.
  /** @param {PlannedStep} one */
  function makeJump({ step }) {
    const link = make("a", { href: `#planner-step-${step.id}` }, `${step.number} ${step.title}`);
    link.addEventListener("click", (event) => {
      event.preventDefault();
      const { node } = rows.get(step.id);
      node.tabIndex = -1;
      node.scrollIntoView();
      node.focus({ preventScroll: true });
    });
    return link;
  }

  /** @param {CasePlan} plan */
  function updateFirst(plan) {
    /** @param {PlannedStep} one */
    const link = (one) =>
      make(
        "li",
        {},
        makeJump(one),
        [one.slot.last === null ? "" : Phrases.sayDay(one.slot.last), Phrases.waits(one)]
          .filter(Boolean)
          .map((said) => ` · ${said}`)
          .join(""),
      );
    const late = plan.steps.filter((one) => one.state !== "skip" && one.standing === "late");
    /** @param {string} heading @param {string} none @param {PlannedStep[]} found */
    const list = (heading, none, found) => [
      make("h3", {}, heading),
      found.length ? make("ul", {}, ...found.map(link)) : make("p", {}, none),
    ];
    const state = JSON.stringify(plan.steps.map((one) => [one.standing, one.slot?.last, one.waits.length]));
    if (find("first").state === state) return;
    find("first").state = state;
    find("first").replaceChildren(
      ...list(words.planner_late_first, words.planner_none_late, Windows.listByDay(late)),
      ...list(words.planner_ready_first, words.planner_none_ready, Planner.listNext(plan)),
    );
  }

  /** @param {CasePlan} plan */
  function updateSkipped(plan) {
    const skipped = plan.steps.filter((one) => one.state === "skip");
    const state = skipped.map((one) => one.step.id + one.says).join();
    const list = find("skipped").querySelector("ul");
    set(find("skipped"), "hidden", !skipped.length);
    if (list.state === state) return;
    list.state = state;
    list.replaceChildren(...skipped.map((one) => make("li", {}, `${one.step.number} ${one.step.title}: ${one.says}`)));
  }

  /** @param {CasePlan} plan @param {CaseData} data */
  function update(plan, data) {
    updateSteps(plan, data);
    updateFirst(plan);
    updateSkipped(plan);
  }

  makeSteps();
  return { update };
}
