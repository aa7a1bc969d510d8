"""How one cell becomes a typed value or breaks a rule, as SQL text.

Belongs here: the rules of the contract's types, and the one SELECT that applies them to all rows of
a file at once. Rule names are promises: quality tables and users' alerts read them.
Does not belong here: reading files (readers.py), one row per key (merge.py).

What is NULL: an empty cell and `\\N` everywhere; `null`, `NULL` and `None` in ids, numbers, dates,
timestamps and booleans. In other text they are words and stay. `N/A`, `-` and the like are never
NULL: in a number they break `bad_number`, in text they stay.

What is changed in text: NUL and byte order marks are removed, surrounding white space (also
no-break and zero-width) is trimmed, currencies are upper-cased, accepted values take the contract's
spelling.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from dagster_project.lib.contract import Column, Table
from dagster_project.lib.setting_values import CURRENCIES
from dagster_project.lib.warehouse import name, quote

MAX_CELL_BYTES = 1 << 20
EARLIEST_YEAR = 1990
YEARS_AHEAD = 5

BLANK = " \t\n\r\x0b\x0c\u00a0\u2007\u202f\u3000\u200b\u2060\ufeff"
NULL_WORDS = "'null', 'NULL', 'None'"
NOT_FINITE = r"(?i)[+-]?(nan|inf|infinity)"
NUMBER = r"-?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?"
WHOLE = r"-?[0-9]+(\.0*)?"
SPREADSHEET_ID = r"-?[0-9]([.,][0-9]+)?[eE]\+[0-9]{1,3}|-?[0-9][.,][0-9]+[eE][0-9]{1,3}"
CLOCK = r"([01]?[0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,9})?)?"
NAIVE = rf"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}([T ]{CLOCK})?"
ZONED = rf"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}[T ]{CLOCK} ?(Z|UTC|[+-][0-9]{{2}}(:?[0-9]{{2}})?)"
DAY = (
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"([T ]00:00(:00(\.0{1,9})?)?( ?(Z|UTC|[+]00(:?00)?))?)?"
)
BOOLEANS = {
    "true": ("true", "t", "yes", "y", "1"),
    "false": ("false", "f", "no", "n", "0"),
}
INTEGERS = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER")
FLOATS = ("FLOAT", "DOUBLE")
MOMENTS = ("DATE", "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS")
ZONED_MOMENT = "TIMESTAMP WITH TIME ZONE"
CENTS_END = 1 << 17
"""From here on 32-bit floats lie further apart than cents."""


@dataclass(frozen=True)
class SourceColumn:
    """Where a contract column comes from: SQL over the source rows and its DuckDB type."""

    sql: str
    data_type: str = "VARCHAR"


@dataclass(frozen=True)
class _Cell:
    """SQL of one column in three steps: `tidy` over source, `value` over tidy, checks over both."""

    tidy: str
    value: str
    checks: tuple[tuple[str, str], ...]


def tidy_text(sql: str) -> str:
    """Text without NUL, byte order marks and surrounding white space; empty and \\N are NULL."""
    cleaned = f"trim(translate({sql}, chr(0) || '\ufeff', ''), '{BLANK}')"
    tidied = f"case when {_may_be_untidy(sql)} then {cleaned} else {sql} end"
    return f"case when {sql} in ('', '\\N') then null else nullif({tidied}, '') end"


def _may_be_untidy(sql: str) -> str:
    """Cheap test that is true for every cell that needs tidying: not plain ASCII, or blank ends."""
    ends = " or ".join(f"suffix({sql}, chr({ord(blank)}))" for blank in BLANK if ord(blank) < 128)
    return f"{sql} < '!' or {ends} or contains({sql}, chr(0)) or strlen({sql}) <> length({sql})"


def _is_text(data_type: str) -> bool:
    return data_type == "VARCHAR"


def _as_text(source: SourceColumn) -> str:
    """Source cell as text: whole floats without `.0`, nested values as JSON."""
    sql, data_type = source.sql, source.data_type
    if _is_text(data_type):
        return sql
    if data_type in FLOATS:
        whole = f"{sql} = trunc({sql}) and abs({sql}) < 9007199254740992"
        as_whole = f"cast(cast({sql} as bigint) as varchar)"
        return f"case when {whole} then {as_whole} else cast({sql} as varchar) end"
    if data_type.startswith(("STRUCT", "MAP")) or data_type.endswith("]"):
        return f"cast(to_json({sql}) as varchar)"
    return f"cast({sql} as varchar)"


def _cell(i: int, column: Column, source: SourceColumn, formats: tuple[str, ...]) -> _Cell:
    """Column number `i`; `_s{i}` is its source cell, `_t{i}` the tidy text, `_v{i}` the value."""
    base, kind = f"_t{i}", column.data_type.split("(")[0]
    native = _native(f"_s{i}", column, source.data_type)
    if native is not None:
        return _Cell("null", native[0], native[1])
    text = _as_text(SourceColumn(f"_s{i}", source.data_type))
    tidy = tidy_text(text)
    if column.is_id or kind != "varchar":
        tidy = f"case when {text} in ({NULL_WORDS}) then null else {tidy} end"
    value, checks = TEXT_RULES[kind](base, column, formats)
    if source.data_type == "VARCHAR":
        checks = ((f"strlen(_s{i}) > {MAX_CELL_BYTES}", "cell_too_large"), *checks)
    return _Cell(tidy, value.replace("{v}", f"_v{i}"), checks)


def _native(sql: str, column: Column, data_type: str):
    """(value, checks) where the source's own type already says what the contract wants; or None."""
    kind = column.data_type.split("(")[0]
    lost = f"{sql} is not null and {{v}} is null"
    if kind == "boolean" and data_type == "BOOLEAN":
        return sql, ()
    if kind in ("bigint", "decimal") and data_type in FLOATS:
        finite = f"isfinite({sql})"
        value = f"case when {finite} then {_decimal(sql, column, data_type)} end"
        if kind == "bigint":
            finite_whole = f"{finite} and {sql} = trunc({sql})"
            value = f"case when {finite_whole} then try_cast({sql} as bigint) end"
        return value, ((f"not {finite}", "not_finite"), (lost, "bad_number"))
    if kind in ("bigint", "decimal") and data_type in INTEGERS:
        return f"try_cast({sql} as {column.data_type})", ((lost, "bad_number"),)
    if kind == "decimal" and data_type.startswith("DECIMAL"):
        return f"try_cast({sql} as {column.data_type})", ((lost, "bad_number"),)
    if kind == "date" and data_type in (*MOMENTS, ZONED_MOMENT):
        moment = f"make_timestamp(epoch_us({sql}))" if data_type == ZONED_MOMENT else sql
        value = (
            f"case when {moment} = date_trunc('day', {moment}) then try_cast({moment} as date) end"
        )
        return value, ((lost, "bad_date"),)
    if kind == "timestamp" and data_type in MOMENTS:
        return f"try_cast({sql} as timestamp)", ((lost, "bad_timestamp"),)
    if kind == "timestamp" and data_type == ZONED_MOMENT:
        return f"make_timestamp(epoch_us({sql}))", ()
    return None


