"""A packet remembers what it wrote: what somebody has changed stays, letters move."""

from pathlib import Path

import pytest

from generator.command.show_overview import show_packets
from generator.disk.memory import MARKER
from generator.documents.book import Book
from tests.disk.packets import (
    CASE,
    LETTER,
    OTHER_NAME,
    SENT,
    STORM,
    list_notes,
    list_tree,
    plan,
    write_case,
)

OUTDATED = (
    "{packet}: 'emails/001-hut-closes.eml' lacks the changes that someone made in 'emails/001-hut-closes.txt'; "
    "make them there too."
)


class TestPapers:
    """What somebody has changed is never replaced or removed."""

    def edit(self, packet: Path, name: str = LETTER) -> None:
        with (packet / name).open("a", encoding="utf-8") as file:
            file.write("With love.\n")

    def test_the_new_text_lies_beside_a_letter_that_somebody_has_changed(self, hut: Book, tmp_path: Path) -> None:
        target, packet = tmp_path / "out", tmp_path / "out" / "upper"
        plan(hut, target, write_case(tmp_path))
        self.edit(packet)
        mine = (packet / LETTER).read_bytes()
        outcomes = plan(hut, target, write_case(tmp_path, OTHER_NAME))
        said = (
            f"{packet}: someone changed 'emails/001-hut-closes.txt', so it's kept; the new text is in "
            "'emails/001-hut-closes.new.txt'."
        )
        assert list_notes(outcomes) == [said, OUTDATED.format(packet=packet)]
        assert (
            f"\n{said}\n{OUTDATED.format(packet=packet)}\nThe packets are in {target}; open overview.html there."
            in show_packets(hut, outcomes, target)
        )
        assert (packet / LETTER).read_bytes() == mine
        assert "Lower hut" in (packet / "emails/001-hut-closes.new.txt").read_text(encoding="utf-8")

    def test_nothing_lies_beside_it_while_its_text_would_be_the_same(self, hut: Book, tmp_path: Path) -> None:
        target, packet = tmp_path / "out", tmp_path / "out" / "upper"
        plan(hut, target, write_case(tmp_path))
        self.edit(packet)
        before = list_tree(target)
        plan(hut, target, write_case(tmp_path))
        changed = {MARKER, "emails/open.txt"}
        assert {name for name, content in list_tree(packet).items() if content != before[f"upper/{name}"]} == changed
        assert list_tree(target).keys() == before.keys()

    def test_a_draft_that_lacks_what_somebody_changed_in_its_text_is_named_until_it_has_it(
        self, hut: Book, tmp_path: Path
    ) -> None:
        target, packet = tmp_path / "out", tmp_path / "out" / "upper"
        plan(hut, target, write_case(tmp_path))
        self.edit(packet)
        for _ in range(2):
            assert list_notes(plan(hut, target, write_case(tmp_path))) == [OUTDATED.format(packet=packet)]
            assert "  - the .eml file, which lacks the changes that someone made in the .txt file\n" in (
                packet / "emails/open.txt"
            ).read_text(encoding="utf-8")
        self.edit(packet, "emails/001-hut-closes.eml")
        assert list_notes(plan(hut, target, write_case(tmp_path))) == []
        assert ".eml" not in (packet / "emails/open.txt").read_text(encoding="utf-8")

    def test_a_change_that_the_new_text_has_too_is_no_reason_to_name_the_draft(self, hut: Book, tmp_path: Path) -> None:
        target, packet = tmp_path / "out", tmp_path / "out" / "upper"
        plan(hut, tmp_path / "other", write_case(tmp_path, OTHER_NAME))
        plan(hut, target, write_case(tmp_path))
        (packet / LETTER).write_bytes((tmp_path / "other/upper" / LETTER).read_bytes())
        assert list_notes(plan(hut, target, write_case(tmp_path, OTHER_NAME))) == []

    def test_a_new_text_that_somebody_has_removed_comes_back_only_when_it_changes(
        self, hut: Book, tmp_path: Path
    ) -> None:
        target, beside = tmp_path / "out", tmp_path / "out/upper/emails/001-hut-closes.new.txt"
        plan(hut, target, write_case(tmp_path))
        self.edit(target / "upper")
        plan(hut, target, write_case(tmp_path, OTHER_NAME))
        beside.unlink()
        plan(hut, target, write_case(tmp_path, OTHER_NAME))
        assert not beside.exists()
        plan(hut, target, write_case(tmp_path, CASE.replace("Upper hut", "Third hut")))
        assert "Third hut" in beside.read_text(encoding="utf-8")

    def test_a_new_text_that_somebody_has_changed_is_kept_too(self, hut: Book, tmp_path: Path) -> None:
        target, packet = tmp_path / "out", tmp_path / "out" / "upper"
        plan(hut, target, write_case(tmp_path))
        self.edit(packet)
        plan(hut, target, write_case(tmp_path, OTHER_NAME))
        self.edit(packet, "emails/001-hut-closes.new.txt")
        plan(hut, target, write_case(tmp_path, CASE.replace("Upper hut", "Third hut")))
        texts = {file.name: file.read_text(encoding="utf-8") for file in packet.glob("emails/*.txt")}
        assert texts["001-hut-closes.txt"].endswith("With love.\n")
        assert texts["001-hut-closes.new.txt"].endswith("With love.\n")
        assert "Third hut" in texts["001-hut-closes.new-2.txt"]

    def test_once_the_change_is_taken_back_the_new_text_takes_its_place_and_nothing_lies_beside(
        self, hut: Book, tmp_path: Path
    ) -> None:
        target, packet = tmp_path / "out", tmp_path / "out" / "upper"
        plan(hut, target, write_case(tmp_path))
        self.edit(packet)
        plan(hut, target, write_case(tmp_path, OTHER_NAME))
        (packet / LETTER).unlink()
        assert list_notes(plan(hut, target, write_case(tmp_path, OTHER_NAME))) == []
        plan(hut, tmp_path / "fresh", write_case(tmp_path, OTHER_NAME))
        fresh, found = list_tree(tmp_path / "fresh/upper"), list_tree(packet)
        assert {**found, MARKER: b""} == {**fresh, MARKER: b"", "calendar.ics": found["calendar.ics"]}

    @pytest.mark.parametrize("name", ["checklist.html", "summary.html", "calendar.ics", "steps.csv", "plan.json"])
    def test_so_it_is_with_every_paper(self, hut: Book, tmp_path: Path, name: str) -> None:
        target, packet = tmp_path / "out", tmp_path / "out" / "upper"
        plan(hut, target, write_case(tmp_path))
        (packet / name).write_bytes(b"mine")
        stem, _, ending = name.partition(".")
        outcomes = plan(hut, target, write_case(tmp_path, STORM))
        assert (packet / name).read_bytes() == b"mine" and (packet / f"{stem}.new.{ending}").read_bytes() != b"mine"
        assert f"someone changed '{name}'" in list_notes(outcomes)[0]

    @pytest.mark.parametrize("name", ["calendar.ics", "overview.html"])
    def test_so_it_is_with_what_is_written_over_all_cases(self, hut: Book, tmp_path: Path, name: str) -> None:
        target = tmp_path / "out"
        plan(hut, target, write_case(tmp_path))
        (target / name).write_bytes(b"mine")
        stem, _, ending = name.partition(".")
        assert list_notes(plan(hut, target, write_case(tmp_path))) == [
            f"{target}: someone changed '{name}', so it's kept; the new text is in '{stem}.new.{ending}'."
        ]
        assert (target / name).read_bytes() == b"mine"
        (target / name).unlink()
        plan(hut, target, write_case(tmp_path))
        assert not (target / f"{stem}.new.{ending}").exists() and (target / name).is_file()

    @pytest.mark.parametrize("edited", [False, True])
    def test_the_letter_of_a_step_that_is_done_is_kept_as_sent(self, hut: Book, tmp_path: Path, edited: bool) -> None:
        target, packet = tmp_path / "out", tmp_path / "out" / "upper"
        plan(hut, target, write_case(tmp_path))
        if edited:
            self.edit(packet)
        letters = [(packet / LETTER).with_suffix(ending).read_bytes() for ending in (".eml", ".txt")]
        assert list_notes(plan(hut, target, write_case(tmp_path, SENT))) == [
            f"{packet}: 'emails/001-hut-closes.{ending}' has moved to "
            f"'sent/001-hut-closes.{ending}' because its step is done."
            for ending in ("eml", "txt")
        ]
        assert [(packet / f"sent/001-hut-closes.{ending}").read_bytes() for ending in ("eml", "txt")] == letters
        assert sorted(file.name for file in (packet / "emails").iterdir()) == ["open.txt"]

    def test_a_text_that_gave_way_to_somebodys_own_is_not_kept_as_sent(self, hut: Book, tmp_path: Path) -> None:
        target, packet = tmp_path / "out", tmp_path / "out" / "upper"
        plan(hut, target, write_case(tmp_path))
        self.edit(packet)
        plan(hut, target, write_case(tmp_path, CASE.replace("hut_name: ", "hut_name: New ")))
        assert any(".new." in file.name for file in (packet / "emails").iterdir())
        plan(hut, target, write_case(tmp_path, SENT))
        assert sorted(file.name for file in (packet / "sent").iterdir()) == ["001-hut-closes.eml", "001-hut-closes.txt"]

    def test_what_is_sent_stays_when_the_letter_is_called_for_and_sent_again(self, hut: Book, tmp_path: Path) -> None:
        target, packet = tmp_path / "out", tmp_path / "out" / "upper"
        for text in (CASE, SENT, CASE, SENT):
            plan(hut, target, write_case(tmp_path, text))
        assert sorted(file.name for file in (packet / "sent").iterdir()) == [
            "001-hut-closes.again.eml", "001-hut-closes.again.txt", "001-hut-closes.eml", "001-hut-closes.txt",
        ]  # fmt: skip

    def test_a_letter_that_is_not_called_for_any_more_goes_unless_somebody_has_changed_it(
        self, hut: Book, tmp_path: Path
    ) -> None:
        target, packet = tmp_path / "out", tmp_path / "out" / "upper"
        plan(hut, target, write_case(tmp_path))
        self.edit(packet)
        outcomes = plan(hut, target, write_case(tmp_path, STORM))
        assert list_notes(outcomes) == [
            f"{packet}: 'emails/001-hut-closes.txt' is no longer needed, but someone changed it, so it's kept."
        ]
        assert (packet / LETTER).is_file() and not (packet / LETTER).with_suffix(".eml").exists()
        assert list_notes(plan(hut, target, write_case(tmp_path, STORM))) == []
        assert (packet / LETTER).is_file()

    def test_into_an_empty_folder_the_same_case_gives_the_same_bytes(self, hut: Book, tmp_path: Path) -> None:
        for name in ("one", "two"):
            plan(hut, tmp_path / name, write_case(tmp_path))
        assert list_tree(tmp_path / "one") == list_tree(tmp_path / "two")

    def test_and_so_it_does_a_second_time_into_the_same_folder(self, hut: Book, tmp_path: Path) -> None:
        plan(hut, tmp_path / "out", write_case(tmp_path))
        before = list_tree(tmp_path / "out")
        assert list_notes(plan(hut, tmp_path / "out", write_case(tmp_path))) == []
        assert list_tree(tmp_path / "out") == before

    @pytest.mark.parametrize("marker", ["packet\nchecklist.html\nemails/001-hut-closes.txt\n", "packet\n{broken\n"])
    def test_a_packet_without_memory_keeps_its_papers_and_says_so(self, hut: Book, tmp_path: Path, marker: str) -> None:
        target, packet = tmp_path / "out", tmp_path / "out" / "upper"
        plan(hut, target, write_case(tmp_path))
        (packet / MARKER).write_text(marker, encoding="utf-8")
        (target / ".playbook-days" / "upper.json").unlink()
        before = list_tree(packet)
        notes = list_notes(plan(hut, target, write_case(tmp_path, OTHER_NAME)))
        assert notes[-1] == (
            f"{packet}: an earlier version created this case pack and kept no record of it. Delete by hand: in your "
            "calendar, the entries of this case that are gone; in the case pack, the files that you no longer need."
        )
        assert {name: content for name, content in list_tree(packet).items() if name in before} == {
            **before, MARKER: (packet / MARKER).read_bytes(),
        }  # fmt: skip
        assert f"{packet}: someone changed 'checklist.html', so it's kept; the new text is in " in notes[0]
