"""What a placeholder means where it is written: a window of a step, a step, a role or the company."""

import re
from collections.abc import Iterator
from typing import TypeVar

from generator.checks.subject import Subject
from generator.errors import name_all, suggest
from generator.facts.when import Rule, When, all_of
from generator.playbook.markdown import strip_code
from generator.playbook.process import Due, Role, Step
from generator.playbook.prose import KINDS, PLACEHOLDER, WINDOWS, Placeholder, Prose, Scope

Meant = Due | Step | Role | str
"""A due entry for days, a step or a role for its title, a text as it is."""
AnyMeant = TypeVar("AnyMeant", Due, Step, Role, str)

_BRACES = re.compile(r"\{\{[^{}]*\}{0,2}|\}\}")
"""What begins or ends as a placeholder does."""
_MOST_SHOWN = 40


class UnclearError(Exception):
    """A placeholder that has no meaning where it is written; the message says why, and what to write."""


def find_meant(subject: Subject, prose: Prose, placeholder: Placeholder) -> Meant:
    """Return what a placeholder in a text stands for; raises UnclearError where that is nothing, or not one thing."""
    playbook = subject.playbook
    if placeholder.kind in WINDOWS:
        return _find_entry(subject, prose, placeholder)
    _refuse_extras(placeholder)
    if placeholder.kind == "step":
        step = _find_step(subject, placeholder)
        return _refuse_nested(placeholder, step, step.title)
    if placeholder.kind == "role":
        if placeholder.name not in playbook.role:
            owner = f"'{placeholder}'"
            raise UnclearError(subject.say_missing(owner, "role", placeholder.name, playbook.role))
        role = playbook.role[placeholder.name]
        return _refuse_nested(placeholder, role, role.title)
    if placeholder.kind == "company":
        if "company" in playbook.field:
            raise UnclearError(f"'{placeholder}' is the company of the overlay; rename the field 'company'")
        return _refuse_nested(placeholder, playbook.overlay.company, playbook.overlay.company)
    if placeholder.kind == "other":
        if not placeholder.name:
            raise UnclearError("'{{ other: }}' has no words; write them after the colon, or delete it")
        return placeholder.name
    advice = suggest(placeholder.kind, KINDS) or f"; choose {name_all(KINDS, last='or')}"
    raise UnclearError(f"'{placeholder}' isn't a placeholder{advice}")


def list_false_braces(subject: Subject, prose: Prose) -> Iterator[str]:
    """Describe braces in a text that are neither a placeholder nor code; blanks of letters are checked elsewhere."""
    if prose.may_have_blanks:
        return
    text = strip_code(prose.text) if prose.is_markdown else prose.text
    for braces in dict.fromkeys(_BRACES.findall(PLACEHOLDER.sub("", text))):
        name = braces.strip("{} \n").partition(":")[0].strip()
        advice = "" if name in KINDS else subject.suggest(name, KINDS)
        shown = " ".join(braces.split())[:_MOST_SHOWN]
        yield f"'{shown}' isn't a placeholder{advice or '; write one as in {{ role:legal }} or {{ company }}'}"


def _refuse_extras(placeholder: Placeholder) -> None:
    """Raise UnclearError for what a placeholder has and its kind takes no notice of."""
    if placeholder.answers:
        message = f"'{placeholder}' has '{' '.join(placeholder.answers)}' after the id, which only windows take"
        raise UnclearError(f"{message}; delete it")
    if placeholder.kind == "company" and placeholder.name:
        raise UnclearError(f"'{placeholder}' has '{placeholder.name}' after the colon; write '{{{{ company }}}}'")


def _find_step(subject: Subject, placeholder: Placeholder) -> Step:
    steps = subject.playbook.steps
    if placeholder.name not in steps:
        raise UnclearError(subject.say_missing(f"'{placeholder}'", "step", placeholder.name, steps))
    return steps[placeholder.name]


def _find_entry(subject: Subject, prose: Prose, placeholder: Placeholder) -> Due:
    step = _find_step(subject, placeholder)
    chosen = _read_answers(subject, placeholder)
    if not step.due:
        raise UnclearError(f"'{placeholder}' takes days of '{step.id}', which has no 'due'; add one, or write words")
    applies = all_of(subject.playbook.rule_of(step), chosen)
    if not (subject.logic_is_sound and all(map(subject.is_known, (prose.scope.rule, applies, *_list_whens(step))))):
        return step.due[0]  # what is wrong with the facts is said elsewhere
    entries = _list_entries(subject, step, prose.scope, applies) or _list_entries(subject, step, Scope(), applies)
    if not entries:
        answers = " ".join(placeholder.answers)
        raise UnclearError(f"'{placeholder}': no 'due' entry of '{step.id}' applies if {answers}; correct the answer")
    said = {_list_days(placeholder, entry): entry for entry in entries}
    if len(said) > 1:
        raise UnclearError(_offer_choice(placeholder, list(said.values()), step))
    return _refuse_nested(placeholder, entries[0], _name_anchor(subject, entries[0]))


