"""Fixtures of the page: served, as one file, and in a browser."""

import pytest
from playwright.sync_api import expect

from support.browser import chromium
from support.page import SECONDS, WIDE
from support.serving import serving


# Playwright keeps an event loop in its thread, which would block the loops of other modules
@pytest.fixture(scope="module")
def browser():
    with chromium() as started:
        yield started


@pytest.fixture(scope="session")
def address():
    with serving("--no-open") as found:
        yield found


@pytest.fixture
def opened(browser):
    """Open pages, and fail if one of them reports an error."""
    contexts, errors = [], []

    def opened(address, viewport=WIDE, *, ready=True, **options):
        contexts.append(browser.new_context(viewport=viewport, accept_downloads=True, **options))
        page = contexts[-1].new_page()
        page.set_default_timeout(SECONDS * 1000)
        page.on("pageerror", lambda error: errors.append(str(error)))
        # a busy server is asked again
        page.on(
            "console",
            lambda message: message.type == "error" and " 503 " not in message.text and errors.append(message.text),
        )
        page.errors = errors
        page.goto(address)
        if ready:
            expect(page.locator("#picture .box").first).to_be_attached(timeout=60_000)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert errors == []
