"""Packets: what staff print, send and import, read back by other programs; many at once, and none half done."""

import csv
import datetime
import email
import email.policy
import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import icalendar
import jsonschema
import pytest
import vobject  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from generator.command.show_overview import show_packets
from generator.disk.packets import Job, write_packets
from generator.disk.schemas import make_schemas
from generator.disk.workers import Outcome
from generator.documents.book import Book
from generator.documents.open import open_case
from generator.errors import ContentError, UsageError
from generator.packet.eml import write_draft
from generator.packet.ics import Entry, write_calendar
from generator.packet.packet import make_packet
from generator.packet.table import guard_cell
from generator.packet.versions import count_version
from generator.playbook.blanks import is_mailbox
from generator.playbook.imprint import make_owner
from tests.conftest import OFFBOARDING, TESTS
from tests.load.test_cases import HARBOUR, MILL, TODAY
from tests.running import Run

if TYPE_CHECKING:
    from playwright.sync_api import Browser

GOLDEN = TESTS / "golden" / "cases" / "hut"
HUT_CASE = TESTS / "cases" / "hut.yml"
Packet = dict[str, bytes]


def make(book: Book, file: Path, today: datetime.date = TODAY) -> Packet:
    return dict(make_packet(book, open_case(book, file, today=today)))


@pytest.fixture(scope="module")
def harbour(book: Book) -> Packet:
    return make(book, HARBOUR)


@pytest.fixture(scope="module")
def mill(book: Book) -> Packet:
    return make(book, MILL)


def test_the_packet_of_the_other_playbook_is_the_golden_copy(hut: Book, update_golden: bool) -> None:
    packet = make(hut, HUT_CASE, datetime.date(2026, 10, 5))
    if update_golden:
        shutil.rmtree(GOLDEN, ignore_errors=True)
        for name, content in packet.items():
            (GOLDEN / name).parent.mkdir(parents=True, exist_ok=True)
            (GOLDEN / name).write_bytes(content)
    golden = {file.relative_to(GOLDEN).as_posix(): file.read_bytes() for file in GOLDEN.rglob("*") if file.is_file()}
    assert packet == golden


def test_same_case_same_bytes(book: Book, harbour: Packet) -> None:
    assert make(book, HARBOUR) == harbour


def test_letters_are_those_that_the_facts_call_for(harbour: Packet, mill: Packet) -> None:
    assert "emails/010-contract-end-notice.txt" in harbour and "emails/010-contract-end-notice.txt" not in mill
    assert "emails/003-breach-notice.txt" in mill and "emails/003-breach-notice.txt" not in harbour


def test_letters_are_not_drafted_again_once_their_step_is_done(book: Book, tmp_path: Path) -> None:
    file = tmp_path / "case.yml"
    text = HARBOUR.read_text(encoding="utf-8")
    file.write_text(text.replace("steps:\n", "steps:\n  send-notice: 2026-12-02\n"), encoding="utf-8")
    assert "emails/010-contract-end-notice.eml" not in make(book, file)


def test_blanks_are_filled_from_the_case_and_open_ones_are_marked_and_listed(harbour: Packet) -> None:
    letter = harbour["emails/010-contract-end-notice.txt"].decode()
    head, _, text = letter.partition("-" * 40)
    assert "Dear Ms Okafor," in text and "ends on 31 December 2026" in text and "Maya Ortiz\nAccount manager" in text
    assert "[Day of the call]" in text and "- [Day of the call]\n" in head
    assert "[Client name]" not in letter
    listed = harbour["emails/open.txt"].decode()
    assert re.search(r"010-contract-end-notice: .*\n(  - .*\n)*  - \[Day of the call\]\n", listed)


def test_paragraphs_that_hang_on_an_open_question_are_marked(book: Book, tmp_path: Path) -> None:
    file = tmp_path / "case.yml"
    file.write_text("facts: {path: end-of-contract}\n", encoding="utf-8")
    letter = make(book, file)["emails/010-contract-end-notice.txt"].decode()
    assert "[Only if a renewal is on offer:] We would very much like to continue" in letter
    assert "- keep the paragraphs marked “only if a renewal is on offer”, or delete them\n" in letter


def test_letters_that_may_be_sent_are_listed_with_their_condition(harbour: Packet) -> None:
    listed = harbour["emails/open.txt"].decode().partition("Not known yet whether they are sent:")[2]
    assert "Notice to a subcontractor or vendor: only if people outside the company work for us on it" in listed


