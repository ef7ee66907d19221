"""Check 1, first half: every id that is named exists."""

from collections.abc import Iterable, Iterator, Sequence

from generator.checks.ids import check_ids
from generator.checks.subject import Subject
from generator.errors import Location, name_all
from generator.facts.when import DEEPEST, Condition, Fact, When
from generator.playbook.company import Contact, Title
from generator.playbook.letters import Email
from generator.playbook.parts import Found, Part
from generator.playbook.process import Due, Exit, Step


def check_references(subject: Subject) -> Iterator[Found]:
    """Find ids that are used twice or name nothing; skips names whose file could not be read."""
    yield from check_ids(subject)
    yield from _check_facts(subject)
    yield from _check_depth(subject)
    for part in subject.parts:
        yield from _check_when(subject, part)
        yield from _check_covers(subject, part)
        if isinstance(part.node, Step):
            yield from _check_step(subject, part, part.node)
        if isinstance(part.node, Step | Exit):
            yield from _check_letters(subject, part, part.node)
    yield from _check_lessons(subject)
    yield from _check_emails(subject)
    yield from _check_head(subject)
    yield from _check_overlay(subject)


def _check_facts(subject: Subject) -> Iterator[Found]:
    playbook = subject.playbook
    above: set[str] = set()
    for number, fact in enumerate(playbook.facts):
        if number == 0 and (fact.when or any(option.when for option in fact.options)):
            message = f"the first fact, '{fact.id}', is the path, which is always asked; delete every 'when' in it"
            yield Found("facts.yml", ("facts", 0), message)
        whens: list[tuple[Location, When | None]] = [(("facts", number, "when"), fact.when)]
        whens += [(("facts", number, "options", n, "when"), option.when) for n, option in enumerate(fact.options)]
        founded = subject.add_conditions(above)
        for location, when in whens:
            yield from check_names(subject, f"fact '{fact.id}'", "facts.yml", location, when)
            if number > 0:
                yield from _check_above(subject, f"fact '{fact.id}'", location, when, founded)
        above.add(fact.id)
    for number, condition in enumerate(playbook.conditions):
        location = ("conditions", number, "when")
        name = f"condition '{condition.id}'"
        yield from check_names(subject, name, "facts.yml", location, condition.when)
        yield from _check_above(subject, name, location, condition.when, above)
        above.add(condition.id)
    for number, date in enumerate(playbook.dates):
        yield from check_names(subject, f"date '{date.id}'", "facts.yml", ("dates", number, "when"), date.when)
    for number, requirement in enumerate(playbook.requirements):
        location = ("requirements", number, "when")
        name = f"requirement '{requirement.id}'"
        yield from check_names(subject, name, "requirements.yml", location, requirement.when)


def _check_depth(subject: Subject) -> Iterator[Found]:
    kinds: tuple[tuple[str, Sequence[Fact | Condition]], ...] = (
        ("fact", subject.playbook.facts),
        ("condition", subject.playbook.conditions),
    )
    advice = f"at most {DEEPEST} are allowed, so name in its 'when' what those depend on"
    for kind, items in kinds:
        for number, item in enumerate(items):
            if item.id in subject.too_deep:
                message = f"{kind} '{item.id}' depends on facts and conditions {DEEPEST + 1} levels deep; {advice}"
                yield Found("facts.yml", (f"{kind}s", number), message)


def _check_above(
    subject: Subject, name: str, location: Location, when: When | None, above: set[str]
) -> Iterator[Found]:
    for clause, mentioned in subject.list_unfounded(when, above) if when else ():
        message = f"{name} depends on '{mentioned}', which isn't defined above it; move '{mentioned}' up"
        yield Found("facts.yml", (*location, clause, mentioned), message, key=True)


