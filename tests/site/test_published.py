"""What is published: our documents, and the files that mkdocs.yml names; the rest of the folder is named by check."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from generator.disk.export import export_site
from generator.disk.site import build_site
from generator.load.strays import list_assets
from tests.conftest import list_files
from tests.running import Run

LEFT = "is left over from an editor; delete it"
HIDDEN = "is a hidden file that nothing reads; delete it, or move it out of 'content/'"
STRAY = (
    "isn't a playbook file, so it isn't published; name it in mkdocs.yml, or move it to "
    "'templates/theme/', whose files are published"
)
NO_FILE = "is a link or a pipe, which nothing reads; delete it"
STRAYS = {
    "#roles.yml#": LEFT,
    ".idea": HIDDEN,
    ".secret": HIDDEN,
    "a-link.txt": NO_FILE,
    "a-folder": NO_FILE,
    "notes.md": STRAY,
    "overlay.yml~": LEFT,
    "phases/.guests.yml.swp": LEFT,
    "phases/guests.yml.orig": LEFT,
    "phases/plan.docx": STRAY,
    "pipe": NO_FILE,
    "pictures/hut.png": STRAY,
}
PRECIOUS = b"nobody may read this"


@pytest.fixture
def littered(hut_copy: Path) -> Path:
    """A playbook with everything in its content folder that does not belong there."""
    content = hut_copy / "content"
    (hut_copy.parent / "outside").mkdir()
    (hut_copy.parent / "outside" / "file.txt").write_bytes(PRECIOUS)
    for name in STRAYS:
        file = content / name
        file.parent.mkdir(exist_ok=True)
        if name == ".idea":
            file.mkdir()
            (file / "workspace.xml").write_bytes(PRECIOUS)
        elif name == "pipe":
            os.mkfifo(file)
        elif name.startswith("a-"):
            file.symlink_to(hut_copy.parent / "outside" / ("file.txt" if file.suffix else ""))
        else:
            file.write_bytes(PRECIOUS)
    return hut_copy


def test_check_names_each_stray_with_advice(run: Run, littered: Path) -> None:
    done = run("check", folder=littered)
    assert (done.code, done.out) == (1, "")
    assert done.err.splitlines() == sorted(f"content/{name}: {message}" for name, message in STRAYS.items())


def test_what_git_and_our_schemas_need_is_no_stray(run: Run, hut_copy: Path) -> None:
    run("schema", folder=hut_copy)
    (hut_copy / "content" / ".gitattributes").write_text("*.yml text\n")
    (hut_copy / "content" / "lessons" / ".gitkeep").touch()
    assert run("check", folder=hut_copy).code == 0


@pytest.mark.parametrize("command", [["build"], ["export", "out"]])
def test_what_is_made_is_refused_for_the_same_reasons(run: Run, littered: Path, command: list[str]) -> None:
    check = run("check", folder=littered)
    assert run(*command, folder=littered) == check
    assert not (littered / "site").exists() and not (littered / "out").exists()


@pytest.mark.program
def test_plain_mkdocs_with_the_plugin_publishes_none_either(littered: Path, tmp_path: Path) -> None:
    (littered / "content" / "pipe").unlink()  # MkDocs itself waits for it for ever
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(tmp_path / "site")]
    subprocess.run(command, cwd=littered, check=True, capture_output=True, env={"NO_MKDOCS_2_WARNING": "1"})
    assert [name for name, content in list_files(tmp_path / "site").items() if PRECIOUS in content] == []


def test_a_logo_that_mkdocs_yml_names_is_published(run: Run, hut_copy: Path, tmp_path: Path) -> None:
    config = hut_copy / "mkdocs.yml"
    config.write_text(config.read_text().replace("  name: material\n", "  name: material\n  logo: pictures/logo.svg\n"))
    assert "logo: pictures/logo.svg" in config.read_text()
    (hut_copy / "content" / "pictures").mkdir()
    (hut_copy / "content" / "pictures" / "logo.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    assert run("check", folder=hut_copy).code == 0
    build_site(hut_copy)
    export_site(hut_copy, tmp_path / "export")
    assert (hut_copy / "site" / "pictures" / "logo.svg").is_file()
    assert 'src="pictures/logo.svg"' in (hut_copy / "site" / "index.html").read_text()
    assert (tmp_path / "export" / "docs" / "pictures" / "logo.svg").is_file()


def test_nothing_that_lies_elsewhere_is_named_by_mkdocs_yml(hut_copy: Path) -> None:
    outside = hut_copy.parent / "outside.svg"
    outside.write_bytes(PRECIOUS)
    (hut_copy / "content" / "link.svg").symlink_to(outside)
    (hut_copy / "content" / "in.svg").write_bytes(PRECIOUS)
    names = [str(outside), "../../outside.svg", "../content/in.svg", "link.svg", "roles.yml", "x" * 5000, "phases"]
    (hut_copy / "mkdocs.yml").write_text("\n".join(["extra_css:", *(f"- {name}" for name in names), "- ./in.svg"]))
    assert list_assets(hut_copy) == ["in.svg"]