class TestDrafts:
    """Drafts of letters, read back by the standard library and by a library of another language."""

    def test_every_draft_reads_back(self, harbour: Packet, mill: Packet) -> None:
        drafts = [content for packet in (harbour, mill) for name, content in packet.items() if name.endswith(".eml")]
        assert len(drafts) > 15
        for raw in drafts:
            message = email.message_from_bytes(raw, policy=email.policy.default)
            assert message["X-Unsent"] == "1" and message["Subject"] and not message.defects
            body = message.get_body()
            assert body is not None and body.get_content_type() == "text/plain"

    def test_names_and_addresses_reach_the_header_whole(self, mill: Packet) -> None:
        message = email.message_from_bytes(mill["emails/003-breach-notice.eml"], policy=email.policy.default)
        assert message["From"] == '"Jo \\"the boss\\" Marsh, MBA" <jo@example.com>'
        body = message.get_body()
        assert body is not None and "Herr Ödön Bäcker" in body.get_content()

    def test_the_farewell_has_the_summary_attached(self, harbour: Packet) -> None:
        name = next(name for name in harbour if name.endswith("-farewell.eml"))
        message = email.message_from_bytes(harbour[name], policy=email.policy.default)
        (attached,) = message.iter_attachments()
        assert attached.get_filename() == "summary.html"
        assert attached.get_content().replace("\r\n", "\n") == harbour["summary.html"].decode()

    def test_no_text_can_add_a_header(self) -> None:
        raw = write_draft(subject="Hello\r\nBcc: all@example.com", text="x", sender=("A\nB", "a@b"), to="c@d")
        message = email.message_from_bytes(raw, policy=email.policy.default)
        assert message["Bcc"] is None and message["Subject"] == "Hello Bcc: all@example.com"

    @pytest.mark.parametrize(
        "text",
        [
            "=?utf-8?q?=0d=0aBcc:_eve=40evil.com?=",
            "=?utf-8?b?DQpCY2M6IGV2ZUBldmlsLmNvbQ==?=",
            "A, B; C <x@y>",
            "Ö" * 400,
            'a"b\\c',
            "🏠" * 60,
        ],
    )
    def test_whatever_a_name_holds_is_the_name(self, text: str) -> None:
        raw = write_draft(subject=text, text=text, sender=(text, "a@example.com"), to="c@example.com")
        assert max(len(line) for line in raw.split(b"\r\n")) <= 998
        message = email.message_from_bytes(raw, policy=email.policy.default)
        assert {name.lower() for name in message.keys()} <= {  # noqa: SIM118 - headers have no other list
            "content-type", "mime-version", "content-transfer-encoding", "x-unsent", "subject", "from", "to",
        }  # fmt: skip
        assert message["Subject"] == text
        (sender,) = message["From"].addresses
        # The standard library puts spaces between encoded words that belong together.
        assert sender.display_name.replace(" ", "") == text.replace(" ", "")
        assert sender.addr_spec == "a@example.com"

    @pytest.mark.parametrize("text", ["a@[1", "a@x,y", "<jo@x>", "a@b;c", "jö@example.com", "=?utf-8?q?x?=@x.com,"])
    def test_what_is_no_address_is_refused(self, text: str) -> None:
        assert not is_mailbox(text)

    @pytest.mark.program
    def test_another_library_reads_the_same(self, mill: Packet, tmp_path: Path) -> None:
        require("perl", "-MEmail::MIME")
        raw = mill["emails/003-breach-notice.eml"]
        (tmp_path / "draft.eml").write_bytes(raw)
        program = (
            "use Email::MIME; binmode STDOUT, ':utf8'; local $/; open F, '<:raw', $ARGV[0];"
            "my $m = Email::MIME->new(<F>);"
            "print join \"\\x1f\", $m->header_str('Subject'), $m->header_str('From'), $m->body_str;"
        )
        done = subprocess.run(["perl", "-e", program, tmp_path / "draft.eml"], capture_output=True, check=True)
        subject, sender, body = done.stdout.decode().replace("\r\n", "\n").split("\x1f")
        message = email.message_from_bytes(raw, policy=email.policy.default)
        text = message.get_body()
        assert text is not None
        assert (subject, body) == (message["Subject"], text.get_content().replace("\r\n", "\n")) and "Jo" in sender


def read_events(raw: bytes | str) -> list[Any]:
    return list(icalendar.Calendar.from_ical(raw).walk("VEVENT"))


