"""The command as people use it: what it prints, and how it ends. Streams and signals are in test_output.py."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from generator.command.cli import playbook
from tests.conftest import HUT, ROOT
from tests.running import Run

NO_PLAYBOOK = "there's no playbook in '.'; go to a folder with 'content/' in it, or name one with -C\n"
HEAVY = ["pydantic", "yaml", "jinja2", "mkdocs", "rich", "icalendar", "holidays", "importlib.metadata"]


def list_commands(group: click.Group = playbook, path: str = "playbook") -> Iterator[tuple[str, click.Command]]:
    """List the commands, each as it is typed."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from list_commands(command, f"{path} {name}")
        else:
            yield f"{path} {name}", command


COMMANDS = dict(list_commands())


def list_words(path: str, command: click.Command) -> list[str]:
    """Return the words with which a command can be called: its name, and something for each argument that it needs."""
    needed = [parameter for parameter in command.params if isinstance(parameter, click.Argument) and parameter.required]
    return [*path.split()[1:], *(f"some-{argument.name}" for argument in needed)]


def test_check_counts_what_there_is(run: Run) -> None:
    done = run("check")
    assert (done.code, done.err) == (0, "")
    assert done.out == (
        "Closing the mountain hut, revision 7: nothing is wrong. "
        "3 phases, 5 steps, 10 tasks, 2 emails, 3 requirements, 6 safeguards.\n"
    )


def test_check_says_of_which_years_no_holidays_are_known(run: Run, hut_copy: Path) -> None:
    file = hut_copy / "content" / "overlay.yml"
    text = file.read_text().replace('{country: AT, region: "7",', "{country: UA,")
    file.write_text(text)
    assert run("check", folder=hut_copy).out.endswith(
        " No public holidays of 'UA' are known for '2027' and '2028'; list them under 'days-off' in overlay.yml, "
        "or only weekends count as days off.\n"
    )
    file.write_text(text.replace("[2026-10-09]", "[2026-10-09, 2027-01-01, 2028-01-01]"))
    assert run("check", folder=hut_copy).out.endswith(" 6 safeguards.\n")


def test_check_of_broken_content_ends_with_1(run: Run, hut_copy: Path) -> None:
    file = hut_copy / "content" / "phases" / "shut-down.yml"
    file.write_text(file.read_text().replace("accountable: cook", "accountable: cock"))
    done = run("check", folder=hut_copy)
    assert (done.code, done.out) == (1, "")
    assert done.err == (
        "content/phases/shut-down.yml:12:18: step 'empty-kitchen': there's no role 'cock' "
        "('accountable'); did you mean 'cook'?\n"
    )


def test_another_folder_is_named_in_messages(run: Run, hut_copy: Path) -> None:
    (hut_copy / "content" / "roles.yml").unlink()
    done = run("-C", "hut", "check", folder=hut_copy.parent)
    assert (done.code, done.err) == (1, "hut/content/roles.yml: doesn't exist; check the name\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            "-C nowhere check",
            "there's no playbook in 'nowhere'; go to a folder with 'content/' in it, or name one with -C",
        ),
        ("show --fact path", "'--fact path' has no value; write --fact path=VALUE"),
        ("show --fact =storm", "'--fact =storm' has no name; write --fact NAME=VALUE"),
        ("email hut-closes --set hut_name", "'--set hut_name' has no value; write --set hut_name=VALUE"),
        ("email --set hut_name=x", "no email is named; write playbook email ID"),
        ("show --fact path=strom", "the fact 'path' has no option 'strom'; did you mean 'storm'?"),
        (
            "show --fact path=storm --fact path=season-ends",
            "'path' is given twice, as 'storm' and 'season-ends'; keep one",
        ),
        (
            "show --fact guests-inside=no --fact snow-on-path=yes",
            "snow-on-path=yes isn't possible if guests-inside=no; leave one of them out",
        ),
        ("email nothing", "there's no email 'nothing'; choose 'hut-closes' or 'bring-boots'"),
        ("", "no command is named; see playbook --help"),
        ("-C .", "no command is named; see playbook --help"),
        ("case", "no command is named; see playbook case --help"),
        ("chekc", "there's no command 'chekc'; did you mean 'check'?"),
        ("case plna", "there's no command 'plna'; did you mean 'plan'?"),
        ("sing", "there's no command 'sing'; see playbook --help"),
        ("show --fcat path=storm", "there's no option '--fcat'; did you mean '--fact'?"),
        ("case plan x.yml --nope", "there's no option '--nope'; see playbook case plan --help"),
        ("show -x", "there's no option '-x'; see playbook show --help"),
        ("--fact path=storm show", "there's no option '--fact'; see playbook --help"),
        ("show --fact", "option '--fact' requires an argument"),
        ("check now", "got unexpected extra argument (now); see playbook check --help"),
        ("export", "missing argument 'DIR'; see playbook export --help"),
        ("case plan", "missing argument 'FILE...'; see playbook case plan --help"),
    ],
)
def test_wrong_use_ends_with_2_and_one_line(run: Run, arguments: str, message: str) -> None:
    done = run(*arguments.split())
    assert (done.code, done.out, done.err) == (2, "", f"{message}\n")


