"""The claims of letters and tasks: none contradicts another in any case, each is made where it must be.

An exit revokes what was said before. So what the letters of an exit claim is compared only with what the letters of the
same exit claim, and it is not what must be said in every case; what may never be said is forbidden in them, too.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from generator.checks.references import check_names
from generator.checks.subject import Subject
from generator.facts.when import AnyOf, Rule, all_of, spell_case
from generator.playbook.claims import Claim, Exclusion
from generator.playbook.letters import Email
from generator.playbook.parts import Found, Part
from generator.playbook.process import Step

FILE = "claims.yml"


@dataclass(frozen=True)
class Made:
    """A claim where it is made: by a task, or by a part of a letter that is sent with a step or at one of its exits."""

    claim: str
    part: Part
    position: int
    step: str
    exit: str | None
    rule: Rule

    def find(self, message: str) -> Found:
        """Report something wrong with making it here."""
        return self.part.find(message, "claims", self.position)


def check_claim_names(subject: Subject) -> Iterator[Found]:
    """Find claims that nobody has declared, and declarations that name what doesn't exist."""
    known = subject.playbook.claim
    for part in subject.parts:
        for position, name in enumerate(part.claims):
            if name not in known and FILE not in subject.unread:
                yield part.find(
                    subject.say_missing(part.name, "claim", name, known, where="('claims')"), "claims", position
                )
            elif name in part.claims[:position]:
                yield part.find(f"{part.name} claims '{name}' twice; keep one", "claims", position)
    for number, claim in enumerate(subject.playbook.claims):
        yield from _check_exclusions(subject, number, claim)
        for key in ("must", "never"):
            place = ("claims", number, key)
            yield from check_names(subject, f"claim '{claim.id}'", FILE, place, getattr(claim, key))


def _check_exclusions(subject: Subject, number: int, claim: Claim) -> Iterator[Found]:
    playbook, name = subject.playbook, f"claim '{claim.id}'"
    for position, exclusion in enumerate(claim.excludes):
        place = ("claims", number, "excludes", position)
        if exclusion.claim == claim.id:
            yield Found(FILE, place, f"{name} excludes itself; name another claim, or delete this line")
        elif exclusion.claim not in playbook.claim:
            yield Found(
                FILE, place, subject.say_missing(name, "claim", exclusion.claim, playbook.claim, where="('excludes')")
            )
        elif exclusion.claim in {other.claim for other in claim.excludes[:position]}:
            yield Found(FILE, place, f"{name} names '{exclusion.claim}' twice in its 'excludes'; keep one")
        until = exclusion.until
        if until is not None and until not in {*playbook.steps, *playbook.left_out} and "phases" not in subject.unread:
            message = subject.say_missing(name, "step", until, playbook.steps, where="('until')")
            yield Found(FILE, (*place, "until"), message)


def check_claim_cases(subject: Subject) -> Iterator[Found]:
    """Find cases of claims that can't be."""
    for number, claim in enumerate(subject.playbook.claims):
        for key in ("must", "never"):
            when = getattr(claim, key)
            if when is not None and subject.never_holds(when):
                message = f"claim '{claim.id}': no case matches its '{key}'; correct it, or delete it"
                yield Found(FILE, ("claims", number, key), message, key=True)


def check_claims(subject: Subject) -> Iterator[Found]:
    """Find claims that exclude each other in some case, that are made where they never may, or not where they must."""
    made = list_made(subject)
    settled: set[tuple[str, str]] = set()
    for number, claim in enumerate(subject.playbook.claims):
        here = made.get(claim.id, [])
        for exclusion in claim.excludes:
            if exclusion.claim != claim.id and (exclusion.claim, claim.id) not in settled:
                yield from _check_exclusion(subject, here, made.get(exclusion.claim, []), exclusion)
            if exclusion.until is None:
                settled.add((claim.id, exclusion.claim))
        if claim.never is not None:
            yield from _check_never(subject, here, claim.never)
        if claim.must is not None:
            yield from _check_must(subject, here, claim, number)


def list_made(subject: Subject) -> dict[str, list[Made]]:
    """List where each claim is made, by its id."""
    found: dict[str, list[Made]] = {}
    for part in subject.parts:
        if part.claims:
            for step, leave, rule in _list_occasions(subject, part):
                for position, name in enumerate(part.claims):
                    found.setdefault(name, []).append(Made(name, part, position, step, leave, rule))
    return found


