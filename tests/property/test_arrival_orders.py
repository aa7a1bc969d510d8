"""Late data heals: nights in any order of arrival give the cells of one rebuild.

Belongs here: scattering a random company's deliveries over nights, running those nights, comparing
every published cell with a home in which everything arrived at once.
`make soak N=1000` draws more orders; a failing order is named by its two seeds.
"""

from __future__ import annotations

import csv
import os
import random
from collections import Counter, defaultdict
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from dagster_project.lib import dbt_runner, landing
from dagster_project.lib.marts import published_marts
from dagster_project.lib.settings import load_settings
from tests.property.company import Company, Delivery

AS_OF = datetime(2026, 1, 31, 2, tzinfo=UTC)
ORDERS_PER_COMPANY = 5
ORDERS = int(os.environ.get("PMA_SOAK", "25"))
FIRST_SEED = int(os.environ.get("PMA_SOAK_SEED", "1"))

NIGHT_BOOKS = {
    "quality.builds": "names the night itself",
    "quality.files": "the ledger of when files arrived",
    "quality.quarantine": "which of two equal rows came first decides which one is the duplicate",
    "quality.reconciliation": "counts duplicates and superseded rows of the nights",
    "quality.restatements": "the diary of changes between nights",
}
"""Accounts of the nights themselves, not of the business: these do depend on arrival."""


def write_files(home: Path, name: str, deliveries: list[Delivery]) -> None:
    """One CSV file per table, as one loader run would write it."""
    tables = defaultdict(list)
    for delivery in deliveries:
        tables[delivery.source, delivery.table].append(dict(delivery.row))
    for (source, table), rows in tables.items():
        folder = home / "raw" / source / table
        folder.mkdir(parents=True, exist_ok=True)
        columns = sorted({column for row in rows for column in row})
        with (folder / f"{name}.csv").open("w", newline="") as file:
            writer = csv.DictWriter(file, columns, restval="")
            writer.writeheader()
            writer.writerows(rows)


EVERYTHING: list[str] = []
WHAT_REMEMBERS = ["--select", "+config.materialized:incremental"]
"""A model that is made anew every night leaves nothing to the next one: only increments do."""


def run_night(home: Path, number: int, selection: list[str]) -> None:
    """Land what is in the drop zone and build the selection; any failure fails the test."""
    settings = load_settings(home, env={"PMA_AS_OF": AS_OF.isoformat()})
    dbt_runner.set_environment(settings)
    published = home / "warehouse" / "last_published.duckdb"
    if not published.exists():
        published.parent.mkdir(parents=True, exist_ok=True)
        duckdb.connect(str(published)).close()
    dbt_runner.ensure_manifest(settings)
    report = landing.land(settings, f"night-{number}", lambda text: None)
    assert not report.errors, report.errors
    result = dbt_runner.build(settings, selection=["--exclude-resource-type=test", *selection])
    assert not result.bad, result.bad


def built(drops: list, order: int) -> list[list[str]]:
    """What each night builds: a company's first order as production does, the others what the last
    night can see of the nights before it."""
    before_the_last = len(drops) - 1
    if order % ORDERS_PER_COMPANY == 0:
        return [EVERYTHING, *[dbt_runner.all_but_views()] * before_the_last]
    return [*[WHAT_REMEMBERS] * before_the_last, EVERYTHING]


def cells(home: Path) -> dict[str, list[tuple]]:
    """Every published row of every business table, sorted."""
    settings = load_settings(home, env={"PMA_AS_OF": AS_OF.isoformat()})
    marts = published_marts(dbt_runner.load_manifest(settings))
    with duckdb.connect(str(home / "warehouse" / "pma.duckdb"), read_only=True) as con:
        return {
            mart.relation: sorted(con.execute(f"from {mart.relation}").fetchall(), key=repr)
            for mart in marts
            if mart.relation not in NIGHT_BOOKS
        }


def scatter(company: Company, seed: int) -> list[list[Delivery]]:
    """The company's deliveries over 2 to 4 nights, in an order of arrival of their own."""
    rng = random.Random(seed)
    nights = rng.randint(2, 4)
    drops: list[list[Delivery]] = [[] for _ in range(nights)]
    deliveries = list(company.deliveries)
    rng.shuffle(deliveries)
    first_night_share = rng.choice([0.2, 0.5, 0.9])
    for delivery in deliveries:
        early = rng.random() < first_night_share
        drops[0 if early else rng.randrange(1, nights)].append(delivery)
    return drops


def multiset_minus(rows: list[tuple], others: list[tuple]) -> list[tuple]:
    """Rows that occur more often than in `others`."""
    return list((Counter(rows) - Counter(others)).elements())


@pytest.fixture(scope="module", autouse=True)
def one_hash_key():
    """Hashes of all homes are comparable; each would draw a secret of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PMA_HASH_KEY", "the same in every home")
        yield


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory):
    """Cells of the home in which a company's deliveries all arrived in one night."""
    known: dict[int, dict[str, list[tuple]]] = {}

    def cells_of(company_seed: int) -> dict[str, list[tuple]]:
        if company_seed not in known:
            home = tmp_path_factory.mktemp(f"rebuild-{company_seed}")
            write_files(home, "all", Company(company_seed).deliveries)
            run_night(home, 1, EVERYTHING)
            known.clear()
            known[company_seed] = cells(home)
        return known[company_seed]

    return cells_of


@pytest.mark.parametrize(
    "order",
    [
        pytest.param(order, marks=pytest.mark.xdist_group(f"company-{order // ORDERS_PER_COMPANY}"))
        for order in range(FIRST_SEED, FIRST_SEED + ORDERS)
    ],
)
def test_nights_in_any_order_equal_one_rebuild(order, rebuilt, tmp_path):
    company_seed = order // ORDERS_PER_COMPANY
    expected = rebuilt(company_seed)
    drops = scatter(Company(company_seed), order)
    for number, (deliveries, selection) in enumerate(
        zip(drops, built(drops, order), strict=True), start=1
    ):
        write_files(tmp_path, f"night-{number}", deliveries)
        run_night(tmp_path, number, selection)
    found = cells(tmp_path)
    assert set(found) == set(expected)
    different = {
        table: {"only after the nights": extra[:3], "only after the rebuild": missing[:3]}
        for table in expected
        if any(
            (
                extra := multiset_minus(found[table], expected[table]),
                missing := multiset_minus(expected[table], found[table]),
            )
        )
    }
    assert not different, "\n".join(f"{table}: {rows}" for table, rows in different.items())


def test_the_business_tables_have_rows(rebuilt):
    """An empty warehouse would pass every comparison."""
    empty = [table for table, rows in rebuilt(FIRST_SEED // ORDERS_PER_COMPANY).items() if not rows]
    assert empty == []
