"""A playbook worked out for known facts: do, if or skip for every step, and when each is due."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from generator.errors import UsageError
from generator.facts.when import ALWAYS, Case, Fact, Rule, When, all_of
from generator.plan.decision import Decision, State, decide
from generator.playbook.blanks import find_blanks
from generator.playbook.cards import Card, list_cards
from generator.playbook.letters import Email, Paragraph
from generator.playbook.order import Waits
from generator.playbook.playbook import Playbook
from generator.playbook.process import Date, Due, Exit, Phase, Reason, Step, Task


@dataclass(frozen=True)
class PlannedTask:
    """A task that applies or may apply, with the key under which its tick is kept."""

    task: Task
    key: str
    decision: Decision


@dataclass(frozen=True)
class PlannedDue:
    """A due entry that matches or may match."""

    due: Due
    decision: Decision


@dataclass(frozen=True)
class PlannedEmail:
    """An email that is or may be sent at a step, with the decisions of its paragraphs and attachments."""

    email: Email
    decision: Decision
    parts: tuple[Decision, ...]


@dataclass(frozen=True)
class PlannedExit:
    """An exit that is or may be open, with the emails that are sent only then."""

    exit: Exit
    decision: Decision
    emails: tuple[PlannedEmail, ...]


@dataclass(frozen=True)
class PlannedStep:
    """One step of a plan; tasks, due entries, exits and emails are those that may apply."""

    number: int
    step: Step
    phase: Phase
    decision: Decision
    tasks: tuple[PlannedTask, ...]
    due: tuple[PlannedDue, ...]
    exits: tuple[PlannedExit, ...]
    emails: tuple[PlannedEmail, ...]

    @property
    def applies(self) -> bool:
        """Whether it is done, or may have to be."""
        return self.decision.state != "skip"

    @property
    def letters(self) -> tuple[PlannedEmail, ...]:
        """Its emails, and those of its exits."""
        return (*self.emails, *(email for leave in self.exits for email in leave.emails))


@dataclass(frozen=True)
class PlannedCard:
    """A card with the steps on it that apply or may apply."""

    card: Card
    steps: tuple[PlannedStep, ...]


@dataclass(frozen=True)
class PlannedPhase:
    """A phase and its cards; it has none if the whole phase is skipped."""

    phase: Phase
    decision: Decision
    steps: tuple[PlannedStep, ...]
    cards: tuple[PlannedCard, ...]


@dataclass(frozen=True)
class Plan:
    """A playbook worked out for what is known."""

    playbook: Playbook
    known: Case
    phases: tuple[PlannedPhase, ...]

    @cached_property
    def steps(self) -> dict[str, PlannedStep]:
        """All steps by id, skipped ones included, in order."""
        return {planned.step.id: planned for phase in self.phases for planned in phase.steps}

    @cached_property
    def phase(self) -> dict[str, PlannedPhase]:
        """Phases by id."""
        return {planned.phase.id: planned for planned in self.phases}

    @cached_property
    def decisions(self) -> dict[str, Decision]:
        """Whether each phase applies, by its id."""
        return {planned.phase.id: planned.decision for planned in self.phases}

    @cached_property
    def _waits(self) -> Waits:
        return self.playbook.order.link(name for name, planned in self.steps.items() if planned.applies)

    def list_direct(self, step: str) -> list[Step]:
        """List the steps of this plan that one of them waits for, over skipped steps in between."""
        return [self.steps[name].step for name in self._waits.waits_for[step]]

    def list_held_back(self, card: PlannedCard) -> list[Step]:
        """List the steps of this plan on other cards that wait directly for a step on this one."""
        return [self.steps[name].step for name in self._waits.list_waiting(planned.step.id for planned in card.steps)]

    def list_dates(self) -> list[Date]:
        """List the named dates that exist in this plan, or may."""
        return self.playbook.list_dates(self.known)

    @property
    def open_facts(self) -> list[Fact]:
        """The facts whose answer would still settle something."""
        names = {name for decision in self._list_decisions() for name in decision.depends_on}
        return list_open_facts(self.playbook, names, self.known)

    def _list_decisions(self) -> Iterator[Decision]:
        for planned in self.steps.values():
            yield planned.decision
            yield from (task.decision for task in planned.tasks)
            yield from (entry.decision for entry in planned.due)
            yield from (leave.decision for leave in planned.exits)
            yield from (email.decision for email in planned.letters)
            yield from (part for email in planned.letters for part in email.parts)


def make_plan(playbook: Playbook, known: Case) -> Plan:
    """Work a playbook out for the answers known so far; raises UsageError for answers that cannot be."""
    mistakes = playbook.logic.check_answers(known)
    if mistakes:
        raise UsageError(*mistakes)
    return Plan(playbook, dict(known), tuple(_plan_phase(playbook, known, phase) for phase in playbook.phases))


def plan_days(playbook: Playbook, known: Case) -> Plan:
    """Work out no more than which steps apply and which due entries match, for answers that can be."""
    phases = []
    for phase in playbook.phases:
        steps = tuple(_plan_due(playbook, known, phase, step) for step in phase.steps)
        phases.append(PlannedPhase(phase, decide(playbook, phase.when, known), steps, ()))
    return Plan(playbook, dict(known), tuple(phases))


def _plan_due(playbook: Playbook, known: Case, phase: Phase, step: Step) -> PlannedStep:
    rule = playbook.rule_of(step)
    decision = decide(playbook, rule, known)
    if decision.state == "skip":
        decision = replace(decision, reasons=_explain_skip(playbook, known, phase, step))
    entries = [PlannedDue(entry, decide(playbook, entry.when, known, given=rule)) for entry in step.due]
    due = tuple(entry for entry in entries if entry.decision.state != "skip")
    return PlannedStep(playbook.numbers[step.id], step, phase, decision, (), due, (), ())


def _plan_phase(playbook: Playbook, known: Case, phase: Phase) -> PlannedPhase:
    reasons = _explain(playbook, known, phase.otherwise, ALWAYS)
    decision = decide(playbook, phase.when, known, reasons=reasons)
    steps = tuple(_plan_step(playbook, known, phase, step) for step in phase.steps)
    planned = {step.step.id: step for step in steps if step.applies}
    cards = tuple(
        PlannedCard(card, tuple(planned[step.id] for step in card.steps if step.id in planned))
        for card in list_cards(phase)
        if any(step.id in planned for step in card.steps)
    )
    return PlannedPhase(phase, decision, steps, cards)


def _plan_step(playbook: Playbook, known: Case, phase: Phase, step: Step) -> PlannedStep:
    rule = playbook.rule_of(step)
    tasks = [
        PlannedTask(task, make_key(step, task), decide(playbook, task.when, known, given=rule)) for task in step.tasks
    ]
    exits = [
        PlannedExit(
            leave,
            decide(playbook, leave.when, known, given=rule),
            _plan_emails(playbook, known, playbook.rule_of_exit(step, leave), leave.emails),
        )
        for leave in step.exits
    ]
    return replace(
        _plan_due(playbook, known, phase, step),
        tasks=tuple(task for task in tasks if task.decision.state != "skip"),
        exits=tuple(leave for leave in exits if leave.decision.state != "skip"),
        emails=_plan_emails(playbook, known, rule, step.emails),
    )


def _plan_emails(playbook: Playbook, known: Case, rule: Rule, names: Iterable[str]) -> tuple[PlannedEmail, ...]:
    emails = (_plan_email(playbook, known, rule, playbook.email[name]) for name in names)
    return tuple(email for email in emails if email.decision.state != "skip")


def _plan_email(playbook: Playbook, known: Case, rule: Rule, email: Email) -> PlannedEmail:
    given = all_of(rule, email.when)
    parts = (decide(playbook, part.when, known, given=given) for part in email.parts)
    return PlannedEmail(email, decide(playbook, email.when, known, given=rule), tuple(parts))


def list_open_facts(playbook: Playbook, names: Iterable[str], known: Case) -> list[Fact]:
    """List the facts, behind these names of facts and conditions, that are unknown and can be asked."""
    logic = playbook.logic
    behind = logic.mentions(*(When.of({name: ()}) for name in names))
    return [
        fact
        for fact in playbook.facts
        if fact.id in behind and fact.id not in known and logic.find_case(_is_answered(fact), known=known) is not None
    ]


def list_possible(plan: Plan, fact: Fact) -> list[str]:
    """List the answers to a fact that what is known still admits."""
    logic = plan.playbook.logic
    return [option.id for option in fact.options if not logic.check_answers({**plan.known, fact.id: option.id})]


def _is_answered(fact: Fact) -> When:
    return When.of({fact.id: (option.id for option in fact.options)})


def _explain_skip(playbook: Playbook, known: Case, phase: Phase, step: Step) -> tuple[str, ...]:
    if playbook.logic.decide(phase.when, known) is False:
        return _explain(playbook, known, phase.otherwise, ALWAYS)
    return _explain(playbook, known, step.otherwise, all_of(phase.when))


def _explain(playbook: Playbook, known: Case, reasons: Sequence[Reason], given: Rule) -> tuple[str, ...]:
    states = (decide(playbook, reason.when, known, given=given).state for reason in reasons)
    return tuple(choose_reasons(reasons, states))


def choose_reasons(reasons: Sequence[Reason], states: Iterable[State]) -> Iterator[str]:
    """List the first reason that applies; before it, those that may apply."""
    for reason, state in zip(reasons, states, strict=True):
        if state != "skip":
            yield reason.text
        if state == "do":
            return


def make_key(step: Step, task: Task) -> str:
    """Return the key of a task: its own id, or one from its step and its words, so that reworded is unticked."""
    if task.id is not None:
        return f"{step.id}.{task.id}"
    # Eight digits keep even a thousand tasks of one step apart, and stay short in a case file.
    return f"{step.id}.{hashlib.sha256(task.written.encode()).hexdigest()[:8]}"


@dataclass(frozen=True)
class PlannedParagraph:
    """A paragraph of an email, or an attachment, that is or may be in it."""

    paragraph: Paragraph
    decision: Decision


def plan_paragraphs(
    playbook: Playbook, email: Email, paragraphs: Iterable[Paragraph], known: Case
) -> list[PlannedParagraph]:
    """List the paragraphs that are or may be in an email, where it is sent at all."""
    given = playbook.rule_of_email(email)
    planned = [
        PlannedParagraph(paragraph, decide(playbook, paragraph.when, known, given=given)) for paragraph in paragraphs
    ]
    return [paragraph for paragraph in planned if paragraph.decision.state != "skip"]


def list_wanted(playbook: Playbook, email: Email, known: Case) -> list[str]:
    """List the ids of the fields that are blanks in the parts that are or may be in an email."""
    planned = plan_paragraphs(playbook, email, email.parts, known)
    return find_blanks(email.subject, *(part.paragraph.text for part in planned))
