"""The command as people use it: whole runs, what they print, and how they end."""

import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from generator.command.cli import main, make_parser
from tests.conftest import HUT, ROOT


def run(*arguments: str, folder: Path = HUT) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "generator", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_check_counts_what_there_is() -> None:
    done = run("check")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "Closing the mountain hut, revision 7: nothing is wrong. "
        "3 phases, 5 steps, 10 tasks, 2 emails, 3 requirements, 6 safeguards.\n"
    )


def test_check_of_broken_content_ends_with_1(hut_copy: Path) -> None:
    file = hut_copy / "content" / "phases" / "shut-down.yml"
    file.write_text(file.read_text().replace("accountable: cook", "accountable: cock"))
    done = run("check", folder=hut_copy)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "content/phases/shut-down.yml:12:18: step 'empty-kitchen' has as accountable the role 'cock', "
        "which does not exist; did you mean 'cook'?\n"
    )


def test_another_folder_is_named_in_messages(hut_copy: Path) -> None:
    (hut_copy / "content" / "roles.yml").unlink()
    done = run("-C", "hut", "check", folder=hut_copy.parent)
    assert (done.returncode, done.stderr) == (1, "hut/content/roles.yml: does not exist\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("-C", "nowhere", "check"), "there is no playbook in 'nowhere'; go to a folder with 'content/' in it"),
        (("show", "--fact", "path"), "'--fact path' lacks a value; write --fact path=VALUE"),
        (("show", "--fact", "=storm"), "'--fact =storm' lacks a name; write --fact NAME=VALUE"),
        (("email", "hut-closes", "--set", "hut_name"), "'--set hut_name' lacks a value; write --set hut_name=VALUE"),
        (("email", "--set", "hut_name=Upper hut"), "no email is named; write playbook email ID"),
        (("show", "--fact", "path=strom"), "the fact 'path' has no option 'strom'; did you mean 'storm'?"),
        (("show", "--fact", "path=storm", "--fact", "path=season-ends"), "'path' is given twice"),
        (
            ("show", "--fact", "guests-inside=no", "--fact", "snow-on-path=yes"),
            "snow-on-path=yes is not possible when guests-inside=no; leave one of them out",
        ),
        (("email", "hut-closes"), "the field 'hut_name' (Name of the hut) is not filled"),
        (("email", "nothing"), "there is no email 'nothing'"),
        ((), "the following arguments are required: COMMAND"),
        (("chekc",), "invalid choice: 'chekc'"),
    ],
)
def test_wrong_use_ends_with_2(arguments: tuple[str, ...], message: str) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_the_folder_may_stand_before_or_after_the_command(tmp_path: Path) -> None:
    before, after = run("-C", str(HUT), "check", folder=tmp_path), run("check", "-C", str(HUT), folder=tmp_path)
    assert before.stdout == after.stdout != ""


def test_control_characters_do_not_reach_the_terminal(hut_copy: Path) -> None:
    done = run("show", "--fact", "path=\x1b[31mstorm", folder=hut_copy)
    assert done.returncode == 2
    assert done.stderr == "the fact 'path' has no option '\ufffd[31mstorm'; did you mean 'storm'?\n"


def test_serve_without_mkdocs_yml_or_on_a_taken_port(hut_copy: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        done = run("serve", "--address", address, folder=hut_copy)
    assert done.returncode == 2
    assert done.stderr.strip().splitlines()[-1] == (
        f"cannot serve at {address} (Address already in use); name another with --address"
    )
    (hut_copy / "mkdocs.yml").unlink()
    done = run("serve", folder=hut_copy)
    assert (done.returncode, done.stderr) == (2, "'.' has no mkdocs.yml; copy the one that comes with the generator\n")


@pytest.mark.parametrize(
    "address", ["127.0.0.1:99999", "127.0.0.1:0", "foo", "foo:8000", "127.0.0.1:", "localhost:x", ""]
)
def test_serve_at_an_address_that_is_none(address: str) -> None:
    done = run("serve", "--address", address)
    assert done.returncode == 2
    assert done.stderr == f"cannot serve at '{address}'; write --address HOST:PORT, for example 127.0.0.1:8000\n"


def test_email_alone_lists_the_emails() -> None:
    done = run("email")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "hut-closes   The hut closes\nbring-boots  Bring boots\n"


def test_show_works_a_case_out() -> None:
    done = run("show", "--fact", "path=storm", "--fact", "guests-inside=no")
    assert done.returncode == 0
    assert "   4  do    Drain the water" in done.stdout
    assert "skipped: Nobody is inside and nobody is expected." in done.stdout
    assert "Still to be answered" not in done.stdout


def test_show_says_after_each_due_date_when_it_counts() -> None:
    assert "by the last night (only if the season ends); by the storm warning (only if" in run("show").stdout


def test_email_prints_the_letter() -> None:
    sets = ["--set", "hut_name=Upper hut", "--set", "last_night=2026-10-04", "--set", "reopening=June"]
    done = run("email", "hut-closes", *sets, "--fact", "guests-inside=no", "--fact", "path=season-ends")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Subject: Upper hut closes\n")


def test_every_command_and_option_is_in_the_readme_and_in_help() -> None:
    readme = (ROOT / "README.md").read_text()
    subparsers = next(action for action in make_parser()._actions if hasattr(action, "choices") and action.choices)
    assert subparsers.choices is not None
    parsers = dict(subparsers.choices)
    case = next(action for action in parsers.pop("case")._actions if hasattr(action, "choices") and action.choices)
    for name, parser in (
        parsers | {f"case {name}": parser for name, parser in dict(case.choices or {}).items()}
    ).items():
        assert f"playbook {name}" in readme
        for action in parser._actions:
            assert action.help, f"{name} {action.dest} has no help"
            for option in action.option_strings:
                assert option in ("-h", "--help") or option in readme, f"{option} of {name} is not in the README"


def test_help_names_exit_codes_and_examples(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--help"])
    assert caught.value.code == 0
    printed = capsys.readouterr().out
    assert "examples:" in printed and "exit codes: 0 done, 1 something is wrong in the content, 2" in printed


def test_a_reader_that_stops_early_is_no_error(hut_copy: Path) -> None:
    command = f"{sys.executable} -m generator show | head -n 1"
    done = subprocess.run(["bash", "-c", command], cwd=hut_copy, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("Closing the mountain hut, revision 7\n", "")


def test_export_keeps_folders_that_are_not_its_own(tmp_path: Path) -> None:
    own = tmp_path / "letters"
    own.mkdir()
    (own / "precious.txt").write_text("keep me")
    done = run("export", str(own))
    assert done.returncode == 2
    assert done.stderr == f"'{own}' holds files that are no export made here; name another folder, or empty it\n"
    assert (own / "precious.txt").read_text() == "keep me"


def test_export_replaces_an_earlier_export_and_keeps_what_others_put_there(tmp_path: Path) -> None:
    target = tmp_path / "out"
    assert run("export", str(target)).returncode == 0
    (target / "docs" / "stale.md").write_text("mine")
    done = run("export", str(target))
    assert (done.returncode, done.stdout) == (0, f"34 documents are in {target}/docs.\n")
    assert (target / "docs" / "stale.md").read_text() == "mine"


def test_schema_writes_what_is_not_current(hut_copy: Path) -> None:
    shutil.rmtree(hut_copy / "content" / ".schema", ignore_errors=True)
    first, second = run("schema", folder=hut_copy), run("schema", folder=hut_copy)
    assert first.stdout.count(" is written.") == 13
    assert second.stdout == "All schemas are current.\n"