def check_names(subject: Subject, name: str, file: str, location: Location, when: When | None) -> Iterator[Found]:
    """Find facts, conditions and options in a `when` that don't exist."""
    for clause, mentioned, option in when.literals() if when else ():
        where = (*location, clause, mentioned)
        options = subject.options.get(mentioned)
        if options is None:
            advice = subject.suggest(mentioned, subject.options) or "; correct the name, or add it to facts.yml"
            message = f"{name}: there's no fact '{mentioned}' ('when'){advice}"
            yield Found(file, where, message, key=True, missing=mentioned)
        elif option not in options:
            advice = subject.suggest(option, options) or f"; the options are {name_all(options)}"
            message = f"{name}: '{mentioned}' has no option '{option}' ('when'){advice}"
            yield Found(file, where, message)


def _check_when(subject: Subject, part: Part) -> Iterator[Found]:
    yield from check_names(subject, part.name, part.file, (*part.location, "when"), part.when)
    for number, reason in enumerate(getattr(part.node, "otherwise", ())):
        location = (*part.location, "otherwise", number, "when")
        yield from check_names(subject, f"a reason of {part.name}", part.file, location, reason.when)


def _check_covers(subject: Subject, part: Part) -> Iterator[Found]:
    known = subject.playbook.requirement
    for number, name in enumerate(part.covers):
        if name not in known and "requirements.yml" not in subject.unread:
            advice = subject.suggest(name, known) or "; correct the name, or add it to requirements.yml"
            yield part.find(f"{part.name}: there's no requirement '{name}' ('covers'){advice}", "covers", number)


def _check_step(subject: Subject, part: Part, step: Step) -> Iterator[Found]:
    playbook = subject.playbook
    for key, names in (("after", step.after), ("needs", step.needs)):
        for number, name in enumerate(names):
            if name not in playbook.steps and "phases" not in subject.unread:
                message = subject.say_missing(part.name, "step", name, playbook.steps, where=f"('{key}')")
                yield part.find(message, key, number)
    roles = {"responsible": step.responsible, "consulted": step.consulted, "informed": step.informed}
    yield from _check_role(subject, part, step.accountable, "accountable")
    for key, names in roles.items():
        for number, name in enumerate(names):
            yield from _check_role(subject, part, name, key, number)
    if step.silence is not None and step.silence.decides not in playbook.role:
        message = subject.say_missing(part.name, "role", step.silence.decides, playbook.role, where="('decides')")
        yield part.find(message, "silence", "decides")
    yield from _check_doubles(part, step)
    yield from _check_due_dates(subject, step)


def _check_letters(subject: Subject, part: Part, node: Step | Exit) -> Iterator[Found]:
    known = subject.playbook.email
    of_step = part.owner.emails if isinstance(node, Exit) and isinstance(part.owner, Step) else ()
    for number, name in enumerate(node.emails):
        if name not in known and "emails" not in subject.unread:
            yield part.find(subject.say_missing(part.name, "email", name, known, where="('emails')"), "emails", number)
        elif name in of_step:
            message = f"{part.name} names the email '{name}', which its step sends even if it doesn't happen; keep one"
            yield part.find(message, "emails", number)
    yield from _find_repeated(part, "emails", node.emails)


def _check_doubles(part: Part, step: Step) -> Iterator[Found]:
    lists = {
        "responsible": step.responsible,
        "consulted": step.consulted,
        "informed": step.informed,
        "after": step.after,
        "needs": step.needs,
    }
    for key, names in lists.items():
        yield from _find_repeated(part, key, names)
    for number in _list_repeated(task.written if task.id is None else None for task in step.tasks):
        message = f"{part.name} has two tasks with the same wording; reword one, or add an id to it"
        yield part.find(message, "tasks", number)


def _find_repeated(part: Part, key: str, names: Sequence[str]) -> Iterator[Found]:
    for number in _list_repeated(names):
        yield part.find(f"{part.name} names '{names[number]}' twice in its '{key}'; keep one", key, number)


def _list_repeated(names: Iterable[str | None]) -> Iterator[int]:
    """List the places of names that are there before, too."""
    seen: set[str] = set()
    for number, name in enumerate(names):
        if name in seen:
            yield number
        elif name is not None:
            seen.add(name)


