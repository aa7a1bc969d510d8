"""dbt's docs and colibri's column lineage as two offline files, once per state of the models.

Belongs here: making them, keeping them, putting them beside a page that is published already. They
describe code, not data, and take as long as a small night; so a command makes them (`make docs`),
and every night whose models are the same publishes them again for nothing.
"""

from __future__ import annotations

import json
import logging
import shutil
import tempfile
from pathlib import Path

from dagster_project.lib import dbt_runner, snapshots
from dagster_project.lib.page import site

EDGES = "lineage.json"
"""The same lineage as data; kept, not published."""


def make_docs(settings) -> Path:
    """The folder with docs.html and lineage.html for the present models; made where missing."""
    made = site.docs_dir(settings)
    if all((made / name).exists() for name in site.DOCS):
        return made
    made.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=made.parent) as folder:
        target, fresh = Path(folder) / "target", Path(folder) / "fresh"
        fresh.mkdir()
        dbt_runner.generate_docs(settings, target)
        shutil.copy(target / "static_index.html", fresh / "docs.html")
        _lineage(target, Path(folder) / "colibri")
        shutil.copy(Path(folder) / "colibri" / "index.html", fresh / "lineage.html")
        shutil.copy(Path(folder) / "colibri" / "colibri-manifest.json", fresh / EDGES)
        shutil.rmtree(made, ignore_errors=True)
        fresh.rename(made)
    return made


def _lineage(target: Path, folder: Path) -> None:
    """Called as a library: its command line asks a package index for newer versions."""
    _speak_newer_sqlglot()
    from dbt_colibri.lineage_extractor.extractor import DbtColumnLineageExtractor
    from dbt_colibri.report.generator import DbtColibriReportGenerator

    logging.getLogger("colibri").setLevel(logging.CRITICAL)
    extractor = DbtColumnLineageExtractor(
        str(target / "manifest.json"), str(target / "catalog.json")
    )
    report = DbtColibriReportGenerator(extractor, light_mode=True, disable_telemetry=True)
    report.generate_report(output_dir=str(folder))


def _speak_newer_sqlglot() -> None:
    """sqlglot renamed what colibri reads of a union; without the old name every model that unions
    anything, or reads one that does, would be without lineage."""
    from sqlglot.optimizer.scope import Scope

    if not hasattr(Scope, "union_scopes"):
        Scope.union_scopes = property(lambda scope: scope.set_operation_scopes)


def add_to_current(settings, made: Path) -> Path | None:
    """Put the docs beside the page that readers see, and into its manifest; the marts, the page and
    whatever else is published stay untouched. Returns the folder, or None before any publish."""
    snapshot = snapshots.current_snapshot(settings)
    if snapshot is None:
        return None
    folder = snapshot / site.FOLDER
    folder.mkdir(exist_ok=True)
    for name in site.DOCS:
        fresh = folder / f".{name}"
        fresh.unlink(missing_ok=True)
        site.share(made / name, fresh)
        fresh.replace(folder / name)
    manifest = snapshots.read_manifest(snapshot)
    manifest["site"] = manifest.get("site", {}) | {"files": site.files_of(snapshot)}
    fresh = snapshot / ".manifest.json"
    fresh.write_text(json.dumps(manifest, indent=1))
    fresh.replace(snapshot / "manifest.json")
    return folder
