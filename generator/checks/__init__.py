"""What is always true of a playbook: checked on every load, for every case."""

from generator.checks.cards import check_cards
from generator.checks.cases import check_cases
from generator.checks.order import check_order
from generator.checks.reach import check_reach
from generator.checks.references import check_references
from generator.checks.rules import Rules
from generator.checks.text import check_text
from generator.checks.time import check_time
from generator.checks.unused import check_unused
from generator.parts import Found
from generator.playbook import Playbook


def find_problems(playbook: Playbook, *, unread: frozenset[str] = frozenset()) -> list[Found]:
    """List everything that is wrong; names in files or folders that could not be read are let be."""
    rules = Rules(playbook, unread)
    found = [*check_references(rules), *check_text(rules), *check_order(rules)]
    if rules.logic_is_sound:
        found += rules.too_wide
        found += [*check_cases(rules), *check_time(rules), *check_cards(rules)]
    if not unread:
        found += check_unused(rules)
        if not found:
            found += check_reach(rules)
    return found