def _decimal(sql: str, column: Column, data_type: str) -> str:
    """A float as decimal. DuckDB scales 32-bit floats in their own arithmetic, which turns 33.33
    into 33.330002: up to where they tell cents apart, the shortest text that means the float is
    what was written; beyond, its exact value."""
    exact = f"try_cast(cast({sql} as double) as {column.data_type})"
    if data_type != "FLOAT":
        return exact
    written = f"try_cast(cast({sql} as varchar) as {column.data_type})"
    return f"case when abs({sql}) < {CENTS_END} then {written} else {exact} end"


# --- rules of text, per contract type: (value SQL over tidy text, checks) -----------------------


def _text_rules(t: str, column: Column, formats: tuple[str, ...]):
    if column.currency:
        codes = ", ".join(quote(code) for code in sorted(CURRENCIES))
        return f"upper({t})", ((f"{{v}} not in ({codes})", "unknown_currency"),)
    if column.accepted:
        spelling = " ".join(f"when {quote(a.lower())} then {quote(a)}" for a in column.accepted)
        value = f"case lower({t}) {spelling} end"
        return value, ((f"{t} is not null and {{v}} is null", "not_accepted"),)
    if column.is_id:
        cheap = f"{t} < ':' and (contains({t}, 'e') or contains({t}, 'E'))"
        eaten = f"{cheap} and regexp_full_match({t}, {quote(SPREADSHEET_ID)})"
        return t, ((eaten, "id_scientific_notation"),)
    return t, ()


