"""Check 6: every safeguard is kept, in every case."""

from collections.abc import Callable, Iterator

from generator.checks.references import check_names
from generator.checks.subject import Subject
from generator.errors import Location, name_all
from generator.facts.when import AnyOf, Rule, all_of, spell_case
from generator.playbook.parts import Found
from generator.playbook.safeguards import Safeguard, SafeguardRule, StepWhen

Broken = Iterator[str]
"""What is wrong with the process, each with what to do about it."""


def check_safeguards(subject: Subject) -> Iterator[Found]:
    """Find safeguards that some case breaks; steps that could not be read may be what they ask for."""
    if "phases" in subject.unread:
        return
    for safeguard, rule, location in _list_rules(subject):
        if len(set(rule.steps) & subject.playbook.steps.keys()) == len(rule.steps):
            said = f"safeguard '{safeguard.id}' ({safeguard.says})"
            for broken in KINDS[rule.kind](subject, rule):
                yield Found("safeguards.yml", location, f"{said} is broken: {broken}")


def check_safeguard_names(subject: Subject) -> Iterator[Found]:
    """Find safeguards that name what doesn't exist, or one step twice."""
    for safeguard, rule, location in _list_rules(subject):
        name = f"safeguard '{safeguard.id}'"
        for step in rule.steps:
            if step not in subject.playbook.steps and "phases" not in subject.unread:
                message = subject.say_missing(name, "step", step, subject.playbook.steps)
                yield Found("safeguards.yml", (*location, *_locate_step(rule, step)), message)
        yield from check_names(subject, name, "safeguards.yml", (*location, "when"), rule.when)
        if len(set(rule.steps)) < len(rule.steps):
            message = f"{name} names the same step twice in a rule ({name_all(rule.steps)}); name different steps"
            yield Found("safeguards.yml", location, message)


def check_safeguard_cases(subject: Subject) -> Iterator[Found]:
    """Find rules of safeguards that no case matches."""
    for safeguard, rule, location in _list_rules(subject):
        if rule.when is not None and subject.never_holds(rule.when):
            message = f"safeguard '{safeguard.id}' can never apply: no case matches its 'when'"
            where = (*location, "when")
            yield Found("safeguards.yml", where, f"{message}; correct it, or delete the rule", key=True)


def _list_rules(subject: Subject) -> Iterator[tuple[Safeguard, SafeguardRule, Location]]:
    for number, safeguard in enumerate(subject.playbook.safeguards):
        for position, rule in enumerate(safeguard.rules):
            yield safeguard, rule, ("safeguards", number, "rules", position, rule.kind)


def _locate_step(rule: SafeguardRule, step: str) -> Location:
    if isinstance(getattr(rule, rule.kind), StepWhen):
        return ("step",)
    if rule.requires is not None:
        place = 0 if step in rule.requires[0] else 1
        return (place, rule.requires[place].index(step))
    return (rule.steps.index(step),)


def _rule_of(subject: Subject, step: str) -> Rule:
    return subject.playbook.rule_of(subject.playbook.steps[step])


def _check_before(subject: Subject, rule: SafeguardRule) -> Broken:
    *firsts, then = rule.steps
    for first in firsts:
        if not subject.order.precedes(first, then):
            yield (
                f"'{then}' doesn't wait for '{first}', even through other steps; "
                f"add '{first}' to the 'after' of '{then}'"
            )


def _check_requires(subject: Subject, rule: SafeguardRule) -> Broken:
    yield from _check_before(subject, rule)
    *firsts, then = rule.steps
    any_first = AnyOf(tuple(_rule_of(subject, first) for first in firsts))
    case = subject.find_case(_rule_of(subject, then), but_not=any_first)
    if case is not None:
        lacking = f"'{firsts[0]}' doesn't" if len(firsts) == 1 else f"none of {name_all(firsts)} does"
        yield (
            f"'{then}' applies{spell_case(case)}, but {lacking}; "
            f"correct the 'when' of {name_all((*firsts, then), last='or')}"
        )


def _check_first(subject: Subject, rule: SafeguardRule) -> Broken:
    (first,) = rule.steps
    when = all_of(rule.when)
    yield from _check_always(subject, rule)
    for other in subject.playbook.steps:
        if other != first and not subject.order.precedes(first, other):
            case = subject.find_case(all_of(when, _rule_of(subject, other)))
            if case is not None:
                yield (
                    f"'{other}' applies{spell_case(case)}, but doesn't wait for '{first}'; add '{first}' to its 'after'"
                )


def _check_never(subject: Subject, rule: SafeguardRule) -> Broken:
    (step,) = rule.steps
    case = subject.find_case(all_of(rule.when, _rule_of(subject, step)))
    if case is not None:
        yield f"'{step}' applies{spell_case(case)}; narrow its 'when'"


def _check_always(subject: Subject, rule: SafeguardRule) -> Broken:
    (step,) = rule.steps
    case = subject.find_case(all_of(rule.when), but_not=_rule_of(subject, step))
    if case is not None:
        yield f"'{step}' doesn't apply{spell_case(case)}; widen its 'when', or that of its phase"


def _check_independent(subject: Subject, rule: SafeguardRule) -> Broken:
    for first, then in (rule.steps, tuple(reversed(rule.steps))):
        if subject.order.precedes(first, then):
            step, *others = (f"'{name}'" for name in subject.order.find_chain(first, then))
            chain = f"{step} waits for {', which waits for '.join(others)}"
            yield f"{chain}; remove one of those names from an 'after' or 'needs'"


def _check_answered(subject: Subject, rule: SafeguardRule) -> Broken:
    for step in rule.steps:
        if subject.playbook.steps[step].silence is None:
            yield f"step '{step}' has no 'silence', which says what to do if nobody answers; add it"


KINDS: dict[str, Callable[[Subject, SafeguardRule], Broken]] = {
    "before": _check_before,
    "requires": _check_requires,
    "first": _check_first,
    "never": _check_never,
    "always": _check_always,
    "independent": _check_independent,
    "answered": _check_answered,
}
"""How each kind of rule is checked."""
