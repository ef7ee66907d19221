"""Case files: what is wrong in them is said to the letter; what is right is planned, shown and written anew."""

import datetime
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from generator.command.show_case import show_case
from generator.documents.book import Book
from generator.documents.case_phrases import CasePhrases
from generator.documents.open import open_book, open_case
from generator.documents.render import Renderer
from generator.errors import ContentError
from generator.load.case import load_case
from generator.load.playbook import load_playbook
from generator.packet.calendar import make_calendar
from generator.packet.new_case import write_new_case
from generator.packet.overview import make_line, make_overview
from generator.plan.case_plan import CasePlan
from generator.plan.plan import make_key
from generator.plan.windows import Move
from generator.playbook.company import Calendar
from generator.playbook.imprint import take_imprint
from tests.conftest import OFFBOARDING, TESTS, copy_playbook
from tests.worked_cases import lay_timings, list_answers

BROKEN = sorted((TESTS / "broken_cases").glob("*.yml"))
TODAY = datetime.date(2026, 12, 21)
HARBOUR = TESTS / "cases" / "harbour-clinics.yml"
MILL = TESTS / "cases" / "upper-mill.yml"


@pytest.mark.parametrize("file", BROKEN, ids=lambda file: file.stem)
def test_broken_case_says_what_is_wrong(
    book: Book, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, update_golden: bool
) -> None:
    text = file.read_text(encoding="utf-8")
    broken = yaml.load(text, Loader=yaml.BaseLoader)
    monkeypatch.chdir(tmp_path)
    Path("upper-mill.yml").write_text(broken["case"], encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load_case(Path("upper-mill.yml"), book.playbook)
    said = str(caught.value) + "\n"
    if update_golden:
        head = text.partition("says: |\n")[0]
        file.write_text(head + "says: |\n" + "".join(f"  {line}\n" for line in said.splitlines()), encoding="utf-8")
    else:
        assert said == broken["says"]
    assert caught.value.exit_code == 1


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (
            b"facts: {path: termination\xff}\n",
            "mill.yml:1:26: isn't UTF-8 text; save it as UTF-8",
        ),
        (b"notes: a\x00b\n", "mill.yml:1:9: a control character (U+0000) isn't allowed in YAML; delete it"),
        ("facts: {}".encode("utf-16"), "mill.yml:1:1: isn't UTF-8 text; save it as UTF-8"),
    ],
)
def test_bytes_that_are_no_text_are_refused(book: Book, tmp_path: Path, raw: bytes, said: str) -> None:
    file = tmp_path / "mill.yml"
    file.write_bytes(raw)
    with pytest.raises(ContentError) as caught:
        load_case(file, book.playbook)
    assert str(caught.value) == f"{tmp_path.as_posix()}/{said}"


def test_a_byte_order_mark_is_no_mistake(book: Book, tmp_path: Path) -> None:
    file = tmp_path / "mill.yml"
    file.write_bytes(b"\xef\xbb\xbffacts: {path: termination}\r\n")
    assert load_case(file, book.playbook).facts == {"path": "termination"}


def test_a_missing_file_and_a_folder_are_named(book: Book, tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"nothing\.yml: doesn't exist; check the name$"):
        load_case(tmp_path / "nothing.yml", book.playbook)
    with pytest.raises(ContentError, match=r"is a folder; a YAML file is expected here$"):
        load_case(tmp_path, book.playbook)


def test_the_name_of_the_file_is_the_id_unless_one_is_given(book: Book, tmp_path: Path) -> None:
    shutil.copy(HARBOUR, tmp_path / "Harbour Clinics (old).yml")
    assert load_case(tmp_path / "Harbour Clinics (old).yml", book.playbook).id == "harbour-clinics"
    (tmp_path / "upper-mill.yml").write_text("facts: {}\n", encoding="utf-8")
    assert load_case(tmp_path / "upper-mill.yml", book.playbook).id == "upper-mill"
    (tmp_path / "Upper Mill.yml").write_text("facts: {}\n", encoding="utf-8")
    with pytest.raises(ContentError, match="'Upper Mill' isn't a valid id because it has capital letters"):
        load_case(tmp_path / "Upper Mill.yml", book.playbook)


