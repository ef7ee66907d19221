"""The pages that are read in the order of the process."""

from collections.abc import Iterable, Iterator

from generator.documents.addresses import ORDER, PATHS
from generator.documents.book import Book, Document
from generator.facts.when import ALWAYS, Option, When
from generator.plan.alongside import list_alongside
from generator.plan.decision import Decision, decide
from generator.plan.guards import list_safeguards
from generator.plan.plan import Plan, PlannedStep
from generator.plan.skipped import list_skipped
from generator.playbook.cards import Card, list_cards
from generator.playbook.process import Block, Lesson, Phase, Step
from generator.site.home import make_home


def make_pages(book: Book) -> Iterator[Document]:
    """List the pages that are read in the order of the process."""
    yield make_home(book)
    for lesson in book.playbook.lessons:
        if lesson.path is None:
            yield _make_lesson(book, lesson)
    yield _make_overview(book, "paths", PATHS, place=("nav_learn", "nav_paths"))
    yield from _make_path_pages(book)
    for phase in book.playbook.phases:
        yield _make_phase(book, phase)
    yield _make_overview(book, "order", ORDER, place=("nav_learn",))


def _decide_blocks(book: Book, blocks: Iterable[Block], given: When | None) -> list[tuple[Block, Decision]]:
    """List lesson blocks, each with the condition under which it concerns the reader."""
    decided = [(block, decide(book.playbook, block.when, {}, given=given or ALWAYS)) for block in blocks]
    return [(block, decision) for block, decision in decided if decision.state != "skip"]


def _make_lesson(book: Book, lesson: Lesson) -> Document:
    return book.render(
        "pages/lesson.md.j2",
        book.lesson_uri(lesson.id),
        title=lesson.title,
        source=f"lessons/{lesson.id}.yml",
        place=("nav_learn",),
        lesson=lesson,
        blocks=_decide_blocks(book, lesson.blocks, None),
    )


def _list_paths(book: Book) -> list[tuple[Option, Plan, dict[str, int]]]:
    return [
        (option, book.plans[option.id], _count_states(book.plans[option.id])) for option in book.playbook.path.options
    ]


def _count_states(plan: Plan) -> dict[str, int]:
    states = [planned.decision.state for planned in plan.steps.values()]
    return {"do": states.count("do"), "maybe": states.count("if"), "skip": states.count("skip")}


def _make_overview(book: Book, name: str, uri: str, *, place: tuple[str, ...]) -> Document:
    """Return a page over all paths: the paths themselves, or the whole order."""
    return book.render(
        f"pages/{name}.md.j2",
        uri,
        title=getattr(book.words, f"{name}_title"),
        source="playbook.yml",
        place=place,
        paths=_list_paths(book),
        states={state: getattr(book.words, f"state_{state}") for state in ("do", "if", "skip")},
    )


def _make_path_pages(book: Book) -> Iterator[Document]:
    path = book.playbook.path
    for option in path.options:
        plan = book.plans[option.id]
        given = When.of({path.id: option.id})
        lessons = [lesson for lesson in book.playbook.lessons if lesson.path == option.id]
        yield book.render(
            "pages/path.md.j2",
            f"paths/{option.id}.md",
            title=option.label,
            heading=lessons[0].title if lessons else option.label,
            source=f"lessons/{lessons[0].id}.yml" if lessons else "facts.yml",
            place=("nav_learn", "nav_paths"),
            option=option,
            plan=plan,
            skipped=list_skipped(plan),
            lessons=[(lesson, _decide_blocks(book, lesson.blocks, given)) for lesson in lessons],
            exits=[(planned, leave) for planned in plan.steps.values() if planned.applies for leave in planned.exits],
        )


def _make_phase(book: Book, phase: Phase) -> Document:
    cards = list_cards(phase)
    return book.render(
        "pages/phase.md.j2",
        f"phases/{phase.id}.md",
        title=phase.title,
        source=f"phases/{phase.id}.yml",
        place=("nav_learn", "nav_phases"),
        phase=phase,
        blocks=_decide_blocks(book, phase.lesson, phase.when),
        cards=cards,
        on_paths=[(option, book.plans[option.id].phase[phase.id]) for option in book.playbook.path.options],
        steps_on_paths={step.id: _list_on_paths(book, step) for step in phase.steps},
        open_steps={step.id: book.open_plan.steps[step.id] for step in phase.steps},
        safeguards={step.id: list_safeguards(book.playbook, step.id) for step in phase.steps},
        alongside={step.id: list_alongside(book.playbook, book.plans.values(), step) for step in phase.steps},
        held_back={card.number: _list_held_back(book, card) for card in cards},
    )


def _list_held_back(book: Book, card: Card) -> list[Step]:
    return [
        book.playbook.steps[name] for name in book.playbook.order.waits.list_waiting(step.id for step in card.steps)
    ]


def _list_on_paths(book: Book, step: Step) -> list[tuple[Option, PlannedStep]]:
    return [(option, book.plans[option.id].steps[step.id]) for option in book.playbook.path.options]