def test_the_folder_may_stand_before_or_after_the_command(run: Run, tmp_path: Path) -> None:
    words = f"-C {HUT} check", f"check -C {HUT}", f"-C nowhere check -C {HUT}"
    said = [run(*typed.split(), folder=tmp_path) for typed in words]
    assert {(done.code, done.err) for done in said} == {(0, "")}
    assert len({done.out for done in said}) == 1


def test_control_characters_do_not_reach_the_terminal(run: Run) -> None:
    done = run("show", "--fact", "path=\x1b[31mstorm")
    assert done.code == 2
    assert done.err == "'--fact path=\ufffd[31mstorm' contains a character that can't be shown (U+001B); delete it\n"
    done = run("case", "check", "\x1b[31m\u202e.yml")
    assert (done.code, done.err) == (1, "\ufffd[31m\ufffd.yml: doesn't exist; check the name\n")


def test_letters_that_python_does_not_call_printable_stay(run: Run) -> None:
    values = {"hut_name": "Refuge\xa0d'en\xadHaut\t2", "last_night": "2026-10-04", "reopening": "June"}
    given = [word for name, value in values.items() for word in ("--set", f"{name}={value}")]
    done = run("email", "hut-closes", *given, "--fact", "guests-inside=no", "--fact", "path=season-ends")
    assert (done.code, done.out.splitlines()[0]) == (0, "Subject: Refuge\xa0d'en\xadHaut\t2 closes")


@pytest.mark.parametrize(("path", "command"), list(COMMANDS.items()), ids=list(COMMANDS))
def test_every_command_says_the_same_where_there_is_no_playbook(
    run: Run, tmp_path: Path, path: str, command: click.Command
) -> None:
    done = run(*list_words(path, command), folder=tmp_path)
    assert (done.code, done.out, done.err) == (2, "", NO_PLAYBOOK)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("broken", ["no", "yes"])
@pytest.mark.parametrize("command", ["build", "serve"])
def test_building_and_serving_say_the_same_without_mkdocs_yml(
    run: Run, hut_copy: Path, command: str, broken: str
) -> None:
    (hut_copy / "mkdocs.yml").unlink()
    if broken == "yes":
        (hut_copy / "content" / "roles.yml").unlink()
    done = run(command, folder=hut_copy)
    assert (done.code, done.out) == (2, "")
    assert done.err == "'.' has no mkdocs.yml; copy the one that comes with the generator\n"