def _number_checks(t: str):
    lost = f"{t} is not null and {{v}} is null"
    return (
        (f"{lost} and regexp_full_match({t}, {quote(NOT_FINITE)})", "not_finite"),
        (lost, "bad_number"),
    )


def _decimal_rules(t: str, column: Column, formats: tuple[str, ...]):
    cast = f"try_cast({t} as {column.data_type})"
    return f"case when regexp_full_match({t}, {quote(NUMBER)}) then {cast} end", _number_checks(t)


def _bigint_rules(t: str, column: Column, formats: tuple[str, ...]):
    exact = f"try_cast({t} as decimal(38,9))"
    value = (
        f"case when regexp_full_match({t}, {quote(WHOLE)}) "
        f"then try_cast(split_part({t}, '.', 1) as bigint) "
        f"when regexp_full_match({t}, {quote(NUMBER)}) and {exact} = trunc({exact}) "
        f"and regexp_matches({t}, '[eE]') then try_cast({exact} as bigint) end"
    )
    return value, _number_checks(t)


def _strptime(t: str, formats: tuple[str, ...]) -> str:
    listed = ", ".join(quote(item) for item in formats)
    return f"else try_strptime({t}, [{listed}])" if formats else ""


def _date_rules(t: str, column: Column, formats: tuple[str, ...]):
    iso = f"when regexp_full_match({t}, {quote(DAY)}) then try_cast(left({t}, 10) as date)"
    value = f"cast(case {iso} {_strptime(t, formats)} end as date)"
    return value, ((f"{t} is not null and {{v}} is null", "bad_date"),)


def _timestamp_rules(t: str, column: Column, formats: tuple[str, ...]):
    seconds = f"regexp_replace({t}, '([T ][0-9]{{2}}:[0-9]{{2}})([^:0-9]|$)', '\\1:00\\2')"
    zoned = f"regexp_replace({seconds}, ' ?(Z|UTC)$', '+00:00')"
    value = (
        f"case when regexp_full_match({t}, {quote(NAIVE)}) then try_cast({t} as timestamp) "
        f"when regexp_full_match({t}, {quote(ZONED)}) "
        f"then make_timestamp(epoch_us(try_cast({zoned} as timestamptz))) "
        f"{_strptime(t, formats)} end"
    )
    return value, ((f"{t} is not null and {{v}} is null", "bad_timestamp"),)


def _boolean_rules(t: str, column: Column, formats: tuple[str, ...]):
    branches = " ".join(
        f"when lower({t}) in ({', '.join(quote(w) for w in words)}) then {value}"
        for value, words in BOOLEANS.items()
    )
    return f"case {branches} end", ((f"{t} is not null and {{v}} is null", "bad_boolean"),)


TEXT_RULES = {
    "varchar": _text_rules,
    "decimal": _decimal_rules,
    "bigint": _bigint_rules,
    "date": _date_rules,
    "timestamp": _timestamp_rules,
    "boolean": _boolean_rules,
}


def _value_checks(i: int, column: Column, table: Table, as_of: datetime):
    """Checks that hold for a value of any origin."""
    v, checks = f"_v{i}", []
    if column.minimum is not None:
        checks.append((f"{v} < {column.minimum}", "below_minimum"))
    if column.maximum is not None:
        checks.append((f"{v} > {column.maximum}", "above_maximum"))
    for kind, lowest, highest in column.scales:
        decides = f"_v{[c.name for c in table.columns].index(column.scale_by)} = {quote(kind)}"
        within = f"{v} between {lowest} and {highest} and {v} = trunc({v})"
        checks.append((f"{decides} and {v} is not null and not ({within})", "outside_scale"))
    if column.data_type in ("date", "timestamp"):
        if column.required or column.name == table.partition:
            checks.append((f"{v} < date '{EARLIEST_YEAR}-01-01'", "implausible_date"))
        if column.name == table.partition:
            latest = (as_of + timedelta(days=round(365.25 * YEARS_AHEAD))).date()
            checks.append((f"{v} > date '{latest.isoformat()}'", "implausible_date"))
    if column.required:
        checks.append((f"{v} is null", "missing_required"))
    return checks