def require(command: str, *arguments: str) -> None:
    """Skip where a program is missing; in CI it must be there."""
    found = shutil.which(command)
    if found and (not arguments or not subprocess.run([found, *arguments, "-e", "1"], check=False).returncode):
        return
    message = f"{command} {' '.join(arguments)} is missing, so nothing was read back with it"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)


class TestCalendar:
    """The calendar, read back by two libraries."""

    def test_two_libraries_read_the_same_days(self, harbour: Packet) -> None:
        text = harbour["calendar.ics"].decode()
        events = read_events(text)
        other = {event.uid.value: event for event in vobject.readOne(text).vevent_list}
        assert len(events) == len(other) > 30
        for event in events:
            same = other[str(event["uid"])]
            assert same.dtstart.value == event.decoded("dtstart") and same.summary.value == str(event["summary"])
            assert same.description.value == str(event["description"])

    def test_days_roles_alarms_and_states(self, harbour: Packet) -> None:
        events = {str(event["uid"]).partition("@")[0]: event for event in read_events(harbour["calendar.ics"])}
        notice = events["harbour-clinics.send-notice"]
        assert notice.decoded("dtstart") == datetime.date(2026, 12, 17)
        assert notice["categories"].cats == ["Account manager"]
        triggers = [alarm.decoded("trigger") for alarm in notice.walk("VALARM")]
        assert triggers == [datetime.timedelta(hours=9 - 24 * 16), datetime.timedelta(hours=-15)]
        assert str(events["harbour-clinics.pay-refund"]["status"]) == "TENTATIVE"
        done = events["harbour-clinics.prepare-notice"]
        assert done.decoded("dtstart") == datetime.date(2026, 11, 20) and not done.walk("VALARM")

    def test_importing_again_updates(self, book: Book, tmp_path: Path) -> None:
        moved = tmp_path / "harbour-clinics.yml"
        moved.write_text(HARBOUR.read_text(encoding="utf-8").replace("2026-12-31", "2027-01-29"), encoding="utf-8")
        first = read_events(make(book, HARBOUR)["calendar.ics"])
        later = make(book, moved, TODAY + datetime.timedelta(1))["calendar.ics"]
        then = {str(event["uid"]): event for event in read_events(later)}
        assert {str(event["uid"]) for event in first} == set(then)
        for event in first:
            assert then[str(event["uid"])]["sequence"] > event["sequence"]
            assert then[str(event["uid"])].decoded("dtstamp") > event.decoded("dtstamp")

    def test_ids_of_two_companies_differ(self, book: Book, hut: Book) -> None:
        assert make_owner(book.playbook) != make_owner(hut.playbook)

    @given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=200))
    def test_any_text_reads_back(self, text: str) -> None:
        entry = Entry("id@x", datetime.date(2028, 2, 29), text, f"a\n{text}", text or "x")
        raw = write_calendar([(entry, count_version(entry, None, today=TODAY))], title=text)
        assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
        (event,) = read_events(raw)
        assert str(event["summary"]) == text and str(event["description"]) == f"a\n{text}"


class TestTable:
    """The table of steps, read back by the standard library and by LibreOffice."""

    def test_one_row_a_step_with_its_days(self, harbour: Packet) -> None:
        rows = list(csv.DictReader(io.StringIO(harbour["steps.csv"].decode("utf-8-sig"))))
        row = next(row for row in rows if row["Id"] == "send-notice")
        assert (row["Start date"], row["Due date"], row["Status"]) == ("2026-12-01", "2026-12-17", "late")
        assert row["Assignee"] == "Account manager (Maya Ortiz)" and row["Waits for"] == ""

    @pytest.mark.parametrize("text", ["=cmd()", "+1", "-1", "@SUM(A1)"])
    def test_no_cell_is_a_formula(self, text: str) -> None:
        assert guard_cell(text) == f"'{text}"
        assert guard_cell("1 + 1 = 2") == "1 + 1 = 2"

    @pytest.mark.program
    def test_libreoffice_opens_it_with_the_right_columns_and_no_formula(self, mill: Packet, tmp_path: Path) -> None:
        require("soffice")
        rows = list(csv.reader(io.StringIO(mill["steps.csv"].decode("utf-8-sig"))))
        rows[1][1] = guard_cell("=1+1")
        with (tmp_path / "steps.csv").open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(rows)
        convert = ["soffice", f"-env:UserInstallation={(tmp_path / 'office').as_uri()}", "--headless", "--convert-to"]
        command = [
            *convert,
            "fods",
            "--infilter=CSV:44,34,76,1",
            "--outdir",
            str(tmp_path),
            str(tmp_path / "steps.csv"),
        ]
        subprocess.run(command, capture_output=True, check=True, timeout=120)
        page = (tmp_path / "steps.fods").read_text(encoding="utf-8")
        assert "table:formula" not in page and "=1+1" in page
        first = page[page.index("<table:table-row") : page.index("</table:table-row>")]
        assert re.findall(r"<text:p>(.*?)</text:p>", first) == rows[0]


