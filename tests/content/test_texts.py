"""How the texts are written."""

from generator.documents.book import Book


def test_each_phase_teaches_shows_warns_and_asks(chosen: Book) -> None:
    for phase in chosen.playbook.phases:
        assert {block.kind for block in phase.lesson} == {"text", "example", "pitfall", "question"}, phase.id


def test_tasks_and_titles_start_with_a_capital_and_tasks_end_without_a_full_stop(chosen: Book) -> None:
    for step in chosen.playbook.steps.values():
        for text in (step.title, *(task.do for task in step.tasks)):
            assert text[0].isupper() and not text.endswith("."), text


def test_every_letter_names_where_it_goes(chosen: Book) -> None:
    assert [letter.id for letter in chosen.playbook.emails if letter.address is None] == []