def test_a_case_file_is_accepted_exactly_if_some_case_has_its_answers(book: Book, tmp_path: Path) -> None:
    """One answer at a time is changed, so that some fit the others and some do not."""
    cases = list_answers(book.playbook)
    verdicts = set()
    for number, facts in enumerate(cases[::97]):
        name = list(facts)[number % len(facts)]
        for option in book.playbook.logic.facts[name].options:
            answers = {**facts, name: option.id}
            possible = any(answers.items() <= case.items() for case in cases)
            assert accepts(book, tmp_path / "case.yml", answers) == possible, answers
            verdicts.add(possible)
    assert verdicts == {True, False}


def accepts(book: Book, file: Path, answers: dict[str, str]) -> bool:
    file.write_text(yaml.safe_dump({"facts": answers}), encoding="utf-8")
    try:
        return load_case(file, book.playbook).facts == answers
    except ContentError:
        return False


def plan_file(book: Book, file: Path, today: datetime.date = TODAY) -> CasePlan:
    return open_case(book, file, today=today)


def test_what_is_late_says_what_can_still_be_saved(book: Book) -> None:
    plan = plan_file(book, HARBOUR)
    notice = plan.steps["send-notice"]
    assert notice.standing == "late"
    assert CasePhrases(book, plan).late(notice)[:2] == [
        "4 days late (30 to 14 days before the end of the contract).",
        "10 days left until the end of the contract.",
    ]
    assert "Look up the clause on notice" in CasePhrases(book, plan).late(notice)[2]


@pytest.mark.parametrize(
    ("today", "said"),
    [
        ("2026-12-30", "1 day left until the end of the contract."),
        ("2026-12-31", "The end of the contract is today."),
        ("2027-01-01", "The end of the contract has passed."),
    ],
)
def test_days_left_are_counted_to_the_date_itself(book: Book, today: str, said: str) -> None:
    plan = plan_file(book, HARBOUR, datetime.date.fromisoformat(today))
    assert CasePhrases(book, plan).late(plan.steps["send-notice"])[1] == said


def test_a_moved_date_moves_what_hangs_on_it_and_a_done_day_stays(book: Book, tmp_path: Path) -> None:
    moved = tmp_path / "harbour-clinics.yml"
    moved.write_text(HARBOUR.read_text(encoding="utf-8").replace("2026-12-31", "2027-03-31"), encoding="utf-8")
    before, after = plan_file(book, HARBOUR), plan_file(book, moved)
    assert before.steps["prepare-notice"].done == after.steps["prepare-notice"].done == datetime.date(2026, 11, 20)
    assert str(before.steps["send-notice"].slot.last) == "2026-12-17"
    assert str(after.steps["send-notice"].slot.last) == "2027-03-17"
    assert after.steps["send-notice"].standing == "ahead"


def test_nothing_stands_late_before_its_last_day_is_over(book: Book) -> None:
    last = plan_file(book, HARBOUR).steps["send-notice"].slot.last
    assert last is not None
    assert plan_file(book, HARBOUR, last).steps["send-notice"].standing == "ready"
    assert plan_file(book, HARBOUR, last + datetime.timedelta(1)).steps["send-notice"].standing == "late"


def test_steps_done_in_the_wrong_order_are_remarked(book: Book, tmp_path: Path) -> None:
    file = tmp_path / "case.yml"
    file.write_text(
        "facts: {path: end-of-contract, renewal-offered: no}\n"
        "steps:\n"
        "  send-notice: {done: 2026-12-01}\n"
        "  check-cure: {done: 2026-12-01}\n"
        "  prepare-notice: {done: 2027-12-01}\n"
        "ticked: [send-notice.gone, send-notice.lost]\n",
        encoding="utf-8",
    )
    plan = plan_file(book, file)
    assert CasePhrases(book, plan).remarks() == [
        "2 ticked tasks have been reworded or removed since, so they no longer count as ticked.",
        "Step 10 (Send the notice) is done, but step 8 (Prepare the notice), which comes first, wasn’t done by then. "
        "Safeguard: The notice is prepared and goes out in writing, and then comes the call.",
        "Step 7 (Check whether it was put right) is marked as done, but doesn’t belong to this case: "
        "The contract runs to its agreed end, so there is no early end to agree.",
        "Step 8 (Prepare the notice) is marked as done on a date in the future.",
    ]