def _list_occasions(subject: Subject, part: Part) -> Iterator[tuple[str, str | None, Rule]]:
    """List the steps with which a part reaches its readers, the exit if it does only there, and when it does."""
    playbook, owner = subject.playbook, part.owner
    if isinstance(owner, Step):
        yield owner.id, None, part.rule
    elif isinstance(owner, Email):
        for step in playbook.steps_with_email(owner.id):
            yield step.id, None, all_of(playbook.rule_of(step), owner.when, part.when)
        for step, leave in playbook.exits_with_email(owner.id):
            yield step.id, leave.id, all_of(playbook.rule_of_exit(step, leave), owner.when, part.when)


def _check_exclusion(subject: Subject, here: list[Made], others: list[Made], exclusion: Exclusion) -> Iterator[Found]:
    """Find letters and steps that make the other claim in a case in which this one is made; each once."""
    reported: set[tuple[str, str]] = set()
    for one, other in product(here, others):
        if one.exit != other.exit or other.part.home in reported:
            continue
        if message := _contradict(subject, one, other, exclusion.until):
            reported.add(other.part.home)
            yield other.find(message)


def _contradict(subject: Subject, one: Made, other: Made, until: str | None) -> str | None:
    """Describe the case in which two claims contradict each other; None if there is none.

    Until a step is done: from that step on, its own letters and tasks included, the other claim may be made. Where the
    step does not apply, it is never done, so that the other claim may not be made at all.
    """
    rule = all_of(one.rule, other.rule)
    if until is None:
        return _say_clash(one, other, subject.find_case(rule))
    if until not in subject.playbook.steps:
        return _say_clash(one, other, subject.find_case(rule) if until in subject.playbook.left_out else None, until)
    done = subject.playbook.rule_of(subject.playbook.steps[until])
    in_time = other.step == until or subject.order.precedes(until, other.step)
    case = None if in_time else subject.find_case(all_of(rule, done))
    if case is not None:
        return _say_early(one, other, case, until)
    return _say_clash(one, other, subject.find_case(rule, but_not=done), until)


def _say_clash(one: Made, other: Made, case: dict[str, str] | None, until: str | None = None) -> str | None:
    if case is None:
        return None
    said = (
        f"{one.part.name} claims both '{one.claim}' and '{other.claim}'{spell_case(case)}"
        if one.part is other.part
        else f"{other.part.name} claims '{other.claim}'{spell_case(case)}, but {one.part.name} claims '{one.claim}'"
    )
    why = f"they exclude each other, because '{until}' is skipped then" if until else "they exclude each other"
    return f"{said}; {why}: reword one of them, or narrow its 'when'"


def _say_early(one: Made, other: Made, case: dict[str, str], until: str) -> str:
    return (
        f"{other.part.name} claims '{other.claim}' too early{spell_case(case)}: {one.part.name} claims '{one.claim}', "
        f"which excludes it until '{until}' is done; "
        f"'{other.step}' doesn't wait for that, so move it to a step that does, or reword it"
    )


def _check_never(subject: Subject, here: list[Made], never: Rule) -> Iterator[Found]:
    reported: set[int] = set()
    for made in here:
        case = None if id(made.part) in reported else subject.find_case(all_of(never, made.rule))
        if case is not None:
            reported.add(id(made.part))
            message = (
                f"{made.part.name} claims '{made.claim}'{spell_case(case)}, which its 'never' in claims.yml forbids"
            )
            yield made.find(f"{message}; reword it, or narrow its 'when'")


def _check_must(subject: Subject, here: list[Made], claim: Claim, number: int) -> Iterator[Found]:
    case = subject.find_case(all_of(claim.must), but_not=AnyOf(tuple(made.rule for made in here if made.exit is None)))
    if case is not None:
        message = f"claim '{claim.id}' ({claim.says}) must be made{spell_case(case)}, but no letter or task makes it"
        advice = f"add 'claims: [{claim.id}]' to the paragraph or task that says it, or narrow this 'must'"
        if not here and subject.playbook.overlay.edition == "source":  # another edition may make it
            advice = f"mark the claim 'origin: added', or add 'claims: [{claim.id}]' to what isn't marked so"
        yield Found(FILE, ("claims", number, "must"), f"{message}; {advice}", key=True)
