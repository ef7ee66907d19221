"""A playbook's own templates and words: what is wrong with them is said with its place, and they can do no harm."""

from pathlib import Path

import pytest

from generator.disk.site import build_site
from generator.documents.check import check_playbook
from generator.documents.open import open_book
from generator.documents.render import Renderer
from generator.errors import ContentError, PlaybookError
from generator.load.words import read_words
from generator.site.site import make_site
from tests.conftest import HUT, copy_playbook


@pytest.fixture
def hut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the hut's playbook, seen from the folder above it."""
    copy_playbook(HUT, tmp_path / "hut")
    monkeypatch.chdir(tmp_path)
    return Path("hut")


def write(hut: Path, name: str, text: str | bytes) -> Path:
    file = hut / "templates" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return file


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        (
            "days: '{number} days'\n",
            ["hut/templates/words.yml:1:7: 'days' has the placeholder 'number', which nothing fills; use 'count'"],
        ),
        (
            "days: '{count.__class__} days'\n",
            ["1:7: 'days' has the placeholder 'count.__class__', which nothing fills; use 'count'"],
        ),
        ("days: '{count!r} days'\n", ["1:7: 'days' has the placeholder 'count', which nothing fills; use 'count'"]),
        (
            "days: '{count days'\n",
            [
                "1:7: 'days' has a brace that doesn't mark a placeholder (expected '}' before end of string); "
                "double a brace that is meant as one"
            ],
        ),
        ("days: Tage\n", ["1:7: 'days' lacks '{count}'; add it, or readers miss something"]),
        (
            "letter_only_if: Nur dann\n",
            ["1:17: 'letter_only_if' lacks '{condition}' and '{text}'; add it, or readers miss something"],
        ),
        (
            "months: Januar Februar\n",
            ["1:9: 'months' has 2 words; write 12, separated by spaces"],
        ),
        ("- a list\n", ["1:1: must be written as 'name: text' lines, as the shipped words.yml is"]),
        ("help_titel: Help\n", ["1:1: there's no text 'help_titel'; did you mean 'help_title'?"]),
        ("zzzz: Help\n", ["1:1: there's no text 'zzzz'; use a name from the shipped words.yml"]),
        ("help_title: [a, b]\n", ["1:13: 'help_title' must be one text; put it in quotes"]),
        ("help_title:\n", ["1:12: 'help_title' must be one text; put it in quotes"]),
        (
            "help_titel: Help\ndays: '{number}'\n",
            [
                "1:1: there's no text 'help_titel'; did you mean 'help_title'?",
                "2:7: 'days' has the placeholder 'number', which nothing fills; use 'count'",
            ],
        ),
        (b"help_title: \xff\n", ["1:13: isn't UTF-8 text; save it as UTF-8"]),
    ],
)
def test_a_mistake_in_ones_own_words(hut: Path, text: str, messages: list[str]) -> None:
    write(hut, "words.yml", text)
    with pytest.raises(ContentError) as caught:
        read_words(hut)
    name = "hut/templates/words.yml:"
    assert [str(problem).removeprefix(name) for problem in caught.value.problems] == [
        message.removeprefix(name) for message in messages
    ]


def test_a_folder_where_the_words_should_be(hut: Path) -> None:
    (hut / "templates" / "words.yml").mkdir(parents=True)
    with pytest.raises(ContentError, match=r"^hut/templates/words\.yml: .* folder"):
        read_words(hut)


@pytest.mark.parametrize(
    ("has_words", "advice"),
    [(False, "rename it to 'words.yml'"), (True, "delete it, or move its texts to 'words.yml'")],
)
def test_words_in_a_file_of_another_name(hut: Path, has_words: bool, advice: str) -> None:
    write(hut, "word.yml", "help_title: Hilfe\n")
    if has_words:
        write(hut, "words.yml", "help_title: Hilfe\n")
    with pytest.raises(ContentError) as caught:
        check_playbook(hut)
    assert str(caught.value) == f"hut/templates/word.yml: isn't read; {advice}"


