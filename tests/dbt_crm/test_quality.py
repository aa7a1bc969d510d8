"""The accounts of the house: nothing lost, nothing personal, every restated number explained."""

from __future__ import annotations

from datetime import date


def test_everything_balances(first):
    assert first("select * from quality.reconciliation where not is_balanced") == []
    money = first(
        "select source_name, table_name, currency, amount_in, amount_excluded, amount_found "
        "from quality.reconciliation where kind = 'money' order by 1, 2, 3"
    )
    assert ("generic", "ad_performance", None, 740, 40, 700) in money
    assert ("core", "ad_performance", "EUR", 700, 0, 700) in money
    assert ("hubspot", "deal", "EUR", 1599, 999, 600) in money
    assert ("generic", "opportunities", "USD", 60, 20, 40) in money


def test_quarantine_and_files_hold_nothing_personal(first):
    assert first("select quarantine_id, value, raw_text from quality.quarantine order by 1") == [
        ("q1", "soon", None),
        ("q2", None, "u9,(e-mail removed)"),
        ("q3", "ten", "d,ten"),
    ]
    assert first("select count(*) from quality.files where path like '%@%'") == [(0,)]


def test_the_first_night_restates_nothing(first):
    assert first("select count(*) from quality.restatements") == [(0,)]
    assert first("select build_id, load_id from quality.builds") == [("test-build", 1)]


def test_every_restated_number_has_its_cause(second):
    rows = second(
        "select mart, metric, key_text, date_day, old_value, new_value, cause, cause_source "
        "from quality.restatements where load_id = 2 order by 1, 2, 4"
    )
    found = {(row[0], row[1], row[3]): (row[2], *row[4:]) for row in rows}
    radio = "generic | radio | r | 1"
    ads = ("late_or_restated_rows", "generic.ad_performance")
    rate = ("fx_rate", "generic.fx_rates")
    tenth, fifteenth = date(2026, 1, 10), date(2026, 1, 15)
    campaigns = "insights.campaigns"
    assert found[campaigns, "spend_original", tenth] == (radio, 100, 110, *ads)
    assert found[campaigns, "spend", tenth] == (radio, 110, 121, *ads)
    assert found[campaigns, "spend", fifteenth] == (radio, 120, 130, *rate)
    assert (campaigns, "spend_original", fifteenth) not in found
    deals = "core.opportunities"
    assert found[deals, "amount_original", date(2026, 1, 12)][1:3] == (100, 120)
    assert found[deals, "amount", date(2026, 1, 12)][3:] == (
        "late_or_restated_rows",
        "hubspot.deal",
    )
    assert found[deals, "amount", fifteenth] == ("hubspot | hubspot | lost", 240, 260, *rate)
    usage = "adoption.product_usage"
    late = ("late_or_restated_rows", "generic.events")
    assert found[usage, "dau", date(2026, 1, 5)] == ("a3", 1, 2, *late)
    assert found[usage, "wau", date(2026, 1, 6)] == ("a3", 1, 2, *late)
    assert {row[6] for row in rows} == {"late_or_restated_rows", "fx_rate"}


def test_days_that_were_not_over_are_not_restated(second):
    assert second("select count(*) from quality.restatements where date_day >= '2026-01-31'") == [
        (0,)
    ]


def test_the_published_diary_is_carried_on(second, third):
    """A night without changes adds nothing, and a warehouse that was rebuilt has lost nothing."""
    diary = "select * from quality.restatements order by all"
    assert third("select load_id from quality.builds") == [(3,)]
    assert third(diary) == second(diary) != []
