"""The golden cases of opportunities and competitors, on marts that dbt built from raw rows."""

from __future__ import annotations

from datetime import date
from decimal import Decimal


def test_amounts_are_converted_at_the_close_date_or_tonight(first):
    rows = first(
        "select opportunity_id, amount, fx_date, closed_on, expected_close_on "
        "from core.opportunities where opportunity_id in ('won', 'lost', 'open') order by 1"
    )
    assert rows == [
        ("lost", Decimal(240), date(2026, 1, 15), date(2026, 1, 15), None),
        ("open", Decimal(375), date(2026, 1, 30), None, date(2026, 3, 1)),
        ("won", Decimal(110), date(2026, 1, 10), date(2026, 1, 12), None),
    ]


def test_missing_rate_is_null_and_an_issue(first):
    assert first(
        "select amount, amount_original, fx_rate from core.opportunities "
        "where opportunity_id = 'swedish'"
    ) == [(None, 70, None)]
    assert first(
        "select severity, key_text, date_day, row_count from quality.issues "
        "where issue = 'fx_rate_missing'"
    ) == [("warn", "SEK", date(2026, 1, 20), 1)]


def test_merged_and_deleted_deals_vanish_and_are_counted(first):
    deals = {row[0] for row in first("select opportunity_id from core.opportunities")}
    assert not deals & {"deleted", "merged1", "merged2", "g2"}
    assert {"circle1", "circle2"} < deals
    counted = dict(
        first(
            "select table_name || ' ' || reason, row_count from quality.exclusions "
            "where source_name in ('hubspot', 'generic')"
        )
    )
    assert counted == {
        "accounts deleted": 1,
        "accounts merged": 2,
        "ad_performance deleted": 1,
        "company deleted": 1,
        "company merged": 1,
        "contact deleted": 2,
        "contacts merged": 1,
        "deal deleted": 1,
        "deal merged": 2,
        "deal_stage opportunity_deleted": 1,
        "deal_stage opportunity_merged": 1,
        "deal_stage opportunity_unknown": 1,
        "opportunities deleted": 1,
        "orders deleted": 1,
        "marketing_costs deleted": 1,
        "marketing_costs ends_before_start": 1,
        "budgets ends_before_start": 1,
    }


def test_chains_of_merges_are_followed_to_their_end(first):
    assert first(
        "select merged_id, survivor_id, hops from intermediate.int_crm_merges "
        "where is_resolved and hops > 1 order by all"
    ) == [("a1", "a3", 2), ("c1", "c3", 2), ("merged1", "won", 2)]
    assert first(
        "select account_id, contact_id, contact_count from core.opportunities "
        "where opportunity_id = 'won'"
    ) == [("big", "c3", 2)]
    assert first("select account_id from core.opportunities where opportunity_id = 'g1'") == [
        ("a3",)
    ]
    assert first(
        "select key_text from quality.issues where issue = 'merge_unresolved' order by 1"
    ) == [
        ("circle1",),
        ("circle2",),
    ]


def test_people_merge_and_leave_no_address(first):
    rows = first(
        "select contact_id, account_id, email_domain, length(email_hash), "
        "cast(created_at as date), "
        "cast(mql_at as date), record_count from intermediate.int_crm_contacts order by 1"
    )
    assert rows == [
        ("c3", "big", "big.example", 64, None, None, 1),
        ("p2", "a3", "x.example", 64, date(2025, 1, 1), date(2025, 2, 1), 2),
    ]


def test_stage_says_closed_and_won(first):
    rows = dict(first("select opportunity_id, outcome from core.opportunities"))
    assert rows["won"] == "won"
    assert rows["lost"] == "lost"
    assert rows["undecided"] == "no_decision"
    assert rows["strange"] == rows["open"] == rows["g3"] == "open"
    assert first("select closed_on from core.opportunities where opportunity_id = 'undated'") == [
        (date(2026, 1, 22),)
    ]


def test_a_reopened_deal_keeps_every_entry(first):
    assert first(
        "select entry_number, stage, is_first_entry, is_current, left_at is null "
        "from core.opportunity_stages where opportunity_id = 'open' order by 1"
    ) == [
        (1, "appointment", True, False, False),
        (2, "proposal", True, False, False),
        (3, "appointment", False, False, False),
        (4, "closedlost", True, False, False),
        (5, "appointment", False, True, True),
    ]


