"""What panels, headline figures and questions count, on a few rows by hand.

Belongs here: which rows a figure stands on. That a night's page and questions run at all is in
test_page.py and test_questions.py.
"""

from __future__ import annotations

import duckdb
import pytest

from dagster_project.lib.page.panels import PANELS
from dagster_project.lib.page.render import _tile
from dagster_project.lib.scorecard import LINES
from tests.pages.questions import questions

VARS = {"attribution_models": ["linear"], "roas_target": [3, 5]}


@pytest.fixture
def con():
    with duckdb.connect() as con:
        for schema in ("insights", "messaging", "adoption", "goals", "core", "quality"):
            con.execute(f"create schema {schema}")
        con.execute("create table quality.builds as select date '2026-07-01' as as_of_on")
        yield con


def panel(con, key: str) -> list[tuple]:
    found = next(panel for panel in PANELS if panel.key == key)
    return con.execute(found.query(VARS)).fetchall()


def answer(con, name: str) -> list[tuple]:
    found = next(question for question in questions() if question.name == name)
    return con.execute(found.sql).fetchall()


def tile(con, words: str) -> dict[str, str]:
    return _tile(con, next(line for line in LINES if line.words.startswith(words)))


def test_an_initiative_is_judged_by_its_outcome_first(con):
    """A hit needs no hypothesis; a window that closed without a figure is not pending for ever."""
    con.execute("""
        create table insights.roadmap as
        select true as is_latest, 'shipped' as status, timestamp '2026-01-01' as shipped_at,
            cast(null as double) as outcome_progress, 1 as baseline_value, *
        from (values
            ('hit', false, true, true, 'm', 2), ('missed', true, true, false, 'm', 2),
            ('untold', true, true, null, 'm', 2), ('running', false, false, null, 'm', 2),
            ('factory', false, true, null, null, null)
        ) as v (initiative, is_outcome_driven, is_window_closed, outcome_hit, outcome_metric_id,
            target_value)
    """)
    assert {row[0]: row[-1] for row in panel(con, "roadmap")} == {
        "hit": "reached",
        "missed": "missed",
        "untold": "not measured",
        "running": "pending",
        "factory": "no outcome set",
    }


def test_months_that_can_still_earn_credit_do_not_say_what_a_customer_costs(con):
    con.execute("""
        create table insights.romi as
        select 'linear' as attribution_model, 'total' as scope, 'fully_loaded' as cost_basis,
            'long' as horizon, 1 as new_customers, 2 as cac, 3 as ltv_cac, 4 as cac_payback_months,
            5 as mer, *, last_day(month_on) as month_end_on
        from (values (date '2026-03-01', true), (date '2026-04-01', false)) as v (month_on,
            is_mature)
    """)
    assert [row[0].month for row in panel(con, "customers")] == [3]


def test_what_platforms_still_restate_is_not_held_against_what_they_do_not(con):
    """Twice the spend in value on every settled day, nothing yet on the last thirty."""
    con.execute("""
        create table insights.campaigns as
        select date '2026-06-30' - cast(n as integer) as date_day, 10 as spend,
            if(n < 30, 0, 20) as platform_value, if(n < 30, 0, 5) as platform_conversions
        from range(90) as days (n)
    """)
    con.execute(
        "create table goals.metrics as "
        "select 'platform_roas' as metric, 30::bigint as maturity_days"
    )
    assert tile(con, "Claimed ROAS")["figure"] == "2.00"
    assert tile(con, "Cost per conversion")["figure"] == "2.00"
    for words in ("Claimed ROAS", "Cost per conversion"):
        assert tile(con, words)["change"] == (
            "+0% on the 28 days before; days that platforms still restate are left out"
        )
    assert tile(con, "Ad spend")["change"] == "+0% on the 28 days before"


def test_deals_of_the_last_ninety_days_stand_beside_the_ninety_before(con):
    con.execute("""
        create table core.opportunities as
        select true as is_closed, outcome = 'won' as is_won, 100 as amount, *
        from (values ('won', date '2026-06-30'), ('lost', date '2026-06-30'),
            ('won', date '2026-04-02'), ('won', date '2026-04-01'), ('lost', date '2026-04-01'),
            ('won', date '2026-07-01'), ('won', date '2024-01-01')) as v (outcome, closed_on)
    """)
    bookings, won = tile(con, "Bookings won, last 90"), tile(con, "Won of decided deals, last 90")
    assert (bookings["figure"], bookings["change"]) == ("200", "+100% on the 90 days before")
    assert (won["figure"], won["change"]) == ("66.7%", "+33% on the 90 days before")


