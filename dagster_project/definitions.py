"""Everything Dagster loads, in one builder.

Belongs here: putting the stages together. Importing this module touches nothing; loading the
definitions reads the manifest, and parses the dbt project only where it changed.
"""

from __future__ import annotations

import dagster as dg

from dagster_project.defs import automation, checks, publish, raw, resources, transform
from dagster_project.lib.dbt_runner import load_manifest, set_environment
from dagster_project.lib.marts import published_marts
from dagster_project.lib.settings import Settings, load_settings


def build_definitions(settings: Settings) -> dg.Definitions:
    """The whole graph of one deployment."""
    set_environment(settings)
    manifest = load_manifest(settings)
    marts = published_marts(manifest)
    timezone = str(settings.vars["reporting_timezone"])
    return dg.Definitions.merge(
        raw.definitions(timezone),
        transform.definitions(manifest),
        checks.definitions(marts),
        publish.definitions(manifest, marts, timezone),
        automation.definitions(timezone),
        dg.Definitions(
            resources={"night": resources.night_resource}, executor=dg.in_process_executor
        ),
    )


@dg.definitions
def defs() -> dg.Definitions:
    """Entry point of Dagster's tools."""
    return build_definitions(load_settings())
