"""Fingerprint of everything but the data that decides what the marts hold.

Belongs here: hashing models, settings and locked versions, and remembering what the warehouse was
last built with. A difference means that increments would mix two definitions, so the next night
rebuilds everything. Does not belong here: the rebuild itself (dbt_runner).
"""

from __future__ import annotations

import hashlib
import json
import os
from importlib.metadata import version
from pathlib import Path

from dagster_project.lib.contract import DBT_DIR

LOCK_FILE = DBT_DIR.parent / "locks" / "run.lock"
_MODEL_FOLDERS = ("models", "macros", "seeds", "snapshots")
_MODEL_SUFFIXES = {".sql", ".yml", ".yaml", ".csv", ".py"}
_PARSED_FOR = ("PMA_ENGINE", "PMA_SPARK_STAGING")
"""Environment that dbt_project.yml asks while dbt parses."""
FITS_DIR = Path(__file__).parent / "fits"
"""Functions that models call: they decide cells as models do."""
_MEANING = {
    "models": "the dbt project changed",
    "settings": "settings in pma.yml or dbt_project.yml changed",
    "versions": "locked versions changed",
    "engine": "the engine changed",
}


def _digest(*parts: bytes) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()


def _files(folders: tuple[str, ...]) -> list[Path]:
    found = (p for folder in folders for p in (DBT_DIR / folder).rglob("*"))
    return sorted(p for p in found if p.suffix in _MODEL_SUFFIXES)


def _functions() -> bytes:
    return _digest(*(path.read_bytes() for path in sorted(FITS_DIR.glob("*.py")))).encode()


def _digest_files(paths: list[Path]) -> str:
    parts = []
    for path in paths:
        parts += [path.relative_to(DBT_DIR).as_posix().encode(), path.read_bytes()]
    return _digest(*parts)


def build_fingerprint(settings) -> dict[str, str]:
    """What decides the content of the marts, by part; each part can say why a rebuild is needed."""
    config = json.dumps([settings.vars, settings.sources], sort_keys=True, default=str)
    project_file = (DBT_DIR / "dbt_project.yml").read_bytes()
    return {
        "models": _digest(_digest_files(_files(_MODEL_FOLDERS)).encode(), _functions()),
        "settings": _digest(config.encode(), project_file),
        "versions": _digest(LOCK_FILE.read_bytes() if LOCK_FILE.exists() else b""),
        "engine": os.environ.get("PMA_ENGINE", "duckdb"),
    }


def configuration(settings) -> str:
    """`build_fingerprint` in one word: numbers that change with it changed by definition."""
    return _digest(*(part.encode() for part in build_fingerprint(settings).values()))[:32]


def parse_fingerprint(settings) -> str:
    """What decides the manifest: every project file, tests too, the overriding variables, the
    engine and dbt itself."""
    paths = [*_files((*_MODEL_FOLDERS, "tests")), *sorted(DBT_DIR.glob("[!.]*.yml"))]
    config = json.dumps(settings.vars, sort_keys=True, default=str)
    parser = json.dumps([version("dbt-core"), *map(os.environ.get, _PARSED_FOR)])
    return _digest(_digest_files(paths).encode(), config.encode(), parser.encode())


def _store(settings) -> Path:
    return settings.warehouse_path.parent / "built.json"


def reasons_to_rebuild(settings) -> list[str]:
    """Sentences saying why increments would be wrong; empty where they are right."""
    path = _store(settings)
    if not path.exists():
        return ["no finished build of this warehouse is known"]
    built = json.loads(path.read_text())
    now = build_fingerprint(settings)
    return [_MEANING[part] for part, digest in now.items() if built.get(part) != digest]


def remember_build(settings) -> None:
    """Note that the warehouse now holds what the present fingerprint says."""
    temporary = _store(settings).with_suffix(".tmp")
    temporary.write_text(json.dumps(build_fingerprint(settings), indent=2))
    temporary.replace(_store(settings))


def forget_build(settings) -> None:
    """From here until `remember_build`, the next night must rebuild everything."""
    _store(settings).unlink(missing_ok=True)
