"""The benchmark of attribution still runs.

Belongs here: that its own tables suit the models. Does not belong here: any figure it prints.
"""

from __future__ import annotations

from tests.bench.attribution import CHANNELS, real_models
from tests.dbt_attribution.journeys import rows


def test_the_real_models_run_on_its_touches(tmp_path, capsys):
    real_models(2_000, tmp_path)
    warehouse = tmp_path / "touches-2000" / "warehouse" / "pma.duckdb"
    channels = {row[0] for row in rows(warehouse, "select channel from core.attribution_credits")}
    assert set(CHANNELS) < channels | {"(unattributed)"}
    assert capsys.readouterr().out.startswith("2,000 touches: ")
