"""The lint over every model of the project, and macros that no model needs."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from dagster_project.lib.contract import DBT_DIR
from tests.lint.neutral import compile_models
from tests.lint.rules import check, check_types
from tests.lint.style import check_style

CALLED_BY_DBT = re.compile("duckdb__|spark__|default__|generate_schema_name$")
"""Macros that dbt finds by their name."""


def uncalled_macros(sources: dict[str, str]) -> list[str]:
    """`path: macro: ...` for every macro that nothing in `sources` calls; comments call nothing."""
    code = {path: re.sub("{#.*?#}", "", text, flags=re.DOTALL) for path, text in sources.items()}
    everything = "\n".join(code.values())
    return [
        f"{path}: macro: {name}: nothing calls it, so delete it"
        for path, text in code.items()
        for name in re.findall(r"{%-?\s*macro\s+(\w+)", text)
        if not CALLED_BY_DBT.match(name) and not re.search(rf"(?<!macro )\b{name}\(", everything)
    ]


def complaints() -> list[str]:
    """`path: rule: what: hint` for everything that is wrong, in the order of paths."""
    with tempfile.TemporaryDirectory() as folder:
        models = compile_models(Path(folder))
    found = [
        f"{path}: {line}"
        for path, node in models.items()
        for line in (*check(node["compiled_code"]), *check_types(node["columns"]))
    ]
    for path in (DBT_DIR / "models").rglob("*.sql"):
        name = str(path.relative_to(DBT_DIR))
        found += [f"{name}: {line}" for line in check_style(path.read_text())]
    sources = [p for p in DBT_DIR.rglob("*") if p.suffix in {".sql", ".yml"}]
    found += uncalled_macros({str(p.relative_to(DBT_DIR)): p.read_text() for p in sources})
    return sorted(found)
