"""What arrived and was never published, table by table, against the table's history of arrivals.

Belongs here: shape, volume and freshness of tonight's slice, and of the slices of earlier nights
that readers have not seen: a delivery that closed the gate keeps it closed until it is mended.
Rules about single values belong to the raw contract (landing puts rule breakers into quarantine),
rules about meaning to dbt tests.

All raw tables are looked at in one pass: `arrivals_query` gives one row per table, a check is one
expectation over these rows, and its verdict is split by table.
"""

from __future__ import annotations

from expectations._suite import CRITICAL, WARNING, Check, Group, between

USABLE_SHARE = 0.75
BROKEN_DELIVERY = 10
"""From so many broken rows of a table and night on their share is judged: a quiet night may bring
one row, and one bad row must not keep everything from readers until somebody mends it."""
USUAL_VOLUME = (0.2, 8.0)
USUAL_GAPS = 3.0
NIGHTS_OF_HISTORY = 7
"""Volume and freshness are judged only where the table has arrived that often before."""


def _bound(column: str, low: float | None, high: float | None, severity: str) -> Check:
    return between(column, low, high, "", severity=severity)


CHECKS = (
    Group(
        "tonight_is_readable",
        f"Of the rows that arrived tonight, and on each night since the last publication, at least "
        f"{USABLE_SHARE:.0%} met the contract; the rest is in quarantine. Fewer than "
        f"{BROKEN_DELIVERY} broken rows are no broken delivery. A file that was replaced under its "
        "name, or gone before it left a row, has no broken rows. Passes where nothing arrived.",
        (_bound("readable_share", USABLE_SHARE, None, CRITICAL),),
        CRITICAL,
    ),
    Group(
        "tonight_is_usual",
        f"Volume between {USUAL_VOLUME[0]:g} and {USUAL_VOLUME[1]:g} times the median of published "
        f"arrivals, last arrival within {USUAL_GAPS:g} times the longest gap so far (both only "
        f"after {NIGHTS_OF_HISTORY} arrivals), no row dated more than two days after the clock.",
        (
            _bound("volume_ratio", *USUAL_VOLUME, WARNING),
            _bound("gaps_late", None, USUAL_GAPS, WARNING),
            _bound("future_rows", None, 0, WARNING),
        ),
        WARNING,
    ),
)


def _future_rows(source: str, table: str, partition: str | None, published: int) -> str:
    if partition is None:
        return "cast(null as bigint)"
    return (
        f'(select count(*) from raw_{source}."{table}" '
        f"where _load_id > {published} and "
        f'cast("{partition}" as date) > (select cast(as_of as date) + 2 from clock))'
    )


def arrivals_query(tables: list[tuple[str, str, str | None]], published: int) -> str:
    """One row per `(source, table, partition column)`; NULL where a measure has nothing to say.

    Loads after `published` are judged, each by itself: a good night cannot outweigh a broken one.
    Rows of a file that was replaced under its name or is gone count as mended. A mapped table,
    which has a row in the ledger per night, says itself what it mended (merge.take_out_unshown).
    """
    each = "\n    union all ".join(
        f"select '{source}' as source_name, '{table}' as table_name, "
        f"{_future_rows(source, table, partition, published)} as future_rows"
        for source, table, partition in tables
    )
    return f"""
with clock as (select as_of from landing.clock),
tables as ({each}),
files as (
    select source_name, table_name, load_id, rows_in,
        case
            when status = 'gone' then 0
            when bytes is not null and file_id < max(
                case when status in ('landed', 'seen') then file_id end
            ) over (partition by source_name, source_relation, table_name, path) then 0
            else rows_quarantined
        end as rows_broken
    from landing.files
),
arrivals as (
    select f.source_name, f.table_name, f.load_id, min(l.as_of) as as_of,
        sum(f.rows_in) as rows_in, sum(f.rows_broken) as rows_broken
    from files as f inner join landing.loads as l on f.load_id = l.load_id
    group by all
),
gaps as (
    select *, date_diff('second', lag(as_of) over (
        partition by source_name, table_name order by load_id), as_of) / 86400.0 as gap_days
    from arrivals
),
history as (
    select source_name, table_name, count(*) as nights, median(rows_in) as usual_rows,
        max(gap_days) as longest_gap, max(as_of) as last_arrival
    from gaps where load_id <= {published} group by all
),
unpublished as (
    select source_name, table_name, sum(rows_in) as rows_in, avg(rows_in) as rows_per_night,
        min(case
            when rows_broken >= {BROKEN_DELIVERY} then 1 - rows_broken / rows_in
            when rows_in > 0 then 1
        end) as readable_share,
        max(as_of) as as_of
    from arrivals where load_id > {published} group by all
)
select
    'raw_' || t.source_name || '.' || t.table_name as relation,
    coalesce(a.rows_in, 0) as rows_in,
    cast(a.readable_share as double) as readable_share,
    t.future_rows,
    case when h.nights >= {NIGHTS_OF_HISTORY} and h.usual_rows > 0 and a.rows_in is not null
        then cast(a.rows_per_night / h.usual_rows as double) end as volume_ratio,
    case when h.nights >= {NIGHTS_OF_HISTORY} and h.longest_gap > 0
        then cast(date_diff('second', coalesce(a.as_of, h.last_arrival),
            (select as_of from clock)) / 86400.0 / h.longest_gap as double) end as gaps_late
from tables as t
left join unpublished as a on t.source_name = a.source_name and t.table_name = a.table_name
left join history as h on t.source_name = h.source_name and t.table_name = h.table_name
"""
