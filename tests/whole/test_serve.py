"""`playbook serve` shows edits to YAML and templates, and survives a mistake."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import HUT, ROOT, copy_playbook

pytestmark = pytest.mark.program

PATIENCE = 60  # seconds; a served edit takes about one


@dataclass
class Served:
    """A running server, with the copies of code, templates and content that it follows."""

    folder: Path
    address: str
    log: Path

    def read(self, page: str) -> str:
        with urllib.request.urlopen(f"http://{self.address}/{page}", timeout=5) as answer:
            return str(answer.read().decode())

    def wait_for(self, page: str, text: str) -> None:
        for _ in range(PATIENCE * 5):
            try:
                if text in self.read(page):
                    return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                pass
            time.sleep(0.2)
        pytest.fail(f"{page} never showed {text!r}\n{self.log.read_text()}")

    def wait_for_log(self, text: str) -> None:
        for _ in range(PATIENCE * 5):
            if text in self.log.read_text():
                return
            time.sleep(0.2)
        pytest.fail(f"the server never said {text!r}\n{self.log.read_text()}")

    def edit(self, name: str, old: str, new: str) -> None:
        file = self.folder / name
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    for name in ("generator", "templates"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    copy_playbook(HUT, tmp_path / "hut")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    log = tmp_path / "log.txt"
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "generator", "-C", "hut", "serve", "--address", address],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(tmp_path), "NO_MKDOCS_2_WARNING": "1"},
            stdout=output,
            stderr=output,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a shell may have left it ignored
        )
        try:
            yield Served(tmp_path, address, log)
            process.send_signal(signal.SIGINT)
            assert process.wait(10) == 130
        finally:
            process.kill()
    assert log.read_text().splitlines()[-1] == "stopped with Ctrl-C"


def test_edits_of_yaml_and_templates_show_up(served: Served) -> None:
    served.wait_for("index.html", "so that it stands dry and whole until spring")
    served.edit("hut/content/playbook.yml", "dry and whole", "dry and warm")
    served.wait_for("index.html", "so that it stands dry and warm until spring")
    served.edit("hut/content/playbook.yml", "title: Closing the mountain hut", "title: Closing the upper hut")
    served.wait_for("phases/shut-down.html", "Closing the upper hut")
    served.edit("hut/content/phases/guests.yml", "title: Tell the guests", "title: Tell every guest")
    served.wait_for("phases/guests.html", "Tell every guest")
    served.wait_for("order.html", "Tell every guest")
    served.edit("hut/content/phases/guests.yml", "title: Guests", "title: Our guests")
    served.wait_for("phases/shut-down.html", "Our guests")
    served.edit("templates/pages/help.md.j2", "# {{ title }}", "# {{ title }} at any hour")
    served.wait_for("help.html", "Help and contacts at any hour")


def test_a_mistake_is_said_and_the_next_edit_mends_it(served: Served) -> None:
    served.wait_for("index.html", "dry and whole")
    served.edit("hut/content/phases/shut-down.yml", "accountable: cook", "accountable: cock")
    served.wait_for_log("there's no role 'cock' ('accountable'); did you mean 'cook'?")
    assert "Traceback" not in served.log.read_text()
    served.wait_for("index.html", "did you mean &#x27;cook&#x27;?")
    served.wait_for("phases/shut-down.html", "Empty the kitchen")
    served.edit("hut/content/phases/shut-down.yml", "accountable: cock", "accountable: valley-office")
    served.wait_for("phases/shut-down.html", "Valley office")
    assert "did you mean" not in served.read("phases/shut-down.html")
