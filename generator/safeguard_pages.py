"""Safeguards for readers: the page that lists them, and the marks beside the steps that they guard."""

from collections.abc import Iterable, Iterator

from generator.documents import SAFEGUARDS, Book, Document
from generator.plan import Plan
from generator.safeguards import Safeguard, SafeguardRule


def make_safeguard_pages(book: Book) -> Iterator[Document]:
    """Give the page of all safeguards, if there are any."""
    if book.playbook.safeguards:
        yield book.render(
            "pages/safeguards.md.j2",
            SAFEGUARDS,
            title=book.words.safeguards_title,
            source="safeguards.yml",
            rules={one.id: [_say_rule(book, rule) for rule in one.rules] for one in book.playbook.safeguards},
        )


def _say_rule(book: Book, rule: SafeguardRule) -> tuple[str, list[str], str | None]:
    """Give the kind of a rule, the steps that it names, and its condition in words."""
    clauses = book.playbook.logic.reduce(rule.when, {}) if rule.when else ()
    return rule.kind, list(rule.steps), book.say.only_if(clauses) if clauses else None


def list_safeguards(book: Book, step: str) -> list[Safeguard]:
    """Give the safeguards that name a step."""
    return _once(safeguard for safeguard, _ in book.playbook.safeguards_of.get(step, ()))


def list_held(book: Book, plan: Plan, step: str) -> list[Safeguard]:
    """Give the safeguards that somebody at a step could break, where the rest that they name may apply too."""
    named = book.playbook.safeguards_of.get(step, ())
    return _once(safeguard for safeguard, rule in named if _is_held(book, plan, rule, step))


def _once(safeguards: Iterable[Safeguard]) -> list[Safeguard]:
    return list({safeguard.id: safeguard for safeguard in safeguards}.values())


def _is_held(book: Book, plan: Plan, rule: SafeguardRule, step: str) -> bool:
    if step not in rule.held or rule.kind in ("always", "independent"):
        return False
    others = [plan.steps[name].applies for name in rule.steps if name != step]
    possible = rule.when is None or book.playbook.logic.decide(rule.when, plan.known) is not False
    return possible and (not others or any(others))
