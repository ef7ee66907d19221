"""Where papers go and what stays there: nothing is removed that was not made here, and nobody else reads packets."""

import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from generator.disk.export import export_site
from generator.disk.keep import survey
from generator.disk.memory import MARKER
from generator.disk.site import build_site
from generator.documents.book import Book
from generator.errors import PlaybookError, UsageError
from tests.disk.packets import LETTER, list_problems, list_tree, plan, write_case


@contextmanager
def as_ordinary_user() -> Iterator[Path]:
    """Yield a folder, for a user to whom the modes of files apply; they do not apply to root."""
    folder, nobody = Path(tempfile.mkdtemp()), 65534
    is_root = os.geteuid() == 0
    if is_root:
        os.chown(folder, nobody, nobody)
        os.seteuid(nobody)
    try:
        yield folder
    finally:
        if is_root:
            os.seteuid(0)
        for found in folder.rglob("*"):
            if found.is_dir() and not found.is_symlink():
                found.chmod(0o700)
        shutil.rmtree(folder)


def describe(folder: Path) -> dict[str, tuple[int, int, str]]:
    """Return what everything in a folder is: its mode, its node (of folders, none), and where it leads."""
    found = {}
    for path in sorted(folder.rglob("*")):
        state = path.lstat()
        node = 0 if stat.S_ISDIR(state.st_mode) else state.st_ino
        leads = os.fspath(path.readlink()) if path.is_symlink() else ""
        found[path.relative_to(folder).as_posix()] = (state.st_mode, 0 if leads else node, leads)
    return found


def put_things(folder: Path) -> dict[str, tuple[int, int, str]]:
    """Put everything into a folder that people might; return what it is."""
    mine = folder / "mine"
    (mine / "empty").mkdir(parents=True)
    (mine / "letter.txt").write_text("mine", encoding="utf-8")
    (mine / "letter.txt").chmod(0o640)
    (mine / "again.txt").hardlink_to(mine / "letter.txt")
    os.mkfifo(mine / "pipe")
    (mine / "to-folder").symlink_to("empty")
    (mine / "to-file").symlink_to("letter.txt")
    (mine / "to-nothing").symlink_to("gone")
    (mine / "read-only").mkdir()
    (mine / "read-only" / "note").write_text("mine", encoding="utf-8")
    (mine / "read-only").chmod(0o555)
    (folder / ".hidden").write_text("mine", encoding="utf-8")
    (folder / "link").symlink_to(mine, target_is_directory=True)
    found = describe(folder)
    return {name: found[name] for name in found if name.startswith(("mine", ".hidden", "link"))}


def test_what_people_put_into_a_packet_stays_the_very_thing(hut: Book, tmp_path: Path) -> None:
    target = tmp_path / "out"
    plan(hut, target, write_case(tmp_path))
    things = put_things(target / "upper")
    (target / "upper" / "emails" / "answer.eml").write_text("yes", encoding="utf-8")
    (target / "beside").mkdir()
    for _ in range(2):
        assert list_problems(plan(hut, target, write_case(tmp_path))) == []
        assert describe(target / "upper").items() >= things.items()
        assert (target / "upper" / "emails" / "answer.eml").read_text(encoding="utf-8") == "yes"
    assert (target / "beside").is_dir() and not list(target.glob(".*-playbook-*"))


@pytest.mark.parametrize("write", [build_site, lambda folder: export_site(folder, folder / "handbook")])
def test_what_people_put_into_a_site_or_an_export_stays_the_very_thing(
    hut_copy: Path, write: Callable[[Path], object]
) -> None:
    write(hut_copy)
    (made,) = (hut_copy / name for name in ("site", "handbook") if (hut_copy / name).exists())
    things = put_things(made)
    write(hut_copy)
    assert describe(made).items() >= things.items()
    assert not list(hut_copy.glob(".*-playbook-*"))


def add_logo(folder: Path) -> None:
    """Add a file to the content that mkdocs.yml names, so that it is published."""
    (folder / "content" / "plan.svg").write_text("<svg/>", encoding="utf-8")
    config = folder / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("theme:\n", "theme:\n  logo: plan.svg\n"), encoding="utf-8")


def test_what_an_export_wrote_and_does_not_write_any_more_goes(hut_copy: Path) -> None:
    before = (hut_copy / "mkdocs.yml").read_bytes()
    add_logo(hut_copy)
    export_site(hut_copy, hut_copy / "out")
    assert (hut_copy / "out/docs/plan.svg").is_file()
    (hut_copy / "content" / "plan.svg").unlink()
    (hut_copy / "mkdocs.yml").write_bytes(before)
    export_site(hut_copy, hut_copy / "out")
    assert not (hut_copy / "out/docs/plan.svg").exists()


