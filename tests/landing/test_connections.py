"""Connections: several per source, mapped schemas, switched off and on, changed mappings."""

from __future__ import annotations

import duckdb
import pytest

HEADER = "platform,account_id,campaign_id,date,currency,spend\n"
GOOD = "google,a1,c1,2026-01-01,USD,1.5\n"
ADS = "generic/ad_performance"
MAPPED = """
sources:
  generic:
    connections:
      - {name: generic}
      - {name: emea, schema: emea_ads%s}
"""


def build(home, sql: str, path: str = "warehouse/pma.duckdb") -> None:
    home.close()
    (home.path / path).parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(home.path / path)) as con:
        con.execute(sql)


def relations(home) -> list[tuple]:
    return home.query(
        "select _source_relation, count(*) from raw_generic.ad_performance group by 1 order by 1"
    )


def test_switched_off_source_is_taken_out_and_lands_again(home):
    home.put(f"{ADS}/a.csv", HEADER + GOOD + "broken\n")
    home.put("hubspot/company/a.csv", "id,property_name\n1,Acme\n")
    home.land()
    home.configure("sources: {generic: {enabled: false}}")
    report = home.land()
    assert report.tables[0].rows_removed == 1
    assert relations(home) == [] and home.quarantine() == []
    assert home.changed_days(2) == ["2026-01-01"]
    assert list(home.files()) == ["hubspot/company/a.csv"]
    assert home.land().tables == ()
    home.configure("")
    home.land()
    assert relations(home) == [("generic", 1)] and len(home.quarantine()) == 1
    assert home.changed_days(4) == ["2026-01-01"]


def test_removed_connection_is_taken_out_alone(home):
    both = "sources: {generic: {connections: [{name: one}, {name: two}]}}"
    home.configure(both)
    for name in ("one", "two"):
        home.put(f"{name}/ad_performance/a.csv", HEADER + GOOD)
    home.land()
    assert relations(home) == [("one", 1), ("two", 1)]
    home.configure("sources: {generic: {connections: [{name: two}]}}")
    report = home.land()
    assert relations(home) == [("two", 1)]
    assert any("raw/one: no connection" in error for error in report.errors)


@pytest.mark.parametrize("database", ["", "elsewhere/ads.duckdb"])
def test_mapped_schema_lands_only_what_is_new(home, database):
    path = database or "warehouse/pma.duckdb"
    home.configure(MAPPED % (f", database: {database}" if database else ""))
    build(
        home,
        "create schema emea_ads; create table emea_ads.ad_performance as "
        "select 'g' as platform, i as account_id, 'c' as campaign_id, "
        "date '2026-01-01' + cast(i as integer) as date, 'EUR' as currency, "
        "i * 1.5 as spend, timestamp '2026-01-05' as updated_at, 7 as extra "
        "from range(3) t(i); insert into emea_ads.ad_performance "
        "values ('g', 9, 'c', '2026-01-01', 'XXX', 1, null, 1)",
        path,
    )
    home.land()
    assert relations(home) == [("emea", 3)]
    assert [row[1] for row in home.quarantine()] == ["unknown_currency"]
    ((shown,),) = home.query("select path from landing.files")
    assert shown == f"{database or 'pma.duckdb'}.emea_ads.ad_performance"
    assert home.land().tables == ()
    build(
        home,
        "update emea_ads.ad_performance set spend = 99, updated_at = '2026-01-06' "
        "where account_id = 1; insert into emea_ads.ad_performance "
        "values ('g', 1, 'c', '2026-01-02', 'EUR', 50, '2026-01-04', 1)",
        path,
    )
    home.land()
    assert home.changed_days(3) == ["2026-01-02"]
    spend = home.query("select spend from raw_generic.ad_performance where account_id = '1'")
    assert spend == [(99,)]
    assert home.land().tables == ()


def test_mapped_schema_without_cursor_does_not_flap(home):
    home.configure(MAPPED % "")
    build(
        home,
        "create schema emea_ads; create table emea_ads.accounts as "
        "select 'a1' as account_id, 'Acme ' || i as name from range(4) t(i)",
    )
    home.land()
    first = home.raw("generic.accounts")
    assert len(first) == 1
    assert home.land().tables == () and home.raw("generic.accounts") == first


