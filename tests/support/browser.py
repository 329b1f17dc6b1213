"""Chromium, for tests that look at pages."""

import shutil
from contextlib import contextmanager

import pytest
from playwright.sync_api import Error, expect, sync_playwright

from support.page import SECONDS


@contextmanager
def chromium():
    """Yield a browser. If none is installed, skip the test."""
    expect.set_options(timeout=SECONDS * 1000)
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        try:
            started = playwright.chromium.launch(executable_path=program)
        except Error as error:
            pytest.skip(f"no browser: install Chromium, or run playwright install chromium ({str(error)[:80]})")
        yield started
        started.close()
