"""Variants: which answers go together, what each email says then, and how its page shows that."""

import itertools
import re

from generator.documents.book import Book
from generator.playbook.blanks import list_blanks
from generator.site.email_pages import list_variants
from generator.site.site import Site


def test_two_answers_are_refused_exactly_if_no_case_has_both(chosen: Book) -> None:
    logic = chosen.playbook.logic
    cases = logic.list_cases(frozenset(logic.facts))
    together = {pair for case in cases for pair in itertools.combinations(sorted(case.items()), 2)}
    answers = sorted((fact.id, option.id) for fact in chosen.playbook.facts for option in fact.options)
    for answer, other in itertools.combinations(answers, 2):
        if answer[0] != other[0]:
            assert (logic.check_answers(dict((answer, other))) == []) == ((answer, other) in together), (answer, other)


def test_variants_are_all_different_and_say_when(chosen: Book) -> None:
    for email in chosen.playbook.emails:
        variants = list(list_variants(chosen, email))
        assert len({letter for _, letter in variants}) == len({case for case, _ in variants}) == len(variants) > 0


def test_what_is_copied_stands_before_what_is_explained(chosen_site: Site) -> None:
    """Subject and text in blocks of their own, each with its own button, and no label inside."""
    for email in chosen_site.book.playbook.emails:
        page = next(document.content for document in chosen_site.documents if document.uri == f"emails/{email.id}.md")
        copy, _, explained = page.partition("{#copy}")[2].partition("{#letter}")
        variants = list(list_variants(chosen_site.book, email))
        blocks = re.findall(r"^```text\n(.*?)\n```$", copy, re.DOTALL | re.MULTILINE)
        assert blocks == [text for _, letter in variants for text in (letter.subject, letter.body)]
        assert "```" not in explained


def test_every_blank_is_one_row_of_its_table(chosen_site: Site) -> None:
    for email in chosen_site.book.playbook.emails:
        page = next(document.content for document in chosen_site.documents if document.uri == f"emails/{email.id}.md")
        rows = page.partition("{#blanks}")[2].strip().splitlines()[2:]
        fields = [chosen_site.book.playbook.field[name] for name in list_blanks(email)]
        assert len(rows) == len(fields)
        for row, field in zip(rows, fields, strict=True):
            assert row.startswith("| ") and row.endswith(" |")
            assert row.count("<br>") == len(field.example.splitlines()) - 1