def test_mapped_schema_that_is_missing_is_named(home):
    home.configure(MAPPED % ", database: nowhere.duckdb")
    assert "generic: connection 'emea'" in home.land().errors[0]
    home.configure(MAPPED % "")
    assert "schema 'emea_ads' holds no table of the contract" in home.land().errors[0]
    assert len(home.files()) == 1


def test_mapped_table_without_a_required_column_is_named(home):
    home.configure(MAPPED % "")
    build(home, "create schema emea_ads; create table emea_ads.accounts as select 1 as id")
    assert "missing required column 'account_id'" in home.land().errors[0]
    build(home, "alter table emea_ads.accounts rename id to account_id")
    assert home.land().errors == ()
    assert home.raw("generic.accounts", "account_id") == [("1",)]


def test_changed_mapping_reads_the_files_again(home):
    home.put(f"{ADS}/a.csv", HEADER + GOOD.replace("2026-01-01", "01/31/2026"))
    home.land()
    assert relations(home) == [] and len(home.quarantine()) == 1
    formats = "{ad_performance: {formats: {date: ['%m/%d/%Y']}}}"
    home.configure(f"sources: {{generic: {{connections: [{{name: generic, tables: {formats}}}]}}}}")
    home.land()
    assert relations(home) == [("generic", 1)] and home.quarantine() == []
    (home.path / "raw" / ADS / "a.csv").unlink()
    home.put(f"{ADS}/b.csv", HEADER + GOOD)
    home.configure("")
    assert "its mapping has changed, but 1 landed files are gone" in home.land().errors[0]
    assert relations(home) == [("generic", 1)]


def test_files_that_do_not_match_the_pattern_are_left_alone(home):
    home.configure(
        "sources: {generic: {connections: [{name: generic, tables: "
        "{ad_performance: {file_pattern: 'daily_*'}}}]}}"
    )
    home.put(f"{ADS}/daily_1.csv", HEADER + GOOD)
    home.put(f"{ADS}/notes.txt", "x")
    assert home.land().errors == ()
    assert list(home.files()) == [f"{ADS}/daily_1.csv"]


def test_words_of_a_file_in_the_words_of_the_contract(home):
    """One column of the file can serve several of the contract, each with its own dictionary."""
    home.configure(
        """
sources:
  generic:
    connections:
      - name: generic
        tables:
          opportunities:
            rename: {is_won: Stage, is_closed: Stage, stage: Stage}
            values:
              is_won: {Won: true, Lost: false, Open: false}
              is_closed: {Won: true, Lost: true, Open: false}
"""
    )
    home.put(
        "generic/opportunities/a.csv",
        "opportunity_id,created_at,Stage\n1,2026-01-01,Won\n2,2026-01-01,Open\n3,2026-01-01,Maybe\n",
    )
    home.land()
    assert home.raw("generic.opportunities", "opportunity_id, stage, is_closed, is_won") == [
        ("1", "Won", True, True),
        ("2", "Open", False, False),
    ]
    assert home.query("select line, rule, value from landing.quarantine") == [
        (4, "bad_boolean", "Maybe")
    ]


def test_a_vendor_may_send_more_tables_than_the_contract_reads(home):
    home.put("linkedin_ads/geo/a.csv", "id,value\n1,x\n")
    assert not home.land().errors


def test_a_measure_may_be_empty_but_not_absent(home):
    home.put(
        "linkedin_ads/ad_analytics_by_creative/a.csv",
        "creative_id,day,cost_in_usd,cost_in_local_currency\n1,2026-01-01,0,\n",
    )
    home.put("linkedin_ads/ad_analytics_by_creative/b.csv", "creative_id,day\n1,2026-01-01\n")
    report = home.land()
    assert home.raw("linkedin_ads.ad_analytics_by_creative", "cost_in_local_currency") == [(None,)]
    assert len(report.errors) == 1 and "cost_in_local_currency" in report.errors[0]
