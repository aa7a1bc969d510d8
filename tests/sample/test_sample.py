"""The sample company: same bytes for the same seed, nights that add up, truth that is in the files.

All of it at tiny scale, written once per module. Speed is measured by the bench, never asserted.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from datetime import datetime
from decimal import Decimal
from functools import cache
from itertools import count
from pathlib import Path

import duckdb
import pytest

from dagster_project.lib.contract import load_contract
from dagster_project.sample import DEFAULT_AS_OF, generate, plan, scale_of
from dagster_project.sample.__main__ import main
from dagster_project.sample.engine import open_world
from dagster_project.sample.nights import Writer
from dagster_project.sample.usage import track_feed
from dagster_project.sample.web import page_feed

NIGHTS = 4
CONTRACT = load_contract()
CON = duckdb.connect(config={"threads": 1})
NUMBERS = count()
BROKEN = ("bad_number", "ragged_line", "unknown_currency", "scientific_id", "bad_timestamp")
ACCOUNT_CURRENCY = {"google_ads": "currency_code", "facebook_ads": "currency"}


def digest(home: Path) -> dict[str, str]:
    """Hash of every file below `home`, by relative path."""
    return {
        str(p.relative_to(home)): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(home.rglob("*"))
        if p.is_file()
    }


@pytest.fixture(scope="module")
def once(tmp_path_factory) -> Path:
    home = tmp_path_factory.mktemp("once")
    generate(home, "tiny")
    return home


@pytest.fixture(scope="module")
def replayed(tmp_path_factory) -> Path:
    home = tmp_path_factory.mktemp("replayed")
    generate(home, "tiny", nights=NIGHTS)
    return home


@cache
def read(home: Path, relation: str) -> duckdb.DuckDBPyRelation:
    """All readable rows of a table as text, one per key: the greatest cursor wins.

    The reader is not landing's: it leaves out what does not convert, and nothing else.
    """
    source, name = relation.split(".")
    table = CONTRACT[source][name]
    files = sorted((home / "raw" / source / name).glob("*.csv"))
    header = files[0].read_text().split("\n", 1)[0].split(",")
    assert all(f.read_text().split("\n", 1)[0].split(",") == header for f in files)
    CON.execute(f"""create or replace table raw as select * from read_csv(
        {[str(f) for f in files]}, header = true, auto_detect = false, ignore_errors = true,
        delim = ',', quote = '"', escape = '"', columns = {dict.fromkeys(header, "varchar")})""")
    good = ["true"]
    for column in (table.by_name[c] for c in header):
        if column.is_id:
            good.append(f"coalesce(\"{column.name}\", '') not similar to '[0-9.]+E[+][0-9]+'")
        elif column.currency:
            good.append(f"coalesce(\"{column.name}\", 'USD') in ('USD', 'EUR', 'GBP')")
        elif column.data_type != "varchar":
            good.append(
                f'("{column.name}" is null or '
                f'try_cast("{column.name}" as {column.data_type}) is not null)'
            )
    key = ", ".join(f'"{k}"' for k in table.key if k in header)
    cursor = f'"{table.cursor}"' if table.cursor in header else "1"
    target = f"t{next(NUMBERS)}"
    CON.execute(f"""create table {target} as
        select {", ".join(f'"{c}"' for c in header)} from (
            select *, row_number() over (partition by {key} order by {cursor} desc) as n
            from raw where {" and ".join(good)}
        ) where n = 1""")
    return CON.table(target).order("all")


def relations(home: Path) -> list[str]:
    return sorted(json.loads((home / "truth.json").read_text())["files"])


def test_same_arguments_give_the_same_bytes(once, tmp_path):
    generate(tmp_path, "tiny")
    assert digest(tmp_path) == digest(once)


def test_another_seed_gives_other_rows(once, tmp_path):
    generate(tmp_path, "tiny", seed=8)
    other, first = digest(tmp_path), digest(once)
    assert other["raw/segment/pages/2025-11-03.csv"] != first["raw/segment/pages/2025-11-03.csv"]
    assert other["raw/hubspot/deal/2025-11-03.csv"] != first["raw/hubspot/deal/2025-11-03.csv"]


def test_headers_are_columns_of_the_contract(once, replayed):
    for home in (once, replayed):
        for path in (home / "raw").rglob("*.csv"):
            table = CONTRACT[path.parts[-3]][path.parts[-2]]
            header = path.open().readline().strip().split(",")
            assert set(header) <= set(table.by_name), path
            missing = [c.name for c in table.columns if c.required and c.name not in header]
            assert not missing, path
            assert set(table.key) <= set(header) | {
                c.name for c in table.columns if not c.required
            }, path


def test_every_column_reads_as_its_type(once):
    truth = json.loads((once / "truth.json").read_text())
    for relation, files in truth["files"].items():
        rows = read(once, relation).count("*").fetchone()[0]
        assert rows == sum(f["distinct_rows"] for f in files.values()), relation


def test_nights_add_up_to_all_at_once(once, replayed):
    assert relations(once) == relations(replayed)
    for relation in relations(once):
        differing = read(replayed, relation).except_(read(once, relation)).fetchall()
        differing += read(once, relation).except_(read(replayed, relation)).fetchall()
        assert not differing, relation


def test_truth_of_the_state_does_not_depend_on_the_nights(once, replayed):
    first, second = (json.loads((h / "truth.json").read_text()) for h in (once, replayed))
    assert {k: v for k, v in first.items() if k != "files"} == {
        k: v for k, v in second.items() if k != "files"
    }


def test_nights_can_be_written_one_by_one(replayed, tmp_path):
    for number in range(1, NIGHTS + 1):
        generate(tmp_path, "tiny", nights=NIGHTS, night=number)
    assert digest(tmp_path) == digest(replayed)


def test_nights_restate_repeat_and_break(replayed):
    files = json.loads((replayed / "truth.json").read_text())["files"]
    nights = [
        str(d.night) for d in plan(scale_of("tiny"), datetime.fromisoformat(DEFAULT_AS_OF), NIGHTS)
    ][1:]

    def found(kind: str, relation: str | None = None) -> int:
        return sum(
            by_file.get(f"{night}.csv", {}).get(kind, 0)
            for name, by_file in files.items()
            if relation in (None, name)
            for night in nights
        )

    assert found("restated", "google_ads.campaign_stats") > 0
    assert found("restated", "facebook_ads.basic_ad") > 0
    assert found("duplicate") > 0
    for kind in ("bad_number", "ragged_line", "unknown_currency", "scientific_id"):
        assert found(kind) > 0, kind


def test_truth_of_spend_is_in_the_files(once):
    spend = json.loads((once / "truth.json").read_text())["spend"]
    found: dict[str, Decimal] = {}
    for platform, relation, account, amount in (
        ("google_ads", "campaign_stats", "customer_id", "cast(cost_micros as decimal(30, 6))"),
        ("facebook_ads", "basic_ad", "account_id", "cast(spend as decimal(18, 2))"),
    ):
        accounts = read(once, f"{platform}.account_history")
        code = ACCOUNT_CURRENCY[platform]
        currencies = dict(accounts.project(f"id, {code}").fetchall())
        stats = read(once, f"{platform}.{relation}")
        for who, total in stats.aggregate(f"{account}, sum({amount})").fetchall():
            key = f"{platform} {currencies[who]}"
            total = total / 1_000_000 if platform == "google_ads" else total
            found[key] = found.get(key, Decimal(0)) + total
    generic = read(once, "generic.ad_performance").aggregate(
        "platform, currency, sum(cast(spend as decimal(18, 2)))"
    )
    found |= {f"{platform} {code}": total for platform, code, total in generic.fetchall()}
    linkedin = read(once, "linkedin_ads.ad_analytics_by_campaign").aggregate(
        "sum(cast(cost_in_local_currency as decimal(18, 2)))"
    )
    found["linkedin_ads EUR"] = linkedin.fetchone()[0]
    assert found == {key: Decimal(entry["spend"]) for key, entry in spend.items()}


def test_truth_of_events_is_in_the_files(once):
    truth = json.loads((once / "truth.json").read_text())["events"]
    users = read(once, "segment.users").filter("is_internal = 'true'").project("id").fetchall()
    staff = {user for (user,) in users}
    bot = re.compile("bot|crawl|spider|headless|preview", re.IGNORECASE)
    for name in ("pages", "tracks"):
        rows = read(once, f"segment.{name}").project("user_id, context_user_agent").fetchall()
        bots = sum(1 for _, agent in rows if bot.search(agent))
        internal = sum(1 for user, agent in rows if user in staff and not bot.search(agent))
        assert truth[name] == {
            "distinct": len(rows),
            "bot": bots,
            "internal": internal,
            "kept": len(rows) - bots - internal,
        }


def test_truth_of_deals_and_competitors_is_in_the_files(once):
    truth = json.loads((once / "truth.json").read_text())
    deals = read(once, "hubspot.deal")
    columns = deals.columns
    merged = {row[1] for row in read(once, "hubspot.merged_deal").fetchall()}
    aliases = {a: c for a, c, *_ in read(once, "generic.competitor_aliases").fetchall()}
    stages = {r[0]: r for r in read(once, "hubspot.deal_pipeline_stage").fetchall()}
    kept = [dict(zip(columns, row, strict=True)) for row in deals.fetchall()]
    assert len(kept) == truth["crm"]["deals"]["deals"]
    kept = [d for d in kept if d["is_deleted"] == "false" and d["deal_id"] not in merged]
    assert len(kept) == truth["crm"]["deals"]["kept"]
    found: dict[str, dict[str, int]] = {}
    for deal in kept:
        *_, won, closed = stages[deal["deal_pipeline_stage_id"]][:7]
        if closed != "true":
            continue
        named = (deal["property_competitors"] or "").split(";")
        for competitor in {aliases[n] for n in named if n}:
            entry = found.setdefault(competitor, {"won": 0, "lost": 0})
            entry["won" if won == "true" else "lost"] += 1
    for competitor, entry in truth["competitors"].items():
        expected = {k: entry[k] for k in ("won", "lost")}
        assert found.get(competitor, {"won": 0, "lost": 0}) == expected, competitor


def test_lines_and_subscriptions_agree_with_deals(once):
    """Lines add up to their deal; a deal that was won earns a twelfth of it a month."""
    deals = read(once, "hubspot.deal")
    merged = {row[1] for row in read(once, "hubspot.merged_deal").fetchall()}
    stages = {r[0]: r for r in read(once, "hubspot.deal_pipeline_stage").fetchall()}
    amounts, sold, kept_amounts = {}, {}, Counter()
    for row in deals.fetchall():
        deal = dict(zip(deals.columns, row, strict=True))
        key, cents = deal["deal_id"], int(Decimal(deal["property_amount"]) * 100)
        amounts[key] = cents
        won = stages[deal["deal_pipeline_stage_id"]][5] == "true"
        kept = deal["is_deleted"] == "false" and key not in merged
        kept_amounts[deal["property_deal_currency_code"]] += cents * kept
        if won and kept and deal["property_dealtype"] != "renewal":
            sold[f"sub-{key}"] = cents // 12
    lines = read(once, "generic.opportunity_line_items").aggregate(
        "opportunity_id, cast(sum(cast(amount as decimal(18, 2))) * 100 as bigint)"
    )
    assert dict(lines.fetchall()) == amounts
    truth = json.loads((once / "truth.json").read_text())["money"]["lines"]
    assert {c: int(Decimal(total) * 100) for c, total in truth.items()} == kept_amounts
    subscriptions = read(once, "generic.subscriptions").filter(
        "is_deleted = 'false' and subscription_id like 'sub-%'"
    )
    monthly = subscriptions.project(
        "subscription_id, cast(cast(mrr as decimal(18, 2)) * 100 as bigint)"
    )
    assert dict(monthly.fetchall()) == sold != {}


def test_truth_of_money_is_in_the_files(once):
    truth = json.loads((once / "truth.json").read_text())["money"]

    def totals(relation: str, amount: str, condition: str = "true", by: str = "currency") -> dict:
        rows = read(once, f"generic.{relation}").filter(condition)
        summed = rows.aggregate(f"{by} as k, cast(sum({amount}) as decimal(18, 2))", by)
        return {key: f"{total}" for key, total in summed.fetchall()}

    cast = "cast({} as decimal(18, 2))".format
    running = "is_deleted = 'false' and is_trial = 'false' and ended_on is null"
    assert totals("subscriptions", cast("mrr"), running) == truth["mrr"]
    signed = f"case when is_refund = 'true' then -1 else 1 end * {cast('amount')}"
    assert totals("orders", signed) == truth["orders_net"]
    assert truth["refunds"] > 0 and truth["trials"] > 0
    kinds = totals("marketing_costs", cast("amount"), by="cost_type || ' ' || currency")
    assert kinds == truth["costs"]
    assert (
        totals("marketing_costs", cast("amount"), "campaign_id is not null")
        == (truth["costs_that_a_platform_reports"])
    )


def test_dirt_is_counted_per_file(replayed):
    files = json.loads((replayed / "truth.json").read_text())["files"]
    for relation, by_file in files.items():
        for name, counts in by_file.items():
            path = replayed / "raw" / relation.replace(".", "/") / name
            broken = sum(counts.get(k, 0) for k in BROKEN)
            assert len(path.read_text().splitlines()) == 1 + counts["rows"] + broken, path


def test_campaign_stats_cover_their_ads(once):
    ads = dict(_sum(once, "google_ads.ad_stats", "campaign_id"))
    campaigns = dict(_sum(once, "google_ads.campaign_stats", "id"))
    assert all(campaigns[c] >= ads.get(c, 0) for c in campaigns)
    assert set(campaigns) - set(ads), "one campaign must exist at campaign grain only"
    assert sum(campaigns[c] for c in ads) > sum(ads.values()), "a residual must exist"


def _sum(home: Path, relation: str, by: str):
    return read(home, relation).aggregate(f"{by}, sum(cast(cost_micros as bigint))").fetchall()


def test_a_drop_zone_with_other_files_is_left_alone(tmp_path):
    stranger = tmp_path / "raw" / "hubspot" / "deal" / "export.csv"
    stranger.parent.mkdir(parents=True)
    stranger.write_text("deal_id\n1\n")
    with pytest.raises(FileExistsError, match="1 files that are no sample"):
        generate(tmp_path, "tiny")
    assert stranger.read_text() == "deal_id\n1\n"


@pytest.mark.parametrize(
    "arguments", [["--scale", "huge"], ["--nights", "0"], ["--nights", "3", "--night", "4"]]
)
def test_wrong_arguments_are_named(arguments, tmp_path, capsys):
    assert main(["--home", str(tmp_path), "--scale", "tiny", *arguments]) == 2
    assert "must be" in capsys.readouterr().err


def test_cheap_counts_equal_counted_rows(tmp_path):
    drop = plan(scale_of("tiny"), datetime.fromisoformat(DEFAULT_AS_OF), 2)[1]
    world = open_world(scale_of("tiny"), 7, datetime.fromisoformat(DEFAULT_AS_OF))
    writer = Writer(tmp_path, world, None, print)
    writer.build()
    for lo, hi, again in ((0, drop.lo, False), (drop.lo - 20, drop.hi, True)):
        for make in (page_feed, track_feed):
            feed = make(world, lo, hi, again)
            writer._stage(feed, ["__copy"])
            helpers = ["__copy", "__late", "__bot", "__internal", "__pii"]
            cheap = writer._counts(world.con, feed, helpers, staged=False)
            assert cheap == writer._counts(world.con, feed, helpers, staged=True)
            assert cheap["rows"] > 0
