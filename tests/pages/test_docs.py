"""Docs and column lineage: made once per state of the models, beside the page, offline.

Belongs here: `make docs` over a copy of a night, and what a night does with docs that are there.
"""

from __future__ import annotations

import json

import pytest

from dagster_project.lib import snapshots
from dagster_project.lib.dbt_runner import load_manifest
from dagster_project.lib.marts import published_marts
from dagster_project.lib.page import docs, site
from dagster_project.lib.settings import load_settings
from tests.support.nights import copy_home

pytestmark = pytest.mark.xdist_group("nights")

HAVE_LINEAGE = 0.85
"""Share of the marts' columns; constants and columns made of nothing have no parent."""


@pytest.fixture(scope="module")
def documented(nights, second_night, tmp_path_factory):
    """Settings of a home after `make docs`, and the manifest of its snapshot before."""
    home = copy_home(second_night, tmp_path_factory.mktemp("docs") / "home")
    settings = load_settings(home, env={})
    before = snapshots.read_manifest(snapshots.current_snapshot(settings))
    ended = nights.run(home, call="dagster_project.docs:main")
    assert ended.code == 0, ended.output
    return settings, before


def test_docs_stand_beside_the_page_and_in_the_manifest(documented):
    settings, before = documented
    snapshot = snapshots.current_snapshot(settings)
    manifest = snapshots.read_manifest(snapshot)
    assert set(manifest["site"]["files"]) == {f"site/{n}" for n in ("index.html", *site.DOCS)}
    assert manifest["site"]["files"] == site.files_of(snapshot)
    assert before["site"]["files"].items() <= manifest["site"]["files"].items()
    assert {k: v for k, v in manifest.items() if k != "site"} == {
        k: v for k, v in before.items() if k != "site"
    }


def test_docs_are_offline(documented, chromium):
    settings, _ = documented
    folder = snapshots.current_snapshot(settings) / "site"
    for name, ready in {
        "docs.html": "text=romi",
        "lineage.html?model=model.pma.romi&column=roas": ".react-flow__node",
    }.items():
        requests: list[str] = []
        page = chromium.new_page()
        page.on("request", lambda request, seen=requests: seen.append(request.url))
        page.goto(folder.resolve().as_uri() + "/" + name)
        page.wait_for_selector(ready, state="attached", timeout=120_000)
        away = [url for url in requests if not url.startswith(("file:", "data:", "blob:"))]
        assert away == []
        page.close()


def test_columns_of_marts_know_where_they_come_from(documented):
    settings, _ = documented
    lineage = json.loads((site.docs_dir(settings) / docs.EDGES).read_text())["lineage"]
    known = {(edge["target"], edge["targetColumn"]) for edge in lineage["edges"]}
    columns = [
        (mart.unique_id, column)
        for mart in published_marts(load_manifest(settings))
        for column in mart.columns
    ]
    assert sum(column in known for column in columns) / len(columns) > HAVE_LINEAGE
    sources = {
        (edge["source"], edge["sourceColumn"])
        for edge in lineage["edges"]
        if (edge["target"], edge["targetColumn"]) == ("model.pma.romi", "roas")
    }
    assert ("model.pma.int_romi_values", "ad_revenue") in sources
    assert ("model.pma.int_romi_costs", "ad_spend") in sources


def test_a_night_publishes_docs_of_its_own_models_only(settings, tmp_path, monkeypatch):
    """Kept docs are linked into the candidate; those of other models are not."""
    monkeypatch.setattr(site, "cache_dir", lambda settings: tmp_path / "cache")
    made = site.docs_dir(settings)
    made.mkdir(parents=True)
    for name in site.DOCS:
        (made / name).write_text(name)
    candidate = tmp_path / "candidate"
    (candidate / "site").mkdir(parents=True)
    assert site._add_docs(settings, candidate / "site") == site.DOCS
    assert {path.name for path in (candidate / "site").iterdir()} == set(site.DOCS)
    made.rename(made.with_name("other-models"))
    (tmp_path / "next").mkdir()
    assert site._add_docs(settings, tmp_path / "next") == {}
