"""The page that plans a case, in a real browser: people can use it in any way, and lose nothing."""

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, BrowserContext, Page, expect

from generator.documents.book import Book
from generator.load.case import load_case
from generator.playbook.imprint import take_imprint
from tests.whole.planner_page import open_page, save


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context()
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, address: str) -> Page:
    return open_page(context, address)


def fill_in(page: Page, *, company: str = "Harbour Clinics", end: str = "2026-12-31") -> None:
    page.get_by_label("Client company").fill(company)
    page.get_by_label("End of contract").check()
    page.get_by_label("The end of the contract").fill(end)
    page.get_by_label("Plan for a date other than today").fill("2026-12-21")


def days_of(page: Page, step: str) -> str:
    # not its inner text, which is empty until a step out of sight has been drawn
    return page.locator(f"#planner-step-{step} .planner-days").text_content() or ""


def test_answers_and_days_make_a_plan_at_once(page: Page) -> None:
    fill_in(page)
    assert days_of(page, "send-notice") == (
        "Tue 1 Dec to Thu 17 Dec 2026 (30 to 14 days before the end of the contract)"
    )
    late = page.locator("#planner-step-send-notice .planner-note")
    expect(late).to_contain_text("4 days late (30 to 14 days before the end of the contract). 10 days left until")
    expect(late).to_contain_text("Look up the clause on notice")
    expect(page.locator("#planner-first")).to_contain_text(
        "10 Send the notice · Thu 17 Dec 2026 · waits for steps 8 and 9"
    )
    expect(page.locator("#planner-step-check-cure")).to_be_hidden()
    expect(page.locator("#planner-no-script")).to_be_hidden()
    expect(page.locator("#planner-skipped")).to_contain_text("The contract runs to its agreed end")


def test_only_questions_that_still_matter_are_asked(page: Page) -> None:
    expect(page.get_by_role("group", name="Why does it end early?")).to_be_visible()
    fill_in(page)
    expect(page.get_by_role("group", name="Why does it end early?")).to_be_hidden()
    page.get_by_label("Termination", exact=True).check()
    page.get_by_label("Both sides", exact=True).check()
    reasons = page.get_by_role("group", name="Why does it end early?")
    expect(reasons.get_by_label("The client is insolvent")).to_be_visible()
    expect(reasons.get_by_label("Unpaid invoices", exact=True)).to_be_hidden()


def test_answers_that_no_longer_fit_are_taken_back_and_said(page: Page) -> None:
    page.get_by_label("Termination", exact=True).check()
    page.get_by_label("We do", exact=True).check()
    page.get_by_label("Unpaid invoices", exact=True).check()
    page.get_by_label("Both sides", exact=True).check()
    expect(page.locator("#planner-message")).to_have_text(
        "Answers that no longer fit were removed: Why does it end early?"
    )


def test_impossible_days_are_refused_with_the_reason(page: Page) -> None:
    page.get_by_label("Termination", exact=True).check()
    page.get_by_label("The day on which termination was raised").fill("2026-12-05")
    page.get_by_label("The effective date", exact=True).fill("2026-12-01")
    wrong = page.locator("#planner-date-effective-date-wrong")
    expect(wrong).to_contain_text("An early end cannot take effect before either side has asked for it.")
    assert page.get_by_label("The effective date", exact=True).get_attribute("aria-invalid") == "true"
    page.get_by_label("The effective date", exact=True).fill("2206-12-01")
    expect(wrong).to_have_text("Enter a date from Wed 1 Jan 2025 to Fri 31 Dec 2038.")


def test_the_last_tick_makes_a_step_done_and_a_reload_keeps_the_case(page: Page) -> None:
    fill_in(page)
    boxes = page.locator("#planner-step-prepare-notice input[type=checkbox]")
    for number in range(boxes.count()):
        boxes.nth(number).check()
    expect(page.locator("#planner-step-prepare-notice .planner-badge")).to_have_text(re.compile("^done: "))
    boxes.first.uncheck()
    expect(page.locator("#planner-step-prepare-notice .planner-badge")).to_have_text("late")
    boxes.first.check()
    page.reload()
    expect(page.get_by_label("Client company")).to_have_value("Harbour Clinics")
    expect(page.locator("#planner-step-prepare-notice .planner-badge")).to_have_text(re.compile("^done: "))


