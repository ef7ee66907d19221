"""What one company changes: people, titles, timings, calendar, edition."""

from typing import Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from generator.playbook.process import Due
from generator.values import Day, Model, Name, Slug, Text

Edition = Literal["full", "source"]


class Person(Model):
    """Who fills a role, and how to reach them."""

    name: Text | None = None
    email: Text | None = None
    phone: Text | None = None

    @model_validator(mode="after")
    def _say_something(self) -> "Person":
        if not (self.name or self.email or self.phone):
            raise PydanticCustomError("person", "needs a name, an email or a phone")
        return self


class Contact(Person):
    """How to reach whoever fills a role in this company, unless a case says otherwise."""

    role: Slug


class Timing(Model):
    """Other due dates for a step; they take the place of the step's own."""

    step: Slug
    due: tuple[Due, ...] = Field(min_length=1)


class Title(Model):
    """Another title for a role."""

    role: Slug
    title: Text


class Calendar(Model):
    """When this company does not work: weekend and public holidays of its country, and days of its own."""

    country: Name = Field(description="Two capital letters, as in GB.")
    region: Name | None = Field(None, description="The part of the country, as in ENG.")
    time_zone: Name = Field("UTC", alias="time-zone", description="As in Europe/London; decides which day is today.")
    days_off: tuple[Day, ...] = Field((), alias="days-off", description="Other days on which nobody works.")


class Overlay(Model):
    """overlay.yml: what one company changes without touching the process."""

    company: Text
    edition: Edition = Field("full", description="'source' leaves out all that is marked 'origin: added'.")
    titles: tuple[Title, ...] = ()
    contacts: tuple[Contact, ...] = ()
    timings: tuple[Timing, ...] = ()
    calendar: Calendar | None = Field(None, description="Without it, only Saturdays and Sundays are days off.")
