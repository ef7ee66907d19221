// The page that plans a case: its form, its plan, its buttons.
"use strict";

(() => {
  const { fill, words } = Phrases;
  const { find, make, say, set } = Dom;
  const root = document.getElementById("planner");
  const playbook = Planner.prepare(PLAYBOOK);
  const [FIRST_YEAR, LAST_YEAR] = PLAYBOOK.years;
  let data = null;
  let plan = null;

  const nameOf = (one) => (PLAYBOOK.blanks.length && one.fields[PLAYBOOK.blanks[0].id]) || words.planner_unnamed;
  const title = () => nameOf(data);

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
    update({ opened: true });
    listKept();
  }

  function listKept() {
    const select = find("kept");
    const cases = Keep.list();
    const options = cases.map((one) => [one.id, nameOf(one)]);
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

  // Show the case in the form; what is being typed just now is left alone, unless another case was opened.
  function updateForm(opened) {
    for (const [name, input] of blanks) if (opened || input !== document.activeElement) set(input, "value", data.fields[name] || "");
    const open = new Set(plan.open.map((fact) => fact.id));
    const above = {}; // an earlier answer may be changed; later ones that no longer fit are then taken back
    for (const fact of PLAYBOOK.facts) {
      const { node, options } = questions.get(fact.id);
      const answered = fact.id in data.facts;
      set(node, "hidden", !answered && !open.has(fact.id));
      for (const [id, { input, row }] of options) {
        set(input, "checked", (data.facts[fact.id] || "") === id);
        if (id && !node.hidden) set(row, "hidden", !playbook.reasoner.admits({ ...above, [fact.id]: id }));
      }
      if (answered) above[fact.id] = data.facts[fact.id];
    }
    const shown = new Set(Planner.listDates(playbook).map((date) => date.id));
    for (const [name, { node, input }] of days) {
      set(node, "hidden", !shown.has(name));
      if (opened || input !== document.activeElement) set(input, "value", data.dates[name] || "");
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
      else wrong.set(date.id, fill("planner_bad_day", { first: Phrases.sayDay(Planner.readDay(`${FIRST_YEAR}-01-01`)), last: Phrases.sayDay(Planner.readDay(`${LAST_YEAR}-12-31`)) }));
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

  const rows = makeStepRows(playbook, {
    onTick: tick,
    onDone: (step, value) => change((now) => setDone(now, step.id, value)),
  });
  const doneByTicking = new Map();

  function setDone(now, name, value) {
    const progress = { ...now.steps[name] };
    if (Files.isPossibleDay(value)) progress.done = value;
    else delete progress.done;
    if (progress.done || progress.note) now.steps[name] = progress;
    else delete now.steps[name];
  }

  // Tick a task; with the last one of a step, the step is done today, until a task is unticked. A day that somebody
  // has typed stays.
  function tick(step, key, checked) {
    change((now) => {
      now.ticked = now.ticked.filter((one) => one !== key);
      if (checked) now.ticked.push(key);
      const tasks = plan.steps.find((one) => one.step.id === step.id).tasks.map((task) => task.item.key);
      const day = now.steps[step.id]?.done;
      if (!day && tasks.every((one) => now.ticked.includes(one))) {
        doneByTicking.set(step.id, Planner.writeDay(Math.min(plan.today, findToday())));
        setDone(now, step.id, doneByTicking.get(step.id));
      } else if (!checked && day === doneByTicking.get(step.id)) setDone(now, step.id, "");
    });
  }

  function updateSummary() {
    const applying = plan.steps.filter((one) => one.state !== "skip");
    const countOf = (standing) => applying.filter((one) => one.standing === standing).length;
    const [done, late, ready] = ["done", "late", "ready"].map(countOf);
    say(find("summary"), fill("planner_status", { todo: applying.length - done, done, late, ready, open: plan.open.length }));
    say(find("heading"), `${fill("case_title", { playbook: PLAYBOOK.title, case: title() })}. ${fill("planner_as_of", { today: Phrases.sayDay(plan.today) })}`);
  }

  function update({ opened = false } = {}) {
    const today = Planner.readDay(find("today").value) ?? findToday();
    const { used } = checkDays(today);
    const done = Object.fromEntries(Object.entries(data.steps).filter(([, one]) => one.done).map(([name, one]) => [name, one.done]));
    plan = Planner.planCase(playbook, data.facts, { dates: used, done, today });
    for (const one of plan.steps) one.note = data.steps[one.step.id]?.note;
    updateForm(opened);
    rows.update(plan, data);
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

  // The case as it goes into a file: without days that do not exist in it.
  function forFile() {
    const shown = new Set(Planner.listDates(playbook).map((date) => date.id));
    return { ...data, dates: Object.fromEntries(Object.entries(data.dates).filter(([name]) => shown.has(name))) };
  }

  async function openFile(file) {
    let read;
    try {
      read = Files.readCase(await file.text(), playbook, file.name);
    } catch (error) {
      say(find("message"), error instanceof Files.CaseError ? error.message : fill("planner_open_unread", { why: error.message }));
      return;
    }
    if (Keep.read(read.data.id) && !confirm(fill("planner_replace", { title: nameOf(Keep.read(read.data.id)) }))) return;
    const kept = Keep.write({ ...read.data, edited: Date.now() });
    open(read.data.id);
    say(find("message"), [fill("planner_opened", { title: title() }), ...read.said, ...(kept ? [] : [words.planner_not_kept])].join(" "));
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
    find("file").addEventListener("click", () => download(Files.writeCase(forFile()), "application/yaml", "yml"));
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
    connect();
    const asked = location.hash.slice(1);
    open(Keep.read(asked) ? asked : null);
    document.addEventListener("visibilitychange", () => document.hidden || update()); // it may be another day by now
    if (!Keep.works) say(find("message"), words.planner_not_kept);
    find("no-script").hidden = true;
    root.hidden = false;
  }

  start();
})();
