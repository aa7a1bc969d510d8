"""Whole builds in passes over history give what one pass gives.

Belongs here: var `usage_rows_per_pass`. Does not belong here: increments (tests/property).
"""

from __future__ import annotations

import shutil

import pytest

from tests.support.nights import DAY_BEFORE, cells

pytestmark = pytest.mark.xdist_group("nights")


def test_passes_publish_the_same_cells(nights, first_night, tmp_path):
    """Some twenty passes instead of one, every published cell alike."""
    home = tmp_path / "home"
    shutil.copytree(first_night / "raw", home / "raw")
    shutil.copy(first_night / "hash_key", home)
    (home / "pma.yml").write_text("vars: {usage_rows_per_pass: 300}\n")
    ended = nights.run(home, as_of=DAY_BEFORE)
    assert ended.code == 0, ended.output
    ran = home / "dbt" / "target" / "run" / "pma" / "models" / "intermediate"
    for model in ("usage/int_event_days", "web/int_sessions"):
        first_pass = (ran / f"{model}.sql").read_text()
        assert "date_day < timestamp '" in first_pass and "occurred_at < timestamp '" in first_pass
    assert cells(home, {"quality.builds": {"*"}}) == cells(first_night, {"quality.builds": {"*"}})
