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
from generator.model import Playbook
from generator.parts import Found


def find_problems(playbook: Playbook, *, complete: bool = True) -> list[Found]:
    """List everything that is wrong; without the searches for what is missing if not all files were read."""
    rules = Rules(playbook)
    found = [*check_references(rules, complete=complete), *check_text(rules, complete=complete)]
    found += check_order(rules)
    if rules.logic_is_sound:
        found += rules.too_wide
        found += [*check_cases(rules, complete=complete), *check_time(rules), *check_cards(rules)]
    if complete:
        found += check_unused(rules)
        if not found:
            found += check_reach(rules)
    return found
