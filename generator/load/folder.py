"""Reads every file of a content folder, and names the strays."""

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from generator.errors import Problem, UsageError
from generator.load.explain import explain
from generator.load.names import explain_name
from generator.load.source import Source, read_source
from generator.load.text import SourceError
from generator.playbook.company import Overlay
from generator.playbook.files import (
    ClaimsFile,
    FactsFile,
    FieldsFile,
    GlossaryFile,
    Head,
    RequirementsFile,
    RolesFile,
    SafeguardsFile,
)
from generator.playbook.letters import Email
from generator.playbook.process import Lesson, Phase
from generator.values import SLUG, Model

CONTENT = "content"
FILES: dict[str, type[Model]] = {
    "playbook.yml": Head,
    "facts.yml": FactsFile,
    "roles.yml": RolesFile,
    "fields.yml": FieldsFile,
    "requirements.yml": RequirementsFile,
    "safeguards.yml": SafeguardsFile,
    "claims.yml": ClaimsFile,
    "glossary.yml": GlossaryFile,
    "overlay.yml": Overlay,
}
FOLDERS: dict[str, type[Model]] = {"lessons": Lesson, "phases": Phase, "emails": Email}
_MAY_BE_ABSENT = {"fields.yml", "requirements.yml", "safeguards.yml", "claims.yml", "glossary.yml"}
AnyModel = TypeVar("AnyModel", bound=Model)


def find_content(folder: Path) -> Path:
    """Return the content folder of the playbook in a folder; raises UsageError where there is none."""
    content = folder / CONTENT
    if not content.is_dir():
        advice = f"go to a folder with '{CONTENT}/' in it, or name one with -C"
        raise UsageError(f"there's no playbook in '{folder}'; {advice}")
    return content


def read_folder(folder: Path) -> "Reading":
    """Read every file of a content folder; what could not be read is among its problems."""
    content = find_content(folder)
    reading = Reading(content, "" if folder == Path() else f"{folder.as_posix()}/")
    reading.read_all()
    return reading


@dataclass
class Reading:
    """Everything read from one content folder, by the names of the files in it."""

    content: Path
    prefix: str
    """What comes before the content folder in the names that are shown."""
    sources: dict[str, Source] = field(default_factory=dict)
    models: dict[str, Model] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def read_all(self) -> None:
        """Read every file that a playbook may have, and name those that it may not have."""
        for name, model in FILES.items():
            if os.path.lexists(self.content / name) or name not in _MAY_BE_ABSENT:
                self._read(name, model)
        for folder, model in FOLDERS.items():
            self._check_folder(folder)
            for file in sorted((self.content / folder).glob("*.yml")):
                self._read_named(f"{folder}/{file.name}", file.stem, model)
        self._refuse_strays()

    def _check_folder(self, name: str) -> None:
        folder = self.content / name
        if os.path.lexists(folder) and not folder.is_dir():
            self._report(name, f"isn't a folder; create one with this name and a file in it for each of the {name}")
        elif folder.is_dir() and not os.access(folder, os.R_OK | os.X_OK):
            self._report(name, "can't be read (Permission denied); check its permissions")

    def _read_named(self, name: str, stem: str, model: type[Model]) -> None:
        if why := explain_name(stem, pattern=SLUG, example="send-notice"):
            self._report(name, f"the file's name is its id, and {why}")
            return
        self._read(name, model, id=stem)

    def _read(self, name: str, model: type[Model], **added: str) -> None:
        if not Path(os.path.realpath(self.content / name)).is_relative_to(os.path.realpath(self.content)):
            self._report(name, "is a link that leads out of the content folder; put the file itself here")
            return
        try:
            source = read_source(self.content / name, name=self.show(name))
        except SourceError as error:
            self.problems += error.problems
            return
        self.sources[name] = source
        self._validate(name, source, model, added)

    def _validate(self, name: str, source: Source, model: type[Model], added: dict[str, str]) -> None:
        data = source.data
        if isinstance(data, dict) and "id" in added:
            if "id" in data:
                self.problems.append(source.locate(("id",), "the file's name is the id; delete this line", key=True))
            data = {**data, **added}
        try:
            self.models[name] = model.model_validate(data)
        except ValidationError as error:
            self.problems += explain(error, source, model, data)

    def _refuse_strays(self) -> None:
        for file in sorted(self.content.rglob("*")):
            name = file.relative_to(self.content).as_posix()
            if any(part.startswith(".") for part in Path(name).parts):
                continue
            if file.suffix == ".yaml":
                self._report(name, "ends in .yaml, so it isn't read; rename it to .yml")
            elif file.suffix == ".yml" and name not in FILES and not self._belongs(name):
                self._report(name, f"isn't a playbook file{self._advise(name)}")

    def _advise(self, name: str) -> str:
        """Advise on a file that isn't read: one of a close name may be meant, unless that is there too."""
        folder, _, file = name.rpartition("/")
        known = FOLDERS if folder else [known.removesuffix(".yml") for known in FILES]
        near = get_close_matches(folder or file.removesuffix(".yml"), known, n=1, cutoff=0.55)  # "roles (copy)" is near
        if not near:
            return f"; delete it, or move it out of '{CONTENT}/'"
        meant = f"{near[0]}/{file}" if folder else f"{near[0]}.yml"
        if (self.content / meant).exists():
            return f"; '{meant}' is there already, so delete this one, or move it out of '{CONTENT}/'"
        return f"; did you mean '{meant}'?"

    def _belongs(self, name: str) -> bool:
        folder, _, rest = name.partition("/")
        return folder in FOLDERS and rest != "" and "/" not in rest

    def show(self, name: str) -> str:
        """Return the name of a file as it is shown to people."""
        return f"{self.prefix}{CONTENT}/{name}"

    def _report(self, name: str, message: str) -> None:
        self.problems.append(Problem(self.show(name), 0, 0, message))

    def get(self, name: str, model: type[AnyModel]) -> AnyModel | None:
        """Return what is in a file; None where it could not be read."""
        found = self.models.get(name)
        return found if isinstance(found, model) else None

    def list_stems(self, folder: str) -> set[str]:
        """List the files of a folder, read or not, without their ending."""
        return {file.stem for file in (self.content / folder).glob("*.yml")}

    def list_unread(self, problems: Iterable[Problem]) -> frozenset[str]:
        """List the files, and folders with files, in which something could not be read."""
        start = len(self.show(""))
        names = [problem.file[start:] for problem in problems if problem.file.startswith(self.show(""))]
        return frozenset((*names, *(name.partition("/")[0] for name in names)))
