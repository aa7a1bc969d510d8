"""Pictures for the README, taken from what is published: `make pictures`.

Belongs here: photographing docs/img/*.png in a headless Chromium. Run it after `make demo docs`.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from dagster_project.lib import snapshots
from dagster_project.lib.page.site import FOLDER
from dagster_project.lib.settings import load_settings
from tests.pages.conftest import FLAGS, HOW, NAMES

IMAGES = Path(__file__).parents[2] / "docs" / "img"
LINEAGE = "lineage.html?model=model.pma.romi&column=roas&parents=2&children=1"
FIT = ".react-flow__controls-fitview"


def _shoot(browser, url: str, name: str, ready: str, height: int, fit: str | None = None) -> None:
    page = browser.new_page(viewport={"width": 1180, "height": height})
    page.goto(url)
    page.wait_for_selector(ready, timeout=120_000)
    if fit:
        page.locator(fit).first.click()
    page.wait_for_timeout(1500)
    page.screenshot(path=IMAGES / name)
    page.close()
    print(f"{IMAGES.name}/{name}: {(IMAGES / name).stat().st_size // 1000} kB")


def main() -> int:
    """Take every picture; exit code 1 where there is nothing to photograph."""
    snapshot = snapshots.current_snapshot(load_settings())
    executable = next(filter(None, map(shutil.which, NAMES)), None)
    if snapshot is None or not (snapshot / FOLDER / "lineage.html").exists():
        print("nothing to photograph: make demo docs", file=sys.stderr)
        return 1
    if executable is None:
        print(HOW, file=sys.stderr)
        return 1
    IMAGES.mkdir(parents=True, exist_ok=True)
    site = (snapshot / FOLDER).resolve().as_uri()
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=executable, args=FLAGS)
        _shoot(browser, f"{site}/index.html", "scorecard.png", "body[data-drawn]", 980)
        _shoot(browser, f"{site}/{LINEAGE}", "lineage.png", ".react-flow__node", 620, FIT)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