def test_types_and_currencies_of_the_crm(first):
    rows = dict(first("select opportunity_id, opportunity_type from core.opportunities"))
    assert [rows[d] for d in ("won", "lost", "swedish", "g1")] == ["new", "upsell", None, "renewal"]
    assert first(
        "select currency, amount from core.opportunities where opportunity_id = 'homely'"
    ) == [("USD", 7)]
    issues = {row[0] for row in first("select issue from quality.issues")}
    assert issues >= {
        "opportunity_type_unknown",
        "opportunity_currency_assumed",
        "opportunity_stage_unknown",
        "opportunity_won_but_open",
        "opportunity_account_unknown",
    }


def test_nothing_personal_in_names_and_owners(first):
    assert first(
        "select opportunity_name from core.opportunities where opportunity_id = 'won'"
    ) == [("Big ((e-mail removed))",)]
    owner = first("select owner from core.opportunities where opportunity_id = 'g1'")[0][0]
    assert owner.startswith("person ") and "@" not in owner
    assert first("select domain, segment from core.accounts where account_id = 'big'") == [
        ("big.example", "enterprise")
    ]
    assert set(first("select table_name, column_name from quality.pii_findings")) == {
        ("deal", "opportunity_name"),
        ("opportunities", "owner"),
    }


def test_competitors_count_once_per_deal_whatever_their_spelling(first):
    assert first(
        "select opportunity_id, competitor, written_as, competitor_count "
        "from insights.competitive_deals order by all"
    ) == [
        ("lost", "Microsoft", "microsoft", 1),
        ("open", "Microsoft", "Microsoft", 1),
        ("undecided", "Gainspot", "Gainspot", 1),
        ("won", "Heapster", "Heapster", 2),
        ("won", "Microsoft", "MSFT", 2),
    ]


def test_win_rate_is_null_where_nothing_was_decided(first):
    rows = first(
        "select competitor, segment, closed, won, lost, no_decision, win_rate_vs, "
        "win_rate_with_no_decision, win_rate_vs_low, is_low_sample, amount_won, amount_lost "
        "from insights.competitive_win_loss order by 1, 2"
    )
    assert [row[:8] for row in rows] == [
        ("Gainspot", "(unknown)", 1, 0, 0, 1, None, 0.0),
        ("Heapster", "enterprise", 1, 1, 0, 0, 1.0, 1.0),
        ("Microsoft", "enterprise", 1, 1, 0, 0, 1.0, 1.0),
        ("Microsoft", "smb", 1, 0, 1, 0, 0.0, 0.0),
    ]
    assert rows[0][8] is None and 0.2 < rows[1][8] < 0.21
    assert all(row[9] for row in rows)
    assert [row[10:] for row in rows] == [(0, 0), (110, 0), (110, 0), (0, 240)]


def test_coverage_counts_every_deal_once(first):
    assert first(
        "select segment, quarter_start_on, fiscal_year, closed, closed_with_competitor, "
        "competitor_coverage, won, amount_won, amount_win_rate "
        "from insights.competitive_coverage order by 1"
    ) == [
        ("(unknown)", date(2026, 1, 1), 2026, 3, 1, 1 / 3, 1, None, None),
        ("enterprise", date(2026, 1, 1), 2026, 1, 1, 1.0, 1, 110, 1.0),
        ("mid", date(2026, 1, 1), 2026, 1, 0, 0.0, 1, 10, 1.0),
        ("smb", date(2026, 1, 1), 2026, 1, 1, 1.0, 0, 0, 0.0),
    ]


def test_reasons_share_one_spelling(first):
    assert first(
        "select competitor, kind, reason, deals, kind_deals, reason_share "
        "from insights.competitive_reasons order by all"
    ) == [
        ("Gainspot", "no_decision", "No Decision", 1, 1, 1.0),
        ("Heapster", "win", "Price", 1, 1, 1.0),
        ("Microsoft", "loss", "Price", 1, 1, 1.0),
        ("Microsoft", "win", "Price", 1, 1, 1.0),
    ]