def test_a_day_that_was_typed_stays_when_a_task_is_unticked(page: Page) -> None:
    fill_in(page)
    step = page.locator("#planner-step-prepare-notice")
    step.get_by_label("Done on").fill("2026-11-20")
    step.locator("input[type=checkbox]").first.check()
    step.locator("input[type=checkbox]").first.uncheck()
    expect(step.locator(".planner-badge")).to_have_text("done: Fri 20 Nov 2026")


def test_a_link_to_a_step_leaves_the_address_to_the_case(page: Page) -> None:
    fill_in(page)
    page.locator("#planner-first a").first.click()
    assert page.evaluate("document.activeElement.id") == "planner-step-prepare-notice"
    page.reload()
    expect(page.get_by_label("Client company")).to_have_value("Harbour Clinics")


def test_two_tabs_with_one_case_keep_both_changes(page: Page, context: BrowserContext) -> None:
    fill_in(page)
    other = open_page(context, page.url)
    expect(other.get_by_label("Client company")).to_have_value("Harbour Clinics")
    other.get_by_label("Client name").fill("Ms Okafor")
    page.get_by_role("group", name="Do we offer the client a renewal?").get_by_label("No", exact=True).check()
    expect(page.get_by_label("Client name")).to_have_value("Ms Okafor")
    expect(other.locator("#planner-skipped")).to_contain_text("No renewal is on offer")


def test_two_tabs_with_two_cases_do_not_mix(page: Page, context: BrowserContext, address: str) -> None:
    fill_in(page)
    other = open_page(context, address)
    expect(other.get_by_label("Client company")).to_have_value("")
    other.get_by_label("Client company").fill("Upper Mill")
    expect(page.get_by_label("Client company")).to_have_value("Harbour Clinics")
    page.reload()
    expect(page.get_by_label("Client company")).to_have_value("Harbour Clinics")
    page.get_by_label("Saved in this browser").select_option("Upper Mill")
    expect(page.get_by_label("Client company")).to_have_value("Upper Mill")


def test_a_case_is_removed_on_request_and_not_before(page: Page, address: str) -> None:
    fill_in(page)
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('playbook-case')).length") == 1
    page.get_by_role("button", name="Remove this case from this browser").click()
    expect(page.locator("#planner-message")).to_have_text("The case is removed from this browser.")
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('playbook-case')).length") == 0
    page.goto(address)
    expect(page.get_by_label("Client company")).to_have_value("")


def test_without_storage_it_works_and_says_what_is_not_kept(browser: Browser, address: str) -> None:
    context = browser.new_context()
    context.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('off', 'SecurityError'); } });"
    )
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector("#planner:not([hidden])")
    expect(page.locator("#planner-message")).to_contain_text("This browser can’t save anything for this page.")
    fill_in(page)
    assert days_of(page, "send-notice").startswith("Tue 1 Dec to Thu 17 Dec 2026")
    context.close()


def test_the_case_file_of_the_page_is_one_for_the_command(page: Page, book: Book, tmp_path: Path) -> None:
    fill_in(page, company='Söhne & Co: "Mühle" #1')
    page.locator("#planner-step-prepare-notice").get_by_label("Done on").fill("2026-11-20")
    page.locator("#planner-step-send-notice input[type=checkbox]").first.check()
    name, content = save(page, "Case file (.yml)")
    assert name == "sohne-co-muhle-1.yml"
    (tmp_path / name).write_bytes(content)
    case = load_case(tmp_path / name, book.playbook)
    assert case.facts == {"path": "end-of-contract"} and str(case.dates["contract-end"]) == "2026-12-31"
    assert case.fields == {"client_company": 'Söhne & Co: "Mühle" #1'}
    assert str(case.steps["prepare-notice"].done) == "2026-11-20" and len(case.ticked) == 1
    assert case.made_with == take_imprint(book.playbook)


def test_names_of_downloads_are_safe_everywhere(page: Page) -> None:
    for company, name in (
        ("../../etc/passwd", "etc-passwd"),
        ("CON", "case-con"),
        ("株式会社", "case"),
        ("7 Seas", "7-seas"),
    ):
        page.get_by_label("Client company").fill(company)
        assert save(page, "Case file (.yml)")[0] == f"{name}.yml"