def test_a_translation_keeps_its_large_letters(hut_copy: Path) -> None:
    (hut_copy / "templates").mkdir()
    (hut_copy / "templates" / "words.yml").write_text(
        'one_day: ein Tag\ndays: "{count} Tage"\ncase_late_by: "{days} zu spät"\n'
        "case_waits: wartet auf {steps}\nchecklist_step: Schritt {number}\n",
        encoding="utf-8",
    )
    facts = hut_copy / "content" / "facts.yml"
    facts.write_text(facts.read_text(encoding="utf-8").replace("the last night", "der Letzte Tag"), encoding="utf-8")
    book = open_book(hut_copy)
    plan = plan_file(book, TESTS / "cases" / "hut.yml", datetime.date(2026, 10, 9))
    said = [CasePhrases(book, plan).late(plan.steps[name]) for name in ("drain-water", "lock-door")]
    assert [line[0].partition(" (")[0] for line in said] == ["4 Tage zu spät", "2 Tage zu spät"]
    assert said[0][1] == "Der Letzte Tag has passed."
    plan = plan_file(book, TESTS / "cases" / "hut.yml", datetime.date(2026, 10, 8))
    assert CasePhrases(book, plan).late(plan.steps["lock-door"])[0].startswith("Ein Tag zu spät (")
    plan = plan_file(book, TESTS / "cases" / "hut.yml", datetime.date(2026, 10, 2))
    assert " Wartet auf Schritt 2.\n" in show_case(book, plan, width=100)


def change_playbook(folder: Path) -> Book:
    copy_playbook(OFFBOARDING, folder)
    head, phase = folder / "content/playbook.yml", folder / "content/phases/notification.yml"
    head.write_text(head.read_text(encoding="utf-8").replace('revision: "2"', 'revision: "3"'), encoding="utf-8")
    text = phase.read_text(encoding="utf-8").replace("earliest: -30", "earliest: -28")
    text = text.replace("- Read the end date, and any", "- Read twice the end date, and any")
    phase.write_text(text, encoding="utf-8")
    return Book(load_playbook(folder), Renderer(folder))


def test_a_case_says_what_has_changed_since_it_was_made(book: Book, tmp_path: Path) -> None:
    imprint = take_imprint(book.playbook)
    file = tmp_path / "case.yml"
    steps = (imprint.steps or "").replace("send-farewell=", "send-flowers=")
    file.write_text(f'facts: {{}}\nmade-with: {{revision: "2", steps: "{steps}"}}\n', encoding="utf-8")
    changed = change_playbook(tmp_path / "playbook")
    assert CasePhrases(changed, plan_file(changed, file)).remarks() == [
        "The case was made with revision 2; the playbook is now revision 3.",
        "Step 8 (Prepare the notice) has changed: its tasks.",
        "Step 10 (Send the notice) has changed: its dates.",
        "Step 49 (Send the farewell) is new.",
        "The step “send-flowers” no longer exists.",
    ]


def test_a_case_of_another_revision_without_changes_says_so(book: Book, tmp_path: Path) -> None:
    file = tmp_path / "case.yml"
    steps = take_imprint(book.playbook).steps
    file.write_text(f'made-with: {{revision: "1", steps: "{steps}"}}\n', encoding="utf-8")
    assert CasePhrases(book, plan_file(book, file)).remarks() == [
        "The case was made with revision 1; the playbook is now revision 2.",
        "No step has changed since.",
    ]


def test_a_new_case_is_a_case_and_so_it_is_when_its_remarks_are_answered(book: Book, tmp_path: Path) -> None:
    file = tmp_path / "new.yml"
    file.write_text(write_new_case(book, {"path": "termination"}, name="new", schema="case.json"), encoding="utf-8")
    assert load_case(file, book.playbook).facts == {"path": "termination"}
    text = file.read_text(encoding="utf-8")
    assert "# ended-by: client | us | both" in text
    answered = text.replace("# ended-by: client | us | both", "ended-by: us")
    answered = answered.replace("# effective-date: 2026-11-23", "effective-date: 2026-12-31")
    answered = answered.replace("# client_company:", "client_company: Upper Mill")
    answered = answered.replace("# account-manager: { name: , email: }", "account-manager: { name: Jo }")
    file.write_text(answered, encoding="utf-8")
    case = load_case(file, book.playbook)
    assert case.facts == {"path": "termination", "ended-by": "us"}
    assert case.fields == {"client_company": "Upper Mill"}
    assert case.made_with == take_imprint(book.playbook)


