"""The golden cases of the funnel, from raw rows to marts; what a night would test has passed."""

from __future__ import annotations

from datetime import date, datetime

import duckdb
import pytest

from tests.dbt_funnel.company import SETTINGS, at, fill
from tests.support import dbt
from tests.support.raw import new_warehouse

SELECTION = (
    *("+consideration", "+conversion", "+funnel_cohorts", "+funnel_durations"),
    *("+pipeline_velocity", "+market_trends", "+competitive_trends", "+opportunity_stages"),
    *("+opportunities", "+path:tests/funnel"),
)


@pytest.fixture(scope="module")
def marts(tmp_path_factory):
    """Rows of a query over the marts that one night makes of the company."""
    home = tmp_path_factory.mktemp("funnel")
    con = new_warehouse(home)
    fill(con)
    con.close()
    dbt.build(home, SELECTION, settings=SETTINGS)
    with duckdb.connect(str(home / "warehouse" / "pma.duckdb"), read_only=True) as con:
        yield lambda sql: con.execute(sql).fetchall()


def entries(marts, kind: str, entity: str) -> list[tuple]:
    return marts(
        "select cycle_number, stage, entered_at, is_imputed from core.funnel_stage_entries "
        f"where entity_kind = '{kind}' and entity_id = '{entity}' order by 1, stage_number"
    )


def test_a_deal_that_skips_moves_back_is_lost_and_comes_back(marts):
    """Golden case 9."""
    assert entries(marts, "opportunity", "skip") == [
        (1, "sal", at("2026-01-01 08:00"), False),
        (1, "sql", at("2026-01-05 09:00"), True),
        (1, "opportunity", at("2026-01-05 09:00"), False),
        (2, "sal", at("2026-01-10 09:00"), False),
        (2, "sql", at("2026-01-20 09:00"), True),
        (2, "opportunity", at("2026-01-20 09:00"), True),
        (2, "customer", at("2026-01-20 09:00"), False),
    ]
    assert marts(
        "select distinct cycle_number, cycle_ended_on from core.funnel_stage_entries "
        "where entity_id = 'skip' order by 1"
    ) == [(1, date(2026, 1, 8)), (2, None)]


def test_deleted_and_merged_deals_are_nowhere(marts):
    """Golden case 9."""
    found = marts("select distinct entity_id from core.funnel_stage_entries order by 1")
    assert not {"deleted", "merged", "staff"} & {row[0] for row in found}
    assert {"skip", "recycled", "w", "l", "open"} <= {row[0] for row in found}


def test_disqualified_people_begin_again(marts):
    assert entries(marts, "person", "recycled") == [
        (1, "lead", at("2026-01-01 00:00"), False),
        (1, "mql", at("2026-01-03 00:00"), False),
        (2, "lead", at("2026-01-09 00:00"), True),
        (2, "mql", at("2026-01-09 00:00"), True),
        (2, "sal", at("2026-01-09 00:00"), True),
        (2, "sql", at("2026-01-09 00:00"), False),
    ]


def test_a_person_becomes_a_customer_with_its_deal(marts):
    """A close date has no time: the last second of its day."""
    assert entries(marts, "person", "in") == [
        (1, "lead", at("2026-01-02 00:00"), True),
        (1, "mql", at("2026-01-02 00:00"), True),
        (1, "sal", at("2026-01-02 00:00"), False),
        (1, "sql", datetime(2026, 1, 12, 23, 59, 59), True),
        (1, "opportunity", datetime(2026, 1, 12, 23, 59, 59), True),
        (1, "customer", datetime(2026, 1, 12, 23, 59, 59), False),
    ], "a lead after its deal was skipped"


def test_the_window_is_half_open_to_the_second(marts):
    """Golden case 7; each lead stands whole in one row (golden case 6)."""
    assert marts(
        "select channel, campaign, date_day, sum(leads) from messaging.consideration "
        "where date_basis = 'touch' and content = '(all)' and leads > 0 group by all order by all"
    ) == [
        ("(unattributed)", "(not set)", date(2026, 1, 1), 1),
        ("(unattributed)", "(not set)", date(2026, 1, 20), 1),
        ("Email", "spring", date(2026, 1, 20), 2),
    ]


def test_an_opened_window_takes_the_older_touch(marts):
    """One second inside the window counts, where nothing later does: the deals of January 2."""
    assert marts(
        "select channel, date_day, sum(opps), sum(won), sum(lost), max(win_rate) "
        "from messaging.conversion "
        "where date_basis = 'touch' and content = '(all)' and segment = 'smb' group by all"
    ) == [("Email", date(2025, 10, 22), 2, 1, 1, 0.5)]


def test_both_views_hold_the_same_leads_and_cost(marts):
    """Staff are no leads; salaries are not in the program basis."""
    assert marts(
        "select date_basis, sum(leads), sum(mqls), sum(leads_to_mql), sum(cost), sum(email_clicks) "
        "from messaging.consideration where content = '(all)' group by 1 order by 1"
    ) == [("conversion", 4, 2, 2, 130, 3), ("touch", 4, 2, 2, 130, 3)]


def test_spend_without_leads_and_leads_without_spend_survive(marts):
    """Golden case 1."""
    assert marts(
        "select channel, campaign, date_day, leads, cost, cost_per_lead "
        "from messaging.consideration "
        "where date_basis = 'conversion' and content = '(all)' and (cost > 0 or leads > 0) "
        "order by all"
    ) == [
        ("(unattributed)", "(not set)", date(2026, 1, 1), 1, 0, 0.0),
        ("(unattributed)", "(not set)", date(2026, 1, 20), 1, 0, 0.0),
        ("Email", "(not set)", date(2026, 1, 20), 0, 30, None),
        ("Email", "spring", date(2026, 1, 20), 2, 0, 0.0),
        ("Events", "(not set)", date(2026, 1, 15), 0, 50, None),
        ("Events", "(not set)", date(2026, 1, 16), 0, 50, None),
    ]


def test_nothing_decided_has_no_win_rate_anywhere(marts):
    """Golden case 11."""
    found = marts(
        """
        select 'conversion', win_rate, amount_win_rate, win_rate_low
        from messaging.conversion where segment = 'enterprise'
        union all
        select 'velocity', win_rate, velocity, win_rate_low
        from messaging.pipeline_velocity where scope_id = 'enterprise'
        union all
        select 'trends', win_rate, amount_win_rate, no_decision_share
        from insights.market_trends where scope_id = 'enterprise'
        """
    )
    assert {row[0] for row in found} == {"conversion", "velocity", "trends"}
    assert {row[1:] for row in found} == {(None, None, None)}
    assert not marts(
        "select 1 from insights.competitive_coverage where segment = 'enterprise' and closed > 0"
    )


def test_cohorts_of_the_deal_count_each_cycle(marts):
    """Of two cycles that began as accepted, one was won ten days later: outside seven."""
    assert marts(
        "select sum(entered), sum(reached), sum(entered_to) from messaging.funnel_cohorts "
        "where entity_kind = 'opportunity' and channel = '(unknown)' and segment = '(unknown)' "
        "and from_stage = 'sal' and to_stage = 'customer'"
    ) == [(2, 0, 1)]
