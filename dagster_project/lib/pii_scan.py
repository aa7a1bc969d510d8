"""Last look before publishing: nothing in the candidate may look like an e-mail address.

Belongs here: scanning a finished file. Findings carry table, column and count, never a value.
"""

from __future__ import annotations

from dataclasses import dataclass

EMAIL_PATTERN = r"[A-Za-z0-9._%+-]+(@|%40)[A-Za-z0-9.-]+[.][A-Za-z]{2,}"


class PersonalDataFound(RuntimeError):
    """A text column of the candidate holds e-mail addresses."""


@dataclass(frozen=True)
class Finding:
    """So many rows of one column look like personal data."""

    relation: str
    column: str
    rows: int


def scan(con, database: str) -> list[Finding]:
    """Findings over every column of attached `database` that can hold text, nested ones too."""
    columns = con.execute(
        "select schema_name, table_name, column_name from duckdb_columns() "
        "where database_name = ? and not internal and data_type ~ '.*(VARCHAR|JSON|BLOB).*' "
        "order by all",
        [database],
    ).fetchall()
    by_table: dict[tuple[str, str], list[str]] = {}
    for schema, table, column in columns:
        by_table.setdefault((schema, table), []).append(column)
    findings = []
    for (schema, table), names in by_table.items():
        found = _counts(con, f'"{database}"."{schema}"."{table}"', names)
        findings += [Finding(f"{schema}.{table}", name, rows) for name, rows in found if rows]
    return findings


def _counts(con, relation: str, names: list[str]) -> list[tuple[str, int]]:
    """Rows with an address per column. Few columns hold an at sign at all, and looking for that is
    five times as fast as matching the pattern, so the pattern is for those."""
    signs = con.execute(f"select {', '.join(map(_sign, names))} from {relation}").fetchone()
    suspects = [name for name, sign in zip(names, signs, strict=True) if sign]
    if not suspects:
        return []
    wanted = ", ".join(map(_matches, suspects))
    counts = con.execute(f"select {wanted} from {relation}").fetchone()
    return list(zip(suspects, counts, strict=True))


def _sign(column: str) -> str:
    text = f'cast("{column}" as varchar)'
    return f"bool_or(contains({text}, '@') or contains({text}, '%40'))"


def _matches(column: str) -> str:
    text = f'cast("{column}" as varchar)'
    return f"count(*) filter (where regexp_matches({text}, '{EMAIL_PATTERN}'))"


def demand_clean(con, database: str) -> None:
    """Raise `PersonalDataFound` unless the scan finds nothing."""
    findings = scan(con, database)
    if findings:
        where = "; ".join(f"{f.relation}.{f.column}: {f.rows} rows" for f in findings)
        raise PersonalDataFound(f"e-mail addresses in the published tables: {where}")
