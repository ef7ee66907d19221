"""The whole: a playbook, with its parts by id and the rules by which they apply."""

from dataclasses import dataclass
from functools import cached_property

from generator.facts.logic import Logic
from generator.facts.table import Table
from generator.facts.when import AnyOf, Case, Condition, Fact, Rule, all_of
from generator.playbook.claims import Claim
from generator.playbook.company import Overlay
from generator.playbook.files import Head
from generator.playbook.letters import Email, FieldBlank
from generator.playbook.order import Order
from generator.playbook.process import Date, Exit, Lesson, Phase, Requirement, Role, Step, Term
from generator.playbook.safeguards import Safeguard, SafeguardRule

YEARS_BACK, YEARS_AHEAD = 1, 12
"""How many years before and after that of its revision the dates of a case may be."""


@dataclass(frozen=True)
class Playbook:
    """The whole: process, roles, emails, lessons, checked against one another."""

    head: Head
    facts: tuple[Fact, ...]
    conditions: tuple[Condition, ...]
    dates: tuple[Date, ...]
    roles: tuple[Role, ...]
    fields: tuple[FieldBlank, ...]
    requirements: tuple[Requirement, ...]
    terms: tuple[Term, ...]
    phases: tuple[Phase, ...]
    lessons: tuple[Lesson, ...]
    emails: tuple[Email, ...]
    safeguards: tuple[Safeguard, ...]
    overlay: Overlay
    claims: tuple[Claim, ...] = ()
    left_out: frozenset[str] = frozenset()
    """The ids of steps, phases, lessons and emails that this edition leaves out."""
    left_out_answers: frozenset[str] = frozenset()
    """The answers that this edition leaves out, each as `fact=option`."""

    @cached_property
    def logic(self) -> Logic:
        """The facts and conditions as something that answers questions."""
        return Logic(self.facts, self.conditions)

    @property
    def years(self) -> range:
        """The years in which the days of a case may lie."""
        revised = self.head.revised.year
        return range(revised - YEARS_BACK, revised + YEARS_AHEAD + 1)

    @cached_property
    def table(self) -> Table:
        """The decisions on everything that may be known, for those who cannot ask the logic."""
        return Table(self.logic)

    @cached_property
    def path(self) -> Fact:
        """The first fact, whose options are the paths."""
        return self.facts[0]

    @cached_property
    def steps(self) -> dict[str, Step]:
        """All steps by id, in the order in which they are read and done."""
        return {step.id: step for phase in self.phases for step in phase.steps}

    @cached_property
    def current_ids(self) -> dict[str, str]:
        """The ids that steps have now, by those that they had before."""
        return {old: step.id for step in self.steps.values() for old in step.formerly}

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The numbers of the steps as readers see them, from 1, the same on every path."""
        return {step: number for number, step in enumerate(self.steps, 1)}

    @cached_property
    def order(self) -> Order:
        """What comes before what, whatever applies."""
        return Order(self.steps, self.rule_of)

    @cached_property
    def phase_of(self) -> dict[str, Phase]:
        """The phase of each step id."""
        return {step.id: phase for phase in self.phases for step in phase.steps}

    @cached_property
    def role(self) -> dict[str, Role]:
        """Roles by id."""
        return {role.id: role for role in self.roles}

    @cached_property
    def date(self) -> dict[str, Date]:
        """Named dates by id."""
        return {date.id: date for date in self.dates}

    @cached_property
    def email(self) -> dict[str, Email]:
        """Emails by id."""
        return {email.id: email for email in self.emails}

    @cached_property
    def field(self) -> dict[str, FieldBlank]:
        """Fields by id."""
        return {field.id: field for field in self.fields}

    @cached_property
    def requirement(self) -> dict[str, Requirement]:
        """Requirements by id."""
        return {requirement.id: requirement for requirement in self.requirements}

    @cached_property
    def claim(self) -> dict[str, Claim]:
        """Claims by id."""
        return {claim.id: claim for claim in self.claims}

    @cached_property
    def safeguards_of(self) -> dict[str, list[tuple[Safeguard, SafeguardRule]]]:
        """The safeguards that name a step, each with the rule that does."""
        found: dict[str, list[tuple[Safeguard, SafeguardRule]]] = {}
        for safeguard in self.safeguards:
            for rule in safeguard.rules:
                for step in rule.steps:
                    found.setdefault(step, []).append((safeguard, rule))
        return found

    def list_dates(self, known: Case) -> list[Date]:
        """List the dates that exist, or may, as far as a case is known."""
        return [date for date in self.dates if self.logic.decide(date.when, known) is not False]

    def rule_of(self, step: Step) -> Rule:
        """Return when a step applies: when its phase does, and it itself does."""
        return all_of(self.phase_of[step.id].when, step.when)

    def rule_of_exit(self, step: Step, leave: Exit) -> Rule:
        """Return when an exit of a step is open: when the step applies, and it itself does."""
        return all_of(self.rule_of(step), leave.when)

    def rule_of_call(self, email: str) -> Rule:
        """Return when an email may be called for: at a step that applies, or at an exit that is open."""
        at_steps = (self.rule_of(step) for step in self.steps_with_email(email))
        at_exits = (self.rule_of_exit(step, leave) for step, leave in self.exits_with_email(email))
        return AnyOf((*at_steps, *at_exits))

    def rule_of_email(self, email: Email) -> Rule:
        """Return when an email is sent, if only at an exit: when it is called for, and it itself applies."""
        return all_of(self.rule_of_call(email.id), email.when)

    def rule_at_steps(self, email: Email) -> Rule:
        """Return when an email is sent whether the process goes on or not: at a step that applies, as above."""
        return all_of(AnyOf(tuple(self.rule_of(step) for step in self.steps_with_email(email.id))), email.when)

    def steps_with_email(self, email: str) -> list[Step]:
        """List the steps that call for an email."""
        return self._senders.get(email, [])

    def exits_with_email(self, email: str) -> list[tuple[Step, Exit]]:
        """List the exits at which an email is sent, each with its step."""
        return self._leavers.get(email, [])

    def steps_of_email(self, email: str) -> list[Step]:
        """List the steps that call for an email, be it only at an exit."""
        at_exits = (step for step, _ in self.exits_with_email(email))
        return list({step.id: step for step in (*self.steps_with_email(email), *at_exits)}.values())

    @cached_property
    def _senders(self) -> dict[str, list[Step]]:
        found: dict[str, list[Step]] = {}
        for step in self.steps.values():
            for email in dict.fromkeys(step.emails):
                found.setdefault(email, []).append(step)
        return found

    @cached_property
    def _leavers(self) -> dict[str, list[tuple[Step, Exit]]]:
        found: dict[str, list[tuple[Step, Exit]]] = {}
        for step in self.steps.values():
            for leave in step.exits:
                for email in dict.fromkeys(leave.emails):
                    found.setdefault(email, []).append((step, leave))
        return found
