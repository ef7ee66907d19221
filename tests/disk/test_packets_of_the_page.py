"""The page makes an id up, and names the file by the title: so is the packet, and it stays the same one."""

import shutil
import sys
from collections import Counter
from pathlib import Path

from generator.documents.book import Book
from tests.disk.packets import CASE, list_problems, plan, write_case

ID = "case-abcdefgh"
TEXT = f"id: {ID}\n{CASE}"


def test_the_packet_has_the_name_of_the_file_and_the_id(hut: Book, tmp_path: Path) -> None:
    target = tmp_path / "out"
    plan(hut, target, write_case(tmp_path, TEXT, "Upper Mill (1)"))
    name = f"upper-mill-1-{ID}"
    assert (target / name / "plan.json").is_file()
    assert f'href="{name}/checklist.html"' in (target / "overview.html").read_text(encoding="utf-8")


def test_it_keeps_its_name_when_the_file_gets_another(hut: Book, tmp_path: Path) -> None:
    target = tmp_path / "out"
    for name in ("upper", "lower"):
        plan(hut, target, write_case(tmp_path, TEXT, name))
    assert [folder.name for folder in target.glob("[!.]*/")] == [f"upper-{ID}"]


def test_a_packet_named_by_its_id_alone_stays_that(hut: Book, tmp_path: Path) -> None:
    target = tmp_path / "out"
    for name in (ID, "upper"):
        plan(hut, target, write_case(tmp_path, TEXT, name))
    assert [folder.name for folder in target.glob("[!.]*/")] == [ID]


def test_its_days_are_withdrawn_once_it_is_gone(hut: Book, tmp_path: Path) -> None:
    target = tmp_path / "out"
    plan(hut, target, write_case(tmp_path, TEXT, "upper"))
    plan(hut, target, write_case(tmp_path, CASE, "other"))
    assert "STATUS:CANCELLED" not in (target / "calendar.ics").read_text(encoding="utf-8")
    shutil.rmtree(target / f"upper-{ID}")
    plan(hut, target, write_case(tmp_path, CASE, "other"))
    assert "STATUS:CANCELLED" in (target / "calendar.ics").read_text(encoding="utf-8")


LISTED: Counter[str] = Counter()


def note_listing(event: str, args: tuple[object, ...]) -> None:
    if event in ("os.listdir", "os.scandir") and str(args[0]) in LISTED:
        LISTED[str(args[0])] += 1


def test_the_folder_is_listed_as_often_for_many_cases_as_for_one(hut: Book, tmp_path: Path) -> None:
    sys.addaudithook(note_listing)
    files = [write_case(tmp_path, f"id: case-abcdefg{letter}\n{CASE}", f"upper-{letter}") for letter in "abcd"]
    for target, some in ((tmp_path / "one", files[:1]), (tmp_path / "many", files)):
        plan(hut, target, *some)
        LISTED[str(target)] = 0
        plan(hut, target, *some)
    one, many = LISTED.values()
    LISTED.clear()
    assert 0 < many == one


def test_no_case_gets_the_packet_of_another(hut: Book, tmp_path: Path) -> None:
    target, other = tmp_path / "out", f"upper-{ID}"
    plan(hut, target, write_case(tmp_path, CASE, other))
    plan(hut, target, write_case(tmp_path, TEXT, "upper"))
    assert sorted(folder.name for folder in target.glob("[!.]*/")) == [ID, other]
    shutil.rmtree(target)
    plan(hut, target, write_case(tmp_path, TEXT, "upper"))
    (problem,) = list_problems(plan(hut, target, write_case(tmp_path, CASE, other)))
    assert problem.endswith(f"{target / other}: is the case pack of '{ID}'; rename that folder")