def test_a_file_of_others_that_is_in_the_way_of_an_export_is_named_and_stays(hut_copy: Path) -> None:
    export_site(hut_copy, hut_copy / "out")
    (hut_copy / "out/docs/plan.svg").write_text("mine", encoding="utf-8")
    add_logo(hut_copy)
    before = list_tree(hut_copy / "out")
    with pytest.raises(PlaybookError) as caught:
        export_site(hut_copy, hut_copy / "out")
    place = hut_copy / "out/docs/plan.svg"
    assert str(caught.value) == f"{place}: this command didn't create it, and needs the name; rename it"
    assert list_tree(hut_copy / "out") == before


def test_a_folder_that_cannot_be_read_is_named() -> None:
    with as_ordinary_user() as folder:
        (folder / "a" / "locked").mkdir(parents=True)
        (folder / "a" / "locked").chmod(0)
        with pytest.raises(PlaybookError) as caught:
            list(survey(folder))
        advice = "make it readable, or move it elsewhere"
        assert str(caught.value) == f"{folder / 'a' / 'locked'}: can't be kept (Permission denied); {advice}"


def test_a_folder_that_cannot_be_read_stops_the_run_before_it_has_touched_the_packet(hut: Book, tmp_path: Path) -> None:
    plan(hut, tmp_path / "out", write_case(tmp_path))  # so that all is loaded that the ordinary user may not read
    with as_ordinary_user() as folder:
        case = write_case(folder)
        plan(hut, folder / "out", case)
        locked = folder / "out/upper/locked"
        locked.mkdir(mode=0)
        before = list_tree(folder / "out")
        outcomes = plan(hut, folder / "out", case)
        advice = "make it readable, or move it elsewhere"
        assert list_problems(outcomes) == [f"{case}: {locked}: can't be kept (Permission denied); {advice}"]
        assert list_tree(folder / "out") == before and stat.S_IMODE(locked.stat().st_mode) == 0


def test_a_thing_in_the_place_of_a_folder_of_the_packet_is_named_and_stays(hut: Book, tmp_path: Path) -> None:
    target, file = tmp_path / "out", write_case(tmp_path)
    plan(hut, target, file)
    shutil.move(target / "upper/emails", tmp_path / "elsewhere")
    (target / "upper/emails").symlink_to(tmp_path / "elsewhere")
    before, elsewhere = describe(target), list_tree(tmp_path / "elsewhere")
    place = target / "upper/emails"
    assert list_problems(plan(hut, target, file)) == [
        f"{file}: {place}: a folder of the case pack goes there; rename what is there"
    ]
    assert describe(target / "upper") == {
        name.removeprefix("upper/"): state for name, state in before.items() if name.startswith("upper/")
    }
    assert list_tree(tmp_path / "elsewhere") == elsewhere


@pytest.mark.parametrize("kind", ["folder", "link", "pipe"])
def test_a_thing_in_the_place_of_a_paper_is_kept_and_the_paper_lies_beside(
    hut: Book, tmp_path: Path, kind: str
) -> None:
    target, file = tmp_path / "out", write_case(tmp_path)
    plan(hut, target, file)
    letter = target / "upper" / LETTER
    letter.unlink()
    if kind == "folder":
        letter.mkdir()
    elif kind == "link":
        letter.symlink_to("open.txt")
    else:
        os.mkfifo(letter)
    text = file.read_text(encoding="utf-8").replace("Upper hut", "Lower hut")
    outcomes = plan(hut, target, write_case(tmp_path, text))
    assert list_problems(outcomes) == [] and len(outcomes[0].notes) == 1
    assert {"folder": letter.is_dir, "link": letter.is_symlink, "pipe": letter.is_fifo}[kind]()
    assert "Lower hut" in letter.with_name("001-hut-closes.new.txt").read_text(encoding="utf-8")


def test_a_link_in_the_place_of_a_packet_is_named_and_stays(hut: Book, tmp_path: Path) -> None:
    target, file = tmp_path / "out", write_case(tmp_path)
    plan(hut, target, file)
    (target / "upper").rename(tmp_path / "elsewhere")
    (target / "upper").symlink_to(tmp_path / "elsewhere")
    before = list_tree(tmp_path / "elsewhere")
    outcomes = plan(hut, target, file)
    assert list_problems(outcomes) == [
        f"{file}: '{target / 'upper'}' is a link; name another folder, or remove the link"
    ]
    assert (target / "upper").is_symlink() and list_tree(tmp_path / "elsewhere") == before


