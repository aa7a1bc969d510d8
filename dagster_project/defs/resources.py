"""The night: what every step of one run shares.

Belongs here: the lock for the whole run, settings read once, the build id and tonight's load.
Does not belong here: what a step does.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import dagster as dg

from dagster_project.lib.dbt_runner import set_environment
from dagster_project.lib.landing import open_load
from dagster_project.lib.lock import night_lock
from dagster_project.lib.settings import Settings, load_settings
from dagster_project.lib.snapshots import link_last_published
from dagster_project.lib.warehouse import open_warehouse

CONFIG = {
    "rebuild": dg.Field(
        bool,
        default_value=False,
        description="Empty the raw tables, land the whole drop zone again, rebuild every model.",
    ),
    "full_refresh": dg.Field(
        bool, default_value=False, description="Rebuild incremental models from the raw tables."
    ),
}


@dataclass
class Night:
    """State of one run. Connections are opened per step and never kept while dbt runs."""

    settings: Settings
    build_id: str
    rebuild: bool = False
    full_refresh: bool = False
    bounds: Callable[[], Any] | None = field(default=None, repr=False)
    """Waits for the outcomes of the checks of the marts, once they were begun."""
    _load: Any = field(default=None, repr=False)

    @contextmanager
    def warehouse(self) -> Iterator[Any]:
        """The private warehouse, open for the block."""
        con = open_warehouse(self.settings)
        try:
            yield con
        finally:
            con.close()

    def load(self, con) -> Any:
        """Tonight's load; opened on first use, so that a single source can land alone too."""
        if self._load is None:
            self._load = open_load(con, self.settings, self.build_id)
        return self._load


@dg.resource(config_schema=CONFIG, description="Lock, settings, build id and load of one night.")
def night_resource(context: dg.InitResourceContext) -> Iterator[Night]:
    """Take the lock for the whole run; a second night fails here, before it touches anything."""
    settings = load_settings()
    set_environment(settings)
    with night_lock(settings.warehouse_path.parent, what=f"run {context.run_id}"):
        link_last_published(settings)
        yield Night(
            settings=settings,
            build_id=context.run_id,
            rebuild=context.resource_config["rebuild"],
            full_refresh=context.resource_config["full_refresh"],
        )
