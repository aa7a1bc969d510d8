"""The golden cases of advertising, on marts that dbt built from raw rows."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.dbt_ads.conftest import cells


def one(con, sql: str):
    """The only row of a query, as a tuple, or its only value."""
    rows = con.sql(sql).fetchall()
    assert len(rows) == 1, rows
    return rows[0][0] if len(rows[0]) == 1 else rows[0]


def test_return_over_thirty_days_counts_only_their_spend(warehouse):
    rows = warehouse.sql(
        "select campaign_id, sum(spend), cast(sum(platform_value) / sum(spend) as double) "
        "from insights.campaigns where platform = 'radio' "
        "and date_day between '2026-01-01' and '2026-01-30' group by 1 order by 1"
    ).fetchall()
    assert rows == [("A", 3000, 3.0), ("B", 1500, 0.0)]


def test_ratios_keep_one_currency(warehouse):
    assert one(
        warehouse,
        "select spend, spend_original, currency, platform_roas from insights.campaigns "
        "where campaign_id = 'lg' and is_complete",
    ) == (Decimal("115"), 92, "EUR", 10.0)
    assert (
        one(
            warehouse,
            "select platform_roas from insights.campaigns "
            "where campaign_id = 'sek' and date_day = '2026-01-10'",
        )
        == 5.0
    )


def test_linkedin_groups_are_campaigns_and_strangers_count_once(warehouse):
    assert warehouse.sql(
        "select campaign_id, account_id, currency, spend_original, spend, platform_conversions "
        "from insights.campaigns where platform = 'linkedin_ads' and is_complete order by 1"
    ).fetchall() == [
        ("lg", "l1", "EUR", 92, 115, 4),
    ]
    assert one(
        warehouse,
        "select key_text from intermediate.int_issues_ads where issue = 'ad_campaign_unknown'",
    ) == ("orphan")


def test_missing_rate_is_null_and_an_issue(warehouse):
    rows = warehouse.sql(
        "select date_day, spend, spend_original, platform_value, fx_rate, platform_roas "
        "from insights.campaigns where campaign_id = 'british' and is_complete order by 1"
    ).fetchall()
    assert [r[1:] for r in rows] == [(None, 10, None, None, 2.0)] * 3
    assert warehouse.sql(
        "select key_text, date_day, row_count from intermediate.int_issues_fx "
        "where key_text = 'GBP' order by 2"
    ).fetchall() == [("GBP", date(2026, 1, n), 1) for n in (10, 11, 12)]


def test_staleness_ends_after_seven_days_and_crosses_meet(warehouse):
    assert warehouse.sql(
        "select date_day, spend, fx_date from insights.campaigns where campaign_id = 'swiss' "
        "and is_complete order by 1"
    ).fetchall() == [
        (date(2026, 1, 9), Decimal("10"), date(2026, 1, 2)),
        (date(2026, 1, 10), None, None),
    ]
    assert one(
        warehouse,
        "select spend, fx_rate, fx_date from insights.campaigns where campaign_id = 'swedish' "
        "and is_complete",
    ) == (Decimal("12.5"), Decimal("0.125"), date(2026, 1, 10))


@pytest.mark.parametrize(
    ("mart", "explained", "rest"),
    [
        ("campaign_ads", 700, 300),
        ("campaign_ad_groups", 700, 300),
        ("campaign_keywords", 500, 500),
        ("campaign_search_terms", 300, 700),
        ("campaign_urls", 700, 300),
    ],
)
def test_what_parts_do_not_explain_is_unallocated(warehouse, mart, explained, rest):
    assert one(
        warehouse,
        f"select sum(spend) filter (not is_unallocated), sum(spend) filter (is_unallocated) "
        f"from insights.{mart} where campaign_id = '100' and date_day = '2026-01-10'",
    ) == (explained, rest)


def test_one_ad_in_two_groups_stays_two(warehouse):
    assert warehouse.sql(
        "select ad_group_id, ad_name, spend from insights.campaign_ads "
        "where campaign_id = '100' and date_day = '2026-01-10' and not is_unallocated order by 1"
    ).fetchall() == [("10", "Ad in 10", 600), ("11", "Ad in 11", 100)]


def test_names_at_the_time_and_now(warehouse):
    assert warehouse.sql(
        "select distinct date_day, campaign_name_at_the_time, campaign_name "
        "from insights.campaigns where campaign_id = '100' "
        "and date_day in ('2026-01-10', '2026-01-20') "
        "order by 1"
    ).fetchall() == [
        (date(2026, 1, 10), "Old name", "New name"),
        (date(2026, 1, 20), "New name", "New name"),
    ]


def test_devices_are_summed_and_conversions_stay_fractional(warehouse):
    assert one(
        warehouse,
        "select spend, impressions, clicks, platform_conversions, platform_value, "
        "view_through_conversions, ctr from insights.campaigns "
        "where campaign_id = '100' and date_day = '2026-01-10'",
    ) == (1000, 1000, 100, 3, 400, 1, 0.1)


def test_one_family_of_actions(warehouse):
    assert warehouse.sql(
        "select date_day, spend, platform_conversions, platform_value, view_through_conversions, "
        "daily_budget from insights.campaigns where platform = 'facebook_ads' and is_complete "
        "order by 1"
    ).fetchall() == [
        (date(2026, 1, 10), Decimal("25.5"), 6, 51, 1, 50),
        (date(2026, 1, 11), Decimal("25.5"), 0, 0, None, 50),
    ]


def test_zero_and_unknown_days(warehouse):
    rows = dict(
        warehouse.sql(
            "select campaign_id || date_part('day', date_day), (spend, is_complete) "
            "from insights.campaigns where platform in ('podcasts', 'billboards')"
        ).fetchall()
    )
    assert rows["P5"] == (0, True), "paused while others ran"
    assert rows["P10"] == (None, False), "nothing was loaded"
    assert rows["Q10"] == (None, False)
    assert rows["alone3"] == (0, True), "the only campaign of its connection paused"
    assert "ended9" not in rows, "a campaign that ended earlier than its connection"
    assert rows["P30"] == (None, False), "still running when the connection fell silent"
    assert "P31" not in rows, "today is not over"


def test_coarsest_grain_counts_once(warehouse):
    assert warehouse.sql(
        "select campaign_id, spend from insights.campaigns where platform = 'bing' "
        "and account_id = 'm1' and is_complete and date_day = '2026-01-10' "
        "and campaign_id not in ('swedish', 'swiss') order by 1"
    ).fetchall() == [("ads only", 3), ("grains", 100), ("two currencies", 20)]
    assert warehouse.sql(
        "select ad_id, spend from insights.campaign_ads where campaign_id = 'grains' "
        "and date_day = '2026-01-10' order by 1"
    ).fetchall() == [("(unallocated)", -10), ("1", 60), ("2", 50)]


def test_two_currencies_on_one_day_have_no_original(warehouse):
    assert one(
        warehouse,
        "select spend, spend_original, currency, fx_rate from insights.campaigns "
        "where campaign_id = 'two currencies' and is_complete",
    ) == (20, None, None, None)


def test_utm_values_from_suffix_tags_and_aliases(warehouse):
    assert warehouse.sql(
        "select campaign_id, utm_source, utm_medium, utm_campaign, channel from core.dim_campaign "
        "where campaign_id in ('100', 'fc', 'lg', 'grains', 'pmax', 'sek') order by 1"
    ).fetchall() == [
        ("100", "google", "cpc", "100", "Paid Search"),
        ("fc", "facebook", "paid social", "spring", "Paid Social"),
        ("grains", None, None, "brand", "Paid Search"),
        ("lg", "linkedin", None, "q1", "Paid Social"),
        ("pmax", None, None, None, "Cross-network"),
        ("sek", None, None, None, "Display"),
    ]


def test_time_zones_are_flagged(warehouse):
    assert warehouse.sql(
        "select distinct platform, account_id, is_tz_aligned from insights.campaigns "
        "where account_id in ('r1', 'g1', 'g2', 'l1', 'm1') order by 2"
    ).fetchall() == [
        ("google_ads", "g1", False),
        ("google_ads", "g2", True),
        ("linkedin_ads", "l1", True),
        ("bing", "m1", None),
        ("radio", "r1", False),
    ]


def test_addresses_are_scrubbed_and_counted(warehouse):
    assert warehouse.sql(
        "select source_name, column_name, row_count from intermediate.int_pii_findings_ads "
        "order by all"
    ).fetchall() == [
        ("generic", "landing_url", 1),
        ("google_ads", "campaign_name", 1),
        ("google_ads", "search_term", 1),
    ]
    for mart in ("campaigns", "campaign_search_terms", "campaign_urls", "campaign_ads"):
        assert "bob" not in str(warehouse.sql(f"select * from insights.{mart}").fetchall())


def test_nights_equal_one_rebuild(both_nights):
    stepped, once = (cells(home) for home in both_nights)
    assert stepped.keys() == once.keys()
    for table in stepped:
        assert stepped[table] == once[table], table
    assert len(stepped["insights.campaigns"]) > 700
