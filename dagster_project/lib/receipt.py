"""The receipt of one build: which checks had to pass, which did, and over which content.

Belongs here: verdicts of tonight's audit kept per build, the content fingerprint of the marts, and
the demand that publishing makes. Files under `warehouse/audit/<build id>/`, so that a verdict of
one build can never speak for another. Does not belong here: running checks, publishing.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

KEPT_AUDITS = 30


class ReceiptRefused(RuntimeError):
    """What was built is not proven fit to publish; the message says what is missing."""


@dataclass(frozen=True)
class Verdict:
    """Outcome of one check: `name` is unique in its part of the audit."""

    name: str
    passed: bool
    blocking: bool
    summary: str = ""


def _audit_dir(settings, build_id: str) -> Path:
    return settings.warehouse_path.parent / "audit" / build_id


def _write(path: Path, content: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".tmp")
    temporary.write_text(json.dumps(content, indent=1, sort_keys=True))
    temporary.replace(path)


def current_build(con) -> dict[str, Any]:
    """Build, load and as-of that the warehouse holds, from landing's clock."""
    row = con.execute("select build_id, load_id, as_of from landing.clock").fetchone()
    if row is None:
        raise ReceiptRefused("the warehouse has no clock: nothing has landed yet, run the night")
    return {"build_id": row[0], "load_id": row[1], "as_of": row[2].isoformat(sep=" ")}


_known: dict[tuple, str] = {}
"""Fingerprints by file, state of the file and table: four parts of one audit look at the same."""


def _file_state(con) -> tuple:
    """What changes whenever the database file, or the log beside it, is written."""
    path = con.execute(
        "select path from duckdb_databases() where database_name = current_database()"
    ).fetchone()[0]
    files = (Path(path), Path(f"{path}.wal"))
    stats = [file.stat() for file in files if file.exists()]
    return path, *((s.st_ino, s.st_size, s.st_mtime_ns) for s in stats)


def content_fingerprint(con, relations: list[str]) -> dict[str, str]:
    """Per table: rows, checksum over all cells, and names and types of its columns."""
    state = _file_state(con)
    missing = [r for r in relations if (*state, r) not in _known]
    _known.update({(*state, r): text for r, text in _fingerprints(con, missing).items()})
    return {r: _known[*state, r] for r in relations}


def shapes(con, database: str | None = None) -> dict[str, str]:
    """Per table of a database, the current one if none is named: digest of its columns' names and
    types."""
    return dict(
        con.execute(
            "select schema_name || '.' || table_name, "
            "md5(string_agg(column_name || ' ' || data_type, ',' order by column_index)) "
            "from duckdb_columns() where database_name = coalesce(?, current_database()) "
            "group by all",
            [database],
        ).fetchall()
    )


def _fingerprints(con, relations: list[str]) -> dict[str, str]:
    shape_of = shapes(con)
    prints = {}
    for relation in relations:
        if relation not in shape_of:
            prints[relation] = "missing"
            continue
        rows, checksum = con.execute(
            f"select count(*), coalesce(sum(hash(t)), 0) from {relation} as t"
        ).fetchone()
        prints[relation] = f"{rows} rows {checksum} {shape_of[relation]}"
    return prints


def record(settings, build_id: str, part: str, verdicts: list[Verdict], content: dict) -> None:
    """Keep the verdicts of one part of the audit (`raw`, `dbt`, `marts`) and what they were about.

    A second run of the same part replaces verdicts by name, as long as the content is the same.
    """
    path = _audit_dir(settings, build_id) / f"{part}.json"
    known = {}
    if path.exists():
        before = json.loads(path.read_text())
        known = before["verdicts"] if before["content"] == content else {}
    known |= {v.name: [v.passed, v.blocking, v.summary] for v in verdicts}
    _write(path, {"build_id": build_id, "verdicts": known, "content": content})


def _verdicts(settings, build_id: str, part: str, content: dict) -> dict[str, list]:
    path = _audit_dir(settings, build_id) / f"{part}.json"
    if not path.exists():
        raise ReceiptRefused(f"no {part} checks were recorded for build {build_id}: run the night")
    audit = json.loads(path.read_text())
    if audit["content"] and audit["content"] != content:
        raise ReceiptRefused(
            f"the marts have changed since the {part} checks of build {build_id}: "
            f"{_difference(audit['content'], content)}. Run the night again."
        )
    return audit["verdicts"]


def _difference(before: dict[str, str], after: dict[str, str]) -> str:
    names = sorted({n for n in before | after if before.get(n) != after.get(n)})
    return ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")


def write_receipt(settings, con, expected: dict[str, set[str]], relations: list[str]) -> dict:
    """Write the receipt of the build in the warehouse, or refuse.

    `expected`: names of every blocking check per part of the audit.
    """
    build = current_build(con)
    content = content_fingerprint(con, relations)
    checks, missing, failed = {}, [], []
    for part, names in expected.items():
        verdicts = _verdicts(settings, build["build_id"], part, content)
        for name in sorted(names):
            verdict = verdicts.get(name)
            checks[f"{part}: {name}"] = bool(verdict and verdict[0])
            if verdict is None:
                missing.append(name)
            elif not verdict[0]:
                failed.append(f"{name} ({verdict[2]})" if verdict[2] else name)
    receipt = build | {"checks": checks, "content": content}
    if missing or failed:
        raise ReceiptRefused(_complaint(build["build_id"], missing, failed))
    _write(_audit_dir(settings, build["build_id"]) / "receipt.json", receipt)
    prune_audits(settings)
    return receipt


def _complaint(build_id: str, missing: list[str], failed: list[str]) -> str:
    parts = []
    if failed:
        parts.append("failed: " + "; ".join(failed[:10]))
    if missing:
        parts.append(f"not run: {'; '.join(missing[:10])} ({len(missing)} in all)")
    return f"build {build_id} gets no receipt. " + ". ".join(parts)


def demand_receipt(settings, con, expected: dict[str, set[str]], relations: list[str]) -> dict:
    """The valid receipt of what the warehouse holds now, or `ReceiptRefused`."""
    build = current_build(con)
    path = _audit_dir(settings, build["build_id"]) / "receipt.json"
    if not path.exists():
        raise ReceiptRefused(
            f"build {build['build_id']} has no receipt: its audit failed or never ran. "
            "Nothing is published; run the night."
        )
    receipt = json.loads(path.read_text())
    if receipt.get("build_id") != build["build_id"] or receipt.get("load_id") != build["load_id"]:
        raise ReceiptRefused(f"the receipt in {path.parent.name} belongs to another build")
    wanted = {f"{part}: {name}" for part, names in expected.items() for name in names}
    passed = {name for name, verdict in receipt.get("checks", {}).items() if verdict is True}
    if not wanted <= passed:
        raise ReceiptRefused(_complaint(build["build_id"], sorted(wanted - passed), []))
    content = content_fingerprint(con, relations)
    if receipt.get("content") != content:
        raise ReceiptRefused(
            "the marts are not those that were audited: "
            f"{_difference(receipt.get('content') or {}, content)}. Run the night again."
        )
    return receipt


def prune_audits(settings, keep: int = KEPT_AUDITS) -> None:
    """Forget the oldest audits."""
    folder = settings.warehouse_path.parent / "audit"
    audits = sorted(folder.iterdir(), key=lambda p: p.stat().st_mtime, reverse=True)
    for old in audits[keep:]:
        shutil.rmtree(old, ignore_errors=True)
