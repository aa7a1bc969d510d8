"""Whole builds in passes over history give what one pass gives.

Belongs here: var `usage_rows_per_pass`. Does not belong here: increments (tests/property).
"""

from __future__ import annotations

import shutil

import pytest

from tests.support.nights import DAY_BEFORE, cells

pytestmark = pytest.mark.xdist_group("nights")

OF_EVENTS = ("intermediate/usage/int_event_days", "intermediate/web/int_sessions")
OF_DAYS = (
    "intermediate/usage/int_excluded_days",
    "intermediate/usage/int_version_days",
    "marts/core/user_days",
    "marts/core/user_feature_days",
)
"""What makes passes over raw events, and what over the days made of them."""


def test_passes_publish_the_same_cells(nights, first_night, tmp_path):
    """Some twenty passes instead of one, every published cell alike."""
    home = tmp_path / "home"
    shutil.copytree(first_night / "raw", home / "raw")
    shutil.copy(first_night / "hash_key", home)
    (home / "pma.yml").write_text("vars: {usage_rows_per_pass: 300}\n")
    ended = nights.run(home, as_of=DAY_BEFORE)
    assert ended.code == 0, ended.output
    ran = home / "dbt" / "target" / "run" / "pma" / "models"
    for model in OF_EVENTS + OF_DAYS:
        first_pass = (ran / f"{model}.sql").read_text()
        assert "date_day < date '" in first_pass
        assert ("occurred_at < date '" in first_pass) == (model in OF_EVENTS)
    assert cells(home, {"quality.builds": {"*"}}) == cells(first_night, {"quality.builds": {"*"}})