def serve(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "generator", "serve", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.program
def test_serve_on_a_taken_port(hut_copy: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        done = serve(hut_copy, "--address", address)
    assert done.returncode == 2
    assert done.stderr.strip().splitlines()[-1] == (
        f"can't serve at {address} (Address already in use); name another with --address"
    )


@pytest.mark.program
def test_serve_ends_with_1_where_the_first_build_fails(hut_copy: Path) -> None:
    page = hut_copy / "templates" / "pages" / "help.md.j2"
    page.parent.mkdir(parents=True)
    page.write_text("{{ nothing.x }}")
    done = serve(hut_copy, "--address", "127.0.0.1:9")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-2:] == [
        f"{page}:1: 'nothing' is undefined; fix the template",
        "the site isn't shown because it can't be built: Aborted with a BuildError!",
    ]


@pytest.mark.parametrize(
    "address", ["127.0.0.1:99999", "127.0.0.1:0", "foo", "foo:8000", "127.0.0.1:", "localhost:x", ""]
)
def test_serve_at_an_address_that_is_none(run: Run, address: str) -> None:
    done = run("serve", "--address", address)
    assert (done.code, done.out) == (2, "")
    assert done.err == f"can't serve at '{address}'; write --address HOST:PORT, for example 127.0.0.1:8000\n"


def test_email_alone_lists_the_emails(run: Run) -> None:
    done = run("email")
    assert (done.code, done.err) == (0, "")
    assert done.out == "hut-closes   The hut closes\nbring-boots  Bring boots\n"


def test_show_works_a_case_out(run: Run) -> None:
    done = run("show", "--fact", "path=storm", "--fact", "guests-inside=no")
    assert done.code == 0
    assert "   4  do    Drain the water" in done.out
    assert "skipped: Nobody is inside and nobody is expected." in done.out
    assert "Still to be answered" not in done.out


def test_show_says_after_each_due_date_when_it_counts(run: Run) -> None:
    assert "by the last night (only if the season ends); by the storm warning (only if" in run("show").out


def test_email_prints_the_letter(run: Run) -> None:
    sets = ["--set", "hut_name=Upper hut", "--set", "last_night=2026-10-04", "--set", "reopening=June"]
    done = run("email", "hut-closes", *sets, "--fact", "guests-inside=no", "--fact", "path=season-ends")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("Subject: Upper hut closes\n")


def test_email_lists_each_blank_that_nothing_fills_on_a_line_of_its_own(run: Run) -> None:
    done = run("email", "hut-closes", "--fact", "path=season-ends", "--fact", "guests-inside=no")
    assert (done.code, done.out) == (2, "")
    assert [line.partition(" (")[0] for line in done.err.splitlines()] == [
        "the field 'hut_name'",
        "the field 'last_night'",
        "the field 'reopening'",
    ]


def test_every_command_and_option_is_in_the_readme_and_in_help() -> None:
    readme = (ROOT / "README.md").read_text()
    for path, command in (("playbook", playbook), *COMMANDS.items()):
        assert path in readme and command.help, f"{path} is not in the README, or has no help"
        for parameter in command.params:
            assert isinstance(parameter, click.Option | click.Argument)
            assert parameter.help, f"{path}: {parameter.name} has no help"
            for option in parameter.opts if isinstance(parameter, click.Option) else ():
                assert option in ("-h", "--help") or option in readme, f"{option} of {path} is not in the README"


def test_help_lists_the_commands_examples_and_exit_codes(run: Run) -> None:
    done = run("--help")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("Usage: playbook [OPTIONS] COMMAND ...\n")
    assert "  build   Build the site; a failed build leaves the last site as it was.\n" in done.out
    assert "  Examples:\n    playbook check    " in done.out
    assert "  Exit codes: 0 done, 1 something is wrong in the content, 2 the command was used wrongly," in done.out


@pytest.mark.parametrize("option", ["-h", "--help"])
@pytest.mark.parametrize(("path", "command"), list(COMMANDS.items()), ids=list(COMMANDS))
def test_every_command_has_help(run: Run, path: str, command: click.Command, option: str) -> None:
    done = run(*path.split()[1:], option)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"Usage: {path} ") and f"\n\n  {(command.help or '')[:60]}" in done.out


def test_the_version(run: Run, tmp_path: Path) -> None:
    done = run("--version", folder=tmp_path)
    assert (done.code, done.out, done.err) == (0, "playbook 0.5.0\n", "")


@pytest.mark.parametrize(
    ("arguments", "allowed"),
    [
        (["--help"], []),
        (["case", "plan", "--help"], []),
        (["shwo"], []),
        (["--version"], ["importlib.metadata"]),
        # pydantic looks for its plugins; whether the company's country is known, the library of holidays says
        (["check"], ["pydantic", "yaml", "holidays", "importlib.metadata"]),
    ],
)
@pytest.mark.program
def test_a_command_imports_no_more_than_it_uses(arguments: list[str], allowed: list[str]) -> None:
    program = (
        "import sys; from generator.command.cli import main; main(sys.argv[1:]);"
        f"sys.stderr.write(' '.join(name for name in {HEAVY} if name in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], cwd=HUT, capture_output=True, text=True, check=True
    )
    assert [name for name in HEAVY if name in done.stderr.split("\n")[-1].split() and name not in allowed] == []


def test_export_keeps_folders_that_are_not_its_own(run: Run, tmp_path: Path) -> None:
    own = tmp_path / "letters"
    own.mkdir()
    (own / "precious.txt").write_text("keep me")
    done = run("export", str(own))
    assert (done.code, done.out) == (2, "")
    assert done.err == f"'{own}' contains files that this command didn't create; name another folder, or empty it\n"
    assert (own / "precious.txt").read_text() == "keep me"


def test_export_replaces_an_earlier_export_and_keeps_what_others_put_there(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "out"
    assert run("export", str(target)).code == 0
    (target / "docs" / "stale.md").write_text("mine")
    done = run("export", str(target))
    assert (done.code, done.out) == (0, f"41 documents are in {target}/docs.\n")
    assert (target / "docs" / "stale.md").read_text() == "mine"
