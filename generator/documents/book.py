"""The book: a playbook with everything that turning it into documents needs."""

from dataclasses import dataclass
from functools import cached_property

from generator.documents.addresses import HELP, ROLES, SAFEGUARDS
from generator.documents.contacts import find_contact_address
from generator.documents.phrases import Phrases
from generator.documents.render import Renderer
from generator.plan.decision import Decision
from generator.plan.plan import Plan, make_plan
from generator.playbook.letters import Email
from generator.playbook.playbook import Playbook
from generator.playbook.process import Step


@dataclass(frozen=True)
class Document:
    """A finished text: where it goes, its title, and the file of the content folder that it comes from.

    `place` names the headings of the navigation under which it is found, outermost first, each as `words.yml` calls it;
    None for what is in no navigation.
    """

    uri: str
    content: str
    title: str
    source: str | None = None
    place: tuple[str, ...] | None = None


class Book:
    """A playbook with everything that turning it into documents needs."""

    def __init__(self, playbook: Playbook, renderer: Renderer) -> None:
        """Take a checked playbook; plans are made when they are first asked for."""
        self.playbook = playbook
        self.renderer = renderer
        self.words = renderer.words
        self.say = Phrases(playbook, renderer.words)

    @cached_property
    def plans(self) -> dict[str, Plan]:
        """A plan for each path, by the option that chooses it."""
        path = self.playbook.path
        return {option.id: make_plan(self.playbook, {path.id: option.id}) for option in path.options}

    @cached_property
    def open_plan(self) -> Plan:
        """The plan of a case of which nothing is known."""
        return make_plan(self.playbook, {})

    def render(
        self,
        template: str,
        uri: str,
        *,
        title: str,
        source: str | None = None,
        place: tuple[str, ...] | None = None,
        **values: object,
    ) -> Document:
        """Make a document from a template."""
        content = self.renderer.render(
            template,
            uri=uri,
            book=self,
            playbook=self.playbook,
            say=self.say,
            address_of=self.address_of,
            contact_address=find_contact_address,
            title=title,
            **values,
        )
        return Document(uri, content, title, source, place)

    def address_of(self, kind: str, name: str) -> str:
        """Return the address of a part of the playbook."""
        match kind:
            case "step":
                return f"phases/{self.playbook.phase_of[name].id}.md#step-{name}"
            case "lesson":
                return self.lesson_uri(name)
            case "role":
                return f"{ROLES}#role-{name}"
            case "safeguard":
                return f"{SAFEGUARDS}#{name}"
            case "help":
                return HELP
        return {"phase": f"phases/{name}.md", "email": f"emails/{name}.md"}[kind]

    def lesson_uri(self, name: str) -> str:
        """Return the address of a lesson: a page of its own, or the page of its path."""
        lesson = next(lesson for lesson in self.playbook.lessons if lesson.id == name)
        return f"paths/{lesson.path}.md" if lesson.path else f"learn/{name}.md"

    def list_direct(self, step: Step) -> list[Step]:
        """List the steps that a step waits for directly."""
        return [self.playbook.steps[name] for name in self.playbook.order.list_direct(step.id)]

    def say_decision(self, decision: Decision) -> str:
        """Return a decision in words: applies, applies only if …, skipped: why."""
        if decision.state == "do":
            return self.words.applies_always
        if decision.state == "if":
            return self.words("applies_if", condition=self.say.only_if(decision.only_if))
        return self.words("applies_not", reason=self.words.reasons_join.join(decision.reasons))

    def mark_blank(self, name: str) -> str:
        """Return a placeholder as a letter shows it before it is filled: `[Name of the place]`."""
        return self.words("blank", label=self.playbook.field[name].label)

    def list_emails(self, plan: Plan) -> list[tuple[Email, list[Step]]]:
        """List the emails that a plan may call for, each with its steps; one that only exits send has none."""
        found: dict[str, list[Step]] = {}
        for planned in plan.steps.values():
            if planned.applies:
                for email in planned.letters:
                    steps = found.setdefault(email.email.id, [])
                    steps += [planned.step] if email in planned.emails else []
        return [(email, found[email.id]) for email in self.playbook.emails if email.id in found]
