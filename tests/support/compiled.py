"""The SQL of a night as dbt compiled it.

Belongs here: reading models back from the target folder of a home. Does not belong here: running
them.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

UNSTORED = {"view", "ephemeral"}


def compiled_models(home: Path) -> list[tuple[dict[str, Any], str]]:
    """Node and SQL of every model that stores rows, in an order in which they can run."""
    target = home / "dbt" / "target"
    manifest = json.loads((target / "manifest.json").read_text())
    pending = {k: n for k, n in manifest["nodes"].items() if n["resource_type"] == "model"}
    models = []
    while pending:
        ready = sorted(
            k for k, n in pending.items() if not set(n["depends_on"]["nodes"]) & set(pending)
        )
        for key in ready:
            node = pending.pop(key)
            path = target / "compiled" / "pma" / node["original_file_path"]
            if node["config"]["materialized"] not in UNSTORED and path.exists():
                models.append((node, path.read_text().strip().rstrip(";")))
    return models