class TestPlanFile:
    """plan.json, by its schema."""

    def test_it_follows_its_schema(self, harbour: Packet, mill: Packet) -> None:
        schema = json.loads(make_schemas()["plan.json"])
        for packet in (harbour, mill):
            plan = json.loads(packet["plan.json"])
            jsonschema.validate(plan, schema, format_checker=jsonschema.FormatChecker())
        assert plan["case"] == "upper-mill" and plan["dates"]["effective-date"] == "2027-01-15"

    def test_it_says_what_the_other_papers_say(self, harbour: Packet) -> None:
        plan = json.loads(harbour["plan.json"])
        steps = {step["id"]: step for step in plan["steps"]}
        assert steps["send-notice"]["standing"] == "late" and steps["send-notice"]["daysLate"] == 4
        assert steps["check-cure"]["state"] == "skip" and steps["check-cure"]["reasons"]
        files = {letter["file"] for letter in plan["letters"]}
        assert files == {name for name in harbour if name.endswith(".txt") and name != "emails/open.txt"}
        rows = list(csv.DictReader(io.StringIO(harbour["steps.csv"].decode("utf-8-sig"))))
        assert {row["Id"]: row["Due date"] for row in rows} == {
            name: step["due"]["last"] or "" for name, step in steps.items() if step["state"] != "skip"
        }


