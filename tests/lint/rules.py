"""What SQL may not say, because DuckDB and Spark do not agree on it.

Each rule carries a snippet that it must catch and one that it must let pass. Rules look at models
as dbt compiles them, with every macro that differs between the engines replaced by a call
`engine_<macro>(...)`: what is left must mean the same on both.
Does not belong here: layout and naming (style.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import sqlglot
from sqlglot import exp


@dataclass(frozen=True)
class Rule:
    """`find` yields what is wrong; `hint` says what to write instead."""

    name: str
    hint: str
    find: Callable[[Query], Iterator[str]]
    bad: tuple[str, ...]
    good: tuple[str, ...] = ("select a from t",)


@dataclass(frozen=True)
class Query:
    """One compiled query: its text without strings and comments, its literals, its tree."""

    sql: str
    bare: str
    literals: tuple[str, ...]
    tree: exp.Expression


_TOKEN = re.compile(r"--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'", re.DOTALL)


def read(sql: str) -> Query:
    """Parse one query; raises sqlglot's ParseError where DuckDB's grammar is not met."""
    literals = tuple(t for t in _TOKEN.findall(sql) if t.startswith("'"))
    bare = _TOKEN.sub(lambda m: "''" if m[0].startswith("'") else " ", sql)
    return Query(sql, bare, literals, sqlglot.parse_one(sql, read="duckdb"))


def check(sql: str) -> list[str]:
    """Complaints about one compiled query, one line each."""
    try:
        query = read(sql)
    except sqlglot.errors.ParseError as error:
        return [f"syntax: {str(error).splitlines()[0]}"]
    found = (f"{rule.name}: {what}: {rule.hint}" for rule in RULES for what in rule.find(query))
    return list(dict.fromkeys(found))


_TYPES = re.compile(
    r"string|bigint|integer|double|boolean|date|timestamp|decimal\([0-9]+, ?[0-9]+\)"
)


def check_types(columns: Mapping[str, Mapping]) -> list[str]:
    """Complaints about the contract types of one model, `columns` as in dbt's manifest."""
    return [
        f"contract type: {name} {column['data_type']}: {_TYPES.pattern}"
        for name, column in columns.items()
        if column.get("data_type") and not _TYPES.fullmatch(column["data_type"])
    ]


def _text(pattern: str) -> Callable[[Query], Iterator[str]]:
    """Complain where the text outside strings and comments matches."""
    compiled = re.compile(pattern, re.IGNORECASE)

    def find(query: Query) -> Iterator[str]:
        for match in compiled.finditer(query.bare):
            yield " ".join(match[0].split())

    return find


def _call(*names: str) -> Callable[[Query], Iterator[str]]:
    """Complain about calls of these functions."""
    return _text(rf"\b(?:{'|'.join(names)})\s*\(")


def _nodes(kind, wrong: Callable[[exp.Expression], bool]) -> Callable[[Query], Iterator[str]]:
    """Complain about nodes of the syntax tree."""

    def find(query: Query) -> Iterator[str]:
        for node in query.tree.find_all(kind):
            if wrong(node):
                yield node.sql(dialect="duckdb")[:80]

    return find


def _is_cast_to(node: exp.Expression | None, *types: str) -> bool:
    while isinstance(node, exp.Paren):
        node = node.this
    return isinstance(node, exp.Cast) and node.to.this.value in types


def _inside_cast(node: exp.Expression) -> bool:
    parent = node.parent
    while isinstance(parent, (exp.Paren, exp.Binary)):
        parent = parent.parent
    return isinstance(parent, exp.Cast)


def _plain_float(node: exp.Expression) -> bool:
    return any(_is_cast_to(cast, "DOUBLE") for cast in node.this.find_all(exp.Cast))


def _rounds_silently(node: exp.Cast) -> bool:
    """A cast to whole numbers over arithmetic that may have a fraction."""
    if not _is_cast_to(node, "BIGINT", "INT"):
        return False
    inner = node.this
    while isinstance(inner, exp.Paren):
        inner = inner.this
    return isinstance(inner, exp.Div) or _is_cast_to(inner, "DECIMAL", "DOUBLE")


