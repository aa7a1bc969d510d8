"""The lint over every model of the project."""

from __future__ import annotations

import tempfile
from pathlib import Path

from dagster_project.lib.contract import DBT_DIR
from tests.lint.neutral import compile_models
from tests.lint.rules import check, check_types
from tests.lint.style import check_style


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
    return sorted(found)
