"""Check 5: everything applies in some case, what is skipped says why, what applies has something in it."""

from collections.abc import Iterator

from generator.checks.subject import Subject
from generator.errors import name_all
from generator.facts.table import MOST_OPEN
from generator.facts.when import ALWAYS, MOST_FACTS, AllOf, AnyOf, Rule, When, all_of, spell_case
from generator.playbook.letters import Email
from generator.playbook.parts import Found, Part
from generator.playbook.process import Phase, Reason, Step

_NO_CASE = "no case matches its 'when'"
_FEW_FACTS = 4
"""A rule on this many facts or fewer isn't measured, because it can't leave much open."""


def check_width(subject: Subject) -> Iterator[Found]:
    """Find rules that depend on more facts than can be reasoned over, or that leave more open than can be said."""
    for part in subject.parts:
        if part.when is not None:
            # a step is decided together with its phase, all else where what it is part of applies
            rule, given = (part.rule, ALWAYS) if isinstance(part.node, Step) else (part.when, part.context)
            for message in _explain_width(subject, part.name, rule, given):
                yield part.find(message, "when", key=True)
        if isinstance(part.node, (Phase, Step)):
            for number, reason in enumerate(part.node.otherwise):
                name = f"reason {number + 1} of {part.name}"
                for message in _explain_width(subject, name, reason.when, part.context):
                    yield part.find(message, "otherwise", number, "when", key=True)
    for number, date in enumerate(subject.playbook.dates):
        for message in _explain_width(subject, f"date '{date.id}'", date.when, ALWAYS):
            yield Found("facts.yml", ("dates", number, "when"), message, key=True)


def _explain_width(subject: Subject, name: str, rule: Rule | None, given: Rule) -> Iterator[str]:
    if rule is None or not subject.is_known(all_of(given, rule)):
        return
    mentioned = sorted(subject.logic.mentions(given, rule))
    if len(mentioned) > MOST_FACTS:
        yield (
            f"{name} depends on {len(mentioned)} facts ({name_all(mentioned)}); "
            f"at most {MOST_FACTS} can be checked, so split its 'when'"
        )
    elif len(subject.logic.mentions(rule)) > _FEW_FACTS and subject.playbook.table.is_wide(rule, given=given):
        yield (
            f"{name} depends on {len(mentioned)} facts ({name_all(mentioned)}), which can leave it open in more than "
            f"{MOST_OPEN} ways, too many for a page; split its 'when', or replace several facts with one"
        )


def check_cases(subject: Subject) -> Iterator[Found]:
    """Find what never applies, what is skipped without a reason, and what applies but is empty."""
    yield from _check_facts(subject)
    for part in subject.parts:
        yield from _check_reachable(subject, part)
        if isinstance(part.node, (Phase, Step)):
            yield from _check_reasons(subject, part, part.node.otherwise)
        if isinstance(part.node, Phase):
            steps = tuple(subject.playbook.rule_of(step) for step in part.node.steps)
            yield from _check_filled(subject, part, steps, "step")
        elif isinstance(part.node, Step):
            tasks = tuple(all_of(part.rule, task.when) for task in part.node.tasks)
            yield from _check_filled(subject, part, tasks, "task")
        elif isinstance(part.node, Email) and not subject.unread:
            paragraphs = tuple(all_of(part.rule, paragraph.when) for paragraph in part.node.paragraphs)
            yield from _check_filled(subject, part, paragraphs, "paragraph")


def _check_facts(subject: Subject) -> Iterator[Found]:
    for number, fact in enumerate(subject.playbook.facts):
        place = ("facts", number)
        if fact.when is not None and subject.never_holds(fact.when):
            message = f"fact '{fact.id}' can never be asked: {_NO_CASE}; correct it, or delete the fact"
            yield Found("facts.yml", (*place, "when"), message, key=True)
            continue
        yield from _check_options(subject, number)
    for number, condition in enumerate(subject.playbook.conditions):
        if subject.never_holds(condition.when):
            message = f"condition '{condition.id}' can never apply: {_NO_CASE}; correct it, or delete the condition"
            yield Found("facts.yml", ("conditions", number, "when"), message, key=True)
    for number, date in enumerate(subject.playbook.dates):
        if date.when is not None and subject.never_holds(date.when):
            message = f"date '{date.id}' can never exist: {_NO_CASE}; correct it, or delete the date"
            yield Found("facts.yml", ("dates", number, "when"), message, key=True)


def _check_options(subject: Subject, number: int) -> Iterator[Found]:
    fact = subject.playbook.facts[number]
    for position, option in enumerate(fact.options):
        if option.when is not None and subject.never_holds(all_of(fact.when, option.when)):
            message = f"option '{option.id}' of the fact '{fact.id}' can never be the answer: {_NO_CASE}; correct it"
            yield Found("facts.yml", ("facts", number, "options", position, "when"), message, key=True)
    if all(option.when is not None for option in fact.options):
        options = AnyOf(tuple(option.when for option in fact.options if option.when))
        case = subject.find_case(all_of(fact.when), but_not=options)
        if case is not None:
            message = f"fact '{fact.id}' is asked but has no possible answer{spell_case(case)}"
            yield Found("facts.yml", ("facts", number), f"{message}; add an option without a 'when'")


def _check_reachable(subject: Subject, part: Part) -> Iterator[Found]:
    if part.when is None or subject.never_holds(part.context):
        return
    if subject.never_holds(part.rule):
        inside = "no case matches both its 'when' and the one around it; correct one of them"
        why = f"{_NO_CASE}; correct it" if subject.never_holds(part.when) else inside
        yield part.find(f"{part.name} can never apply: {why}", "when", key=True)
        return
    for number, clause in enumerate(part.when.clauses):
        if len(part.when.clauses) > 1 and subject.never_holds(all_of(part.context, When((clause,)))):
            message = f"{part.name}: no case matches line {number + 1} of its 'when'; correct or delete that line"
            yield part.find(message, "when", number)


def _check_reasons(subject: Subject, part: Part, reasons: tuple[Reason, ...]) -> Iterator[Found]:
    if part.when is None:
        if reasons:
            message = f"{part.name} has an 'otherwise' but no 'when', so it's never skipped; delete the 'otherwise'"
            yield part.find(message, "otherwise", key=True)
        return
    given = AnyOf(tuple(all_of(reason.when) for reason in reasons))
    case = subject.find_case(part.context, but_not=AnyOf((part.when, given)))
    if case is None:
        return
    if reasons:
        message = f"{part.name} is skipped without a reason{spell_case(case)}; add one to its 'otherwise'"
        yield part.find(message, "otherwise", key=True)
    else:
        message = f"{part.name} is skipped{spell_case(case)}, but doesn't say why; add 'otherwise: …'"
        yield part.find(message, "when", key=True)


def _check_filled(subject: Subject, part: Part, contents: tuple[Rule, ...], called: str) -> Iterator[Found]:
    if AllOf() in contents or part.rule in contents:
        return
    case = subject.find_case(part.rule, but_not=AnyOf(contents))
    if case is not None:
        message = f"{part.name} applies{spell_case(case)}, but has no {called} in that case; add one"
        yield part.find(message)