def test_a_file_where_the_templates_should_be(hut: Path) -> None:
    (hut / "templates").write_text("")
    with pytest.raises(PlaybookError) as caught:
        Renderer(hut)
    assert str(caught.value) == "hut/templates: isn't a folder; rename it, because this name is for templates"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("# {% if %}\n", "hut/templates/pages/help.md.j2:1: Expected an expression, got 'end of statement block'"),
        ("#\n{{ nothing }}\n", "hut/templates/pages/help.md.j2:2: 'nothing' is undefined"),
        ("#\n\n{{ 1 / 0 }}\n", "hut/templates/pages/help.md.j2:3: ZeroDivisionError: division by zero"),
        ("{{ 'a' + 1 }}\n", 'hut/templates/pages/help.md.j2:1: TypeError: can only concatenate str (not "int") to str'),
        ("{% include 'none.j2' %}\n", "hut/templates/pages/help.md.j2:1: 'none.j2' not found in search paths: "),
        ("{{ words.nothing }}\n", "hut/templates/pages/help.md.j2:1: there's no 'nothing' in words.yml"),
        ("{% for n in range(10**9) %}{% endfor %}", "hut/templates/pages/help.md.j2:1: OverflowError: Range too big."),
        (
            "{{ ''.__class__.__mro__ }}\n",
            "hut/templates/pages/help.md.j2:1: access to attribute '__class__' of 'str' object is unsafe.",
        ),
        (
            b"# \xff\n",
            "templates/pages/help.md.j2: isn't UTF-8, or includes a file that isn't; save it as UTF-8",
        ),
    ],
)
def test_a_mistake_in_ones_own_template(hut: Path, text: str | bytes, message: str) -> None:
    write(hut, "pages/help.md.j2", text)
    with pytest.raises(PlaybookError) as caught:
        make_site(open_book(hut))
    assert str(caught.value).startswith(message) and str(caught.value).endswith("; fix the template")


def test_a_template_that_calls_itself_for_ever(hut: Path) -> None:
    write(hut, "pages/help.md.j2", "{% include 'pages/help.md.j2' %}\n")
    with pytest.raises(PlaybookError, match=r"help\.md\.j2:1: RecursionError: .*; fix the template"):
        make_site(open_book(hut))


def test_what_was_compiled_without_the_sandbox_is_not_used_in_it(hut: Path) -> None:
    """Jinja finds what it has compiled by name and text alone, and the same text is other code in the sandbox."""
    text = "{{ ''.__class__ }}"
    write(hut, "pages/help.md.j2", text)
    for _ in range(2):
        with pytest.raises(PlaybookError, match="is unsafe"):
            Renderer(hut).render("pages/help.md.j2")


def test_a_failure_of_our_own_is_not_blamed_on_a_template(hut: Path) -> None:
    """The shipped template of the help page asks its values for contacts; here that fails in Python."""

    class Failing:
        def __iter__(self) -> None:
            raise ZeroDivisionError("in Python")

    book = open_book(hut)
    with pytest.raises(ZeroDivisionError, match="in Python"):
        book.render("pages/help.md.j2", "help.md", title="Help", contacts=Failing())


def test_a_mistake_in_ones_own_page_of_the_theme(hut: Path) -> None:
    write(hut, "theme/main.html", "{% extends 'base.html' %}{% block content %}{{ 1 / 0 }}{% endblock %}")
    with pytest.raises(PlaybookError, match=r"theme/main\.html:1: ZeroDivisionError: division by zero; mend the"):
        build_site(hut)


def test_own_words_reach_no_further_than_what_fills_them(hut: Path) -> None:
    """The shipped text has no blank, so that only a template of one's own can fill this one."""
    write(hut, "words.yml", "nav_maintain: '{x.__init__}'\n")
    write(hut, "pages/help.md.j2", "{{ words('nav_maintain', x=words) }}\n")
    with pytest.raises(PlaybookError, match=r"'x\.__init__' isn't a name"):
        make_site(open_book(hut))


def test_what_several_kinds_of_documents_include_is_escaped_in_the_way_of_each(hut: Path) -> None:
    write(hut, "words.yml", "help_title: <b>*x*</b>\n")
    write(hut, "part.j2", "{{ words.help_title }}")
    for name in ("a.txt.j2", "a.html.j2", "a.md.j2"):
        write(hut, name, "{% include 'part.j2' %}")
    renderer = Renderer(hut)
    escaped = "&#60;b&#62;&#42;x&#42;&#60;/b&#62;"
    for _ in range(2):  # the second time from what was compiled the first time
        assert renderer.render("a.txt.j2") == "<b>*x*</b>"
        assert renderer.render("a.html.j2") == "&lt;b&gt;*x*&lt;/b&gt;"
        assert renderer.render("a.md.j2") == escaped
        renderer = Renderer(hut)


@pytest.mark.parametrize("target", ["../../secret.txt", "nowhere.txt"])
def test_a_link_that_leads_out_of_the_templates(hut: Path, target: str) -> None:
    (hut.parent / "secret.txt").write_text("secret", encoding="utf-8")
    write(hut, "words.yml", "help_title: Help\n")
    (hut / "templates" / "inc.txt").symlink_to(target)
    with pytest.raises(PlaybookError) as caught:
        Renderer(hut)
    assert str(caught.value) == (
        "hut/templates/inc.txt: is a link that leads out of the templates folder; put the file itself there"
    )