def test_old_ids_of_steps_still_count(book: Book, tmp_path: Path) -> None:
    file = tmp_path / "case.yml"
    file.write_text("steps: {carry-out-data-outcome: {done: 2026-12-01}}\n", encoding="utf-8")
    assert list(load_case(file, book.playbook).steps) == ["delete-data"]


def test_the_plan_of_one_role_holds_its_steps_only(book: Book) -> None:
    plan = plan_file(book, HARBOUR)
    shown = show_case(book, plan, width=100, role="finance")
    assert "Review the client's account" in shown and "Send the notice" not in shown


@pytest.mark.parametrize("file", [HARBOUR, MILL], ids=lambda file: file.stem)
def test_the_plan_in_the_terminal_is_the_golden_copy(book: Book, file: Path, update_golden: bool) -> None:
    golden = TESTS / "golden" / "cases" / f"{file.stem}.txt"
    shown = show_case(book, plan_file(book, file), width=100)
    if update_golden:
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(shown, encoding="utf-8")
    assert shown == golden.read_text(encoding="utf-8")
    assert max(len(line) for line in shown.splitlines()[3:]) <= 100


def test_moves_are_said_in_words(book: Book, tmp_path: Path) -> None:
    file = tmp_path / "case.yml"
    file.write_text("facts: {path: end-of-contract}\ndates: {contract-end: 2026-12-26}\n", encoding="utf-8")
    plan = plan_file(book, file)
    phrases = CasePhrases(book, plan)
    assert phrases.moves(plan.steps["revoke-client-access"]) == [
        "There’s no working day between Sat 26 Dec 2026 and Sun 27 Dec 2026, so the next one is used."
    ]
    slots = {name: step.slot.moves for name, step in plan.steps.items() if step.slot.moves}
    assert slots["revoke-client-access"] == (Move("no-workday"),)


def test_a_day_off_on_which_somebody_must_work_is_said_in_plan_and_overview(book: Book, tmp_path: Path) -> None:
    due = [{"from": "contract-end", "earliest": 0, "latest": 0, "every-day": "true"}]
    laid = lay_timings(book, {"revoke-client-access": due})
    file = tmp_path / "case.yml"
    file.write_text("facts: {path: end-of-contract}\ndates: {contract-end: 2026-12-26}\n", encoding="utf-8")
    plan = plan_file(laid, file)
    said = "Sat 26 Dec 2026 is a day off, and this can’t wait for a working day: someone has to work on a day off."
    assert CasePhrases(laid, plan).moves(plan.steps["revoke-client-access"]) == [said]
    line = make_line(laid, plan, None)
    assert [due.day_off for due in line.soon if due.day_off] == [said]
    assert said in make_overview(laid, [line], failed=[])
    assert said in make_calendar(laid, plan).decode().replace("\r\n ", "").replace("\\", "")


def test_dates_by_which_a_window_ends_are_said_in_words(book: Book, tmp_path: Path) -> None:
    due = [{"from": "contract-end", "earliest": -30, "latest": -14, "by": ["effective-date"]}]
    laid = lay_timings(book, {"send-notice": due})
    file = tmp_path / "case.yml"
    said = []
    for dates in ("{contract-end: 2026-12-31}", "{contract-end: 2026-12-31, effective-date: 2026-11-06}"):
        file.write_text(f"facts: {{path: end-of-contract}}\ndates: {dates}\n", encoding="utf-8")
        playbook = replace(
            laid.playbook, dates=tuple(date.model_copy(update={"when": None}) for date in laid.playbook.dates)
        )
        free = Book(playbook, laid.renderer)
        plan = plan_file(free, file)
        said.append(CasePhrases(free, plan).moves(plan.steps["send-notice"]))
    assert said == [
        ["Also due by the effective date, which has no date yet; enter it."],
        [
            "Due no later than the effective date, which comes first.",
            "The due date (Fri 6 Nov 2026) is before the first day (Mon 23 Nov 2026): check the dates of this case.",
        ],
    ]


