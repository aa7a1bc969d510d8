"""One panel of the page: its words, the SQL that gives its figures, and how they are drawn.

Belongs here: the shape of a panel and what its SQL is told about the deployment. Does not belong
here: panels (panels/), looks (marks.py), files (render.py).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from string import Template
from typing import Any

from dagster_project.lib.warehouse import quote

PARTS = ("Insights", "Messaging", "Launches", "Adoption", "Goals", "Data health")
MODEL = "linear"
"""The attribution model that the page shows, where the deployment computes it."""


@dataclass(frozen=True)
class Panel:
    """What one panel shows.

    `sql` gives every figure in it and is shown beside it; `$model` and the like are filled in from
    the settings first. `needs`: the tables it reads. `empty`: why it may have nothing to show yet.
    `draw` makes an Altair chart or a Great Tables table of the rows; it never computes a figure.
    """

    key: str
    part: str
    title: str
    words: str
    needs: tuple[str, ...]
    empty: str
    sql: str
    draw: Callable[[Any, Mapping[str, Any]], Any]
    wide: bool = False

    def query(self, settings_vars: Mapping[str, Any]) -> str:
        """The SQL for this deployment."""
        return Template(self.sql.strip()).substitute(sql_words(settings_vars))


def sql_words(settings_vars: Mapping[str, Any]) -> dict[str, str]:
    """What `$word` in a panel's SQL stands for."""
    models = settings_vars["attribution_models"]
    low, high = settings_vars["roas_target"]
    return {
        "roas_low": str(low),
        "roas_high": str(high),
        "model": quote(MODEL if MODEL in models or not models else models[0]),
        "as_of": "(select max(as_of_on) from quality.builds)",
    }
