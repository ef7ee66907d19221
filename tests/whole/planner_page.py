"""Opens the page that plans a case as every test of it does, and saves what it makes."""

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page


def open_page(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.on("pageerror", lambda error: pytest.fail(f"a script failed: {error}"))
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(address)
    page.wait_for_selector("#planner:not([hidden])")
    return page


def save(page: Page, button: str) -> tuple[str, bytes]:
    with page.expect_download() as caught:
        page.get_by_role("button", name=button).click()
    return caught.value.suggested_filename, Path(caught.value.path()).read_bytes()