class TestMany:
    """Many cases in one run."""

    def write(self, book: Book, files: list[Path], target: Path, *, jobs: int = 1) -> str:
        outcomes = write_packets(
            book, files, Job(target, TODAY, None), jobs=jobs, show_progress=lambda coming, _total: coming
        )
        return show_packets(book, outcomes, target)

    def test_each_case_has_a_folder_and_all_have_an_overview_and_one_calendar(
        self, book: Book, harbour: Packet, tmp_path: Path
    ) -> None:
        said = self.write(book, [HARBOUR, MILL], tmp_path / "out")
        assert said.endswith(f"The packets are in {tmp_path / 'out'}; open overview.html there.")
        assert sorted(file.name for file in (tmp_path / "out").glob("[a-z]*")) == [
            "calendar.ics", "harbour-clinics", "overview.html", "upper-mill",
        ]  # fmt: skip
        assert (tmp_path / "out/harbour-clinics/steps.csv").read_bytes() == harbour["steps.csv"]
        together = read_events((tmp_path / "out/calendar.ics").read_bytes())
        single = [read_events(file.read_bytes()) for file in sorted((tmp_path / "out").glob("*/calendar.ics"))]
        assert [str(event["uid"]) for event in together] == [
            str(event["uid"]) for calendar in single for event in calendar
        ]
        overview = (tmp_path / "out/overview.html").read_text(encoding="utf-8")
        assert "Upper Mill; &#34;=Bäckerei&#34;" in overview and "<b>&" not in overview

    def test_one_bad_file_does_not_stop_the_others_and_keeps_its_earlier_packet(
        self, book: Book, tmp_path: Path
    ) -> None:
        case, target = tmp_path / "upper-mill.yml", tmp_path / "out"
        shutil.copy(MILL, case)
        self.write(book, [case], target)
        before = (target / "upper-mill" / "plan.json").read_bytes()
        case.write_text("facts: {paht: x}\n", encoding="utf-8")
        with pytest.raises(ContentError) as caught:
            self.write(book, [case, HARBOUR], target)
        assert str(caught.value) == f"{case.as_posix()}:1:15: there is no fact 'paht'; did you mean 'path'?"
        assert "Harbour Clinics" in caught.value.done
        assert (target / "upper-mill" / "plan.json").read_bytes() == before
        assert (target / "harbour-clinics" / "plan.json").is_file()
        assert "not planned; an earlier packet is left as it was" in (target / "overview.html").read_text()

    def test_work_in_parallel_gives_the_same_bytes(self, book: Book, tmp_path: Path) -> None:
        files = []
        for number in range(9):
            files.append(tmp_path / f"case-{number}.yml")
            text = MILL.read_text(encoding="utf-8").replace("2027-01-15", f"2027-01-{15 + number}")
            files[-1].write_text(text, encoding="utf-8")
        self.write(book, files, tmp_path / "one", jobs=1)
        self.write(book, files, tmp_path / "two", jobs=2)
        first, second = ({
            file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()
        } for folder in (tmp_path / "one", tmp_path / "two"))  # fmt: skip
        assert len(first) > 100 and first == second

    def test_two_files_with_one_id_are_told_apart(self, book: Book, tmp_path: Path) -> None:
        shutil.copy(HARBOUR, tmp_path / "copy.yml")
        with pytest.raises(ContentError) as caught:
            self.write(book, [HARBOUR, tmp_path / "copy.yml"], tmp_path / "out")
        assert str(caught.value) == (
            f"{tmp_path / 'copy.yml'}: has the id of '{HARBOUR.as_posix()}'; give one of them another, in a line 'id:'"
        )

    def test_a_folder_that_holds_something_else_is_left_alone(self, book: Book, tmp_path: Path) -> None:
        foreign = tmp_path / "out" / "upper-mill"
        foreign.mkdir(parents=True)
        (foreign / "letter.txt").write_text("mine", encoding="utf-8")
        with pytest.raises(ContentError, match=r"holds files that are no packet made here"):
            self.write(book, [MILL], tmp_path / "out")
        assert [file.name for file in foreign.iterdir()] == ["letter.txt"]

    def test_what_people_put_into_a_packet_is_taken_over(self, book: Book, tmp_path: Path) -> None:
        target = tmp_path / "out"
        self.write(book, [MILL], target)
        (target / "upper-mill" / "signed.pdf").write_bytes(b"signed")
        (target / "upper-mill" / "emails" / "answer.eml").write_bytes(b"yes")
        self.write(book, [MILL], target)
        assert (target / "upper-mill" / "signed.pdf").read_bytes() == b"signed"
        assert (target / "upper-mill" / "emails" / "answer.eml").read_bytes() == b"yes"

    def test_papers_that_the_case_no_longer_calls_for_go(self, book: Book, tmp_path: Path) -> None:
        case, target = tmp_path / "upper-mill.yml", tmp_path / "out"
        shutil.copy(MILL, case)
        self.write(book, [case], target)
        assert (target / "upper-mill/emails/003-breach-notice.txt").is_file()
        case.write_text("facts: {path: end-of-contract}\n", encoding="utf-8")
        self.write(book, [case], target)
        assert not (target / "upper-mill/emails/003-breach-notice.txt").exists()

    @pytest.mark.parametrize("name", ["calendar.ics", "overview.html"])
    def test_files_of_others_in_the_folder_are_left_alone(self, book: Book, tmp_path: Path, name: str) -> None:
        (tmp_path / "out").mkdir()
        (tmp_path / "out" / name).write_text("mine", encoding="utf-8")
        with pytest.raises(UsageError, match=r"was not made here; name another folder for the packets$"):
            self.write(book, [MILL], tmp_path / "out")
        assert (tmp_path / "out" / name).read_text(encoding="utf-8") == "mine"

    def test_where_every_case_fails_the_calendar_and_the_overview_stay(self, book: Book, tmp_path: Path) -> None:
        case, target = tmp_path / "upper-mill.yml", tmp_path / "out"
        shutil.copy(MILL, case)
        self.write(book, [case], target)
        before = [(target / name).read_bytes() for name in ("calendar.ics", "overview.html")]
        case.write_text("facts: {paht: x}\n", encoding="utf-8")
        with pytest.raises(ContentError):
            self.write(book, [case], target)
        assert [(target / name).read_bytes() for name in ("calendar.ics", "overview.html")] == before

    def test_outcomes_come_in_the_order_of_the_files_and_pass_by_whoever_shows_progress(
        self, book: Book, tmp_path: Path
    ) -> None:
        seen: list[tuple[Path, int]] = []

        def watch(coming: Iterable[Outcome], total: int) -> Iterator[Outcome]:
            for outcome in coming:
                seen.append((outcome.file, total))
                yield outcome

        (tmp_path / "bad.yml").write_text("facts: {paht: x}\n", encoding="utf-8")
        files = [MILL, tmp_path / "bad.yml", HARBOUR]
        job = Job(tmp_path / "out", TODAY, None)
        outcomes = write_packets(book, [*files, MILL], job, jobs=1, show_progress=watch)
        assert [outcome.file for outcome in outcomes] == files and seen == [(file, 3) for file in files]
        assert [outcome.line is None for outcome in outcomes] == [False, True, False]

    def test_a_file_that_is_named_twice_is_planned_once(self, book: Book, tmp_path: Path) -> None:
        assert self.write(book, [MILL, MILL], tmp_path / "out").count("The packets are in") == 1

    @pytest.mark.parametrize("jobs", [1, 2])
    @pytest.mark.program
    def test_a_killed_worker_ends_the_run_with_a_message(self, tmp_path: Path, jobs: int) -> None:
        program = (
            "import os, signal, sys; from generator.disk import packet;"
            "packet.open_case = lambda *a, **k: os.kill(os.getpid(), signal.SIGKILL);"
            "from generator.command.cli import main; sys.exit(main())"
        )
        files = [str(HARBOUR), str(MILL)]
        arguments = ["-C", str(OFFBOARDING), "case", "plan", *files, "-o", str(tmp_path / "out"), "--jobs", str(jobs)]
        done = subprocess.run(
            [sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=False, timeout=60
        )
        if jobs == 1:
            assert done.returncode == -9
        else:
            assert done.returncode == 1 and done.stderr == (
                "a process that worked on the cases was stopped; the memory may be full; try again with --jobs 1\n"
            )
        assert not list((tmp_path / "out").glob("[a-z]*"))

    def test_a_file_is_no_place_for_packets(self, book: Book, tmp_path: Path) -> None:
        (tmp_path / "out").write_text("mine", encoding="utf-8")
        with pytest.raises(UsageError, match=r"is no folder; name one for the packets$"):
            self.write(book, [MILL], tmp_path / "out")

    def test_leftovers_of_a_killed_run_are_removed_and_a_moved_packet_is_put_back(
        self, book: Book, tmp_path: Path
    ) -> None:
        target = tmp_path / "out"
        self.write(book, [MILL], target)
        (target / "upper-mill").rename(target / ".upper-mill-playbook-old-x")
        (target / ".harbour-clinics-playbook-new-y").mkdir()
        (target / ".calendar.ics-playbook-new-z").write_text("half", encoding="utf-8")
        self.write(book, [HARBOUR], target)
        assert sorted(file.name for file in target.iterdir() if not file.name.startswith(".playbook")) == [
            "calendar.ics", "harbour-clinics", "overview.html", "upper-mill",
        ]  # fmt: skip

    def test_the_command_ends_with_1_and_names_the_bad_file(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "bad.yml").write_text("facts: {paht: x}\n", encoding="utf-8")
        done = run("-C", str(OFFBOARDING), "case", "plan", "bad.yml", str(MILL), "-o", "out", folder=tmp_path)
        assert (done.code, done.err) == (1, "bad.yml:1:15: there is no fact 'paht'; did you mean 'path'?\n")
        assert done.out.endswith(f"The packets are in {tmp_path / 'out'}; open overview.html there.\n")


def test_the_summary_holds_what_others_may_read_and_nothing_else(harbour: Packet, mill: Packet) -> None:
    summary = mill["summary.html"].decode()
    assert "Account settled: by Wed 3 Feb 2027" in summary and "Fri 15 Jan 2027" in summary
    for ours in ("Unpaid invoices", "legal hold", "Evaluate internally", "clause 14.2", "win back"):
        assert ours not in summary
    assert "End of the contract announced in writing: by Thu 17 Dec 2026" in harbour["summary.html"].decode()


def test_the_summary_is_one_page_and_the_checklist_has_every_day(
    harbour: Packet, mill: Packet, browser: "Browser", tmp_path: Path
) -> None:
    from pypdf import PdfReader

    for packet in (harbour, mill):
        for name in ("summary.html", "checklist.html"):
            (tmp_path / name).write_bytes(packet[name])
        page = browser.new_page()
        page.goto((tmp_path / "summary.html").as_uri())
        assert len(PdfReader(io.BytesIO(page.pdf(format="A4"))).pages) == 1
        page.goto((tmp_path / "checklist.html").as_uri())
        paper = " ".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(page.pdf(format="A4"))).pages)
        days = {step["due"]["last"] for step in json.loads(packet["plan.json"])["steps"] if step["due"]}
        shown = " ".join(paper.split())
        for day in (datetime.date.fromisoformat(day) for day in days if day):
            assert f"{day.day} {day:%b} {day.year}" in shown
        page.close()