# --- the select over all rows of a file ---------------------------------------------------------


def typed_select(
    table: Table,
    rows: str,
    line: str,
    sources: Mapping[str, SourceColumn],
    formats: Mapping[str, tuple[str, ...]],
    relation: str,
    file_id: int | str,
    as_of: datetime,
) -> str:
    """SELECT that yields the stage columns (see merge.py) for every row of `rows`.

    `line` and `file_id` are SQL over `rows`. `sources` maps contract columns to source SQL; columns
    it lacks are NULL. The first broken rule, in contract order, is the row's verdict; only rows
    with a verdict carry raw text.
    """
    present = [(i, c) for i, c in enumerate(table.columns) if c.name in sources]
    cells = {i: _cell(i, c, sources[c.name], tuple(formats.get(c.name, ()))) for i, c in present}
    picked = "".join(f", {sources[c.name].sql} as _s{i}" for i, c in present)
    tidied = "".join(f", {cells[i].tidy} as _t{i}" for i, _ in present)
    values = "".join(f", {cells[i].value} as _v{i}" for i, _ in present)
    verdict = " ".join(
        f"when {condition.replace('{v}', f'_v{i}')} then '{rule}|{i}'"
        for i, c in present
        for condition, rule in (*cells[i].checks, *_value_checks(i, c, table, as_of))
    )
    missing_key = " and ".join(
        f"_v{i} is null" if column.name in sources else "true"
        for i, column in enumerate(table.columns)
        if column.name in table.key
    )
    return f"""
        select {_stage_values(table, sources, relation)}
        from (
            select *, case {verdict} when {missing_key} then 'missing_key|' end as _bad
            from (
                select *{values}
                from (select *{tidied} from (
                    select {line} as _line, {file_id} as _file_id{picked} from {rows}
                ))
            )
        )"""


def _stage_values(table: Table, sources: Mapping[str, SourceColumn], relation: str) -> str:
    index = {column.name: i for i, column in enumerate(table.columns)}
    values = ", ".join(
        f"_v{i} as {name(c.name)}"
        if c.name in sources
        else f"cast(null as {c.data_type}) as {name(c.name)}"
        for i, c in enumerate(table.columns)
    )
    key = ", ".join(
        f"coalesce('v' || cast(_v{index[k]} as varchar), 'n')" if k in sources else "'n'"
        for k in table.key
    )
    hashed = f"md5_number_lower(concat_ws(chr(31), {quote(relation)}, {key}))"
    return f"""{values}, {quote(relation)} as _source_relation, _file_id, _line,
            cast({hashed} >> 1 as bigint) as _key_hash,
            split_part(_bad, '|', 1) as _rule,
            {_verdict_column(table, sources)} as _column,
            {_verdict_value(table, sources)} as _value,
            case when _bad is not null then {_raw_text(table, sources)} end as _raw"""


def _verdict_column(table: Table, sources: Mapping[str, SourceColumn]) -> str:
    branches = " ".join(
        f"when '{i}' then {quote(c.name)}" for i, c in enumerate(table.columns) if c.name in sources
    )
    return f"case when _bad is not null then case split_part(_bad, '|', 2) {branches} end end"


def _shown(i: int, column: Column) -> str:
    """A source cell as quarantine may show it: personal columns are masked, length is bounded."""
    if column.pii:
        return f"case when _s{i} is not null then '***' end"
    return f"left(cast(_s{i} as varchar), 256)"


def _verdict_value(table: Table, sources: Mapping[str, SourceColumn]) -> str:
    branches = " ".join(
        f"when '{i}' then {_shown(i, c)}" for i, c in enumerate(table.columns) if c.name in sources
    )
    return f"case when _bad is not null then case split_part(_bad, '|', 2) {branches} end end"


def _raw_text(table: Table, sources: Mapping[str, SourceColumn]) -> str:
    pairs = ", ".join(
        f"{quote(c.name)}, {_shown(i, c)}" for i, c in enumerate(table.columns) if c.name in sources
    )
    return f"cast(json_object({pairs}) as varchar)"