def _is_decimal(node: exp.Expression) -> bool:
    """Cast to a decimal, or the product of two that are."""
    if isinstance(node, exp.Mul):
        return _is_decimal(node.this) and _is_decimal(node.expression)
    return _is_cast_to(node, "DECIMAL")


_NEEDS_ORDER = (exp.RowNumber, exp.FirstValue, exp.LastValue, exp.Lag, exp.Lead, exp.NthValue)


def _window_without_order(node: exp.Window) -> bool:
    name = node.this.sql_name().lower() if isinstance(node.this, exp.Func) else ""
    ranked = isinstance(node.this, _NEEDS_ORDER) or name in {"rank", "dense_rank", "ntile"}
    named = node.args.get("alias") is not None
    return ranked and not named and not node.args.get("order")


def _literals(wrong: Callable[[str], bool]) -> Callable[[Query], Iterator[str]]:
    return lambda query: (literal for literal in query.literals if wrong(literal))


def _nulls_in_orders(query: Query) -> Iterator[str]:
    """`order by` terms without `nulls first` or `nulls last`; parsers add them, so: text."""
    for match in re.finditer(r"\border\s+by\b", query.bare, re.IGNORECASE):
        for term in _terms(query.bare[match.end() :]):
            if not re.search(r"\bnulls\s+(first|last)\b", term, re.IGNORECASE):
                yield "order by " + " ".join(term.split())[:60]


def _terms(text: str) -> Iterator[str]:
    """Terms of an `order by` whose keyword has just been read."""
    depth, start = 0, 0
    end = re.compile(r"\b(rows|range|groups|limit|union)\b", re.IGNORECASE)
    position = 0
    while position < len(text):
        character = text[position]
        stop = depth == 0 and (character in ");" or end.match(text, position))
        if stop:
            break
        if depth == 0 and character == ",":
            yield text[start:position]
            start = position + 1
        depth += (character == "(") - (character == ")")
        position += 1
    if text[start:position].strip():
        yield text[start:position]


