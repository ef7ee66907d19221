"""A plan as text for the terminal."""

from generator.documents.book import Book
from generator.facts.when import Case
from generator.plan.guards import list_guarding
from generator.plan.plan import make_plan


def show_plan(book: Book, known: Case) -> str:
    """Return the plan of a case as lines of text; raises UsageError for answers that cannot be."""
    plan = make_plan(book.playbook, known)
    states = {state: getattr(book.words, f"state_{state}") for state in ("do", "if", "skip")}
    return book.renderer.render(
        "show.txt.j2",
        plan=plan,
        playbook=book.playbook,
        say=book.say,
        safeguards=lambda step: list_guarding(plan, step.id),
        states=states,
        known=", ".join(f"{name}={option}" for name, option in known.items()),
    )
