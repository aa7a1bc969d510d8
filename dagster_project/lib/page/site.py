"""The folder `site/` of a snapshot: the page, and dbt's docs and column lineage where made.

Belongs here: which files a snapshot shows to people, and what stands there when the page cannot be
made. It is filled before readers can see the snapshot, so page and marts are switched together and
the manifest covers both. A failure here is reported and published around: whoever queries marts
must not wait for a chart. Does not belong here: what the page shows (panels/).
"""

from __future__ import annotations

import hashlib
import html
import logging
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dagster_project.lib import gx_helper, phases

log = logging.getLogger("pma.page")

FOLDER = "site"
PAGE = "index.html"
DOCS = {"docs.html": "models and columns", "lineage.html": "column lineage"}
"""Made by lib/page/docs.py, once per state of the models."""


def cache_dir(settings) -> Path:
    """What is kept between nights so that they need not make it again."""
    return settings.home.resolve() / "dbt" / "site"


def docs_dir(settings) -> Path:
    """Docs of the models as they are now; other models have other docs."""
    from dagster_project.lib.fingerprint import parse_fingerprint

    return cache_dir(settings) / parse_fingerprint(settings)[:16]


def add_site(
    settings, candidate: Path, marts_file: str, build: Mapping[str, Any]
) -> dict[str, Any]:
    """Fill `candidate`/site; returns what the manifest says about it. Never raises."""
    folder = candidate / FOLDER
    folder.mkdir(exist_ok=True)
    report: dict[str, Any] = {"panels": 0, "empty": [], "problems": {}}
    with phases.phase("page"):
        try:
            siblings = _add_docs(settings, folder)
            report |= _write_page(settings, candidate / marts_file, folder, build, siblings)
        except Exception as error:
            log.warning("the page was not made: %s: %s", type(error).__name__, error)
            report["problems"]["page"] = f"{type(error).__name__}: {error}".splitlines()[0]
            (folder / PAGE).write_text(_instead(build, report["problems"]["page"]))
    return report | {"files": files_of(candidate)}


def _write_page(settings, marts_file: Path, folder: Path, build, siblings) -> dict[str, Any]:
    facts = {
        "as_of": build["as_of"],
        "build_id": build["build_id"],
        "checks_passed": len(build.get("checks", {})),
        "siblings": siblings,
    }
    return gx_helper.run(
        "dagster_project.lib.page.render:write_page",
        *(marts_file, folder / PAGE, facts, dict(settings.vars), cache_dir(settings)),
    )


def _add_docs(settings, folder: Path) -> dict[str, str]:
    """Link docs that were made for the present models beside the page; they are never written to
    again, so the snapshots share one copy. Returns file → words for a link."""
    made = docs_dir(settings)
    present = {name: words for name, words in DOCS.items() if (made / name).exists()}
    for name in present:
        share(made / name, folder / name)
    return present


def share(source: Path, target: Path) -> None:
    """One file under two names; a copy where the file system has no such thing."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy(source, target)


def _instead(build: Mapping[str, Any], problem: str) -> str:
    return (
        "<!doctype html><html lang='en'><meta charset='utf-8'><title>Scorecard</title>"
        f"<h1>The scorecard of {html.escape(str(build['as_of']))} could not be made</h1>"
        "<p>The marts beside it are whole and were checked. What went wrong: "
        f"{html.escape(problem)}</p></html>"
    )


def files_of(candidate: Path) -> dict[str, dict[str, Any]]:
    """Path → size and checksum of everything in the folder."""
    return {
        f"{FOLDER}/{path.name}": {
            "bytes": path.stat().st_size,
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        }
        for path in sorted((candidate / FOLDER).iterdir())
    }
