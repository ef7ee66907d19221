// @ts-check
// The page that plans a case: its form, its plan, its buttons.
"use strict";

(() => {
  const { fill, words } = Phrases;
  const { find, make, say, set } = Dom;
  const root = /** @type {HTMLElement} */ (document.getElementById("planner"));
  const playbook = Planner.prepare(PLAYBOOK);
  const keep = makeKeep(playbook);
  /** @type {CaseData} */
  let data = Files.complete({});
  /** @type {CasePlan} */
  let plan;

  /** @param {CaseData} one */
  const nameOf = (one) => (PLAYBOOK.blanks.length && one.fields[PLAYBOOK.blanks[0]]) || words.planner_unnamed;
  const title = () => nameOf(data);
  /** @param {string[]} sentences */
  const tell = (...sentences) => say(find("message"), sentences.join("\n"));

  const sayUnkept = () => (keep.works ? words.planner_no_room : words.planner_not_kept);

  function findToday() {
    try {
      const form = new Intl.DateTimeFormat("en-CA", {
        timeZone: PLAYBOOK.calendar.timeZone,
        year: "numeric",
        month: "2-digit",
        day: "2-digit",
      });
      return Planner.readDay(form.format(new Date())) ?? localToday();
    } catch {
      return localToday();
    }
  }

  function localToday() {
    const now = new Date();
    return Math.floor((now.getTime() - now.getTimezoneOffset() * 60000) / Windows.MILLISECONDS);
  }

  // ---- The case

  /** @param {(now: CaseData) => void} alter */
  function change(alter) {
    performance.mark("planner-change");
    const result = keep.change(data, alter);
    data = result.data;
    if (!result.kept) tell(sayUnkept());
    update();
    performance.measure("planner-answer", "planner-change");
  }

  // Open a case that is kept, else a new one; what of it does not fit the playbook is said.
  /** @param {string | null} id */
  function open(id) {
    const kept = id === null ? null : keep.read(id);
    data = kept?.data ?? Files.complete({ id: Files.makeId(), "made-with": PLAYBOOK.imprint });
    const address = `#${data.id}`;
    if (location.hash !== address) history.replaceState(null, "", address);
    tell(...(kept?.said ?? []));
    update({ opened: true });
    listKept();
  }

  // List the cases that are kept; those with one name are told apart by their ids.
  function listKept() {
    const select = find("kept");
    const cases = keep.list();
    /** @param {CaseData} one */
    const hasTwin = (one) => cases.some((other) => other.id !== one.id && nameOf(other) === nameOf(one));
    /** @param {CaseData} one */
    const label = (one) => (hasTwin(one) ? fill("planner_twin", { title: nameOf(one), id: one.id }) : nameOf(one));
    const options = cases.map((one) => [one.id, label(one)]);
    set(find("original-row"), "hidden", !keep.readOriginal(data.id));
    const others = keep.countOthers();
    set(find("others-row"), "hidden", !others);
    say(find("others-said"), others === 1 ? words.planner_others_one : fill("planner_others", { count: others }));
    if (!cases.some((one) => one.id === data.id)) options.unshift([data.id, words.planner_new]);
    select.replaceChildren(
      ...options.map(([id, text]) => make("option", { value: id, selected: id === data.id }, text)),
    );
  }

  // ---- The plan

  const form = makeCaseForm(playbook, { change, onNamed: listKept });
  const rows = makeStepRows(playbook, {
    onTick: tick,
    onDone: (step, value) => change((now) => setDone(now, step.id, value)),
  });
  const doneByTicking = new Map();

  /** @param {CaseData} now @param {string} name @param {string} value */
  function setDone(now, name, value) {
    const progress = { ...now.steps[name] };
    if (Values.isPossibleDay(value)) progress.done = value;
    else delete progress.done;
    if (progress.done || progress.note) now.steps[name] = progress;
    else delete now.steps[name];
  }

  // Tick a task; with the last one of a step, the step is done today, until a task is unticked. A day that somebody
  // has typed stays.
  /** @param {PreparedStep} step @param {string} key @param {boolean} checked */
  function tick(step, key, checked) {
    change((now) => {
      now.ticked = now.ticked.filter((one) => one !== key);
      if (checked) now.ticked.push(key);
      const applying = plan.steps.find((one) => one.step.id === step.id)?.tasks ?? [];
      const tasks = applying.map((task) => task.item.key);
      const day = now.steps[step.id]?.done;
      if (!day && tasks.every((one) => now.ticked.includes(one))) {
        doneByTicking.set(step.id, Planner.writeDay(Math.min(plan.today, findToday())));
        setDone(now, step.id, doneByTicking.get(step.id));
      } else if (!checked && day === doneByTicking.get(step.id)) setDone(now, step.id, "");
    });
  }

  function updateSummary() {
    const applying = plan.steps.filter((one) => one.state !== "skip");
    /** @param {Standing} standing */
    const countOf = (standing) => applying.filter((one) => one.standing === standing).length;
    const done = countOf("done");
    const counts = { todo: applying.length - done, done, late: countOf("late"), ready: Planner.listNext(plan).length };
    const years = Phrases.join(plan.unknownYears.map(String));
    const said = [fill("planner_status", { ...counts, open: plan.open.length })];
    if (years) said.push(fill("case_remark_no_holidays", { years }));
    say(find("summary"), said.join(" "));
    say(
      find("heading"),
      `${fill("case_title", { playbook: PLAYBOOK.title, case: title() })}. ${fill("planner_as_of", { today: Phrases.sayDay(plan.today) })}`,
    );
  }

  function update({ opened = false } = {}) {
    const today = Planner.readDay(find("today").value) ?? findToday();
    const dates = form.checkDays(data);
    const done = Object.fromEntries(Object.entries(data.steps).map(([name, one]) => [name, one.done ?? ""]));
    plan = Planner.planCase(playbook, data.facts, { dates, done, ticked: data.ticked, today });
    for (const one of plan.steps) one.note = data.steps[one.step.id]?.note;
    form.update(plan, data, opened);
    rows.update(plan, data);
    updateSummary();
  }

  // ---- Files and buttons

  /** @param {string} text @param {string} type @param {string} ending */
  function download(text, type, ending) {
    const name = Values.makeSlug(title());
    const safe = Values.isId(name) ? name : [words.planner_file_name, name].filter(Boolean).join("-");
    const address = URL.createObjectURL(new Blob([text], { type }));
    make("a", { href: address, download: `${safe}.${ending}` }).click();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
  }

  function saveFile() {
    const { data: fit, left } = Files.forFile(data, playbook);
    download(Files.writeCase(fit), "application/yaml", "yml");
    if (left.length) tell(fill("planner_not_in_file", { labels: Phrases.join(left) }));
  }

  /** @param {File} file */
  async function openFile(file) {
    let read;
    try {
      read = Files.readCase(await file.text(), playbook, file.name);
    } catch (error) {
      const { message } = /** @type {Error} */ (error);
      tell(error instanceof Files.CaseError ? message : fill("planner_open_unread", { why: message }));
      return;
    }
    const known = keep.read(read.data.id);
    if (known && !confirm(fill("planner_replace", { title: nameOf(known.data) }))) return;
    const kept = keep.write({ ...read.data, edited: Date.now() });
    open(read.data.id);
    tell(fill("planner_opened", { title: title() }), ...read.said, ...(kept ? [] : [sayUnkept()]));
  }

  function takeOthers() {
    if (!confirm(words.planner_others_sure)) return;
    tell(keep.takeOthers() ? words.planner_others_taken : words.planner_no_room_others);
    listKept();
    find("kept").focus();
  }

  function clear() {
    if (!confirm(words.planner_clear_sure)) return;
    keep.remove(data.id);
    open(null);
    tell(words.planner_cleared);
    find("new").focus();
  }

  function connect() {
    find("new").addEventListener("click", () => {
      open(null);
      find("form").querySelector("input").focus();
    });
    find("today").addEventListener("input", () => update());
    find("kept").addEventListener("change", () => open(find("kept").value));
    find("open").addEventListener("change", async () => {
      const [file] = find("open").files;
      if (file) await openFile(file);
      find("open").value = "";
    });
    find("form").addEventListener("submit", (/** @type {Event} */ event) => event.preventDefault());
    find("print").addEventListener("click", () => print());
    const about = () => ({ id: data.id, title: title(), people: data.people });
    find("calendar").addEventListener("click", () =>
      download(Papers.writeCalendar(plan, about()), "text/calendar", "ics"),
    );
    find("table").addEventListener("click", () => download(Papers.writeTable(plan, data.people), "text/csv", "csv"));
    find("file").addEventListener("click", saveFile);
    find("original").addEventListener("click", () =>
      download(keep.readOriginal(data.id), "text/plain", `${words.planner_original_ending}.yml`),
    );
    find("others").addEventListener("click", takeOthers);
    find("clear").addEventListener("click", clear);
    addEventListener("hashchange", () => {
      const id = location.hash.slice(1);
      if (id !== data.id && keep.read(id)) open(id);
    });
    keep.follow((id) => {
      if (id === data.id || id === null) {
        const now = keep.read(data.id);
        if (now === null) tell(words.planner_gone);
        else if (!now.unread) {
          data = now.data;
          update();
        }
      }
      listKept();
    });
  }

  function start() {
    connect();
    const asked = location.hash.slice(1);
    open(keep.read(asked) ? asked : null);
    document.addEventListener("visibilitychange", () => document.hidden || update()); // it may be another day by now
    if (!keep.works) tell(words.planner_not_kept);
    root.hidden = false;
  }

  start();
})();
