"""What is always true of a playbook: checked on every load, for every case."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from generator.checks.cards import check_cards
from generator.checks.cases import check_cases, check_width
from generator.checks.claims import check_claim_cases, check_claim_names, check_claims
from generator.checks.dates import check_calendar, check_dates, check_taken
from generator.checks.order import check_needs, check_order
from generator.checks.reach import check_reach
from generator.checks.references import check_references
from generator.checks.safeguards import check_safeguard_cases, check_safeguard_names, check_safeguards
from generator.checks.subject import Subject
from generator.checks.text import check_text
from generator.checks.time import check_time
from generator.checks.unused import check_unused, check_unused_fields
from generator.playbook.parts import Found
from generator.playbook.playbook import Playbook


@dataclass(frozen=True)
class Check:
    """A check by name, and what it needs before it can find anything."""

    name: str
    find: Callable[[Subject], Iterable[Found]]
    after: Literal["reading", "sound facts", "sound names", "no finding"] = "reading"


CHECKS = (
    Check("references", check_references),
    Check("references", check_safeguard_names),
    Check("references", check_claim_names),
    Check("references", check_dates),
    Check("references", check_calendar),
    Check("fields", check_taken),
    Check("fields", check_text),
    Check("order", check_order),
    Check("needs", check_needs, after="sound facts"),
    Check("cases", check_width, after="sound facts"),
    Check("cases", check_cases, after="sound facts"),
    Check("cases", check_safeguard_cases, after="sound facts"),
    Check("cases", check_claim_cases, after="sound facts"),
    Check("time", check_time, after="sound facts"),
    Check("safeguards", check_safeguards, after="sound facts"),
    Check("claims", check_claims, after="sound facts"),
    Check("cards", check_cards, after="sound facts"),
    Check("references", check_unused, after="sound names"),
    Check("fields", check_unused_fields, after="sound names"),
    Check("requirements", check_reach, after="no finding"),
)


def find_problems(
    playbook: Playbook, *, unread: frozenset[str] = frozenset(), checks: Sequence[Check] = CHECKS
) -> list[Found]:
    """List everything that is wrong; skips names whose file or folder couldn't be read."""
    subject = Subject(playbook, unread)
    found: list[Found] = []
    names_are_sound = True
    for check in checks:
        ready = {
            "reading": True,
            "sound facts": subject.logic_is_sound,
            "sound names": not unread and names_are_sound,
            "no finding": not unread and not found and subject.logic_is_sound,
        }
        if ready[check.after]:
            found += (new := list(check.find(subject)))
            names_are_sound = names_are_sound and not (new and check.after == "reading")
    return list(_join_missing(found))


def _join_missing(found: list[Found]) -> Iterator[Found]:
    """Report a fact that doesn't exist once, where it is named first, with the number of other places."""
    places = Counter(problem.missing for problem in found)
    for problem in found:
        if not problem.missing:
            yield problem
        elif more := places.pop(problem.missing, 0):
            named = f" ({more - 1} more place{'s' if more > 2 else ''} name it)" if more > 1 else ""
            yield replace(problem, message=problem.message + named)
