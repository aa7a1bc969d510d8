"""Rows of a mapped table that share a key and a cursor: one stands in raw, the rest in quarantine.

A mapped table is read whole every night, so a night is judged by what the table shows on it, not by
what it showed before. `Home.land` closes the accounts of every table after every night.
"""

from __future__ import annotations

import json
import random
from collections import Counter, defaultdict
from itertools import product

import pytest

from tests.landing.support import Home

CONFIGURED = "sources: {generic: {connections: [{name: emea, schema: emea_ads}]}}"
DAY = "2026-01-05"

Row = tuple[str, str, str | None]  # key, content, cursor


def text(cell: str | None) -> str:
    return "null" if cell is None else f"'{cell}'"


def show(home: Home, rows: list[Row]) -> None:
    """The table shows these rows, in this order, and one that is always there."""
    values = ", ".join(f"({', '.join(map(text, row))})" for row in [*rows, ("z", "z", None)])
    home.build(
        "create schema if not exists emea_ads; create or replace table emea_ads.accounts "
        "(account_id varchar, name varchar, updated_at timestamp); "
        f"insert into emea_ads.accounts values {values}"
    )


def raw(home: Home) -> dict[str, str]:
    """key → content; there is one row per key."""
    rows = home.raw("generic.accounts", "account_id, name")
    assert len(rows) == len(dict(rows))
    return dict(rows)


def lost(home: Home) -> Counter:
    """(key, content, day of the cursor) of the rows in quarantine."""
    rows = home.query("select rule, raw_text from landing.quarantine")
    assert {rule for rule, _ in rows} <= {"key_conflict"}
    cells = [json.loads(raw_text) for _, raw_text in rows]
    return Counter((r["account_id"], r["name"], (r["updated_at"] or "")[:10]) for r in cells)


def check(home: Home, rows: list[Row]) -> None:
    """Of each version that the table shows, one content counts and every other is in quarantine,
    as often as it is shown; the content of the latest version stands in raw."""
    held, missed = raw(home), lost(home)
    versions: dict[tuple[str, str], list[str]] = defaultdict(list)
    for key, content, cursor in rows:
        versions[key, cursor or ""].append(content)
    latest = {key: max(c for k, c in versions if k == key) for key, _ in versions}
    assert held.keys() == latest.keys() | {"z"}
    wanted: Counter = Counter()
    for (key, cursor), contents in versions.items():
        counted = {content for content in contents if (key, content, cursor) not in missed}
        if cursor == latest[key]:
            counted = {held[key]} & set(contents)
        assert len(counted) == 1, (key, contents, held[key], missed)
        wanted.update((key, name, cursor) for name in contents if name not in counted)
    assert missed == wanted
    books = home.query("select sum(rows_kept), sum(rows_quarantined) from landing.files")
    assert books == [(len(held), wanted.total())]


def night(home: Home, rows: list[Row]) -> None:
    """One night on which the table shows these rows, and one on which nothing is new."""
    show(home, rows)
    home.land()
    check(home, rows)
    assert home.land().tables == ()
    check(home, rows)


def check_rebuild(home: Home) -> None:
    """Starting over gives what the nights gave."""
    nights = raw(home), lost(home)
    home.rebuild()
    assert (raw(home), lost(home)) == nights


CHANGES = {
    "unchanged": lambda winner, loser, new: [winner, loser],
    "turned round": lambda winner, loser, new: [loser, winner],
    "changed winner": lambda winner, loser, new: [new, loser],
    "changed loser": lambda winner, loser, new: [winner, new],
    "both changed": lambda winner, loser, new: [new, new + new],
    "a third": lambda winner, loser, new: [loser, new, winner],
    "loser twice": lambda winner, loser, new: [winner, loser, loser],
    "winner twice": lambda winner, loser, new: [winner, winner, loser],
    "loser removed": lambda winner, loser, new: [winner],
    "winner removed": lambda winner, loser, new: [loser],
}


@pytest.mark.parametrize("cursor", [DAY, None])
def test_what_a_mapped_table_shows_is_in_raw_or_in_quarantine(home, cursor):
    """Every change in both orders, with contents whose hashes come first, between and last."""
    home.configure(CONFIGURED)
    cases = {
        f"{change}, {''.join(order)}, {new}": (change, order, new)
        for change, order, new in product(CHANGES, (("a", "b"), ("b", "a")), "pqrstu")
    }
    first = [(key, content, cursor) for key, (_, order, _) in cases.items() for content in order]
    night(home, first)
    won = raw(home)
    second = [
        (key, content, cursor)
        for key, (change, order, new) in cases.items()
        for content in CHANGES[change](won[key], "ab".replace(won[key], ""), new)
    ]
    night(home, second)
    check_rebuild(home)
    night(home, first)
    assert raw(home) == won
    night(home, second)


def test_the_winner_is_the_same_whatever_the_order(home):
    """A table has no first and no last row, so content decides, also without cursor."""
    home.configure(CONFIGURED)
    rows = [(key, name, cursor) for name in "abcd" for key, cursor in (("k", DAY), ("l", None))]
    night(home, rows)
    for i in range(2, len(rows), 2):
        show(home, rows[i:] + rows[:i])
        assert home.land().tables == ()


def test_a_conflict_that_comes_later_is_shown(home):
    """It vanished where the row that was there first won."""
    home.configure(CONFIGURED)
    first = [(f"{one} {two}", one, DAY) for one, two in product("abcd", "pqrs")]
    night(home, first)
    night(home, [*first, *((key, key[-1], DAY) for key, _, _ in first)])


@pytest.mark.parametrize("seed", range(3))
def test_nights_of_a_mapped_table_close_like_a_rebuild(home, seed):
    """Few keys, contents and cursors, drawn anew every night."""
    rng = random.Random(seed)
    home.configure(CONFIGURED)
    for _ in range(4):
        night(
            home,
            [
                (rng.choice("klmnopq"), rng.choice("abcd"), rng.choice([DAY, "2026-01-06", None]))
                for _ in range(rng.randrange(25))
            ],
        )
    check_rebuild(home)
