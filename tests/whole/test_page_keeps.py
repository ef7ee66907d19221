"""What the page keeps is never lost: the playbook is edited, entries are damaged, the room is used up."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, BrowserContext, Page, expect

from generator.disk.site import build_site
from generator.documents.book import Book
from generator.load.case import load_case
from generator.plan.plan import make_plan
from tests.conftest import OFFBOARDING, copy_playbook
from tests.load.test_renamed_steps import NOW, OLD, rename_step
from tests.whole.planner_page import open_page, save

STORED = "(prefix) => Object.fromEntries(Object.entries(localStorage).filter(([name]) => name.startsWith(prefix)))"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context()
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, address: str) -> Page:
    return open_page(context, address)


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of the playbook after an edit: a step and a fact have other ids, one answer is gone."""
    folder = copy_playbook(OFFBOARDING, tmp_path_factory.mktemp("edited") / "playbook")
    rename_step(folder, OLD, NOW, f"[{OLD}]")
    for file in (folder / "content").rglob("*.yml"):
        file.write_text(file.read_text(encoding="utf-8").replace("renewal-offered", "renewal-open"), encoding="utf-8")
    return (build_site(folder) / "plan.html").as_uri()


def keep(page: Page, text: str, *, name: str = "harbour") -> None:
    """Put a text where the page keeps a case, and open that."""
    page.evaluate(
        "([name, text]) => localStorage.setItem(`playbook-case.${PLAYBOOK.owner}.${name}`, text)", [name, text]
    )
    page.goto(f"{page.url.partition('#')[0]}#{name}")
    page.reload()
    page.wait_for_selector("#planner:not([hidden])")


def remove_case(page: Page) -> None:
    """Press the button until its question was asked: headless Chromium seldom drops one right after a download."""
    asked: list[str] = []
    page.on("dialog", lambda dialog: asked.append(dialog.message))
    for _ in range(3):
        page.get_by_role("button", name="Remove this case from this browser").click()
        if asked and page.locator("#planner-message").is_visible():
            return


def test_an_edit_of_the_playbook_keeps_what_fits_and_says_the_rest(
    page: Page, context: BrowserContext, edited: str
) -> None:
    page.get_by_label("Client company").fill("Harbour Clinics")
    page.get_by_label("End of contract").check()
    page.get_by_role("group", name="Do we offer the client a renewal?").get_by_label("No", exact=True).check()
    page.locator(f"#planner-step-{OLD}").get_by_label("Done on").fill("2026-11-20")
    page.locator("#planner-step-send-notice input[type=checkbox]").first.check()
    before = page.evaluate(STORED, "playbook-case.")
    later = open_page(context, f"{edited}#{page.url.partition('#')[2]}")
    said = later.locator("#planner-message")
    expect(said).to_have_text(
        "The case was made with revision 2; the playbook is now revision 3. "
        "Step 9 (Prepare the renewal offer) has changed: when it applies. "
        "Step 10 (Send the notice) has changed: its tasks. "
        "Step 11 (Call the client, or meet them) has changed: its tasks. "
        "“renewal-offered: no” doesn’t fit this playbook and is left out."
    )
    expect(later.get_by_label("Client company")).to_have_value("Harbour Clinics")
    expect(later.locator(f"#planner-step-{NOW} .planner-badge")).to_have_text("done: Fri 20 Nov 2026")
    expect(later.locator("#planner-step-send-notice input[type=checkbox]").first).to_be_checked()
    later.get_by_label("Client name").fill("Ms Okafor")
    name, original = save(later, "Save the original")
    assert (name, original.decode()) == ("harbour-clinics.original.yml", next(iter(before.values())))
    later.reload()
    expect(later.locator("#planner-message")).to_be_hidden()  # all that is kept fits now
    assert save(later, "Save the original")[1] == original


DAMAGED = {
    "no JSON": "{facts",
    "null": "null",
    "list": "[1, 2]",
    "number": "7",
    "text": '"a"',
    "shapes": '{"facts": [], "dates": 7, "fields": "x", "people": {"it": []}, "steps": {"a": null}, "ticked": {}}',
    "deep": '{"steps": {"send-notice": {"done": ' + "[" * 5000 + "]" * 5000 + "}}}",
    "later format": '{"format": 9, "facts": {"path": {"answer": "termination"}}, "tasks": [{"key": 1}]}',
    "names": '{"facts": {"__proto__": "x", "constructor": "y"}, "steps": {"toString": {"done": "2026-01-01"}}}',
    "huge": json.dumps({"notes": "\u202e" + "x" * 1_000_000, "fields": {"client_company": ["y" * 900_000]}}),
    "many": json.dumps({f"key-{number}": "x" for number in range(50_000)}),
}