RULES = (
    Rule(
        "qualify",
        "Spark has none; number the rows in a CTE and filter in the next",
        _text(r"\bqualify\b"),
        ("select a from t qualify row_number() over (order by a nulls first) = 1",),
    ),
    Rule(
        "double colon",
        "write cast(x as type)",
        _text(r"::"),
        ("select a::bigint from t",),
        ("select cast(a as bigint) as a, 'a::b' as b from t",),
    ),
    Rule(
        "star with exceptions",
        "list the columns",
        _text(r"\*\s*(exclude|except|replace|rename)\b|\bcolumns\s*\("),
        ("select * exclude (a) from t", "select columns('a.*') from t"),
        ("select t.* from t", "select count(*) as n from t"),
    ),
    Rule(
        "union by name",
        "list the columns on both sides",
        _text(r"\bby\s+name\b"),
        ("select a from t union all by name select a from u",),
        ("select a from t union all select a from u",),
    ),
    Rule(
        "join using",
        "write `on`: the engines merge the columns differently",
        _text(r"\busing\s*\(|\bnatural\b"),
        ("select * from a join b using (k)", "select * from a natural join b"),
        ("select a.k from a inner join b on a.k = b.k",),
    ),
    Rule(
        "exotic join",
        "write a left or inner join, or `exists`",
        _text(
            r"\b(asof|semi|anti|positional|right(\s+outer)?|lateral)\s+(join|view)\b|\blateral\b"
        ),
        ("select * from a right join b on a.k = b.k", "select * from a semi join b on a.k = b.k"),
        ("select a.k from a left join b on a.k = b.k", "select right(a, 2) as b from t"),
    ),
    Rule(
        "recursive",
        "Spark 3.5 has no recursive CTE",
        _text(r"\brecursive\b"),
        ("with recursive t as (select 1 as a) select * from t",),
    ),
    Rule(
        "double quotes",
        "a string on Spark; name columns so that they need no quotes",
        _text(r'"'),
        ('select "a" from t',),
        ("select 'say \"a\"' as a from t",),
    ),
    Rule(
        "backslash in a literal",
        "an escape on Spark only; use [.] and [0-9] in patterns, regexp macros otherwise",
        _literals(lambda literal: "\\" in literal),
        (r"select '\d+' as a from t",),
        ("select '[0-9]+' as a from t",),
    ),
    Rule(
        "doubled quote in a literal",
        "Spark reads 'it''s' as its; use text_literal()",
        _literals(lambda literal: "''" in literal[1:-1]),
        ("select 'it''s' as a from t",),
        ("select '' as a from t",),
    ),
    Rule(
        "lists and structs",
        "no list types; one row per item (split_rows, day_series)",
        _text(
            r"[\[\]{}]|\b(unnest|explode|posexplode|array_agg|list|list_\w+|array|array_\w+|struct_pack"
            r"|collect_list|collect_set|flatten|generate_series|range|sequence|string_split|split"
            r"|map|map_\w+|string_agg|listagg|group_concat|pivot|unpivot)\s*\("
        ),
        (
            "select unnest(a) from t",
            "select string_agg(a, ',') from t",
            "select [1, 2] as a",
            "select a from generate_series(1, 3)",
        ),
        (
            "select split_part(a, ',', 1) as a from engine_split_rows(t, a) as t",
            "select sum(a) over (order by b nulls first range between 1 preceding and current row) "
            "as a from t",
        ),
    ),
    Rule(
        "clock or chance",
        "the only clock is landing.clock; nothing is random",
        _text(
            r"\b(current_date|current_timestamp|localtimestamp|current_time)\b"
            r"|\b(now|today|random|rand|randn|uuid|gen_random_uuid|monotonically_increasing_id)\s*\("
        ),
        ("select current_date as d", "select now() as d", "select random() as d"),
        ("select now_on from t",),
    ),
    Rule(
        "one engine's function",
        "use or add a macro in macros/engines.sql",
        _call(
            "dayofweek|weekday|isodow|dayname|monthname|strftime|strptime|date_format|to_date"
            "|to_timestamp|epoch\\w*|unix_\\w+|from_unixtime|make_timestamp|timezone"
            "|from_utc_timestamp|to_utc_timestamp|date_diff|datediff|date_add|date_sub|dateadd"
            "|add_months|months_between|to_days|to_seconds|datepart|date_part|timestampdiff",
            "regexp_matches|regexp_like|regexp_extract|regexp_replace|regexp_extract_all|strpos"
            "|locate|position|starts_with|startswith|ends_with|endswith|prefix|suffix"
            "|format|printf|initcap|sha256|sha2|sha1|hash|xxhash64|crc32|to_json|from_json"
            "|json_\\w+|get_json_object|parse_url|url_decode|url_encode|encode|decode|base64",
            "arg_max|arg_min|argmax|argmin|quantile\\w*|percentile\\w*|median|approx_\\w+|histogram"
            "|entropy|skewness|kurtosis|product|iff|if|nvl|nvl2|zeroifnull|try_divide|div|bitwise_\\w+",
        ),
        (
            "select strftime(d, '%Y') as y from t",
            "select regexp_extract(a, 'b') as b from t",
            "select date_diff('day', a, b) as n from t",
            "select median(a) as a from t",
            "select hash(a) as a from t",
        ),
        (
            "select engine_regexp_extract_group(a, 'b', 1) as b from t",
            "select md5(a) as a from t",
        ),
    ),
    Rule(
        "part of a date",
        "use iso_weekday, format_day or seconds_between",
        _text(r"\bextract\s*\(\s*(dow|isodow|epoch|second|milliseconds?|microseconds?|julian)\b"),
        ("select extract(dow from d) as w from t",),
        ("select cast(extract(year from d) as bigint) as y from t",),
    ),
    Rule(
        "interval",
        "date + interval is a timestamp on DuckDB and a date on Spark; use add_days, add_seconds",
        _text(r"\binterval\b"),
        ("select d + interval 1 day as d from t",),
        ("select engine_add_days(d, 1) as d from t",),
    ),
    Rule(
        "date_trunc without a cast",
        "a timestamp on Spark, a date on DuckDB; cast(date_trunc(...) as date)",
        _nodes((exp.DateTrunc, exp.TimestampTrunc), lambda node: not _inside_cast(node)),
        ("select date_trunc('month', d) as m from t",),
        ("select cast(date_trunc('month', d) as date) as m from t",),
    ),
    Rule(
        "zone",
        "timestamps are UTC without a zone; use reporting_day",
        _text(r"\bat\s+time\s+zone\b|\btimestamptz\b|\btimestamp_ntz\b|\bwith\s+time\s+zone\b"),
        ("select a at time zone 'UTC' as a from t",),
    ),
    Rule(
        "type name",
        "string, bigint, integer, decimal(p, s), double, boolean, date, timestamp",
        _text(
            r"\bas\s+(float4?|float8|real|hugeint|u?tinyint|u?smallint|uinteger|ubigint|int[248]"
            r"|text|varchar|char|json|numeric|decimal|datetime|bytea|blob|binary)\s*\)"
        ),
        (
            "select cast(a as varchar) as a from t",
            "select cast(a as float) as a from t",
            "select cast(a as decimal) as a from t",
        ),
        (
            "select cast(a as string) as a, cast(b as varchar(10)) as b from t",
            "select cast(a as decimal(18, 6)) as a from t",
        ),
    ),
    Rule(
        "division",
        "a double on DuckDB, a decimal on Spark; use ratio(), or multiply by a decimal",
        _nodes(
            exp.Div,
            lambda node: (
                not (_is_cast_to(node.left, "DOUBLE") and _is_cast_to(node.right, "DOUBLE"))
            ),
        ),
        ("select a / 2 as a from t", "select a / nullif(b, 0) as a from t"),
        ("select case when b > 0 then cast(a as double) / cast(b as double) end as r from t",),
    ),
    Rule(
        "integer division",
        "floor() of a ratio, or a macro",
        _text(r"//|\bdiv\b"),
        ("select a // 2 as a from t",),
    ),
    Rule(
        "sum or average of doubles",
        "sum decimals, then ratio(): float sums depend on the order",
        lambda query: (
            node.sql(dialect="duckdb")[:80]
            for node in query.tree.find_all(exp.Sum, exp.Avg, exp.Stddev, exp.Variance)
            if not isinstance(node, exp.Sum) or _plain_float(node)
        ),
        ("select sum(cast(a as double)) as a from t", "select avg(a) as a from t"),
        ("select sum(cast(a as decimal(18, 6))) as a from t",),
    ),
    Rule(
        "rounding by cast",
        "DuckDB rounds and Spark cuts off; floor(), ceil() or round() first",
        _nodes(exp.Cast, _rounds_silently),
        ("select cast(cast(a as decimal(18, 2)) as bigint) as a from t",),
        (
            "select cast(floor(cast(a as decimal(18, 2))) as bigint) as a from t",
            "select cast(sum(a) as bigint) as a from t",
        ),
    ),
    Rule(
        "round without decimal",
        "round(cast(x as decimal(p, s)), n): doubles round differently",
        _nodes(exp.Round, lambda node: not _is_decimal(node.this)),
        (
            "select round(a, 2) as a from t",
            "select round(cast(a as decimal(18, 6)) * b, 2) as a from t",
        ),
        (
            "select round(cast(a as decimal(18, 6)), 2) as a from t",
            "select round(cast(a as decimal(18, 6)) * cast(b as decimal(9, 3)), 2) as a from t",
        ),
    ),
    Rule(
        "floor or ceil without a cast",
        "a double on DuckDB, a bigint on Spark; cast(floor(x) as bigint)",
        _nodes((exp.Floor, exp.Ceil), lambda node: not _inside_cast(node)),
        ("select floor(a) as a from t",),
        ("select cast(floor(a) + 1 as bigint) as a from t",),
    ),
    Rule(
        "transcendental",
        "the last bit differs between the engines",
        _call("exp|ln|log|log2|log10|pow|power|sqrt|cbrt|sin|cos|tan|atan2?|degrees|radians"),
        ("select ln(a) as a from t",),
        ("select explain from t",),
    ),
    Rule(
        "operator",
        "write it in words",
        _text(r"\^|\*\*|<=>|!~|~|->|(?<![<>=!])==|\bglob\b|\bsimilar\s+to\b|\brlike\b"),
        ("select a ^ 2 as a from t", "select a from t where a ~ 'b'", "select a -> 'b' from t"),
        ("select a from t where a <> b and a >= b",),
    ),
    Rule(
        "concat",
        "NULL is skipped on DuckDB and swallows all on Spark; use || with coalesce",
        _call("concat"),
        ("select concat(a, b) as c from t",),
        ("select a || coalesce(b, '') as c, concat_ws('-', a, b) as d from t",),
    ),
    Rule(
        "substring from 0",
        "positions start at 1",
        _text(r"\b(substring|substr)\s*\([^()]*,\s*0\s*[,)]"),
        ("select substring(a, 0, 2) as a from t",),
        ("select substring(a, 1, 2) as a from t",),
    ),
    Rule(
        "nulls in order by",
        "say nulls first or nulls last",
        _nulls_in_orders,
        (
            "select row_number() over (partition by a order by b) as n from t",
            "select sum(a) over (order by b desc rows unbounded preceding) as n from t",
            "select lag(a) over (order by b nulls first, c) as n from t",
        ),
        (
            "select row_number() over (partition by a order by b desc nulls last, "
            "coalesce(c, d) nulls first) as n from t",
        ),
    ),
    Rule(
        "window without order",
        "a rank needs a total order",
        _nodes(exp.Window, _window_without_order),
        ("select row_number() over (partition by a) as n from t",),
        (
            "select count(*) over (partition by a) as n from t",
            "select lag(a) over w as n from t window w as (partition by b order by c nulls first)",
        ),
    ),
    Rule(
        "ignore nulls",
        "stands inside the call on DuckDB and behind it on Spark; use a macro",
        _text(r"\b(ignore|respect)\s+nulls\b"),
        ("select last_value(a ignore nulls) over (order by b nulls first) as a from t",),
    ),
    Rule(
        "undecided value",
        "which row wins is not defined; number the rows by a total order",
        _call("any_value|arbitrary|first|last|mode"),
        ("select any_value(a) as a from t",),
        ("select max(a) as a from t",),
    ),
    Rule(
        "max_by",
        "DuckDB skips rows whose first argument is NULL, Spark does not; coalesce() it",
        _nodes(
            (exp.ArgMax, exp.ArgMin), lambda n: not isinstance(n.this, (exp.Coalesce, exp.DPipe))
        ),
        ("select max_by(a, b) as a from t",),
        ("select max_by(coalesce(a, ''), b) as a from t",),
    ),
    Rule(
        "limit",
        "which rows remain is not defined; number the rows and filter",
        _text(r"\blimit\s+\d|\bfetch\s+first\b|\btablesample\b|\bsample\s+\d"),
        ("select a from t limit 3",),
    ),
    Rule(
        "sum of a condition",
        "Spark cannot add booleans; sum(case when ... then 1 else 0 end)",
        _nodes(exp.Sum, lambda node: isinstance(node.this, exp.Predicate)),
        ("select sum(a > 1) as n from t",),
        ("select sum(case when a > 1 then 1 else 0 end) as n from t",),
    ),
    Rule(
        "count distinct of several",
        "DuckDB counts one expression; use surrogate_key",
        _nodes(
            exp.Count,
            lambda node: isinstance(node.this, exp.Distinct) and len(node.this.expressions) > 1,
        ),
        ("select count(distinct a, b) as n from t",),
        ("select count(distinct a) as n from t",),
    ),
    Rule(
        "position instead of a name",
        "group and order by names",
        _text(r"\b(group|order)\s+by\s+\d"),
        ("select a, count(*) as n from t group by 1",),
        ("select a, count(*) as n from t group by a",),
    ),
    Rule(
        "distinct star",
        "hides a fan-out; say which columns make a row",
        _text(r"\bselect\s+distinct\s+\*"),
        ("select distinct * from t",),
        ("select distinct a, b from t",),
    ),
    Rule(
        "trailing comma",
        "Spark refuses a comma before from",
        _text(r",\s*(from\b|\))"),
        ("select a, from t",),
    ),
)
