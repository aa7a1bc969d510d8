"""What the sample company planted comes out of the marts, number by number."""

from __future__ import annotations

import json
from collections import Counter
from decimal import Decimal

import duckdb
import pytest

pytestmark = pytest.mark.xdist_group("nights")


@pytest.fixture(scope="module")
def truth(second_night, company):
    return json.loads((company[1].parent / "truth.json").read_text())


@pytest.fixture(scope="module")
def marts(second_night):
    path = second_night / "published" / "current" / "pma_marts.duckdb"
    with duckdb.connect(str(path), read_only=True) as con:
        yield con


def _sums(marts, relation: str, condition: str = "true") -> dict[str, tuple]:
    rows = marts.execute(
        f"select platform || ' ' || currency, sum(spend_original), sum(impressions), sum(clicks) "
        f"from {relation} where {condition} group by all"
    ).fetchall()
    return {key: tuple(values) for key, *values in rows}


def test_spend_impressions_and_clicks_to_the_cent(truth, marts):
    assert _sums(marts, "insights.campaigns") == {
        key: (Decimal(planted["spend"]), planted["impressions"], planted["clicks"])
        for key, planted in truth["spend"].items()
    }


def test_spend_that_ads_explain(truth, marts):
    found = _sums(marts, "insights.campaign_ads", "not is_unallocated")
    planted = {k: v for k, v in truth["spend"].items() if not k.startswith("podcast")}
    assert {k: v[0] for k, v in found.items()} == {
        k: Decimal(v["spend_at_ad_grain"]) for k, v in planted.items()
    }, "podcasts are booked per campaign and have no ads"


def test_deals(truth, marts):
    deals = truth["crm"]["deals"]
    rows = marts.execute(
        "select opportunity_type, currency, is_closed, is_won, amount_original "
        "from core.opportunities"
    ).fetchall()
    assert len(rows) == deals["kept"]
    assert sum(won for *_, won, _ in rows) == deals["kept_won"]
    assert sum(closed and not won for *_, closed, won, _ in rows) == deals["kept_lost"]
    assert sum(not closed for _, _, closed, _, _ in rows) == deals["kept_open"]
    names = {"newbusiness": "new"}
    types = {names.get(kind, kind): n for kind, n in deals["kept_by_type"].items()}
    assert Counter(kind for kind, *_ in rows) == types
    amounts = Counter()
    for _, currency, _, won, amount in rows:
        amounts[currency] += amount if won else 0
    assert amounts == {k: Decimal(v) for k, v in deals["won_amount"].items()}


def test_events_that_count_as_use(truth, marts):
    total = marts.execute("select sum(events) from core.user_days").fetchone()[0]
    assert total == truth["events"]["kept"]


def test_wins_and_losses_per_competitor(truth, marts):
    rows = marts.execute(
        "select competitor, count(*) filter (outcome = 'won'), "
        "count(*) filter (outcome in ('lost', 'no_decision')) "
        "from insights.competitive_deals group by all"
    ).fetchall()
    assert {name: (won, lost) for name, won, lost in rows} == {
        name: (planted["won"], planted["lost"]) for name, planted in truth["competitors"].items()
    }


def test_what_a_launch_brought_lies_within_the_interval_of_its_lift(truth, marts):
    rows = marts.execute(
        "select launch_id, horizon_days, lift_low, lift_high from launches.acquisition_rollup "
        "where segment = '(targeted)' and launch_id <> 'LCH-100'"
    ).fetchall()
    assert {launch for launch, *_ in rows} == {"LCH-200", "LCH-300"}, "one is no acquisition"
    for launch, horizon, low, high in rows:
        brought = truth["growth"]["launches"][launch]["brought"][str(horizon)]
        assert low <= brought <= high, (launch, horizon)
        assert (low > 0) == (brought > 0), (launch, horizon)