def test_the_keyboard_alone_goes_from_the_first_question_to_the_printed_plan(page: Page) -> None:
    page.evaluate("window.print = () => { window.printed = true; }")
    page.locator("#planner-new").focus()
    page.keyboard.press("Enter")
    seen: list[str] = []
    for _ in range(400):
        name = page.evaluate("document.activeElement.id || document.activeElement.name")
        seen.append(name)
        if name == "planner-field-client_company":
            page.keyboard.type("Harbour Clinics")
        elif name == "planner-fact-path" and "planner-date-contract-end" not in seen:
            page.keyboard.press("Space" if page.evaluate("document.activeElement.value") == "" else "ArrowUp")
            page.locator("input[name=planner-fact-path]:checked").press("ArrowUp")
            page.keyboard.press("ArrowUp")
        elif name == "planner-date-contract-end":
            page.keyboard.type("12312026")
        elif name == "planner-print":
            page.keyboard.press("Enter")
            break
        page.keyboard.press("Tab")
    assert page.evaluate("window.printed") is True
    expect(page.get_by_label("End of contract")).to_be_checked()
    assert re.match(r"\w{3} \d+ \w+ to \w{3} \d+ \w+ 2026", days_of(page, "send-notice"))


@pytest.mark.parametrize(
    ("now", "zone", "today"),
    [
        ("2027-01-01T00:30:00Z", "America/Los_Angeles", "Fri 1 Jan 2027"),  # still 2026 where the reader sits
        ("2026-12-31T23:30:00Z", "Pacific/Kiritimati", "Thu 31 Dec 2026"),  # already 2027 there
        ("2026-07-01T23:30:00Z", "UTC", "Thu 2 Jul 2026"),  # summer time in London
    ],
)
def test_today_is_the_day_where_the_company_is(browser: Browser, address: str, now: str, zone: str, today: str) -> None:
    context = browser.new_context(timezone_id=zone)
    page = context.new_page()
    page.clock.set_fixed_time(now)
    page.goto(address)
    page.wait_for_selector("#planner:not([hidden])")
    expect(page.locator("#planner-heading")).to_contain_text(f"As of {today}", use_inner_text=False)
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 768, 1280])
def test_it_fits_every_screen_and_axe_finds_nothing(browser: Browser, address: str, width: int, scheme: Any) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = open_page(context, address)
    fill_in(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    # Rows that are not rendered because they are out of sight have no place yet, and axe takes the footer for theirs.
    page.add_style_tag(content=".planner-phase { content-visibility: visible !important; }")
    options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
    found = Axe().run(page, options=options)
    assert [violation["id"] for violation in found.response["violations"]] == []
    small = page.evaluate(
        "[...document.querySelectorAll('#planner :is(button, select, input:not([type=file]), label.md-button)')]"
        ".filter((node) => node.offsetParent && !node.closest('label:not(.md-button)'))"
        ".map((node) => [node.id, node.getBoundingClientRect().height]).filter(([, height]) => height < 24)"
    )
    assert small == []
    context.close()


def test_on_paper_there_is_the_plan_and_nothing_to_fill_in(page: Page) -> None:
    from pypdf import PdfReader

    fill_in(page)
    done = page.locator("#planner-step-prepare-notice")
    done.get_by_label("Done on").fill("2026-11-20")
    page.emulate_media(media="print")
    boxes = done.locator("input[type=checkbox]")
    colours = boxes.evaluate_all("(boxes) => boxes.map((box) => getComputedStyle(box).backgroundColor)")
    assert set(colours) == {"rgb(0, 0, 0)"}
    paper = " ".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(page.pdf(format="A4"))).pages)
    text = " ".join(paper.split())
    assert (
        "Client offboarding: Harbour Clinics. As of Mon 21 Dec 2026" in text and "Tue 1 Dec to Thu 17 Dec 2026" in text
    )
    assert (
        "Plan for a date other than today" not in text
        and "Saved in this browser" not in text
        and "Not known yet" not in text
    )


def test_without_scripts_the_page_says_what_to_do(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    note = page.locator("#planner-no-script")  # what stands in <noscript> is not found by its text
    expect(note).to_be_visible()
    assert "print the checklist of the path" in (note.text_content() or "")
    expect(page.locator("#planner")).to_be_hidden()
    context.close()


def test_nothing_typed_leaves_the_browser(context: BrowserContext, address: str) -> None:
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = open_page(context, address)
    fill_in(page)
    for button in ("Calendar (.ics)", "Table (.csv)", "Case file (.yml)"):
        save(page, button)
    folder = address.rpartition("/")[0]
    assert [url for url in asked if not url.startswith((folder, "blob:", "data:"))] == []
