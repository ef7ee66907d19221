"""Safeguards: rules about the process that must be kept in every case, whoever edits it."""

from typing import Annotated, ClassVar

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from generator.facts.when import When
from generator.values import Covers, Markdown, Model, OneOf, Origin, Slug, Text, TextOrList, make_list

Pair = Annotated[tuple[Slug, ...], Field(min_length=2, max_length=2)]
AnyOfSteps = Annotated[tuple[Slug, ...], BeforeValidator(make_list), Field(min_length=1), TextOrList()]


class StepWhen(Model):
    """A step, and the cases in which something is said about it."""

    step: Slug
    when: When | None = None


class SafeguardRule(OneOf):
    """What a safeguard asks, in one of seven kinds."""

    KINDS: ClassVar[tuple[str, ...]] = ("before", "requires", "first", "never", "always", "independent", "answered")

    before: Pair | None = Field(None, description="[a, b]: a chain of 'after' and 'needs' leads from a to b.")
    requires: Annotated[tuple[AnyOfSteps, ...], Field(min_length=2, max_length=2)] | None = Field(
        None, description="[a, b]: a comes before b and applies whenever b does; [[a, c], b]: a or c does."
    )
    first: StepWhen | None = Field(None, description="The step applies then, and every other step follows it.")
    never: StepWhen | None = Field(None, description="The step doesn't apply then.")
    always: StepWhen | None = Field(None, description="The step applies then.")
    independent: Pair | None = Field(None, description="[a, b]: neither waits for the other, even through others.")
    answered: Annotated[tuple[Slug, ...], Field(min_length=1)] | None = Field(
        None, description="Each of these steps says what happens if nobody answers (`silence`)."
    )

    @model_validator(mode="after")
    def _require_one_step(self) -> "SafeguardRule":
        if self.requires is not None and len(self.requires[1]) != 1:
            raise PydanticCustomError("rule", "'requires' may list several steps only in its first place")
        return self

    @property
    def steps(self) -> tuple[str, ...]:
        """The steps that it names, in the order in which it names them."""
        named = getattr(self, self.kind)
        if isinstance(named, StepWhen):
            return (named.step,)
        return tuple(step for place in named for step in ((place,) if isinstance(place, str) else place))

    @property
    def guarded(self) -> tuple[str, ...]:
        """The steps at which the rule could be broken; for an order, the one that waits."""
        return self.steps[-1:] if self.kind in ("before", "requires") else self.steps

    @property
    def when(self) -> When | None:
        """The cases in which it applies; None for all."""
        named = getattr(self, self.kind)
        return named.when if isinstance(named, StepWhen) else None


class Safeguard(Model):
    """A rule about the process that must be kept in every case, whoever edits it."""

    id: Slug
    says: Text = Field(description="The rule in words.")
    why: Markdown = Field(description="What it prevents.")
    rules: tuple[SafeguardRule, ...] = Field(min_length=1)
    origin: Origin = "source"
    covers: Covers = ()