BREACH = "{path: termination, ended-by: us, reason: breach}"
BREACH_DAYS = "{termination-raised: 2026-11-02, cure-period-end: 2026-12-18, effective-date: 2026-12-22}"


@pytest.mark.parametrize(
    ("progress", "said"),
    [
        (
            "ticked: [{check-cure}]",
            "Step 7 (Check whether it was put right) has ticked tasks, but its first day (Fri 18 Dec 2026) is still to "
            "come.",
        ),
        (
            "steps: {check-cure: 2026-12-07}",
            "Step 7 (Check whether it was put right) was done on Mon 7 Dec 2026, before its first day "
            "(Fri 18 Dec 2026).",
        ),
        (
            "steps: {agree-reasons-and-date: 2026-12-04}",
            "Step 1 (Agree the reason and the effective date) was done on Fri 4 Dec 2026, after its due date "
            "(Wed 4 Nov 2026).",
        ),
        (
            "ticked: [{revoke-client-access}]",
            "ticked tasks, but step 7 (Check whether it was put right), which comes first, isn’t done. Safeguard",
        ),
        (
            "steps: {revoke-client-access: 2026-12-07}",
            "is done, but step 7 (Check whether it was put right), which comes first, wasn’t done by then. Safeguard",
        ),
    ],
)
def test_what_was_done_or_begun_at_the_wrong_time_is_named(
    book: Book, tmp_path: Path, progress: str, said: str
) -> None:
    for name in ("check-cure", "revoke-client-access"):
        step = book.playbook.steps[name]
        progress = progress.replace(f"{{{name}}}", make_key(step, step.tasks[0]))
    file = tmp_path / "case.yml"
    file.write_text(f"facts: {BREACH}\ndates: {BREACH_DAYS}\n{progress}\n", encoding="utf-8")
    plan = plan_file(book, file, datetime.date(2026, 12, 7))
    remarks = CasePhrases(book, plan).remarks()
    assert any(said in remark for remark in remarks), remarks


def test_a_step_that_is_begun_in_its_turn_is_named_by_nothing(book: Book, tmp_path: Path) -> None:
    first, second = (book.playbook.steps[name] for name in ("agree-reasons-and-date", "look-up-clauses"))
    keys = [make_key(first, first.tasks[0]), make_key(second, second.tasks[0])]
    file = tmp_path / "case.yml"
    file.write_text(
        f"facts: {BREACH}\ndates: {BREACH_DAYS}\nsteps: {{agree-reasons-and-date: 2026-11-03}}\nticked: {keys}\n",
        encoding="utf-8",
    )
    plan = plan_file(book, file, datetime.date(2026, 12, 7))
    assert not any(step.missteps for step in plan.steps.values())


def test_years_without_known_holidays_are_named(book: Book, tmp_path: Path) -> None:
    file = tmp_path / "case.yml"
    file.write_text("facts: {path: end-of-contract}\ndates: {contract-end: 2026-12-26}\n", encoding="utf-8")
    overlay = book.playbook.overlay.model_copy(update={"calendar": Calendar(country="UA")})
    plan = plan_file(Book(replace(book.playbook, overlay=overlay), book.renderer), file)
    assert CasePhrases(book, plan).remarks() == [
        "No public holidays are known for 2026, 2027 and 2028, so only weekends count as days off there. Add the "
        "holidays to “days-off” in overlay.yml."
    ]


def test_next_is_what_may_begin_now_with_what_is_late_first(book: Book) -> None:
    plan = plan_file(book, MILL)
    steps = plan.list_next()
    late = [step for step in steps if step.standing == "late"]
    assert late and steps[: len(late)] == late and not any(step.waits_for for step in steps)
    for part in (late, steps[len(late) :]):
        days = [step.slot.last or datetime.date.max for step in part]
        assert days == sorted(days)
    assert make_line(book, plan, None).following.startswith(CasePhrases(book, plan).day(late[0].slot.last or TODAY))