def test_launches_that_overlap_name_each_other(marts):
    found = marts.execute(
        "select distinct overlap_launch_ids from launches.acquisition "
        "where launch_id = 'LCH-200' and segment = 'enterprise' and day_offset >= 10"
    ).fetchall()
    assert found == [("LCH-100;LCH-210",)]


def test_referrals(truth, marts):
    found = marts.execute(
        "select sum(referred_signups) from adoption.loyalty where segment = '(all)'"
    ).fetchone()
    assert found == (truth["growth"]["referred_signups"],)
    assert found[0] > 0


def test_how_far_people_came(truth, marts):
    rows = marts.execute(
        "select stage, count(*) from core.funnel_stage_entries "
        "where entity_kind = 'person' and stage <> 'sal' group by all"
    ).fetchall()
    assert dict(rows) == truth["funnel"]


def test_product_qualified_leads_stand_under_their_touches(marts):
    path = marts.execute(
        "select sum(pqls) from adoption.plg_path "
        "where segment = '(all)' and rule_version = '2025-1'"
    ).fetchone()[0]
    views = marts.execute(
        "select date_basis, sum(pqls), sum(pqls) filter (channel <> '(unattributed)') "
        "from messaging.consideration where content = '(all)' group by 1"
    ).fetchall()
    assert path > 0
    assert {basis: total for basis, total, _ in views} == {"touch": path, "conversion": path}
    assert all(0 < touched <= path for _, _, touched in views)


def test_repeated_rows_of_every_file(truth, marts):
    rows = marts.execute(
        "select source_name || '.' || table_name, regexp_extract(path, '[^/]+$'), rows_duplicate "
        "from quality.files"
    ).fetchall()
    found = {(table, file): repeats for table, file, repeats in rows}
    planted = {
        (table, file): counts["duplicate"]
        for table, files in truth["files"].items()
        for file, counts in files.items()
    }
    assert {key: found[key] for key in planted} == planted


def test_net_promoter_score_per_segment(truth, marts):
    planted = truth["voice"]
    rows = marts.execute(
        "select scope_id, promoters, passives, detractors from insights.voice_of_customer "
        "where scope in ('total', 'segment') and month_on = ?",
        [planted["last_whole_month"]],
    ).fetchall()
    found = {
        name: {"promoters": p, "passives": q, "detractors": d}
        for name, p, q, d in rows
        if p + q + d
    }
    assert found == planted["nps"]


def test_what_customers_ask_for(truth, marts):
    rows = marts.execute(
        "select lower(theme), sum(requests) from insights.voice_themes "
        "where period_type = 'all' group by all"
    ).fetchall()
    assert dict(rows) == truth["voice"]["themes"]


def test_how_many_know_the_brand(truth, marts):
    found = marts.execute(
        "select sum(aided_asked), sum(aided_aware) from insights.brand_awareness"
    ).fetchone()
    asked, aware = marts.execute(
        "select count(*), sum(score) from insights.voice_responses where kind = 'awareness'"
    ).fetchone()
    planted = truth["voice"]["awareness"]
    assert (asked, aware) == (planted["asked"], planted["aware"])
    assert asked - 60 <= found[0] <= asked, "all but the running week"


def test_emails_opened_by_people(truth, marts):
    rows = marts.execute(
        "select campaign_id, sum(sent), sum(delivered), sum(opened), sum(clicked) "
        "from messaging.email_campaigns group by all"
    ).fetchall()
    names = ("sent", "delivered", "opened", "clicked")
    found = {campaign: dict(zip(names, map(int, n), strict=True)) for campaign, *n in rows}
    assert found == truth["emails"]


def test_experiments(truth, marts):
    rows = marts.execute(
        "select experiment || ' ' || variant, exposures, conversions from messaging.experiments"
    ).fetchall()
    assert {name: {"exposures": n, "conversions": c} for name, n, c in rows} == truth["experiments"]


