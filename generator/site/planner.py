"""The page that plans a case in the browser: what it is given, and the scripts that it loads."""

import datetime
import json
from collections.abc import Iterator
from typing import Any

from generator.documents.addresses import PLANNER
from generator.documents.book import Book, Document
from generator.facts.when import When
from generator.load.case import list_years
from generator.plan.holidays import KNOWN_AHEAD, KNOWN_BACK, make_workdays
from generator.plan.plan import make_key
from generator.playbook.imprint import make_owner, take_imprint
from generator.playbook.letters import Email
from generator.playbook.process import Due, Phase, Reasons, Step

_FOLDER = "planner"
_SCRIPTS = (
    "vendor/js-yaml.js",
    "logic.js",
    "schedule.js",
    "phrases.js",
    "files.js",
    "keep.js",
    "dom.js",
    "steps.js",
    "page.js",
)
_STYLE = "planner.css"
_WORDS = (
    *("case_", "table_", "event_", "alarm_", "planner_", "join_", "only_if", "checklist_step", "months", "weekdays"),
    *("accountable", "responsible", "due", "days", "one_day", "reasons_join", "date", "exit", "record", "emails"),
)
_EPOCH = datetime.date(1970, 1, 1)


def make_planner(book: Book) -> Iterator[Document]:
    """Give the page, the playbook as data, and the scripts and the style that the page loads."""
    files = [f"{_FOLDER}/{name}" for name in ("data.js", *_SCRIPTS)]
    yield book.render(
        "planner/page.md.j2",
        PLANNER,
        title=book.words.planner_title,
        source="playbook.yml",
        place=("nav_do",),
        scripts=files,
        style=f"{_FOLDER}/{_STYLE}",
    )
    yield Document(f"{_FOLDER}/data.js", _write_data(book), book.words.planner_title)
    for name in (*_SCRIPTS, _STYLE):
        text = book.renderer.read(f"planner/{name}")
        yield Document(f"{_FOLDER}/{name}", text, book.words.planner_title)


def _write_data(book: Book) -> str:
    return f"const PLAYBOOK = {json.dumps(make_data(book), ensure_ascii=False, separators=(',', ':'))};\n"


def make_data(book: Book) -> dict[str, Any]:
    """Give everything that the page needs to know of a playbook."""
    playbook = book.playbook
    imprint = take_imprint(playbook)
    overlay = playbook.overlay
    years = list_years(playbook)
    return {
        "title": playbook.head.title,
        "company": overlay.company,
        "owner": make_owner(playbook),
        "imprint": {"revision": imprint.revision, "steps": imprint.steps},
        "years": [years[0], years[-1]],
        "calendar": _write_calendar(book),
        "facts": [
            {
                "id": fact.id,
                "question": fact.question,
                "help": fact.help,
                "when": _write_when(fact.when),
                "options": [
                    {"id": one.id, "label": one.label, "means": one.means, "when": _write_when(one.when)}
                    for one in fact.options
                ],
            }
            for fact in playbook.facts
        ],
        "conditions": [
            {"id": one.id, "means": one.means, "meansNot": one.means_not, "when": _write_when(one.when)}
            for one in playbook.conditions
        ],
        "dates": [
            {
                "id": date.id,
                "label": date.label,
                "means": date.means,
                "when": _write_when(date.when),
                "follows": [one.model_dump() for one in date.follows],
            }
            for date in playbook.dates
        ],
        "roles": {role.id: role.title for role in playbook.roles},
        "contacts": {one.role: one.name for one in overlay.contacts if one.name},
        "blanks": [
            {"id": field.id, "label": field.label, "type": field.type, "example": field.example}
            for field in (playbook.field[name] for name in playbook.head.blanks)
            if field.takes is None
        ],
        "fields": [field.id for field in playbook.fields],
        "emails": [_write_email(email) for email in playbook.emails],
        "phases": [_write_phase(book, phase) for phase in playbook.phases],
        "words": book.words.select(_WORDS),
    }


def _write_calendar(book: Book) -> dict[str, Any]:
    calendar = book.playbook.overlay.calendar
    revised = book.playbook.head.revised.year
    workdays = make_workdays(calendar, revised=revised)
    first, last = datetime.date(revised - KNOWN_BACK, 1, 1), datetime.date(revised + KNOWN_AHEAD, 1, 1)
    return {
        "timeZone": calendar.time_zone if calendar else "UTC",
        "weekend": sorted(workdays.weekend),
        "daysOff": sorted((day - _EPOCH).days for day in workdays.days_off if first <= day < last),
    }


def _write_when(when: When | None) -> Any:
    return None if when is None else {"when": when.clauses}


def _write_reasons(reasons: Reasons) -> list[Any]:
    return [{"text": one.text, "when": _write_when(one.when)} for one in reasons]


def _write_email(email: Email) -> dict[str, Any]:
    parts = [_write_when(one.when) for one in (*email.paragraphs, *email.attachments) if one.when is not None]
    return {"id": email.id, "title": email.title, "when": _write_when(email.when), "parts": parts}


def _write_phase(book: Book, phase: Phase) -> dict[str, Any]:
    return {
        "id": phase.id,
        "title": phase.title,
        "when": _write_when(phase.when),
        "otherwise": _write_reasons(phase.otherwise),
        "steps": [_write_step(book, step) for step in phase.steps],
    }


def _write_step(book: Book, step: Step) -> dict[str, Any]:
    return {
        "id": step.id,
        "formerly": step.formerly,
        "number": book.numbers[step.id],
        "title": step.title,
        "accountable": step.accountable,
        "responsible": step.responsible,
        "when": _write_when(step.when),
        "otherwise": _write_reasons(step.otherwise),
        "waits": [edge.before for edge in book.playbook.order.edges_into.get(step.id, ())],
        "due": [_write_due(book, due) for due in step.due],
        "tasks": [{"key": make_key(step, one), "do": one.do, "when": _write_when(one.when)} for one in step.tasks],
        "emails": step.emails,
        "exits": [{"title": one.title, "then": one.then, "when": _write_when(one.when)} for one in step.exits],
        "record": step.record.text if step.record else None,
    }


def _write_due(book: Book, due: Due) -> dict[str, Any]:
    return {
        "from": due.from_,
        "earliest": due.earliest,
        "latest": due.latest,
        "when": _write_when(due.when),
        "says": book.say.due(due),
        "late": due.late,
    }
