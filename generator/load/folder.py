"""Reads every file of a content folder, and names the strays."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from generator.checks import find_problems
from generator.errors import Problem, UsageError, suggest
from generator.load.edition import leave_out_additions
from generator.load.explain import explain
from generator.load.overlay import apply_overlay
from generator.load.positions import Kept
from generator.load.source import Source, SourceError, read_source
from generator.playbook.company import Edition, Overlay
from generator.playbook.files import (
    FactsFile,
    FieldsFile,
    GlossaryFile,
    Head,
    RequirementsFile,
    RolesFile,
    SafeguardsFile,
)
from generator.playbook.letters import Email
from generator.playbook.parts import Found
from generator.playbook.playbook import Playbook
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
    "glossary.yml": GlossaryFile,
    "overlay.yml": Overlay,
}
FOLDERS: dict[str, type[Model]] = {"lessons": Lesson, "phases": Phase, "emails": Email}
_MAY_BE_ABSENT = {"fields.yml", "requirements.yml", "safeguards.yml", "glossary.yml"}
AnyModel = TypeVar("AnyModel", bound=Model)


def read_folder(folder: Path) -> "Reading":
    """Read every file of a content folder; what could not be read is among its problems."""
    content = folder / CONTENT
    if not content.is_dir():
        advice = f"go to a folder with '{CONTENT}/' in it, or name one with -C"
        raise UsageError(f"there is no playbook in '{folder}'; {advice}")
    reading = Reading(content, "" if folder == Path() else f"{folder.as_posix()}/")
    reading.read_all()
    return reading


@dataclass
class Reading:
    """Everything read so far from one content folder."""

    content: Path
    prefix: str
    sources: dict[str, Source] = field(default_factory=dict)
    models: dict[str, Model] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    kept: Kept = field(default_factory=Kept)

    def read_all(self) -> None:
        """Read every file that a playbook may have, and name those that it may not have."""
        for name, model in FILES.items():
            if os.path.lexists(self.content / name) or name not in _MAY_BE_ABSENT:
                self._read(name, model)
        for folder, model in FOLDERS.items():
            for file in sorted((self.content / folder).glob("*.yml")):
                self._read_named(f"{folder}/{file.name}", file.stem, model)
        self._refuse_strays()

    def _read_named(self, name: str, stem: str, model: type[Model]) -> None:
        if not re.fullmatch(SLUG, stem):
            advice = "rename it with small letters, digits and single hyphens, as in 'send-notice.yml'"
            self._report(name, f"the file's name is its id, and '{stem}' is not one; {advice}")
            return
        self._read(name, model, id=stem)

    def _read(self, name: str, model: type[Model], **added: str) -> None:
        if not Path(os.path.realpath(self.content / name)).is_relative_to(os.path.realpath(self.content)):
            self._report(name, "is a link that leads out of the content folder; put the file itself here")
            return
        try:
            source = read_source(self.content / name, name=self._show(name))
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
        known = [*FILES, *(f"{folder}/" for folder in FOLDERS)]
        for file in sorted(self.content.rglob("*")):
            name = file.relative_to(self.content).as_posix()
            if any(part.startswith(".") for part in Path(name).parts):
                continue
            if file.suffix == ".yaml":
                self._report(name, "ends in .yaml; rename it to .yml, or it would not be read")
            elif file.suffix == ".yml" and name not in FILES and not self._belongs(name):
                self._report(name, f"is not a file that is read{suggest(name, known)}")

    def _belongs(self, name: str) -> bool:
        folder, _, rest = name.partition("/")
        return folder in FOLDERS and rest != "" and "/" not in rest

    def _show(self, name: str) -> str:
        return f"{self.prefix}{CONTENT}/{name}"

    def _report(self, name: str, message: str) -> None:
        self.problems.append(Problem(self._show(name), 0, 0, message))

    def list_unread(self) -> frozenset[str]:
        """Name the files, and folders with files, in which something could not be read."""
        shown = len(self._show(""))
        return frozenset(
            part for problem in self.problems for part in (problem.file[shown:], problem.file[shown:].partition("/")[0])
        )

    def locate(self, found: Found) -> Problem:
        """Give a problem found in the model its place in the source."""
        if found.file in self.sources:
            location = self.kept.find_source(found.file, found.location)
            return self.sources[found.file].locate(location, found.message, key=found.key)
        return Problem(self._show(found.file), 0, 0, found.message)

    def check(self, edition: Edition | None) -> Playbook | None:
        """Join what could be read and note what is wrong with it; None where too much is missing to go on."""
        playbook = self.assemble(edition)
        if playbook is not None:
            problems = find_problems(playbook, unread=self.list_unread())
            self.problems += [self.locate(found) for found in problems]
        return playbook

    def assemble(self, edition: Edition | None) -> Playbook | None:
        """Join what could be read, unchecked; None where too much is missing."""
        head, facts = self._get("playbook.yml", Head), self._get("facts.yml", FactsFile)
        roles, overlay = self._get("roles.yml", RolesFile), self._get("overlay.yml", Overlay)
        if head is None or facts is None or roles is None or overlay is None:
            return None
        if edition is not None:
            overlay = overlay.model_copy(update={"edition": edition})
        playbook = Playbook(
            head=head,
            facts=facts.facts,
            conditions=facts.conditions,
            dates=facts.dates,
            roles=roles.roles,
            fields=(self._get("fields.yml", FieldsFile) or FieldsFile()).fields,
            requirements=(self._get("requirements.yml", RequirementsFile) or RequirementsFile()).requirements,
            terms=(self._get("glossary.yml", GlossaryFile) or GlossaryFile()).terms,
            safeguards=(self._get("safeguards.yml", SafeguardsFile) or SafeguardsFile()).safeguards,
            phases=tuple(self._named("phases", head.phases, Phase)),
            lessons=tuple(self._named("lessons", head.lessons, Lesson)),
            emails=tuple(self._named("emails", head.emails, Email)),
            overlay=overlay,
        )
        if overlay.edition == "source":
            playbook, self.kept = leave_out_additions(playbook)
        return apply_overlay(playbook)

    def _get(self, name: str, model: type[AnyModel]) -> AnyModel | None:
        found = self.models.get(name)
        return found if isinstance(found, model) else None

    def _named(self, folder: str, listed: tuple[str, ...], model: type[AnyModel]) -> Iterator[AnyModel]:
        """Give the models of a folder in the order in which playbook.yml lists them."""
        files = {file.stem for file in (self.content / folder).glob("*.yml")}
        for position, name in enumerate(listed):
            location = (folder, position)
            found = self._get(f"{folder}/{name}.yml", model)
            if name in listed[:position]:
                self._report_head(location, f"'{name}' is listed twice; keep one")
            elif found is not None:
                yield found
            elif name not in files:
                advice = suggest(name, files) or f"; write it, or take '{name}' off this list"
                self._report_head(location, f"there is no file '{self._show(folder)}/{name}.yml'{advice}")
        for name in sorted(files - set(listed)):
            if re.fullmatch(SLUG, name):
                advice = f"add '{name}' there, in its place, or delete the file"
                self._report(f"{folder}/{name}.yml", f"is not listed under '{folder}' in playbook.yml; {advice}")

    def _report_head(self, location: tuple[str | int, ...], message: str) -> None:
        self.problems.append(self.sources["playbook.yml"].locate(location, message))
