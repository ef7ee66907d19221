"""Requirements: each reaches everyone whom it concerns, and the check notices where it does not."""

from dataclasses import replace
from typing import Any

from generator.checks import CHECKS, find_problems
from generator.documents.book import Book
from generator.playbook.parts import list_parts
from generator.playbook.playbook import Playbook
from generator.site.requirements_page import list_coverage
from generator.site.site import Site
from generator.values import Model

REACH = [check for check in CHECKS if check.name == "requirements"]
NAMES = {"trainee": "the trainee", "paper": "the person with the printed checklist", "email": "the person who"}


def test_the_coverage_table_names_a_sentence_for_everyone_concerned(chosen: Book, chosen_site: Site) -> None:
    page = next(document.content for document in chosen_site.documents if document.uri == "requirements.md")
    for row in list_coverage(chosen):
        assert f"## {row.requirement.id} {{#" in page
        for reader, (_, places) in zip(NAMES, row.readers, strict=True):
            assert (reader in row.requirement.reaches) <= bool(places), f"{row.requirement.id} {reader}"
            for place in places or ():
                assert place.sentence.strip()


def test_a_requirement_that_fails_to_reach_someone_is_noticed(chosen: Book) -> None:
    """Take each requirement from every block that one reader meets: the check must name both."""
    for requirement in chosen.playbook.requirements:
        for reader in requirement.reaches:
            broken = strip_cover(chosen.playbook, requirement.id, reader)
            messages = [found.message for found in find_problems(broken, checks=REACH)]
            expected = f"'{requirement.id}' doesn't reach {NAMES[reader]}"
            assert any(expected in message for message in messages), expected


def strip_cover(playbook: Playbook, requirement: str, reader: str) -> Playbook:
    carriers = {id(part.node) for part in list_parts(playbook) if reader in part.readers and requirement in part.covers}

    def strip(node: Any) -> Any:
        update = {
            name: tuple(strip(item) for item in value) if isinstance(value, tuple) else strip(value)
            for name, value in node
            if isinstance(value[0] if isinstance(value, tuple) and value else value, Model)
        }
        if id(node) in carriers:
            update["covers"] = tuple(name for name in node.covers if name != requirement)
        return node.model_copy(update=update) if update else node

    return replace(
        playbook,
        head=strip(playbook.head),
        lessons=tuple(strip(lesson) for lesson in playbook.lessons),
        phases=tuple(strip(phase) for phase in playbook.phases),
        emails=tuple(strip(email) for email in playbook.emails),
        safeguards=tuple(strip(safeguard) for safeguard in playbook.safeguards),
    )
