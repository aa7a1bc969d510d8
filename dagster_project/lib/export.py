"""The tables of a snapshot: in one DuckDB file and as Parquet files, copied from the warehouse.

Belongs here: the statements that fill them. Does not belong here: when readers see them
(snapshots.py), whether they may (receipt.py).

Between two nights few rows change. So a snapshot begins as a copy of the one that readers have, and
rows that are no longer in the warehouse are replaced by those that are new; which ones is seen from
hashes of whole rows on both sides, so that whatever is wrong in the copy is put right. Tables are
written whole where that is impossible, or where as many rows were replaced since as there are.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import duckdb

from dagster_project.lib.marts import Mart
from dagster_project.lib.pii_scan import demand_clean
from dagster_project.lib.receipt import shapes
from dagster_project.lib.warehouse import limit_memory, quote

MARTS_FILE = "pma_marts.duckdb"
MANIFEST = "manifest.json"
STORAGE_VERSION = "v1.0.0"
"""Every DuckDB 1.x opens the published file."""
AUDIENCE = {"core": "Shared: ", "quality": "For operators: "}
"""How the comment of a table begins that is not one of the framework's displays; DuckDB has no
comments on schemas."""
COMPRESSION_LEFT_OUT = "fsst"
"""Trying it on every text column takes a sixth of publishing; without it the demo company's file is
four per cent larger."""
PARQUET = "format parquet, compression zstd, compression_level 1"
"""Three per cent larger than at the usual level, in two thirds of the time."""


def read_manifest(snapshot: Path) -> dict[str, Any]:
    """What a snapshot says of itself."""
    return json.loads((snapshot / MANIFEST).read_text())


def export(settings, marts: list[Mart], candidate: Path, base: Path | None) -> dict[str, Any]:
    """Fill the candidate's database, beginning with that of `base` where it has the same form, and
    its Parquet files; returns what the manifest says of them."""
    con = duckdb.connect(":memory:")
    try:
        limit_memory(con, settings.warehouse_path.parent)
        con.execute(f"set disabled_compression_methods = '{COMPRESSION_LEFT_OUT}'")
        con.execute(f"attach {quote(str(settings.warehouse_path))} as warehouse (read_only)")
        relations = {mart.relation for mart in marts}
        built = {r: shape for r, shape in shapes(con, "warehouse").items() if r in relations}
        form = _form(marts, built)
        before = _begin(con, candidate, base, form, built)
        # one transaction: a thousand comments would be a thousand flushes to disk
        con.execute("begin")
        replaced = {mart.relation: _bring(con, mart, before) for mart in marts}
        con.execute("commit")
        # after it: what is not yet committed is read by one thread
        tables = {mart.relation: _write_parquet(con, mart, candidate) for mart in marts}
        demand_clean(con, "published")
        con.execute("checkpoint published")
        con.execute("detach published")
    finally:
        con.close()
    return {"form": form, "replaced": replaced, "tables": tables}


def _form(marts: list[Mart], built: dict[str, str]) -> str:
    """Digest of all that a file of these tables is besides their rows."""
    parts = [STORAGE_VERSION, duckdb.__version__, AUDIENCE, [vars(mart) for mart in marts], built]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:32]


def _attach(con, file: Path) -> None:
    con.execute(f"attach {quote(str(file))} as published (storage_version '{STORAGE_VERSION}')")


def _begin(
    con, candidate: Path, base: Path | None, form: str, built: dict[str, str]
) -> dict[str, int]:
    """Attach a copy of the file of `base`, or an empty one where it is of another form or is not
    what its manifest says; returns by table how many rows were replaced since it was written whole.
    """
    file = candidate / MARTS_FILE
    manifest = read_manifest(base) if base else {}
    if manifest.get("form") == form:
        try:
            shutil.copyfile(base / MARTS_FILE, file)
            _attach(con, file)
        except (OSError, duckdb.Error):
            file.unlink(missing_ok=True)
        else:
            if shapes(con, "published") == built:
                return manifest["replaced"]
            con.execute("detach published")
            file.unlink()
    _attach(con, file)
    return {}


def _published(mart: Mart) -> str:
    return f'published."{mart.schema}"."{mart.name}"'


def _built(mart: Mart) -> str:
    return f'warehouse."{mart.schema}"."{mart.name}"'


def _order(mart: Mart) -> str:
    return ", ".join(f'"{name}" nulls first' for name in mart.grain) or "all"


def _bring(con, mart: Mart, before: dict[str, int]) -> int:
    """Make the published table what the built one is; returns how many of its rows were replaced
    since it was written whole."""
    if mart.relation in before and mart.grain:
        replaced = _replace_rows(con, mart, before[mart.relation])
        if replaced is not None:
            return replaced
    _write_whole(con, mart)
    return 0


def _replace_rows(con, mart: Mart, before: int) -> int | None:
    """Replace the rows that differ; None if the table is better written whole.

    Its grain tells built rows apart, so a published table that has each of them and no more rows is
    the same.
    """
    target, source = _published(mart), _built(mart)
    # all at once, in any order: the order of rows is kept where rows are written
    con.execute("set preserve_insertion_order = false")
    con.execute(
        "create or replace temp table differences as "
        "select old.id as gone, new.id as come "
        f"from (select rowid as id, hash(t) as cells from {target} as t) as old "
        f"full join (select rowid as id, hash(t) as cells from {source} as t) as new "
        "on old.cells = new.cells where old.id is null or new.id is null"
    )
    con.execute("set preserve_insertion_order = true")
    come, rows = con.execute(
        f"select (select count(come) from differences), (select count(*) from {source})"
    ).fetchone()
    if before + come > rows:
        return None
    con.execute(f"delete from {target} where rowid in (select gone from differences)")
    con.execute(
        f"insert into {target} from {source} "
        f"where rowid in (select come from differences) order by {_order(mart)}"
    )
    same = con.execute(f"select count(*) from {target}").fetchone()[0] == rows
    return before + come if same else None


def _write_whole(con, mart: Mart) -> None:
    con.execute(f'create schema if not exists published."{mart.schema}"')
    con.execute(
        f"create or replace table {_published(mart)} as from {_built(mart)} order by {_order(mart)}"
    )
    _comment(con, mart)


def _write_parquet(con, mart: Mart, candidate: Path) -> dict[str, Any]:
    """One file per table; returns what the manifest says of it."""
    parquet = candidate / "parquet" / mart.schema / f"{mart.name}.parquet"
    parquet.parent.mkdir(exist_ok=True)
    rows = con.execute(f"copy (from {_published(mart)}) to '{parquet}' ({PARQUET})").fetchone()[0]
    return {
        "rows": rows,
        "bytes": parquet.stat().st_size,
        "sha256": hashlib.sha256(parquet.read_bytes()).hexdigest(),
        "grain": list(mart.grain),
        "description": mart.description,
    }


def _comment(con, mart: Mart) -> None:
    """Descriptions travel with the file: any client shows them."""
    target = _published(mart)
    present = {row[0] for row in con.execute(f"describe {target}").fetchall()}
    if mart.description:
        words = AUDIENCE.get(mart.schema, "") + mart.description
        con.execute(f"comment on table {target} is {quote(words.strip())}")
    for name, text in mart.columns.items():
        if text and name in present:
            con.execute(f'comment on column {target}."{name}" is {quote(text.strip())}')