def test_who_is_entitled_to_which_feature(truth, marts):
    rows = marts.execute(
        "select feature_key, sum(eligible_users) from adoption.feature_adoption "
        "where date_day = (select max(date_day) from adoption.feature_adoption) group by all"
    ).fetchall()
    assert dict(rows) == {
        feature: planted["eligible_users"] for feature, planted in truth["feature_sheet"].items()
    }


def test_use_that_is_set_aside(truth, marts):
    rows = marts.execute(
        "select feature_key, beta_uses, staff_uses from adoption.feature_summary "
        "where beta_uses + staff_uses > 0"
    ).fetchall()
    assert {feature: tuple(uses) for feature, *uses in rows} == {
        feature: (planted["beta_uses"], planted["staff_uses"])
        for feature, planted in truth["feature_sheet"].items()
        if planted.get("beta_uses") or planted.get("staff_uses")
    }


def test_planted_adoption_comes_out(truth, marts):
    """Everybody is entitled to these; who is planted to adopt also has to be active enough."""
    rows = marts.execute(
        "select feature_key, sum(wait_adopted), sum(wait_users) from adoption.feature_summary "
        "where plans is null group by all"
    ).fetchall()
    found = {feature: adopted / users for feature, adopted, users in rows}
    assert found.pop("guided_setup") == 0, "it is used once by everybody and never again"
    reach = {
        feature: rate / float(truth["features"][feature]["planted_adoption_rate"])
        for feature, rate in found.items()
    }
    middle = sum(reach.values()) / len(reach)
    assert len(reach) == 4 and all(abs(r / middle - 1) < 0.25 for r in reach.values()), reach


def test_a_version_is_there_for_its_fortnight(truth, marts):
    """All users update on the day of the release, every fortnight; late events change nothing."""
    first = truth["company"]["first_day"]
    rows = marts.execute(
        f"select distinct app_version, date_diff('day', date '{first}', first_seen_on) // 14 "
        "from adoption.app_versions where surface = 'web' and surface_users >= 3 "
        "and date_day = first_seen_on"
    ).fetchall()
    assert len(rows) > 3
    assert rows == [(f"4.{fortnight}", fortnight) for _, fortnight in rows]


def test_key_results_and_objectives(truth, marts):
    """Met, missed, held, falling, too young: as counted by the sample itself."""
    goals = truth["goals"]
    rows = marts.execute(
        "select key_result_id, current_value, score, why_not_counted "
        "from goals.okr_scores where is_latest"
    ).fetchall()
    assert {row[0] for row in rows} == set(goals["key_results"]) | set(goals["not_counted"])
    for key, current, score, reason in rows:
        if key in goals["not_counted"]:
            assert (score, reason) == (None, goals["not_counted"][key])
        else:
            planted = goals["key_results"][key]
            assert current == pytest.approx(planted["current"], rel=1e-9), key
            assert score == pytest.approx(planted["score"], rel=1e-9), key
    rows = marts.execute(
        "select objective_id, score from goals.objective_scores where is_latest"
    ).fetchall()
    assert {key for key, _ in rows} == set(goals["objectives"])
    for key, score in rows:
        planted = goals["objectives"][key]
        assert score == (None if planted is None else pytest.approx(planted, abs=1e-8)), key


def test_outcomes_of_the_roadmap(truth, marts):
    rows = marts.execute(
        "select initiative_id, outcome_hit from insights.roadmap "
        "where is_latest and shipped_at is not null"
    ).fetchall()
    assert dict(rows) == truth["goals"]["initiatives"]
    index = marts.execute(
        "select sum(unmeasured), sum(window_closed), sum(hits) from insights.roadmap_outcomes "
        "where scope = 'total'"
    ).fetchone()
    assert index == (1, 3, 1), "one of three that are judged by now has no metric"


def test_an_owner_by_mailbox_is_a_hash(marts):
    owners = {row[0] for row in marts.execute("select owner from goals.okr_owners").fetchall()}
    assert not any("@" in owner for owner in owners)
    assert sum(owner.startswith("person ") for owner in owners) == 2