def test_new_business_is_not_as_slow_as_renewals(con):
    con.execute("""
        create table core.opportunities as
        select 'c' as source_relation, 'hubspot' as crm, * from (values ('1', 'renewal'),
            ('2', 'new'), ('3', 'new'), ('4', null)) as v (opportunity_id, opportunity_type)
    """)
    con.execute("""
        create table core.conversions as
        select conversion_type || '|c|hubspot:' || id as conversion_id, conversion_type,
            timestamp '2026-01-01' as lead_at,
            timestamp '2026-01-01' + to_days(half) as opportunity_at,
            timestamp '2026-01-01' + to_days(whole) as conversion_at
        from (values ('won', '1', 300, 330), ('won', '2', 10, 30), ('won', '3', 20, 50),
            ('won', '4', 1, 2), ('opportunity', '2', 10, 10)) as v (conversion_type, id, half,
            whole)
    """)
    assert answer(con, "messaging__how_long_deals_take") == [
        ("new", 2, 15, 25, 40),
        ("(unknown)", 1, 1, 1, 2),
        ("renewal", 1, 300, 30, 330),
    ]


@pytest.mark.parametrize(("is_complete", "product"), [(True, "whole"), (False, "running")])
def test_advice_rests_on_a_whole_quarter_where_there_is_one(con, is_complete, product):
    con.execute(f"""
        create table insights.portfolio_allocation as
        select 1.0 as growth_potential, 0.5 as current_share, 0.5 as recommended_share, *
        from (values (date '2026-01-01', {is_complete}, 'whole'),
            (date '2026-04-01', false, 'running')) as v (period_start_on, is_complete, product_id)
    """)
    assert [row[0] for row in answer(con, "insights__budget_advice")] == [product]


def test_months_of_four_and_five_weeks_are_held_together_per_week(con):
    """Ten branded clicks every week; the last week of May is still filling up, June has begun."""
    con.execute("""
        create table insights.brand_awareness as
        select week_start_on, 10 as branded_clicks, 20 as direct_sessions,
            if(week_start_on = date '2026-03-02', null, 30) as organic_sessions, 200 as index_sum,
            2 as components_used, week_start_on <> date '2026-05-25' as is_mature
        from (select cast(day as date) as week_start_on
            from generate_series(date '2026-03-02', date '2026-06-01', interval 7 day) as d (day))
    """)
    months = answer(con, "insights__awareness_against_baseline")
    assert [(row[0].month, *row[1:]) for row in months] == [
        (3, 5, 10, 20, 30, 100),
        (4, 4, 10, 20, 30, 100),
    ]


def test_only_customers_go_quiet(con):
    con.execute("""
        create table adoption.product_usage as
        select account_id, date '2026-06-30' - 28 * n as date_day, 3 * n as wau,
            true as is_complete
        from (values ('customer'), ('trial')) as v (account_id), (values (0), (1)) as w (n)
    """)
    con.execute("""
        create table core.accounts as
        select account_id, 'smb' as segment, account_id = 'customer' as is_customer
        from (values ('customer'), ('trial')) as v (account_id)
    """)
    assert answer(con, "adoption__accounts_that_go_quiet") == [("customer", "smb", 3, 0)]


def test_goals_at_risk_are_behind_and_can_still_be_reached(con):
    con.execute("""
        create table goals.okr_scores as
        select 'team' as owner, 1 as current_value, 2 as target_value, 'red' as band,
            true as is_latest, *
        from (values ('behind', 0.2, 0.5), ('ahead', 0.6, 0.5), ('ended', 0.2, 1.0),
            ('unmeasured', null, 0.5)) as v (key_result, score, expected)
    """)
    assert [row[0] for row in answer(con, "goals__goals_at_risk")] == ["behind"]


def test_a_deal_lost_against_two_is_lost_once(con):
    con.execute("""
        create table insights.competitive_deals as
        select 'c' as source_relation, 'hubspot' as crm, * from (values
            ('1', 'A', 'lost', 'Price'), ('1', 'B', 'lost', 'Price'),
            ('2', 'A', 'lost', ' price'), ('3', 'A', 'lost', null), ('4', 'A', 'won', 'Price')
        ) as v (opportunity_id, competitor, outcome, loss_reason)
    """)
    assert [row[1:] for row in answer(con, "insights__why_deals_are_lost")] == [
        (2, 0.667),
        (1, 0.333),
    ]
