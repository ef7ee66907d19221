"""A case file in; a case that fits the playbook, or all problems, out."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from pydantic import ValidationError

from generator.checks.case_dates import check_year, list_date_mistakes
from generator.errors import MOST_ALIKE, ContentError, Location, Problem, name_all, suggest
from generator.load.explain import explain
from generator.load.names import explain_name
from generator.load.source import Source, read_source
from generator.load.text import SourceError
from generator.playbook.blanks import check_value, is_mailbox
from generator.playbook.case_file import CaseFile
from generator.playbook.imprint import list_changes
from generator.playbook.playbook import Playbook
from generator.values import CASE_ID, LONGEST_ID

RESERVED = {"con", "prn", "aux", "nul", *(f"{name}{number}" for name in ("com", "lpt") for number in range(1, 10))}
"""Names that Windows keeps for devices, so that no folder can have them."""
_Mistake = tuple[Location, str]


def list_case_files(files: Iterable[Path]) -> list[Path]:
    """List each case file once, though it may be given by several paths, or links."""
    found: dict[object, Path] = {}
    for file in files:
        found.setdefault(_identify(file), file)
    return list(found.values())


def _identify(file: Path) -> object:
    try:
        found = file.stat()
    except (OSError, ValueError):
        return file.absolute()
    return found.st_dev, found.st_ino


def load_case(file: Path, playbook: Playbook) -> CaseFile:
    """Read a case; raises ContentError with everything that is wrong in it."""
    name = file.as_posix()
    try:
        source = read_source(file, name=name)
    except SourceError as error:
        raise ContentError(error.problems) from None
    return read_case(source, playbook, stem=file.stem)


def find_id(given: object, stem: str) -> str:
    """Return the id of a case: the one that its file gives, or else the name of the file."""
    return str(given or stem)


def read_case(source: Source, playbook: Playbook, *, stem: str) -> CaseFile:
    """Return the case of a source, its id and current step ids filled in; raises ContentError."""
    case, problems = _validate(source)
    if case is None:
        raise ContentError(problems)
    problems += [source.locate(location, message) for location, message in _refuse_twice(case, playbook)]
    case = _use_current_ids(case, playbook).model_copy(update={"id": find_id(case.id, stem)})
    problems += [source.locate(location, message) for location, message in _find_mistakes(case, playbook)]
    if problems:
        raise ContentError([*problems, *_tell_changes(case, playbook, source)])
    return case


def _validate(source: Source) -> tuple[CaseFile | None, list[Problem]]:
    """Return the case as far as it can be read, and what is wrong with the rest; None where nothing can."""
    try:
        return CaseFile.model_validate(source.data), []
    except ValidationError as error:
        problems = explain(error, source, CaseFile, source.data)
        wrong = [detail["loc"] for detail in error.errors(include_url=False)]
    if not isinstance(source.data, dict):
        return None, problems
    # What is wrong is cut out entry by entry, so that the rest can still be checked: all mistakes at once.
    rest = {key: dict(value) if isinstance(value, dict) else value for key, value in source.data.items()}
    for first, *others in wrong:
        section = rest.get(str(first))
        if others and isinstance(section, dict):
            section.pop(str(others[0]), None)
        else:
            rest.pop(str(first), None)
    try:
        return CaseFile.model_validate(rest), problems
    except ValidationError:
        return None, problems


def _use_current_ids(case: CaseFile, playbook: Playbook) -> CaseFile:
    """Return a case whose steps, and the keys of whose tasks, go by the ids that steps have now."""
    now = playbook.current_ids
    steps = {now.get(name, name): progress for name, progress in case.steps.items()}
    ticked = tuple(_use_current_key(key, now) for key in case.ticked)
    return case.model_copy(update={"steps": steps, "ticked": ticked})


def _use_current_key(key: str, now: Mapping[str, str]) -> str:
    step, dot, task = key.partition(".")
    return f"{now.get(step, step)}{dot}{task}"


def _refuse_twice(case: CaseFile, playbook: Playbook) -> Iterator[_Mistake]:
    """Report steps of a case that are now the same step, so that none takes the place of another."""
    first: dict[str, str] = {}
    for name in case.steps:
        current = playbook.current_ids.get(name, name)
        if current in first:
            message = f"'{first[current]}' and '{name}' are now the same step, '{current}'; keep one of them"
            yield ("steps", name), message
        first.setdefault(current, name)


def _find_mistakes(case: CaseFile, playbook: Playbook) -> Iterator[_Mistake]:
    yield from _check_id(case)
    answers = playbook.logic.find_mistakes(case.facts)
    yield from ((("facts", name), message) for name, message in answers)
    yield from _find_unknown("dates", "date", case.dates, playbook.date)
    yield from _find_unknown("fields", "field", case.fields, playbook.field)
    yield from _find_unknown("people", "role", case.people, playbook.role)
    yield from _find_unknown("steps", "step", case.steps, playbook.steps)
    found = list_date_mistakes(playbook, case.dates, known={} if answers else case.facts)
    yield from ((("dates", name), message) for name, message in found)
    yield from _check_fields(case, playbook)
    yield from _check_people(case)
    yield from _check_steps(case, playbook)


def _find_unknown(section: str, what: str, given: Iterable[str], known: Mapping[str, object]) -> Iterator[_Mistake]:
    """Find names that the playbook does not have; looking for close ones takes long, so only the first get advice."""
    unknown = [name for name in given if name not in known]
    for number, name in enumerate(unknown):
        advice = _advise(name, known) if number < MOST_ALIKE else ""
        yield (section, name), f"there's no {what} '{name}'{advice}"


def _check_id(case: CaseFile) -> Iterator[_Mistake]:
    if message := explain_id(case.id or ""):
        yield ("id",), message


def explain_id(name: str, *, is_new: bool = False) -> str | None:
    """Describe what is wrong with the id of a case, which is the name of its file unless that says otherwise."""
    advise = "name it" if is_new else "rename it"
    if why := explain_name(name, pattern=CASE_ID, example="upper-mill", advise=advise):
        return f"the file's name is the case's id, and {why}" + ("" if is_new else ", or add a line 'id:'")
    if len(name) > LONGEST_ID:
        return f"the id '{name}' is longer than {LONGEST_ID} characters; shorten it"
    return f"Windows doesn't allow the name '{name}'; choose another id" if name in RESERVED else None


def _check_fields(case: CaseFile, playbook: Playbook) -> Iterator[_Mistake]:
    for name, value in case.fields.items():
        field = playbook.field.get(name)
        if field is None:
            continue
        if message := check_value(field, value):
            example = field.example.splitlines()[0]
            yield ("fields", name), f"{message}; for example: {name}: {example}"
        elif field.takes is not None and field.takes.date in case.dates:
            day = case.dates[field.takes.date or ""]
            if value.strip() != day.isoformat():
                message = f"the field '{name}' is '{value.strip()}', but the date '{field.takes.date}' is {day}"
                yield ("fields", name), f"{message}; delete the field, which is filled from that date"


def _check_people(case: CaseFile) -> Iterator[_Mistake]:
    for role, person in case.people.items():
        if person.email is not None and not is_mailbox(person.email):
            message = f"'{person.email}' isn't an email address; write one, as in jo@example.com"
            yield ("people", role, "email"), message


def _check_steps(case: CaseFile, playbook: Playbook) -> Iterator[_Mistake]:
    for name, progress in case.steps.items():
        if progress.done is not None:
            for message in check_year(playbook, "done", progress.done):
                yield ("steps", name, "done"), message


def _tell_changes(case: CaseFile, playbook: Playbook, source: Source) -> Iterator[Problem]:
    """Report that the playbook has moved on, which may be why a case does not fit any more."""
    if case.made_with is not None and case.made_with.revision != playbook.head.revision:
        message = (
            f"the case was made with revision '{case.made_with.revision}' of the playbook, which is now revision "
            f"'{playbook.head.revision}'; that may be why it doesn't fit"
        )
        gone = [name for name, changes in list_changes(playbook, case.made_with) if changes == ("gone",)]
        if gone:
            message += f". Steps that are gone: {name_all(gone)}"
        yield source.locate(("made-with", "revision"), message)


def _advise(name: str, known: Mapping[str, object]) -> str:
    most = 12
    few = f"; choose {name_all(known, last='or')}" if len(known) <= most else ""
    return suggest(name, known) or few or "; correct the name, or delete the line"