@pytest.mark.parametrize("text", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_entry_is_said_and_its_text_can_always_be_saved(page: Page, text: str) -> None:
    keep(page, text)
    expect(page.locator("#planner-message")).to_contain_text(re.compile("doesn’t fit|can’t be read|don’t fit"))
    expect(page.locator("#planner-failed")).to_be_hidden()
    assert save(page, "Save the original")[1].decode() == text
    page.get_by_label("Client company").fill("Harbour Clinics")
    page.reload()
    expect(page.get_by_label("Client company")).to_have_value("Harbour Clinics")
    assert save(page, "Save the original") == ("harbour-clinics.original.yml", text.encode())
    remove_case(page)
    expect(page.locator("#planner-message")).to_have_text("The case is removed from this browser.")
    assert page.evaluate(STORED, "playbook-") == {}
    expect(page.get_by_role("button", name="Save the original")).to_be_hidden()


def test_an_entry_under_no_id_gets_one(page: Page) -> None:
    keep(page, '{"fields": {"client_company": "Upper Mill"}}', name="../Upper Mill")
    page.get_by_label("Saved in this browser").select_option("Upper Mill")
    expect(page.get_by_label("Client company")).to_have_value("Upper Mill")
    assert [name.rpartition(".")[2][:5] for name in page.evaluate(STORED, "playbook-")] == ["case-"]


def test_cases_kept_under_another_title_or_company_are_offered(page: Page) -> None:
    keep(page, '{"fields": {"client_company": "Harbour"}}')
    others = {
        "playbook-case.0123456789ab.harbour": '{"fields": {"client_company": "Upper Mill"}, "later": 1}',
        "playbook-original.0123456789ab.harbour": "what it was",
        "playbook-case.0123456789ab.lower": '{"fields": {"client_company": "Lower Mill"}}',
    }
    page.evaluate("(others) => { for (const name in others) localStorage.setItem(name, others[name]); }", others)
    page.reload()
    row = page.locator("#planner-others-row")
    expect(row).to_contain_text(
        "This browser has also saved 2 cases of another playbook, or of this one before its title or company changed."
    )
    page.get_by_role("button", name="Move them here").click()
    expect(row).to_be_hidden()
    expect(page.locator("#planner-message")).to_contain_text("The cases are here now.")
    assert sorted(page.locator("#planner-kept option").all_inner_texts()) == ["Harbour", "Lower Mill", "Upper Mill"]
    kept = page.evaluate(STORED, "playbook-")
    assert not others.keys() & kept.keys() and set(others.values()) <= set(kept.values())
    page.get_by_label("Saved in this browser").select_option("Upper Mill")
    expect(page.get_by_role("button", name="Save the original")).to_be_visible()


FULL = """() => {
  for (let size = 1 << 22; size >= 1; size = Math.floor(size / 2))
    for (let number = 0; ; number += 1)
      try { localStorage.setItem(`full-${size}-${number}`, "x".repeat(size)); } catch { break; }
}"""


def test_with_no_room_left_what_is_kept_is_shown_and_nothing_is_replaced(page: Page) -> None:
    text = '{"fields": {"client_company": "Upper Mill"}, "later": 1}'
    keep(page, text)
    page.evaluate(FULL)
    page.reload()
    expect(page.get_by_label("Client company")).to_have_value("Upper Mill")
    page.get_by_label("Client name").fill("Ms Okafor")
    expect(page.locator("#planner-message")).to_contain_text("This browser has no room left for your last changes.")
    assert list(page.evaluate(STORED, "playbook-").values()) == [text]
    page.get_by_role("button", name="New case").click()
    page.get_by_label("Client company").fill("Lower Mill")
    page.get_by_label("Client company").blur()
    page.get_by_label("Saved in this browser").select_option("Upper Mill")
    expect(page.get_by_label("Client name")).to_have_value("Ms Okafor")
    page.get_by_label("Saved in this browser").select_option("Lower Mill")
    expect(page.get_by_label("Client company")).to_have_value("Lower Mill")


def test_a_script_that_is_missing_is_said_and_what_is_kept_can_be_saved(context: BrowserContext, address: str) -> None:
    page = open_page(context, address)
    page.get_by_label("Client company").fill("Harbour Clinics")
    broken = context.new_page()
    broken.route("**/planner/schedule.js", lambda route: route.abort())
    broken.goto(page.url)
    expect(broken.locator("#planner-failed")).to_contain_text("one of its scripts has failed or is missing")
    expect(broken.locator("#planner-no-script")).to_have_count(0)
    name, text = save(broken, "Save what’s in this browser")
    assert name == "kept.txt" and b"Harbour Clinics" in text


def test_two_cases_of_one_client_are_told_apart(page: Page) -> None:
    for name in ("mill-2025", "mill-2026"):
        keep(page, '{"fields": {"client_company": "Upper Mill"}}', name=name)
    keep(page, '{"fields": {"client_company": "Lower Mill"}}', name="lower")
    options = page.locator("#planner-kept option").all_inner_texts()
    assert sorted(options) == ["Lower Mill", "Upper Mill (mill-2025)", "Upper Mill (mill-2026)"]


def test_the_keyboard_reaches_the_button_that_saves_the_original(page: Page) -> None:
    keep(page, "{")
    page.evaluate("document.activeElement?.blur()")
    page.get_by_role("heading", level=1).click()
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "planner-original":
            break
    with page.expect_download() as caught:
        page.keyboard.press("Enter")
    assert Path(caught.value.path()).read_text(encoding="utf-8") == "{"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_what_is_said_fits_every_screen_and_axe_finds_nothing(
    browser: Browser, address: str, width: int, scheme: Any
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = open_page(context, address)
    keep(page, json.dumps({"facts": {"colour": "r" * 70}, "later": 1, "made-with": {"revision": "1"}}))
    page.locator("#planner-addresses summary").click()
    page.get_by_label("Client's email address", exact=True).fill("jo@")
    page.get_by_label("Client name").focus()
    expect(page.locator("#planner-field-client_email-wrong")).to_be_visible()
    page.evaluate("document.getElementById('planner-failed').hidden = false")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate("scrollTo(0, 0)")  # what the head of the page covers is no target, says axe
    page.add_style_tag(
        content=".planner-phase { content-visibility: visible !important; }"
        "* { transition: none !important; animation: none !important; }"  # a colour on its way can't be judged
    )
    options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
    found = Axe().run(page, options=options).response["violations"]
    assert [violation["id"] for violation in found] == []
    context.close()


def test_the_addresses_that_letters_need_are_asked_and_go_into_the_file(page: Page, book: Book, tmp_path: Path) -> None:
    group = page.locator("#planner-addresses")
    page.get_by_label("Client company").fill("Müller & Co")
    group.locator("summary").focus()
    page.keyboard.press("Enter")
    address = page.get_by_label("Client's email address", exact=True)
    address.fill("ada.okafor")
    name, content = save(page, "Case file (.yml)")
    expect(group).to_contain_text("This isn’t an email address. Write one like jo@example.com.")
    expect(page.locator("#planner-message")).to_have_text(
        "The file leaves out what can’t be right: Client's email address. This browser keeps it until you correct it."
    )
    assert name == "muller-co.yml" and b"ada.okafor" not in content
    page.reload()
    expect(address).to_have_value("ada.okafor")
    address.fill("ada.okafor@example.com")
    (tmp_path / "case.yml").write_bytes(save(page, "Case file (.yml)")[1])
    assert load_case(tmp_path / "case.yml", book.playbook).fields["client_email"] == "ada.okafor@example.com"


def test_only_addresses_of_letters_that_may_go_out_are_asked(page: Page, book: Book) -> None:
    shown = page.locator("#planner-addresses .planner-field:not([hidden]) input")
    for option in book.playbook.path.options:
        page.locator(f"input[name=planner-fact-path][value={option.id}]").check()
        letters = book.list_emails(make_plan(book.playbook, {"path": option.id}))
        needed = {letter.address for letter, _ in letters} & set(book.playbook.field)
        asked = shown.evaluate_all("(inputs) => inputs.map((input) => input.id.replace('planner-field-', ''))")
        assert set(asked) == needed