def _list_whens(step: Step) -> list[When]:
    return [entry.when for entry in step.due if entry.when is not None]


def _name_anchor(subject: Subject, entry: Due) -> str:
    """Return the words for what a due entry counts from."""
    playbook = subject.playbook
    if entry.from_ in playbook.date:
        return playbook.date[entry.from_].label
    return playbook.steps[entry.from_].title if entry.from_ in playbook.steps else ""


def _refuse_nested(placeholder: Placeholder, meant: AnyMeant, words: str) -> AnyMeant:
    if PLACEHOLDER.search(words):
        message = f"'{placeholder}' takes the words '{words}', which have a placeholder themselves"
        raise UnclearError(f"{message}; write those words out")
    return meant


def _list_entries(subject: Subject, step: Step, scope: Scope, applies: Rule) -> list[Due]:
    """List the due entries that can match where a text is read and the step applies."""
    rules = [all_of(scope.rule, applies, entry.when) for entry in step.due]
    cases = [subject.find_case(rule, but_not=scope.but_not) for rule in rules]
    return [entry for entry, case in zip(step.due, cases, strict=True) if case is not None]


def _read_answers(subject: Subject, placeholder: Placeholder) -> When | None:
    """Return the rule of the answers in a placeholder; None without any, or without any in this edition."""
    answers: dict[str, str] = {}
    for answer in placeholder.answers:
        if answer in subject.playbook.left_out_answers:
            continue
        name, equals, option = answer.partition("=")
        if not equals:
            raise UnclearError(f"'{placeholder}' has '{answer}' after the id; write an answer as fact=option there")
        if name not in subject.options:
            raise UnclearError(subject.say_missing(f"'{placeholder}'", "fact", name, subject.options))
        if option not in subject.options[name]:
            options = subject.options[name]
            advice = suggest(option, options) or f"; choose {name_all(options, last='or')}"
            raise UnclearError(f"'{placeholder}': the fact '{name}' has no option '{option}'{advice}")
        if name in answers:
            raise UnclearError(f"'{placeholder}' answers '{name}' twice; keep one")
        answers[name] = option
    return When.of(answers) if answers else None


def _list_days(placeholder: Placeholder, entry: Due) -> tuple[object, ...]:
    """List what a placeholder says of a due entry; raises UnclearError where that cannot be said as it asks."""
    days = {"earliest": entry.earliest, "latest": entry.latest}
    window = Placeholder("window", placeholder.name, placeholder.answers)
    if placeholder.kind in days:
        if not days[placeholder.kind]:
            lacks = "has none" if days[placeholder.kind] is None else "is the day itself"
            message = f"'{placeholder}' takes the {placeholder.kind} day of '{placeholder.name}', which {lacks}"
            raise UnclearError(f"{message}; write '{window}'")
        return (abs(days[placeholder.kind] or 0),)
    if placeholder.kind == "days":
        if not (entry.earliest or entry.latest):
            message = f"'{placeholder}' takes a number of days, but '{placeholder.name}' has none"
            raise UnclearError(f"{message}; write '{window}'")
        if (entry.earliest or 0) < 0 < (entry.latest or 0):
            message = f"'{placeholder}' takes a number of days, but the window of '{placeholder.name}' has two sides"
            raise UnclearError(f"{message}; write '{window}'")
        return entry.earliest, entry.latest
    return entry.from_, entry.earliest, entry.latest, entry.by


def _offer_choice(placeholder: Placeholder, entries: list[Due], step: Step) -> str:
    choices = []
    for entry in entries:
        clauses = () if entry.when is None else entry.when.clauses
        case = {name: options[0] for name, options in clauses[0]} if clauses else {}
        answers = tuple(f"{name}={option}" for name, option in case.items())
        choices.append(str(Placeholder(placeholder.kind, placeholder.name, answers)))
    message = f"'{placeholder}' can mean several windows here, because that of '{step.id}' differs by case"
    return f"{message}; write {name_all(choices, last='or')}"