def _check_due_dates(subject: Subject, step: Step) -> Iterator[Found]:
    if "phases" in subject.unread:
        return
    known = [*subject.playbook.date, *subject.playbook.steps]
    for part in subject.parts_of(step):
        if not isinstance(part.node, Due):
            continue
        if part.node.from_ not in known:
            message = subject.say_missing(part.name, "date or step", part.node.from_, known, where="('from')")
            yield part.find(message, "from")
        yield from _find_repeated(part, "by", part.node.by)
        for number, name in enumerate(part.node.by):
            if name not in subject.playbook.date:
                message = subject.say_missing(part.name, "date", name, subject.playbook.date, where="('by')")
                yield part.find(message, "by", number)


def _check_role(subject: Subject, part: Part, name: str, *location: str | int) -> Iterator[Found]:
    if name not in subject.playbook.role:
        message = subject.say_missing(part.name, "role", name, subject.playbook.role, where=f"('{location[0]}')")
        yield part.find(message, *location)


def _check_lessons(subject: Subject) -> Iterator[Found]:
    options = [option.id for option in subject.playbook.path.options]
    for lesson in subject.playbook.lessons:
        if lesson.path is not None and lesson.path not in options:
            message = subject.say_missing(f"lesson '{lesson.id}'", "path", lesson.path, options)
            yield Found(f"lessons/{lesson.id}.yml", ("path",), message)


def _check_emails(subject: Subject) -> Iterator[Found]:
    for email in subject.playbook.emails:
        if email.sender not in subject.playbook.role:
            known = subject.playbook.role
            message = subject.say_missing(f"email '{email.id}'", "role", email.sender, known, where="('sender')")
            yield Found(f"emails/{email.id}.yml", ("sender",), message)
        yield from _check_address(subject, email)


def _check_address(subject: Subject, email: Email) -> Iterator[Found]:
    if email.address is None or subject.unread & {"fields.yml", "roles.yml"}:
        return
    playbook = subject.playbook
    field = playbook.field.get(email.address)
    place = f"emails/{email.id}.yml", ("address",)
    if field is None:
        if email.address not in playbook.role:
            known = [*playbook.field, *playbook.role]
            name = f"email '{email.id}'"
            message = subject.say_missing(name, "field or role", email.address, known, where="('address')")
            yield Found(*place, message)
    elif field.type != "email":
        message = f"email '{email.id}' goes to the field '{email.address}', which isn't an email address"
        yield Found(*place, f"{message}; set 'type: email' on that field")


def _check_head(subject: Subject) -> Iterator[Found]:
    playbook = subject.playbook
    for number, name in enumerate(playbook.head.help.roles):
        if name not in playbook.role:
            message = subject.say_missing("the help text", "role", name, playbook.role, where="('roles')")
            yield Found("playbook.yml", ("help", "roles", number), message)
    for number, name in enumerate(playbook.head.blanks):
        if name not in playbook.field and "fields.yml" not in subject.unread:
            owner = "the head of the checklists"
            message = subject.say_missing(owner, "field", name, playbook.field, where="('blanks')")
            yield Found("playbook.yml", ("blanks", number), message)


def _check_overlay(subject: Subject) -> Iterator[Found]:
    playbook = subject.playbook
    named: dict[str, Sequence[Title | Contact]] = {
        "titles": playbook.overlay.titles,
        "contacts": playbook.overlay.contacts,
    }
    for key, items in named.items():
        for number, item in enumerate(items):
            if item.role not in playbook.role:
                message = subject.say_missing("the overlay", "role", item.role, playbook.role, where=f"('{key}')")
                yield Found("overlay.yml", (key, number, "role"), message)
    for number, timing in enumerate(playbook.overlay.timings):
        if timing.step not in playbook.steps and "phases" not in subject.unread:
            known = playbook.steps
            message = subject.say_missing("the overlay", "step", timing.step, known, where="('timings')")
            yield Found("overlay.yml", ("timings", number, "step"), message)
