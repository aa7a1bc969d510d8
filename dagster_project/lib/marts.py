"""Which tables are published, at which grain, in whose words: read from dbt's manifest.

Belongs here: the manifest as far as auditing and publishing need it. Does not belong here: Dagster,
or any connection.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Mart:
    """One published table."""

    schema: str
    name: str
    description: str
    owner: str | None
    grain: tuple[str, ...]
    columns: dict[str, str]
    contract: bool
    unique_id: str

    @property
    def relation(self) -> str:
        return f"{self.schema}.{self.name}"


def _grains(manifest: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    """Columns that tell a mart's rows apart, as its tests say: grain, else a unique column."""
    grains, unique = {}, {}
    for node in manifest["nodes"].values():
        test = node.get("test_metadata") or {}
        if test.get("name") in {"grain", "grain_of_tonight"}:
            grains[node.get("attached_node")] = tuple(test["kwargs"]["columns"])
        elif test.get("name") == "unique":
            unique[node.get("attached_node")] = (test["kwargs"]["column_name"],)
    return unique | grains


def published_marts(manifest: dict[str, Any]) -> list[Mart]:
    """Every model under `marts/`, by schema and name."""
    grains = _grains(manifest)
    marts = [
        Mart(
            schema=node["schema"],
            name=node.get("alias") or node["name"],
            description=node.get("description", ""),
            owner=(node["config"].get("meta") or {}).get("owner"),
            grain=grains.get(unique_id, ()),
            columns={c["name"]: c.get("description", "") for c in node["columns"].values()},
            contract=bool(node["config"].get("contract", {}).get("enforced")),
            unique_id=unique_id,
        )
        for unique_id, node in manifest["nodes"].items()
        if node["resource_type"] == "model" and node["fqn"][1] == "marts"
    ]
    return sorted(marts, key=lambda mart: mart.relation)


def blocking_tests(manifest: dict[str, Any]) -> set[str]:
    """Unique ids of the data tests whose failure stops the night."""
    return {
        unique_id
        for unique_id, node in manifest["nodes"].items()
        if node["resource_type"] == "test"
        and (node["config"].get("severity") or "error").lower() == "error"
        and node["config"].get("enabled", True)
    }
