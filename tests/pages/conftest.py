"""A real Chromium for the pages, and the second night whose page and marts are looked at.

Belongs here: starting the browser, what every opened page must not do. Where Chromium is missing
the tests are skipped and say how to get it; PMA_NEED_CHROMIUM makes that a failure (`.ci/run`).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from dagster_project.lib import snapshots
from dagster_project.lib.settings import load_settings
from tests.support.fixtures import company, first_night, nights, parsed_home, second_night

__all__ = ["company", "first_night", "nights", "parsed_home", "second_night"]

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
HOW = "no Chromium found: `apt-get install chromium`, or name one in PMA_CHROMIUM"


def _executable() -> str | None:
    named = os.environ.get("PMA_CHROMIUM")
    return named or next(filter(None, map(shutil.which, NAMES)), None)


@pytest.fixture(scope="module")
def chromium():
    """One headless browser for the tests of a module."""
    executable = _executable()
    if executable is None:
        if os.environ.get("PMA_NEED_CHROMIUM"):
            pytest.fail(HOW)
        pytest.skip(HOW)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=executable, args=FLAGS)
        yield browser
        browser.close()


@dataclass
class Opened:
    """A page on show, and everything it did that it should not."""

    page: object
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def show(chromium):
    """Opens a page file, waits for its charts, records requests and errors."""

    @contextmanager
    def _show(file: Path, width: int = 1280, scheme: str = "light") -> Iterator[Opened]:
        page = chromium.new_page(
            viewport={"width": width, "height": 900}, color_scheme=scheme, has_touch=width < 500
        )
        opened = Opened(page)
        page.on("request", lambda request: opened.requests.append(request.url))
        page.on("pageerror", lambda error: opened.errors.append(str(error)))
        page.on("console", lambda m: m.type == "error" and opened.errors.append(m.text))
        try:
            page.goto(file.resolve().as_uri())
            page.wait_for_selector("body[data-drawn]", timeout=60_000)
            yield opened
        finally:
            page.close()

    return _show


@pytest.fixture(scope="module")
def settings(second_night):
    return load_settings(second_night, env={})


@pytest.fixture(scope="module")
def snapshot(settings) -> Path:
    return snapshots.current_snapshot(settings)
