"""How a dbt node looks as a Dagster asset: its key, group, owner and the words of its checks.

Belongs here: presentation only, in `get_asset_spec` and `get_asset_check_spec`. Keys are the
relations' own names (`raw_google_ads/campaign_stats`, `insights/campaigns`), so a reader of SQL and
a reader of the lineage speak of the same thing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings

DEFAULT_OWNER = "team:product-marketing"
REFERENCE_GROUP = "reference"


def settings() -> DagsterDbtTranslatorSettings:
    """Tests on raw tables are checks too."""
    return DagsterDbtTranslatorSettings(enable_source_tests_as_checks=True)


def asset_key(props: Mapping[str, Any]) -> dg.AssetKey:
    """Schema and name, as in the warehouse."""
    name = props.get("identifier") or props.get("alias") or props["name"]
    return dg.AssetKey([props["schema"], name])


def group_of(props: Mapping[str, Any]) -> str:
    """One group per layer; marts have one per family; seeds are reference data."""
    if props["resource_type"] == "source":
        return "landing" if props["schema"] == "landing" else "raw"
    if props["resource_type"] != "model":
        return REFERENCE_GROUP
    layer = props["fqn"][1]
    return props["fqn"][2] if layer == "marts" and len(props["fqn"]) > 3 else layer


def owners_of(props: Mapping[str, Any]) -> list[str]:
    """`config.meta.owner`: an e-mail address or `team:x`."""
    meta = props.get("config", {}).get("meta") or props.get("meta") or {}
    owner = meta.get("owner", DEFAULT_OWNER)
    return [owner] if isinstance(owner, str) else list(owner)


def first_sentence(props: Mapping[str, Any]) -> str:
    """What a node without a description says of itself."""
    return props.get("description") or f"{props['resource_type'].capitalize()} `{props['name']}`."


class WarehouseTranslator(DagsterDbtTranslator):
    """Maps this project's nodes; everything not named here is dagster-dbt's default."""

    def get_asset_spec(self, manifest, unique_id, project):
        """The default spec under our key, group and owner."""
        spec = super().get_asset_spec(manifest, unique_id, project)
        props = self.get_resource_props(manifest, unique_id)
        kind = {"view": "view", "incremental": "table", "table": "table", "seed": "csv"}
        materialized = kind.get(props.get("config", {}).get("materialized", ""))
        description = spec.description
        if not props.get("description"):
            description = f"{first_sentence(props)}\n\n{description or ''}"
        return spec.replace_attributes(
            key=asset_key(props),
            group_name=group_of(props),
            owners=owners_of(props),
            description=description,
            kinds={*spec.kinds, *([materialized] if materialized else [])},
        )

    def get_asset_check_spec(self, asset_spec, manifest, unique_id, project):
        """The default check, described by the test's own description."""
        spec = super().get_asset_check_spec(asset_spec, manifest, unique_id, project)
        if spec is None:
            return None
        node = manifest["nodes"][unique_id]
        meta = node.get("config", {}).get("meta") or {}
        text = node.get("description") or meta.get("description") or spec.description
        return spec._replace(description=text or _default_words(node))


def _default_words(node: Mapping[str, Any]) -> str:
    """A plain sentence for a generic test that nobody described."""
    test = (node.get("test_metadata") or {}).get("name", node["name"])
    column = node.get("column_name")
    where = f"Column `{column}`" if column else "The table"
    return f"{where} passes the test `{test}`."
