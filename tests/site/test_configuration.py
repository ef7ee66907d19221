"""An mkdocs.yml that cannot be used: the same in every command, one line for each reason, nothing written."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from mkdocs.config import load_config

from generator.disk.export import export_site
from tests.conftest import HUT, list_files
from tests.running import Run

GOOD = (HUT / "mkdocs.yml").read_text(encoding="utf-8")
MAKING = {"build": ["build"], "serve": ["serve", "--address", "127.0.0.1:9"], "export": ["export", "out"]}
"""Where the configuration could be used, `serve` would end with 2, for nobody may listen at that port."""
BROKEN: dict[str, tuple[str | bytes, str]] = {
    "another encoding": (b"site_name: \xff\n", "1:12: isn't UTF-8 text; save it as UTF-8"),
    "empty": ("", " Config value 'site_name': Required configuration not provided."),
    "a list": (
        "- a\n",
        " The configuration is invalid. Expected a key-value mapping (dict) but received: <class 'list'>",
    ),
    "no YAML": (
        "site_name: [\n",
        " MkDocs encountered an error parsing the configuration file: while parsing a flow node expected the node "
        "content, but found '<stream end>' in \"{folder}/mkdocs.yml\", line 2, column 1",
    ),
    "a tag": (
        f"{GOOD}extra: !foo bar\n",
        " MkDocs encountered an error parsing the configuration file: could not determine a constructor for the tag "
        "'!foo' in \"{folder}/mkdocs.yml\", line 22, column 8",
    ),
    "a tag that runs code": (
        f"{GOOD}extra: !!python/object/apply:int [x]\n",
        " MkDocs, a plugin or a hook fails (ValueError: invalid literal for int() with base 10: 'x', in ",
    ),
    "no such plugin": (
        GOOD.replace("  - playbook", "  - playbok"),
        " Config value 'plugins': The \"playbok\" plugin is not installed",
    ),
    "no such theme": (
        GOOD.replace("name: material", "name: nothing"),
        " Config value 'theme': Unrecognised theme name: 'nothing'. The available installed themes are: ",
    ),
    "no such hook": (
        f"{GOOD}hooks: [x.py]\n",
        " Config value 'hooks': The path '{folder}/x.py' isn't an existing file.",
    ),
    "a hook that cannot be read": (
        f"{GOOD}hooks: [hook.py]\n",
        " MkDocs, a plugin or a hook fails (ZeroDivisionError: division by zero, in {folder}/hook.py:1); fix it, or "
        "remove it",
    ),
    "two mistakes": (
        GOOD.replace("site_name:", "site_nam:").replace("docs_dir: content", "docs_dir: nothing"),
        " Config value 'site_nam': Unrecognised configuration name: site_nam",
    ),
    "brackets": ("[" * 100_000, " MkDocs, a plugin or a hook fails (RecursionError: "),
    "too large": ("#" * 2_000_001, " is larger than 2,000,000 bytes; shorten it"),
}  # fmt: skip


@pytest.mark.parametrize("command", MAKING)
@pytest.mark.parametrize("name", BROKEN)
def test_a_configuration_that_cannot_be_used(run: Run, hut_copy: Path, name: str, command: str) -> None:
    text, said = BROKEN[name]
    (hut_copy / "hook.py").write_text("1 / 0\n")
    (hut_copy / "mkdocs.yml").write_bytes(text if isinstance(text, bytes) else text.encode())
    before = list_files(hut_copy)
    done = run(*MAKING[command], folder=hut_copy)
    assert (done.code, done.out) == (1, "")
    lines = done.err.splitlines()
    assert lines[0].startswith(f"mkdocs.yml:{said.replace('{folder}', str(hut_copy))}")
    assert all(line.startswith("mkdocs.yml:") for line in lines)
    assert len(lines) == (2 if name == "two mistakes" else 1)
    assert {file: text for file, text in list_files(hut_copy).items() if "__pycache__" not in file} == before


@pytest.mark.parametrize("command", MAKING)
@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("folder", "is a folder; a YAML file is expected here"),
        ("pipe", "is a pipe or a device; a YAML file is expected here"),
        ("link", "can't be read (Too many levels of symbolic links); check its permissions"),
    ],
)
def test_what_is_no_file_is_no_configuration(run: Run, hut_copy: Path, kind: str, said: str, command: str) -> None:
    config = hut_copy / "mkdocs.yml"
    config.unlink()
    if kind == "folder":
        config.mkdir()
    elif kind == "pipe":
        os.mkfifo(config)
    else:
        config.symlink_to(config)
    done = run(*MAKING[command], folder=hut_copy)
    assert (done.code, done.out, done.err) == (1, "", f"mkdocs.yml: {said}\n")


HOOKS = {
    "raise ValueError('two\\nlines')": "ValueError: two lines, in {folder}/hook.py:2",
    "raise SystemExit(4)": "SystemExit: 4, in {folder}/hook.py:2",
    "open('/nowhere/x')": "FileNotFoundError: [Errno 2] No such file or directory: '/nowhere/x', in {folder}/hook.py:2",
}


@pytest.mark.parametrize("command", ["build", "serve"])
@pytest.mark.parametrize("line", HOOKS)
@pytest.mark.program
def test_a_hook_that_fails_while_the_site_is_made(hut_copy: Path, line: str, command: str) -> None:
    """In a process of its own, as MkDocs leaves the socket open at which it would have served."""
    (hut_copy / "hook.py").write_text(f"def on_files(files, config):\n    {line}\n")
    (hut_copy / "mkdocs.yml").write_text(f"{GOOD}hooks: [hook.py]\n")
    arguments = [sys.executable, "-m", "generator", *MAKING[command]]
    done = subprocess.run(arguments, cwd=hut_copy, capture_output=True, text=True, check=False, timeout=60)
    said = HOOKS[line].replace("{folder}", str(hut_copy))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines()[-1] == (
        f"mkdocs.yml: MkDocs, a plugin or a hook fails ({said}); fix it, or remove it"
    )
    assert not (hut_copy / "site").exists()


@pytest.mark.parametrize("command", ["build", "serve"])
def test_a_configuration_without_our_plugin(run: Run, hut_copy: Path, command: str) -> None:
    (hut_copy / "mkdocs.yml").write_text(GOOD.replace("  - playbook\n", ""))
    done = run(*MAKING[command], folder=hut_copy)
    assert (done.code, done.err) == (1, "mkdocs.yml: the list 'plugins' lacks 'playbook'; add it\n")


def test_what_check_does_runs_nothing_of_it(run: Run, hut_copy: Path) -> None:
    (hut_copy / "mkdocs.yml").write_text(f"{GOOD}extra: !!python/object/apply:os.abort []\n")
    assert run("check", folder=hut_copy).code == 0


def test_an_export_takes_along_what_its_configuration_names(hut_copy: Path, tmp_path: Path) -> None:
    playbook = hut_copy / "book"
    playbook.mkdir()
    (hut_copy / "content").rename(playbook / "content")
    (playbook / "hooks").mkdir()
    (playbook / "hooks" / "hook.py").write_text("def on_config(config):\n    return config\n")
    (playbook / "mine").mkdir()
    (playbook / "mine" / "own.html").write_text("<p>mine</p>\n")
    (playbook / "content" / "mark.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    (hut_copy / "base.yml").write_text(GOOD.replace("  font: false", "  font: false\n  logo: mark.svg"))
    (playbook / "mkdocs.yml").write_text("INHERIT: ../base.yml\nhooks: [hooks/hook.py]\ntheme: {custom_dir: mine}\n")
    export_site(playbook, tmp_path / "export")
    files = list_files(tmp_path / "export")
    assert {"hooks/hook.py", "theme/own.html", "theme/main.html", "docs/mark.svg"} <= files.keys()
    exported = yaml.safe_load(files["mkdocs.yml"])
    assert "INHERIT" not in exported and exported["hooks"] == ["hooks/hook.py"]
    assert exported["theme"] == {
        "name": "material", "font": False, "logo": "mark.svg", "features": ["content.action.edit"], "language": "en",
        "custom_dir": "theme",
    }  # fmt: skip
    load_config(str(tmp_path / "export" / "mkdocs.yml"))


def test_an_export_refuses_a_hook_from_elsewhere(run: Run, hut_copy: Path) -> None:
    (hut_copy.parent / "hook.py").write_text("")
    (hut_copy / "mkdocs.yml").write_text(f"{GOOD}hooks: [../hook.py]\n")
    assert run("export", "out", folder=hut_copy) == (
        1,
        "",
        "mkdocs.yml: the hook '../hook.py' is outside the playbook's folder, so an export can't take it along; move it "
        "into the folder\n",
    )
    assert not (hut_copy / "out").exists()


def test_an_export_names_functions_and_keeps_options_of_plugins(hut_copy: Path, tmp_path: Path) -> None:
    plugins = "plugins:\n  search: {lang: en}\n  playbook: {}\nextra: {sort: !!python/name:os.path.join ''}\n"
    text = "\n".join(
        line for line in GOOD.splitlines() if line not in ("plugins:", "  - search", "  - offline", "  - playbook")
    )
    (hut_copy / "mkdocs.yml").write_text(f"{text}\n{plugins}")
    export_site(hut_copy, tmp_path / "export")
    exported = (tmp_path / "export" / "mkdocs.yml").read_text()
    assert "- search:\n    lang: en\n" in exported
    assert "sort: !!python/name:os.path.join ''\n" in exported
