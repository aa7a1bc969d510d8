"""The project compiled for no engine in particular.

A copy of the dbt project in which every `duckdb__<macro>` only prints `engine_<macro>(arguments)`,
compiled by dbt itself: what stands in the result was written in a model or in a shared formula.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

from dagster_project.lib.contract import DBT_DIR
from tests.support.nights import clean_environment

_ENGINE_MACRO = re.compile(
    r"\{%-?\s*macro\s+duckdb__(\w+)\((.*?)\)\s*-?%\}.*?\{%-?\s*endmacro\s*-?%\}", re.DOTALL
)
_RELATION = re.compile(r'"\w+"\."(\w+)"\."(\w+)"')
"""A name that dbt wrote for `ref` or `source`."""
_QUOTED = {"pattern", "replacement", "separator", "group", "value"}
"""Arguments that are plain text, not SQL."""


def neutral_macros(source: str) -> str:
    """The macro file with every DuckDB side replaced by a call that means nothing."""

    def replace(match: re.Match) -> str:
        name, signature = match[1], match[2]
        if not signature:  # a word of the one engine, not a value
            return f"{{% macro duckdb__{name}() -%}}{{%- endmacro %}}"
        names = [part.split("=")[0].strip() for part in signature.split(",") if part.strip()]
        printed = ", ".join(
            f"'{{{{ {n} | replace(\"'\", '') | replace('\\\\', '') }}}}'"
            if n in _QUOTED
            else f"{{{{ {n} if {n} is string or {n} is number else {n} | join(', ') or 'null' }}}}"
            for n in names
        )
        return (
            f"{{% macro duckdb__{name}({signature}) -%}}engine_{name}({printed}){{%- endmacro %}}"
        )

    return _ENGINE_MACRO.sub(replace, source)


def compile_models(folder: Path) -> dict[str, dict]:
    """Every model's node of dbt's manifest, by path below `dbt/`; `folder` must be empty."""
    project = folder / "dbt"
    shutil.copytree(DBT_DIR, project, ignore=shutil.ignore_patterns("target", "logs"))
    for path in (project / "macros").rglob("*.sql"):
        path.write_text(neutral_macros(path.read_text()))
    (folder / "warehouse").mkdir()
    command = [sys.executable, "-m", "dbt.cli.main", "--quiet", "compile"]
    places = [f"--project-dir={project}", f"--profiles-dir={project}", "--target=duckdb"]
    written = [f"--target-path={folder}/target", f"--log-path={folder}/logs"]
    done = subprocess.run(
        [*command, *places, *written],
        env=clean_environment() | {"PMA_HOME": str(folder)},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(f"dbt compile failed:\n{done.stdout}{done.stderr}")
    manifest = json.loads((folder / "target" / "manifest.json").read_text())
    models = [n for n in manifest["nodes"].values() if n["resource_type"] == "model"]
    for node in models:
        node["compiled_code"] = _RELATION.sub(r"\1.\2", node["compiled_code"])
    return {node["original_file_path"]: node for node in models}
