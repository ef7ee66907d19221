"""The files that hold the parts: playbook.yml, facts.yml, roles.yml and so on."""

from pydantic import Field

from generator.facts.when import Condition, Fact
from generator.playbook.claims import Claim
from generator.playbook.letters import FieldBlank
from generator.playbook.process import Date, Requirement, Role, Term
from generator.playbook.safeguards import Safeguard
from generator.values import Covers, Day, FieldId, Model, Slug, Text


class Help(Model):
    """Where questions go; appears on the help page and on every checklist."""

    text: Text
    roles: tuple[Slug, ...] = Field(min_length=1)
    covers: Covers = ()


class Head(Model):
    """playbook.yml: the title, and the order of everything that has a file of its own."""

    title: Text
    summary: Text
    notice: Text | None = Field(None, description="What readers must know about its limits; on every checklist.")
    revision: Text
    revised: Day
    help: Help
    blanks: tuple[FieldId, ...] = Field((), description="Fields at the head of every checklist.")
    lessons: tuple[Slug, ...] = Field(min_length=1)
    phases: tuple[Slug, ...] = Field(min_length=1)
    emails: tuple[Slug, ...] = ()


class FactsFile(Model):
    """facts.yml: what is known about a case."""

    facts: tuple[Fact, ...] = Field(min_length=1)
    conditions: tuple[Condition, ...] = ()
    dates: tuple[Date, ...] = Field(min_length=1)


class RolesFile(Model):
    """roles.yml."""

    roles: tuple[Role, ...] = Field(min_length=1)


class FieldsFile(Model):
    """fields.yml."""

    fields: tuple[FieldBlank, ...] = ()


class RequirementsFile(Model):
    """requirements.yml."""

    requirements: tuple[Requirement, ...] = ()


class SafeguardsFile(Model):
    """safeguards.yml."""

    safeguards: tuple[Safeguard, ...] = ()


class ClaimsFile(Model):
    """claims.yml."""

    claims: tuple[Claim, ...] = ()


class GlossaryFile(Model):
    """glossary.yml."""

    terms: tuple[Term, ...] = ()