@pytest.mark.parametrize(("umask", "folder", "file"), [(0o022, 0o700, 0o600), (0, 0o700, 0o600), (0o177, 0o600, 0o600)])
def test_nobody_else_reads_packets(hut: Book, tmp_path: Path, umask: int, folder: int, file: int) -> None:
    case, before = write_case(tmp_path), os.umask(umask)
    if os.geteuid() and not folder & 0o100:
        folder, umask = 0o700, 0o077  # only root can work in folders that it may not enter
        os.umask(umask)
    try:
        plan(hut, tmp_path / "out", case)
        plan(hut, tmp_path / "out", case)
    finally:
        os.umask(before)
    for path in [tmp_path / "out", *(tmp_path / "out").rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) == (folder if path.is_dir() else file), path


@pytest.mark.parametrize(
    ("umask", "folder", "file"), [(0o022, 0o755, 0o644), (0o077, 0o700, 0o600), (0o002, 0o775, 0o664)]
)
def test_an_export_has_the_modes_that_the_umask_leaves(hut_copy: Path, umask: int, folder: int, file: int) -> None:
    before = os.umask(umask)
    try:
        export_site(hut_copy, hut_copy / "out")
    finally:
        os.umask(before)
    for path in [hut_copy / "out", hut_copy / "out/docs", hut_copy / "out" / MARKER, hut_copy / "out/docs/index.md"]:
        assert stat.S_IMODE(path.stat().st_mode) == (folder if path.is_dir() else file), path


class TestPlaces:
    """Packets go nowhere where others could read them, or take them for something else."""

    def refuse(self, hut: Book, case: Path, target: Path, why: str) -> None:
        with pytest.raises(UsageError) as caught:
            plan(hut, target, case)
        assert str(caught.value) == f"can't write case packs to '{target.resolve()}': {why}; name another folder"

    def test_a_playbook(self, hut: Book, hut_copy: Path, tmp_path: Path) -> None:
        case = write_case(tmp_path)
        before = list_tree(hut_copy)
        self.refuse(hut, case, hut_copy, f"'{hut_copy}' is the folder of a playbook itself")
        content = f"'{hut_copy / 'content'}' contains the content of a playbook, which is published"
        self.refuse(hut, case, hut_copy / "content", content)
        self.refuse(hut, case, hut_copy / "content" / "a" / "b", content)
        self.refuse(hut, case, hut_copy / "packets" / ".." / "content", content)
        (tmp_path / "link").symlink_to(hut_copy / "content")
        self.refuse(hut, case, tmp_path / "link", content)
        templates = f"'{hut_copy / 'templates'}' contains the templates of a playbook"
        self.refuse(hut, case, hut_copy / "templates" / "theme", templates)
        site = f"'{hut_copy / 'site'}' is where the site of a playbook goes, which is published"
        self.refuse(hut, case, hut_copy / "site" / "clients", site)
        git = f"'{hut_copy / '.git'}' belongs to another program"
        self.refuse(hut, case, hut_copy / ".git" / "a", git)
        self.refuse(hut, case, Path("/"), "it contains the whole disk")
        assert list_tree(hut_copy) == before

    def test_a_site_an_export_and_a_packet(self, hut: Book, hut_copy: Path, tmp_path: Path) -> None:
        case = write_case(tmp_path)
        export_site(hut_copy, tmp_path / "handbook")
        for place in (tmp_path / "handbook", tmp_path / "handbook" / "docs"):
            why = f"'{tmp_path / 'handbook'}' is an export, and its readers could read them"
            self.refuse(hut, case, place, why)
        (tmp_path / "public").mkdir()
        (tmp_path / "public" / MARKER).write_text("site\n", encoding="utf-8")
        why = f"'{tmp_path / 'public'}' is a site, and its readers could read them"
        self.refuse(hut, case, tmp_path / "public" / "clients", why)
        plan(hut, tmp_path / "out", case)
        why = f"'{tmp_path / 'out/upper'}' is a case pack, and they would be mixed up with its files"
        self.refuse(hut, case, tmp_path / "out" / "upper", why)
        self.refuse(hut, case, tmp_path / "out" / "upper" / "more", why)

    def test_beside_the_content_they_may_go(self, hut: Book, hut_copy: Path, tmp_path: Path) -> None:
        assert list_problems(plan(hut, hut_copy / "packets", write_case(tmp_path))) == []

    def test_no_export_goes_into_a_packet(self, hut: Book, hut_copy: Path, tmp_path: Path) -> None:
        plan(hut, tmp_path / "out", write_case(tmp_path))
        with pytest.raises(UsageError, match=r"can't write an export to .* is a case pack"):
            export_site(hut_copy, tmp_path / "out" / "upper" / "site")
