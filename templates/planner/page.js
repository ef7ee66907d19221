// The page that plans a case: its form, its plan, its buttons. Rows are made once and then only changed, so that an
// answer is on the screen at once.
"use strict";

(() => {
  const { fill, words } = Phrases;
  const root = document.getElementById("planner");
  const find = (name) => document.getElementById(`planner-${name}`);
  const playbook = Planner.prepare(PLAYBOOK);
  const [FIRST_YEAR, LAST_YEAR] = PLAYBOOK.years;
  let data = null;
  let plan = null;

  // ---- Small helpers

  function make(tag, attributes = {}, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name in node && name !== "list") node[name] = value;
      else node.setAttribute(name, value);
    }
    node.append(...children);
    return node;
  }

  // Set text or a property only where it is another, for every change costs the browser time.
  function say(node, text) {
    if (node.shown === text) return;
    node.shown = text;
    node.textContent = text;
    node.hidden = text === "";
  }

  function set(node, name, value) {
    if (node[name] !== value) node[name] = value;
  }

  const title = () => (PLAYBOOK.blanks.length && data.fields[PLAYBOOK.blanks[0].id]) || words.planner_unnamed;

  function findToday() {
    try {
      const form = new Intl.DateTimeFormat("en-CA", { timeZone: PLAYBOOK.calendar.timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
      return Planner.readDay(form.format(new Date())) ?? localToday();
    } catch {
      return localToday();
    }
  }

  function localToday() {
    const now = new Date();
    return Math.floor((now.getTime() - now.getTimezoneOffset() * 60000) / 86400000);
  }

  // ---- The case

  function change(alter) {
    performance.mark("planner-change");
    const result = Keep.change(data, alter);
    data = result.data;
    if (!result.kept) say(find("message"), words.planner_not_kept);
    update();
    performance.measure("planner-answer", "planner-change");
  }

  function open(id) {
    data = (id && Keep.read(id)) || Files.complete({ id: Files.makeId(), "made-with": PLAYBOOK.imprint });
    const address = `#${data.id}`;
    if (location.hash !== address) history.replaceState(null, "", address);
    update();
    listKept();
  }

  function listKept() {
    const select = find("kept");
    const cases = Keep.list();
    const options = cases.map((one) => [one.id, (PLAYBOOK.blanks.length && one.fields[PLAYBOOK.blanks[0].id]) || words.planner_unnamed]);
    if (!cases.some((one) => one.id === data.id)) options.unshift([data.id, words.planner_new]);
    select.replaceChildren(...options.map(([id, text]) => make("option", { value: id, selected: id === data.id }, text)));
  }

  // ---- The form

  const blanks = new Map();
  const questions = new Map();
  const days = new Map();

  function makeForm() {
    for (const blank of PLAYBOOK.blanks) {
      const id = `planner-field-${blank.id}`;
      const type = blank.type === "date" ? "date" : blank.type === "email" ? "email" : "text";
      const input = make("input", { type, id });
      input.addEventListener("input", () => change((now) => setOrDelete(now.fields, blank.id, input.value)));
      input.addEventListener("change", listKept);
      blanks.set(blank.id, input);
      find("blanks").append(make("p", { className: "planner-field" }, make("label", { htmlFor: id }, blank.label), " ", input));
    }
    const [path, ...others] = PLAYBOOK.facts;
    find("blanks").append(makeQuestion(path));
    for (const fact of others) find("facts").append(makeQuestion(fact));
    for (const date of PLAYBOOK.dates) find("dates").append(makeDay(date));
    find("today").addEventListener("input", () => update());
  }

  function setOrDelete(section, name, value) {
    if (value.trim()) section[name] = value;
    else delete section[name];
  }

  function makeQuestion(fact) {
    const options = new Map();
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
    node.append(...fact.options.map((option) => makeOption(option.id, option.label)), makeOption("", words.planner_unknown));
    questions.set(fact.id, { node, options });
    return node;
  }

  // Take an answer, and take back those that can no longer be.
  function answer(name, option) {
    const lost = [];
    change((now) => {
      const facts = option ? { [name]: option } : {};
      for (const fact of PLAYBOOK.facts) {
        if (fact.id === name || !(fact.id in now.facts)) continue;
        const more = { ...facts, [fact.id]: now.facts[fact.id] };
        if (playbook.reasoner.admits(more)) facts[fact.id] = now.facts[fact.id];
        else lost.push(fact.question);
      }
      now.facts = facts;
    });
    if (lost.length) say(find("message"), fill("planner_taken_back", { questions: lost.join(" ") }));
  }

  function makeDay(date) {
    const id = `planner-date-${date.id}`;
    const input = make("input", { type: "date", id, min: `${FIRST_YEAR}-01-01`, max: `${LAST_YEAR}-12-31` });
    const wrong = make("span", { className: "planner-wrong", id: `${id}-wrong`, role: "alert" });
    const help = make("span", { className: "planner-help", id: `${id}-help` }, date.means);
    input.setAttribute("aria-describedby", `${help.id} ${wrong.id}`);
    input.addEventListener("input", () => change((now) => setOrDelete(now.dates, date.id, input.value)));
    const node = make("p", { className: "planner-field" }, make("label", { htmlFor: id }, Phrases.capitalize(date.label)), " ", input, help, wrong);
    days.set(date.id, { node, input, wrong });
    return node;
  }

  function updateForm() {
    for (const [name, input] of blanks) if (input !== document.activeElement) set(input, "value", data.fields[name] || "");
    const open = new Set(plan.open.map((fact) => fact.id));
    for (const fact of PLAYBOOK.facts) {
      const { node, options } = questions.get(fact.id);
      const answered = fact.id in data.facts;
      set(node, "hidden", !answered && !open.has(fact.id));
      for (const [id, { input, row }] of options) {
        set(input, "checked", (data.facts[fact.id] || "") === id);
        if (id && !node.hidden) set(row, "hidden", !playbook.reasoner.admits({ ...data.facts, [fact.id]: id }));
      }
    }
    const shown = new Set(Planner.listDates(playbook).map((date) => date.id));
    for (const [name, { node, input }] of days) {
      set(node, "hidden", !shown.has(name));
      if (input !== document.activeElement) set(input, "value", data.dates[name] || "");
    }
  }

  // Say which days cannot be, and give those that can.
  function checkDays(today) {
    playbook.reasoner.know(data.facts);
    const used = {};
    const wrong = new Map();
    const shown = Planner.listDates(playbook);
    for (const date of shown) {
      const text = data.dates[date.id];
      if (!text) continue;
      if (Files.isPossibleDay(text)) used[date.id] = text;
      else wrong.set(date.id, fill("planner_bad_day", { first: `1.1.${FIRST_YEAR}`, last: `31.12.${LAST_YEAR}` }));
    }
    const given = new Map(Object.entries(used).map(([name, text]) => [name, Planner.readDay(text)]));
    for (const { date, first, says } of Planner.listImpossible(playbook, given)) {
      wrong.set(date.id, fill("planner_impossible", { date: first.label, why: says }));
      delete used[date.id];
    }
    for (const [name, row] of days) {
      say(row.wrong, wrong.get(name) || "");
      row.input.setAttribute("aria-invalid", String(wrong.has(name)));
    }
    return { used, today };
  }

  // ---- The plan

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

  function makeStep(step, phase, section) {
    const link = make("a", { href: `${root.dataset.steps.replace(/x$/, phase.id)}.html#step-${step.id}` }, step.title);
    const row = {
      section,
      node: make("li", { id: `planner-step-${step.id}`, className: "planner-step" }),
      badge: make("span", { className: "planner-badge" }),
      days: make("p", { className: "planner-days" }),
      about: make("p", { className: "planner-about" }),
      onlyIf: make("p", { className: "planner-only-if" }),
      note: make("p", { className: "planner-note" }),
      done: make("input", { type: "date", id: `planner-done-${step.id}`, min: `${FIRST_YEAR}-01-01`, max: `${LAST_YEAR}-12-31` }),
      tasks: new Map(),
    };
    const list = make("ul", { className: "planner-tasks" });
    for (const task of step.tasks) {
      const box = make("input", { type: "checkbox", id: `planner-task-${task.key}` });
      const onlyIf = make("span", { className: "planner-only-if", hidden: true });
      const item = make("li", {}, make("label", {}, box, make("span", {}, onlyIf, " ", task.do)));
      box.addEventListener("change", () => tick(step, task.key, box.checked));
      row.tasks.set(task.key, { item, box, onlyIf });
      list.append(item);
    }
    row.done.addEventListener("change", () => change((now) => setDone(now, step.id, row.done.value)));
    row.done.setAttribute("aria-label", fill("planner_mark_done", { title: step.title }));
    const head = make("h4", {}, make("span", { className: "planner-number" }, String(step.number)), " ", link, " ", row.badge);
    const done = make("p", { className: "planner-done" }, make("label", { htmlFor: row.done.id }, words.planner_done_on), " ", row.done);
    row.node.append(head, row.days, row.onlyIf, row.about, row.note, list, ...makeExits(step), ...makeRest(step), done);
    rows.set(step.id, row);
    return row.node;
  }

  function makeExits(step) {
    const row = step.exits.map((one) => make("p", { className: "planner-about" }, make("b", {}, fill("planner_exit", { condition: one.title })), ` ${one.then}`));
    return row;
  }

  function makeRest(step) {
    const found = [];
    for (const { email } of step.emails) {
      const link = make("a", { href: `${root.dataset.emails.replace(/x$/, email.id)}.html` }, email.title);
      found.push(make("p", { className: "planner-about" }, make("b", {}, `${words.planner_send}:`), " ", link));
    }
    if (step.record) found.push(make("p", { className: "planner-about" }, make("b", {}, `${words.planner_record}:`), ` ${step.record}`));
    return found;
  }

  function setDone(now, name, value) {
    const progress = { ...now.steps[name] };
    if (Files.isPossibleDay(value)) progress.done = value;
    else delete progress.done;
    if (progress.done || progress.note) now.steps[name] = progress;
    else delete now.steps[name];
  }

  // Tick a task; with the last one of a step, the step is done today.
  function tick(step, key, checked) {
    change((now) => {
      now.ticked = now.ticked.filter((one) => one !== key);
      if (checked) now.ticked.push(key);
      const tasks = plan.steps.find((one) => one.step.id === step.id).tasks.map((task) => task.item.key);
      const all = tasks.every((one) => now.ticked.includes(one));
      if (all && !now.steps[step.id]?.done) setDone(now, step.id, Planner.writeDay(Math.min(plan.today, findToday())));
      else if (!checked) setDone(now, step.id, "");
    });
  }

  function updateSteps() {
    const shown = new Set();
    const ticked = new Set(data.ticked);
    for (const one of plan.steps) {
      const row = rows.get(one.step.id);
      set(row.node, "hidden", one.state === "skip");
      if (one.state !== "skip") {
        shown.add(row.section);
        updateStep(one, row, ticked);
      }
    }
    for (const section of find("steps").children) set(section, "hidden", !shown.has(section));
  }

  function updateStep(one, row, ticked) {
    const standing = one.standing;
    set(row.node, "className", `planner-step planner-is-${standing}`);
    const state = words[`case_standing_${standing}`];
    say(row.badge, standing === "done" ? `${state}: ${Phrases.sayDay(one.done)}` : state);
    const says = one.dueEntry && one.slot.last !== null ? ` (${one.dueEntry.says})` : "";
    say(row.days, Phrases.capitalize(Phrases.window(plan, one)) + says);
    say(row.onlyIf, Phrases.saysOnlyIf(one));
    const waits = Phrases.waits(one);
    say(row.about, `${Phrases.who(one.step.accountable, data.people)}${waits ? ` · ${waits}` : ""}`);
    const notes = [...(standing === "late" ? Phrases.late(plan, one) : []), ...Phrases.moves(plan, one)];
    say(row.note, (one.note ? [...notes, fill("case_note", { note: one.note })] : notes).join(" "));
    if (row.done !== document.activeElement) set(row.done, "value", data.steps[one.step.id]?.done || "");
    const states = new Map(one.tasks.map((task) => [task.item.key, task]));
    for (const [key, { item, box, onlyIf }] of row.tasks) {
      const task = states.get(key);
      set(item, "hidden", !task);
      set(box, "checked", ticked.has(key));
      if (task) say(onlyIf, task.state === "if" ? `${fill("only_if", { condition: Phrases.onlyIf(task.onlyIf) })}:` : "");
    }
  }

  function updateFirst() {
    const link = (one) => make("li", {}, make("a", { href: `#planner-step-${one.step.id}` }, `${one.step.number} ${one.step.title}`), one.slot.last === null ? "" : ` (${Phrases.sayDay(one.slot.last)})`);
    const list = (heading, none, standing) => {
      const found = plan.steps.filter((one) => one.state !== "skip" && one.standing === standing);
      return [make("h3", {}, heading), found.length ? make("ul", {}, ...found.map(link)) : make("p", {}, none)];
    };
    const state = JSON.stringify(plan.steps.map((one) => [one.standing, one.slot?.last]));
    if (find("first").state === state) return;
    find("first").state = state;
    find("first").replaceChildren(
      ...list(words.planner_late_first, words.planner_none_late, "late"),
      ...list(words.planner_ready_first, words.planner_none_ready, "ready"),
    );
  }

  function updateSkipped() {
    const skipped = plan.steps.filter((one) => one.state === "skip");
    const state = skipped.map((one) => one.step.id + one.reasons.join()).join();
    const list = find("skipped").querySelector("ul");
    set(find("skipped"), "hidden", !skipped.length);
    if (list.state === state) return;
    list.state = state;
    list.replaceChildren(...skipped.map((one) => make("li", {}, `${one.step.number} ${one.step.title}: ${one.reasons.join(words.reasons_join)}`)));
  }

  function updateSummary() {
    const applying = plan.steps.filter((one) => one.state !== "skip");
    const countOf = (standing) => applying.filter((one) => one.standing === standing).length;
    const [done, late, ready] = ["done", "late", "ready"].map(countOf);
    say(find("summary"), fill("planner_status", { todo: applying.length - done, done, late, ready, open: plan.open.length }));
    say(find("heading"), `${fill("case_title", { playbook: PLAYBOOK.title, case: title() })}. ${fill("planner_as_of", { today: Phrases.sayDay(plan.today) })}`);
  }

  function update() {
    const today = Planner.readDay(find("today").value) ?? findToday();
    const { used } = checkDays(today);
    const done = Object.fromEntries(Object.entries(data.steps).filter(([, one]) => one.done).map(([name, one]) => [name, one.done]));
    plan = Planner.planCase(playbook, data.facts, { dates: used, done, today });
    for (const one of plan.steps) one.note = data.steps[one.step.id]?.note;
    updateForm();
    updateSteps();
    updateFirst();
    updateSkipped();
    updateSummary();
  }

  // ---- Files and buttons

  function download(text, type, ending) {
    const name = title().toLowerCase().normalize("NFKD").replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 60);
    const safe = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])?$/.test(name) || !/^[a-z]/.test(name) ? `${words.planner_file_name}${name ? `-${name}` : ""}` : name;
    const address = URL.createObjectURL(new Blob([text], { type }));
    make("a", { href: address, download: `${safe}.${ending}` }).click();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
  }

  async function openFile(file) {
    try {
      const { data: read, said } = Files.readCase(await file.text(), playbook);
      if (Keep.read(read.id) && read.id !== data.id) read.id = Files.makeId();
      Keep.write({ ...read, edited: Date.now() });
      data = read;
      open(read.id);
      say(find("message"), [fill("planner_opened", { title: title() }), ...said].join(" "));
    } catch (error) {
      if (!(error instanceof Files.CaseError)) throw error;
      say(find("message"), error.message);
    }
  }

  function clear() {
    if (!confirm(words.planner_clear_sure)) return;
    Keep.remove(data.id);
    open(null);
    say(find("message"), words.planner_cleared);
    find("new").focus();
  }

  function connect() {
    find("new").addEventListener("click", () => {
      open(null);
      find("form").querySelector("input").focus();
    });
    find("kept").addEventListener("change", () => open(find("kept").value));
    find("open").addEventListener("change", async () => {
      const [file] = find("open").files;
      if (file) await openFile(file);
      find("open").value = "";
    });
    find("form").addEventListener("submit", (event) => event.preventDefault());
    find("print").addEventListener("click", () => print());
    const about = () => ({ id: data.id, title: title(), people: data.people });
    find("calendar").addEventListener("click", () => download(Files.writeCalendar(plan, about()), "text/calendar", "ics"));
    find("table").addEventListener("click", () => download(Files.writeTable(plan, data.people), "text/csv", "csv"));
    find("file").addEventListener("click", () => download(Files.writeCase(data), "application/yaml", "yml"));
    find("clear").addEventListener("click", clear);
    addEventListener("hashchange", () => {
      const id = location.hash.slice(1);
      if (id !== data.id && Keep.read(id)) open(id);
    });
    Keep.follow((id) => {
      if (id === data.id || id === null) {
        const now = Keep.read(data.id);
        if (now) {
          data = now;
          update();
        } else say(find("message"), words.planner_gone);
      }
      listKept();
    });
  }

  function start() {
    makeForm();
    makeSteps();
    connect();
    find("today").value = Planner.writeDay(findToday());
    const asked = location.hash.slice(1);
    open(Keep.read(asked) ? asked : null);
    if (!Keep.works) say(find("message"), words.planner_not_kept);
    root.hidden = false;
    const address = document.getElementById(asked);
    if (address && asked.startsWith("planner-step-")) address.scrollIntoView();
  }

  start();
})();
