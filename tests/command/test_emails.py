"""Emails: filled text, and everything that is missing named with an example."""

from pathlib import Path

import pytest

from generator.command.show_email import fill_email
from generator.documents.book import Book
from generator.documents.open import open_book
from generator.errors import UsageError
from generator.playbook.blanks import check_value
from generator.playbook.letters import FieldBlank, FieldType
from generator.site.email_pages import make_emails

FILLED = {"hut_name": "Upper hut", "last_night": "2026-10-04", "reopening": "mid June"}
KNOWN = {"path": "season-ends", "guests-inside": "yes"}


def test_a_value_that_is_not_used_is_refused(hut: Book) -> None:
    known = {"path": "storm", "guests-inside": "yes", "snow-on-path": "yes"}
    assert refuse(hut, "bring-boots", {"reopening": "June"}, known) == (
        "'bring-boots' doesn't use the field 'reopening' (Reopening) in this case; leave it out"
    )


def test_only_the_blanks_of_the_case_may_be_filled(hut_copy: Path) -> None:
    file = hut_copy / "content" / "emails" / "hut-closes.yml"
    text = (
        file.read_text().replace("ask at the stove", "ask until {{ reopening }}").replace("in {{ reopening }}", "May")
    )
    file.write_text(text)
    assert refuse(open_book(hut_copy), "hut-closes", FILLED, {**KNOWN, "guests-inside": "no"}) == (
        "'hut-closes' doesn't use the field 'reopening' (Reopening) in this case; it uses 'hut_name' and 'last_night'"
    )


def test_a_written_line_break_counts_where_lines_are_taken(hut_copy: Path) -> None:
    file = hut_copy / "content" / "fields.yml"
    file.write_text(file.read_text().replace("label: Reopening,", "label: Reopening, type: lines,"))
    values = {**FILLED, "hut_name": r"a\nb", "reopening": r"May\nor June"}
    text = fill_email(open_book(hut_copy), "hut-closes", values=values, known=KNOWN)
    assert "See you in May\nor June," in text
    assert r"Subject: a\nb closes" in text


def test_a_filled_email(hut: Book) -> None:
    assert fill_email(hut, "hut-closes", values=FILLED, known=KNOWN) == (
        "Subject: Upper hut closes\n"
        "Attach: The map of the other huts\n"
        "\n"
        "Dear friends of the hut,\n"
        "\n"
        "the last night is 4 October 2026.\n"
        "\n"
        "You are inside already, so ask at the stove.\n"
        "\n"
        "See you in mid June,\n"
        "the warden of Upper hut"
    )


def test_a_fact_takes_its_paragraph_away(hut: Book) -> None:
    text = fill_email(hut, "hut-closes", values=FILLED, known={**KNOWN, "guests-inside": "no"})
    assert "stove" not in text


def test_what_is_filled_in_is_not_read_again(hut: Book) -> None:
    text = fill_email(hut, "hut-closes", values={**FILLED, "hut_name": "{{ reopening }} <b>"}, known=KNOWN)
    assert "Subject: {{ reopening }} <b> closes" in text


def refuse(hut: Book, name: str, values: dict[str, str], known: dict[str, str]) -> str:
    with pytest.raises(UsageError) as caught:
        fill_email(hut, name, values=values, known=known)
    return str(caught.value)


def test_facts_are_asked_for_before_fields(hut: Book) -> None:
    assert refuse(hut, "hut-closes", {"hut_nam": "x"}, {}).splitlines() == [
        "the wording of 'hut-closes' depends on 'guests-inside' (Are there guests inside?); "
        "add --fact guests-inside=yes or --fact guests-inside=no",
        "there's no field 'hut_nam'; did you mean 'hut_name'?",
    ]


def test_every_missing_field_is_named_at_once(hut: Book) -> None:
    assert refuse(hut, "hut-closes", {"hut_nam": "x"}, KNOWN).splitlines() == [
        "there's no field 'hut_nam'; did you mean 'hut_name'?",
        "the field 'hut_name' (Name of the hut) is missing; add it, for example: --set hut_name='Upper hut'",
        "the field 'last_night' (Last night) is missing; add it, for example: --set last_night='2026-10-04'",
        "the field 'reopening' (Reopening) is missing; add it, for example: --set reopening='mid June'",
    ]


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        (
            "last_night",
            "4.10.2026",
            "the field 'last_night' (Last night) must be a date written as YYYY-MM-DD, not '4.10.2026'; "
            "for example: --set last_night='2026-10-04'",
        ),
        (
            "last_night",
            "2026-W01-1",
            "the field 'last_night' (Last night) must be a date written as YYYY-MM-DD, not '2026-W01-1'; "
            "for example: --set last_night='2026-10-04'",
        ),
        (
            "last_night",
            "2026-02-30",
            "the field 'last_night' (Last night) must be a date written as YYYY-MM-DD, not '2026-02-30'; "
            "for example: --set last_night='2026-10-04'",
        ),
        ("hut_name", " ", "the field 'hut_name' (Name of the hut) is empty; for example: --set hut_name='Upper hut'"),
        (
            "hut_name",
            "a\nb",
            "the field 'hut_name' (Name of the hut) must be one line; for example: --set hut_name='Upper hut'",
        ),
    ],
)
def test_a_value_that_does_not_fit(hut: Book, field: str, value: str, message: str) -> None:
    assert refuse(hut, "hut-closes", {**FILLED, field: value}, KNOWN) == message


def test_an_email_of_another_path(hut: Book) -> None:
    assert refuse(hut, "hut-closes", FILLED, {"path": "storm", "guests-inside": "yes"}) == (
        "the email 'hut-closes' isn't sent in this case: "
        "A storm leaves no time for letters; the valley office tells everyone by radio."
    )


def test_an_email_that_is_sent_only_sometimes(hut: Book) -> None:
    known = {"path": "storm", "guests-inside": "yes"}
    assert refuse(hut, "bring-boots", {}, known) == (
        "the wording of 'bring-boots' depends on 'snow-on-path' (Is there snow on the path?); "
        "add --fact snow-on-path=yes or --fact snow-on-path=no"
    )
    assert refuse(hut, "bring-boots", {}, {**known, "snow-on-path": "no"}) == (
        "the email 'bring-boots' isn't sent in this case: it is sent only if there is snow on the path"
    )
    assert fill_email(hut, "bring-boots", values={}, known={**known, "snow-on-path": "yes"}) == (
        "Subject: Boots for the way down\n\nPlease put on boots with a profile. We rope up at the bridge."
    )


def test_an_email_that_does_not_exist(hut: Book) -> None:
    assert refuse(hut, "hut-close", {}, {}) == "there's no email 'hut-close'; did you mean 'hut-closes'?"


@pytest.mark.parametrize(
    ("kind", "value", "fits"),
    [
        ("amount", "1,200.00 EUR", True),
        ("amount", "a lot", False),
        ("email", "ada@example.com", True),
        ("email", "ada", False),
        ("lines", "one\ntwo", True),
        ("text", "one\ntwo", False),
    ],
)
def test_kinds_of_field(kind: FieldType, value: str, fits: bool) -> None:
    field = FieldBlank(id="x", label="X", type=kind, example="1")
    assert (check_value(field, value) is None) == fits


def test_the_list_of_emails_says_on_which_path_each_is_sent(hut: Book) -> None:
    (page,) = [document.content for document in make_emails(hut) if document.uri == "emails.md"]
    boots = "(only if there is snow on the path)"
    assert f"(emails/bring-boots.md) | The season ends {boots}; A storm comes {boots} |" in page
    assert "(emails/hut-closes.md) | The season ends |" in page
