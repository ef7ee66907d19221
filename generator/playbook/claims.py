"""Claims: what letters and tasks say, by name, so that those of one case cannot contradict each other."""

from typing import ClassVar

from pydantic import Field

from generator.facts.when import When
from generator.values import Model, Origin, Shorthand, Slug, Text


class Exclusion(Shorthand):
    """A claim that must not be made beside another: not at all, or not before a step is done."""

    shorthand: ClassVar[str] = "claim"
    claim: Slug
    until: Slug | None = Field(
        None, description="From this step on, it may be made after all; in cases without the step, never."
    )


class Claim(Model):
    """Something that letters and tasks may say to their readers; they name it in their `claims`."""

    id: Slug
    says: Text = Field(description="The claim in words.")
    excludes: tuple[Exclusion, ...] = Field((), description="Claims that must not be made in the same case.")
    must: When | None = Field(None, description="In these cases some letter or task makes the claim.")
    never: When | None = Field(None, description="In these cases no letter or task makes the claim.")
    origin: Origin = "source"
