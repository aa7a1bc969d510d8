"""The generator's own in-memory DuckDB: calendar and pseudo-random macros.

Belongs here: the connection and the macros every part uses. All randomness is `rnd(tag, key)`,
a hash of seed, tag and key; there is no clock and no random() anywhere.
Does not belong here: knowledge of any table.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import duckdb

from dagster_project.sample.scales import Scale


@dataclass(frozen=True)
class World:
    """What every part needs to write its SQL."""

    con: duckdb.DuckDBPyConnection
    scale: Scale
    seed: int
    as_of: datetime

    @property
    def days(self) -> int:
        return self.scale.days

    @property
    def start(self) -> date:
        """Day 0; the last day with data is the day before the night of as-of."""
        return self.as_of.date() - timedelta(days=self.scale.days)


def open_world(scale: Scale, seed: int, as_of: datetime) -> World:
    """Connection with macros; no tables yet."""
    con = duckdb.connect(config={"memory_limit": "6GB", "threads": 1})
    world = World(con, scale, seed, as_of)
    epoch = (world.start - date(1970, 1, 1)).days * 86_400
    con.execute("set preserve_insertion_order = true")
    con.execute("set enable_progress_bar = false")
    con.execute(f"""
        -- 63 pseudo-random bits of (seed, tag, key)
        create macro rnd(tag, k) as
            cast(hash(xor(hash(k), hash(tag || '|{seed}'))) >> 1 as bigint);
        create macro day_of(t) as date '{world.start}' + cast(t as integer);
        create macro ts(t, sec) as
            make_timestamp(cast(({epoch} + cast(t as bigint) * 86400 + sec) * 1000000 as bigint));
        -- the loader's run after day t: one o'clock of the next night, spread over some minutes
        create macro synced(t, k) as ts(t + 1, 3600 + (k) % 1800);
        create macro office(h) as 28800 + (h >> 7) % 36000;
        create macro cents(x) as cast(cast(x as decimal(18, 0)) * 0.01 as decimal(18, 2));
        create macro nth(list, k) as list[1 + (k) % len(list)];
        create macro digits(k, n) as lpad(cast(k as varchar), n, '0');
    """)
    return world


COUNTED = ("copy", "late", "restated", "bot", "internal", "pii")


def sums(counted: dict[str, str], rows: str) -> str:
    """Select list for `Feed.counts`: what is not given is 0; only `copy` counts repeated rows."""
    parts = [f"sum({rows}) as n"]
    parts += [f"coalesce(sum({counted.get(k, '0')}), 0) as {k}" for k in COUNTED]
    return ", ".join(parts)


@dataclass(frozen=True)
class Feed:
    """One raw table's rows of one drop.

    `sql` yields the vendor's columns, then helper columns whose names start with `__`:
    `__copy` (exact duplicates), `__late`, `__restated`, `__bot`, `__internal`, `__pii`, each 0
        or 1,
    which are counted and never written. `order` makes the bytes deterministic. `counts` yields the
    sums of (rows, *COUNTED) more cheaply than counting `sql` would; without it `sql` is counted.
    """

    source: str
    table: str
    sql: str
    order: str
    is_event: bool = False
    counts: str | None = None

    @property
    def relation(self) -> str:
        return f"{self.source}.{self.table}"
