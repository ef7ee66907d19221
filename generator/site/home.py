"""The home page."""

from generator.documents.addresses import (
    EMAILS,
    GLOSSARY,
    HELP,
    HOME,
    MAINTAIN,
    ORDER,
    PATHS,
    PLANNER,
    RACI,
    REQUIREMENTS,
    ROLES,
    SAFEGUARDS,
)
from generator.documents.book import Book, Document
from generator.plan.plan import PlannedPhase
from generator.playbook.process import Phase


def make_home(book: Book) -> Document:
    """Return the first page: what the process is, and where to begin."""
    words = book.words
    lessons = [(book.lesson_uri(lesson.id), lesson.title) for lesson in book.playbook.lessons if lesson.path is None]
    phases = [(phase, _say_phase_on_paths(book, phase)) for phase in book.playbook.phases]
    said = {answer for _, answers in phases for answer in answers}
    glossary = [(GLOSSARY, words.glossary_title)] if book.playbook.terms else []
    return book.render(
        "pages/home.md.j2",
        HOME,
        title=words.home,
        source="playbook.yml",
        place=(),
        learn=lessons,
        phases=phases,
        legend=[
            meaning
            for answer, meaning in (
                (words.phase_partly, words.phase_partly_means),
                (words.phase_maybe, words.phase_maybe_means),
            )
            if answer in said
        ],
        more=[
            (PATHS, words.paths_title),
            (ORDER, words.order_title),
            *_list_safeguard_page(book),
            (ROLES, words.roles_title),
            (RACI, words.raci_title),
            *glossary,
        ],
        do=[
            *_list_checklists(book),
            (PLANNER, words.planner_title),
            *([(EMAILS, words.emails_title)] if book.playbook.emails else []),
            (HELP, words.help_title),
        ],
        maintain=[(MAINTAIN, words.maintain_title), (REQUIREMENTS, words.requirements_title)],
    )


def _list_safeguard_page(book: Book) -> list[tuple[str, str]]:
    return [(SAFEGUARDS, book.words.safeguards_title)] if book.playbook.safeguards else []


def _say_phase_on_paths(book: Book, phase: Phase) -> list[str]:
    """Describe for each path, in a word or two, whether a phase is gone through."""
    return [_say_phase(book, book.plans[option.id].phase[phase.id]) for option in book.playbook.path.options]


def _say_phase(book: Book, planned: PlannedPhase) -> str:
    states = {step.decision.state for step in planned.steps}
    if states == {"skip"}:
        return book.words.phase_no
    if "do" not in states:
        return book.words.phase_maybe
    return book.words.phase_partly if "skip" in states else book.words.phase_yes


def _list_checklists(book: Book) -> list[tuple[str, str]]:
    return [
        (f"checklists/{option.id}.html", book.words("checklist_open", path=option.label))
        for option in book.playbook.path.options
    ]
