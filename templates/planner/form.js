// @ts-check
// The questions, blanks and days of the page. What is typed goes to `change`; `onNamed` follows a case that has got its name.
"use strict";

/** @param {Prepared} playbook @param {{ change: (alter: (now: CaseData) => void) => void, onNamed: () => void }} reactions */
function makeCaseForm(playbook, { change, onNamed }) {
  const { find, make, say, set } = Dom;
  const { fill, words } = Phrases;
  const [FIRST_YEAR, LAST_YEAR] = PLAYBOOK.case.years;

  const blanks = new Map();
  const questions = new Map();
  const days = new Map();

  function makeForm() {
    for (const name of PLAYBOOK.blanks) find("blanks").append(makeBlank(Values.fields.get(name)));
    for (const name of PLAYBOOK.addresses) find("addresses").append(makeBlank(Values.fields.get(name)));
    const [path, ...others] = PLAYBOOK.facts;
    find("blanks").append(makeQuestion(path));
    for (const fact of others) find("facts").append(makeQuestion(fact));
    for (const date of PLAYBOOK.dates) find("dates").append(makeDay(date));
  }

  /** @param {FieldData} field */
  function makeBlank(field) {
    const id = `planner-field-${field.id}`;
    const type = field.type === "date" || field.type === "email" ? field.type : "text";
    const input = field.type === "lines" ? make("textarea", { id, rows: 3 }) : make("input", { type, id });
    const wrong = make("span", { className: "planner-wrong", id: `${id}-wrong` });
    input.setAttribute("aria-describedby", wrong.id);
    input.addEventListener("input", () => change((now) => setOrDelete(now.fields, field.id, input.value)));
    input.addEventListener("change", onNamed);
    input.addEventListener("blur", () => checkBlank(field, input.value));
    const node = make(
      "p",
      { className: "planner-field" },
      make("label", { htmlFor: id }, field.label),
      " ",
      input,
      wrong,
    );
    blanks.set(field.id, { field, node, input, wrong });
    return node;
  }

  /** @param {Record<string, string>} section @param {string} name @param {string} value */
  function setOrDelete(section, name, value) {
    if (value.trim()) section[name] = value;
    else delete section[name];
  }

  /** @param {FactData} fact */
  function makeQuestion(fact) {
    const options = new Map();
    /** @param {string} id @param {string} label */
    const makeOption = (id, label) => {
      const input = make("input", { type: "radio", name: `planner-fact-${fact.id}`, value: id });
      const row = make("label", {}, input, " ", label);
      input.addEventListener("change", () => answer(fact.id, id));
      options.set(id, { input, row });
      return row;
    };
    const node = make("fieldset", {}, make("legend", {}, fact.question));
    if (fact.help) {
      const help = make("p", { className: "planner-help", id: `planner-help-${fact.id}` }, fact.help);
      node.setAttribute("aria-describedby", help.id);
      node.append(help);
    }
    node.append(
      ...fact.options.map((option) => makeOption(option.id, option.label)),
      makeOption("", words.planner_unknown),
    );
    questions.set(fact.id, { node, options });
    return node;
  }

  // Take an answer, and take back those that can no longer be.
  /** @param {string} name @param {string} option */
  function answer(name, option) {
    /** @type {string[]} */
    const lost = [];
    change((now) => {
      /** @type {Answers} */
      const facts = option ? { [name]: option } : {};
      for (const fact of PLAYBOOK.facts) {
        if (fact.id === name || !Object.hasOwn(now.facts, fact.id)) continue;
        const more = { ...facts, [fact.id]: now.facts[fact.id] };
        if (playbook.table.admits(more)) facts[fact.id] = now.facts[fact.id];
        else lost.push(fact.question);
      }
      now.facts = facts;
    });
    if (lost.length) say(find("message"), fill("planner_taken_back", { questions: lost.join(" ") }));
  }

  /** @param {DateData} date */
  function makeDay(date) {
    const id = `planner-date-${date.id}`;
    const input = make("input", { type: "date", id, min: `${FIRST_YEAR}-01-01`, max: `${LAST_YEAR}-12-31` });
    const wrong = make("span", { className: "planner-wrong", id: `${id}-wrong`, role: "alert" });
    const help = make("span", { className: "planner-help", id: `${id}-help` }, date.means);
    input.setAttribute("aria-describedby", `${help.id} ${wrong.id}`);
    input.addEventListener("input", () => change((now) => setOrDelete(now.dates, date.id, input.value)));
    const node = make(
      "p",
      { className: "planner-field" },
      make("label", { htmlFor: id }, Phrases.capitalize(date.label)),
      " ",
      input,
      help,
      wrong,
    );
    days.set(date.id, { node, input, wrong });
    return node;
  }

  // Show the case in the form; what is being typed just now is left alone, unless another case was opened.
  /** @param {CasePlan} plan @param {CaseData} data @param {boolean} opened */
  function update(plan, data, opened) {
    updateBlanks(plan, data, opened);
    const open = new Set(plan.open.map((fact) => fact.id));
    /** @type {Answers} */
    const above = {}; // an earlier answer may be changed; later ones that no longer fit are then taken back
    for (const fact of PLAYBOOK.facts) {
      const { node, options } = questions.get(fact.id);
      const answered = Object.hasOwn(data.facts, fact.id);
      set(node, "hidden", !answered && !open.has(fact.id));
      for (const [id, { input, row }] of options) {
        set(input, "checked", (answered ? data.facts[fact.id] : "") === id);
        if (id && !node.hidden) set(row, "hidden", !playbook.table.admits({ ...above, [fact.id]: id }));
      }
      if (answered) above[fact.id] = data.facts[fact.id];
    }
    const shown = new Set(Planner.listDates(playbook, data.facts).map((date) => date.id));
    for (const [name, { node, input }] of days) {
      set(node, "hidden", !shown.has(name));
      if (opened || input !== document.activeElement) set(input, "value", data.dates[name] || "");
    }
  }

  // Show the blanks, those of addresses only where a letter of the case needs them, and say which values do not fit.
  // What is typed just now is looked at when it is left.
  /** @param {CasePlan} plan @param {CaseData} data @param {boolean} opened */
  function updateBlanks(plan, data, opened) {
    const applying = plan.steps.filter((one) => one.state !== "skip");
    const needed = new Set(applying.flatMap(Planner.listLetters).map((email) => email.item.address));
    const addresses = find("addresses");
    let any = false;
    for (const { field, node, input } of blanks.values()) {
      const value = data.fields[field.id] ?? "";
      const typing = !opened && input === document.activeElement;
      if (!typing) set(input, "value", value);
      const fits = typing || checkBlank(field, value);
      if (!addresses.contains(node)) continue;
      const shown = needed.has(field.id) || value !== "" || typing;
      set(node, "hidden", !shown);
      any ||= shown;
      if (!fits) addresses.open = true;
    }
    set(addresses, "hidden", !any);
  }

  // Say what is wrong with a value; gives whether it fits.
  /** @param {FieldData} field @param {string} value */
  function checkBlank(field, value) {
    const { input, wrong } = blanks.get(field.id);
    const fault = value ? Values.findFault(field, value) : null;
    say(wrong, fault ? words[`planner_bad_${fault}`] : "");
    input.setAttribute("aria-invalid", String(fault !== null));
    return fault === null;
  }

  // Say which days cannot be, and give those that can.
  /** @param {CaseData} data @returns {Record<string, string>} */
  function checkDays(data) {
    const { used, wrong } = Values.checkDays(playbook, data);
    for (const [name, row] of days) {
      say(row.wrong, wrong.get(name) || "");
      row.input.setAttribute("aria-invalid", String(wrong.has(name)));
    }
    return used;
  }

  makeForm();
  return { update, checkDays };
}
