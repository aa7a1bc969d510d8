"""The exposures name what really reads the marts.

Belongs here: dbt's list of uses against the page's panels and the questions' SQL.
"""

from __future__ import annotations

import re

import pytest

from dagster_project.lib.dbt_runner import load_manifest
from dagster_project.lib.marts import published_marts
from dagster_project.lib.page.panels import PANELS
from dagster_project.lib.scorecard import LINES
from dagster_project.lib.settings import load_settings
from tests.pages.questions import questions

pytestmark = pytest.mark.xdist_group("nights")

RELATION = re.compile(r"\b(?:from|join) ([a-z]+\.[a-z_]+)")


@pytest.fixture(scope="module")
def manifest(parsed_home):
    return load_manifest(load_settings(parsed_home, env={}))


@pytest.fixture(scope="module")
def exposed(manifest) -> dict[str, set[str]]:
    relations = {mart.unique_id: mart.relation for mart in published_marts(manifest)}
    return {
        exposure["name"]: {relations[node] for node in exposure["depends_on"]["nodes"]}
        for exposure in manifest["exposures"].values()
    }


def test_the_scorecard_names_every_mart_that_it_reads(exposed, manifest):
    published = {mart.relation for mart in published_marts(manifest)}
    read = {name for panel in PANELS for name in panel.needs}
    read |= {name for line in LINES for name in RELATION.findall(line.query)}
    assert exposed["scorecard"] == read & published


def test_five_questions_are_exposed_with_what_they_read(exposed, manifest):
    by_name = {question.name: question for question in questions()}
    named = set(exposed) - {"scorecard"}
    assert len(named) == 5
    for name in named:
        assert exposed[name] == set(RELATION.findall(by_name[name].sql)), name
        label = manifest["exposures"][f"exposure.pma.{name}"]["label"]
        assert label == by_name[name].words
