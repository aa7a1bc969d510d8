"""Connections: several per source, mapped schemas, switched off and on, changed mappings."""

from __future__ import annotations

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
    home.build(
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
    home.build(
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
    home.build(
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
    home.build("create schema emea_ads; create table emea_ads.accounts as select 1 as id")
    assert "missing required column 'account_id'" in home.land().errors[0]
    home.build("alter table emea_ads.accounts rename id to account_id")
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


ACCOUNTS = (
    "create schema emea_ads; create table emea_ads.accounts as select 'a' || i as account_id, "
    "'n' || i as name, timestamp '2026-01-05' as updated_at from range(4) t(i)"
)


def mapped(home, sql: str = ACCOUNTS):
    home.configure(MAPPED % "")
    home.build(sql)
    home.land()
    return home


def state(home, relation: str) -> list:
    """What readers could notice of a table: rows, counts over all files, quarantine."""
    source, table = relation.split(".")
    books = home.query(
        "select sum(rows_kept), sum(rows_quarantined) from landing.files "
        f"where source_name = '{source}' and table_name = '{table}' and status = 'landed'"
    )
    lost = home.query("select rule, column_name, raw_text from landing.quarantine order by all")
    return [home.raw(relation), books, lost]


@pytest.mark.parametrize("cursor", ["'2026-01-05'", "'2026-01-01'", "null"])
def test_what_a_mapped_table_shows_wins_whatever_its_cursor(home, cursor):
    mapped(home).build(
        f"update emea_ads.accounts set name = 'new', updated_at = {cursor} where account_id = 'a1'"
    )
    home.land()
    assert home.raw("generic.accounts", "name")[1] == ("new",)
    assert home.quarantine() == [] and home.is_readable("generic.accounts")
    assert home.query("select rows_kept, rows_superseded from landing.files") == [(3, 1), (1, 0)]
    assert home.land().tables == ()
    night = state(home, "generic.accounts")
    home.rebuild()
    assert state(home, "generic.accounts") == night


def test_rows_that_a_mapped_table_no_longer_shows_go(home):
    mapped(
        home,
        "create schema emea_ads; create table emea_ads.ad_performance as select 'g' as platform, "
        "i as account_id, 'c' as campaign_id, date '2026-01-01' + cast(i as integer) as date, "
        "'EUR' as currency, 1 as spend, timestamp '2026-01-05' as updated_at from range(4) t(i)",
    )
    home.put(f"{ADS}/a.csv", HEADER + GOOD)
    home.build("delete from emea_ads.ad_performance where account_id = 1")
    report = home.land()
    assert [t.rows_removed for t in report.tables] == [0, 1]
    assert relations(home) == [("emea", 3), ("generic", 1)]
    assert home.changed_days(2) == ["2026-01-01", "2026-01-02"]
    assert home.land().tables == ()
    home.build(
        "delete from emea_ads.ad_performance where account_id = 2; "
        "update emea_ads.ad_performance set spend = 2 where account_id = 3"
    )
    home.land()
    assert home.changed_days(4) == ["2026-01-03", "2026-01-04"]
    night = state(home, "generic.ad_performance")
    assert home.land().tables == ()
    home.rebuild()
    assert state(home, "generic.ad_performance") == night


def test_a_mapped_table_that_is_emptied_is_being_reloaded(home):
    mapped(home)
    held = home.raw("generic.accounts")
    home.build("create table kept as from emea_ads.accounts; delete from emea_ads.accounts")
    assert "shows no rows" in home.land().errors[0]
    assert home.raw("generic.accounts") == held
    home.build("insert into emea_ads.accounts from kept")
    assert home.land().errors == ()
    assert home.raw("generic.accounts") == held


def test_rows_stay_where_a_table_is_mapped_anew_while_it_is_emptied(home):
    mapped(home)
    held = home.raw("generic.accounts")
    home.build("create table kept as from emea_ads.accounts; delete from emea_ads.accounts")
    home.configure(MAPPED % ", tables: {accounts: {constants: {industry: Retail}}}")
    for _ in range(2):
        assert "shows no rows, but 4 rows landed" in home.land().errors[0]
        assert home.raw("generic.accounts") == held
    home.build("insert into emea_ads.accounts from kept")
    assert home.land().errors == ()
    assert home.query("select industry from raw_generic.accounts") == [("Retail",)] * 4


@pytest.mark.parametrize("database", ["", "elsewhere/ads.duckdb"])
def test_a_mapped_table_that_is_gone_is_named_until_it_is_back(home, database):
    path = database or "warehouse/pma.duckdb"
    home.configure(MAPPED % (f", database: {database}" if database else ""))
    home.build(ACCOUNTS + "; create table emea_ads.events as select 'e1' as event_id, "
               "timestamp '2026-01-05' as occurred_at, 'x' as event", path)  # fmt: skip
    home.land()
    held = home.raw("generic.accounts")
    home.build(
        "alter table emea_ads.accounts rename to kept; insert into emea_ads.events "
        "values ('e2', '2026-01-06', 'x')",
        path,
    )
    shown = f"{database or 'pma.duckdb'}.emea_ads.accounts"
    for _ in range(2):
        (error,) = home.land().errors
        assert error == (
            f"generic.accounts: {shown}: is gone from schema 'emea_ads', but 4 rows landed from "
            "connection 'emea'; put it back, or run the job rebuild if it is meant to be gone"
        )
        failed = home.query("select table_name, error from landing.files where status = 'failed'")
        assert failed == [("accounts", error)]
        assert home.raw("generic.accounts") == held
    assert len(home.raw("generic.events")) == 2
    home.build("alter table emea_ads.kept rename to accounts", path)
    assert home.land().errors == ()
    assert "failed" not in home.query("select status from landing.files where table_name <> ''")
    assert home.raw("generic.accounts") == held and home.land().tables == ()


@pytest.mark.parametrize("done", ["drop table emea_ads.accounts", "delete from emea_ads.accounts"])
def test_the_job_rebuild_drops_what_a_mapped_table_is_meant_to_lose(home, done):
    mapped(home).build(
        f"{done}; create table emea_ads.events as select 'e1' as event_id, "
        "timestamp '2026-01-05' as occurred_at, 'x' as event"
    )
    (error,) = home.land().errors
    assert "but 4 rows landed from connection 'emea'; " in error
    assert "or run the job rebuild if it is meant to be" in error
    assert home.rebuild().errors == () and home.raw("generic.accounts") == []
    assert home.land().tables == ()


def test_a_mapped_table_that_left_no_rows_may_go(home):
    """Its failure and its broken rows go with it, as those of an emptied table do."""
    mapped(home, ACCOUNTS.replace("'2026-01-05'", "'2026-01-05' as x, 'y'")).build(
        "create table emea_ads.events as select 1 as id"
    )
    assert "missing required column" in home.land().errors[0]
    assert [row[1] for row in home.quarantine()] == ["bad_timestamp"] * 4
    home.build(
        "drop table emea_ads.events; drop table emea_ads.accounts; "
        "create table emea_ads.products as select 'p' as product_id, 'n' as name"
    )
    assert home.land().errors == ()
    assert home.quarantine() == [] and list(home.files().values()) == ["landed"]


def test_a_mapped_row_that_is_broken_today_is_not_gone(home):
    """Its last readable version stays, as it does where files bring the broken one."""
    mapped(home).build(
        "alter table emea_ads.accounts alter updated_at type varchar; "
        "update emea_ads.accounts set updated_at = 'x' where account_id = 'a1'"
    )
    home.land()
    assert len(home.raw("generic.accounts")) == 4
    assert [row[1] for row in home.quarantine()] == ["bad_timestamp"]
    assert home.land().tables == ()
    home.build("update emea_ads.accounts set updated_at = '2026-01-05'")
    assert home.land().errors == () and home.quarantine() == []


def test_a_mapped_table_that_cannot_be_read_loses_nothing(home):
    mapped(home).build("alter table emea_ads.accounts rename account_id to id")
    assert "missing required column 'account_id'" in home.land().errors[0]
    assert len(home.raw("generic.accounts")) == 4


def test_conflicts_of_a_mapped_table_are_those_that_it_shows(home):
    mapped(home).build("insert into emea_ads.accounts values ('a1', 'other', '2026-01-05')")
    home.build("insert into emea_ads.accounts values ('a2', 'older', '2026-01-04')")
    home.build("insert into emea_ads.accounts values ('a2', 'n2', '2026-01-06')")
    for _ in range(2):
        home.land()
        lost = home.query("select rule, raw_text from landing.quarantine")
        assert home.raw("generic.accounts", "name")[1] in (("n1",), ("other",))
        assert len(lost) == 1 and '"account_id":"a1"' in lost[0][1]
    home.build("delete from emea_ads.accounts where name in ('other', 'older')")
    home.land()
    assert home.quarantine() == []
    assert home.raw("generic.accounts", "name") == [("n0",), ("n1",), ("n2",), ("n3",)]


def test_files_in_the_place_of_a_mapped_table_replace_it(home):
    mapped(home).configure("sources: {generic: {connections: [{name: emea}]}}")
    home.put("emea/accounts/a.csv", "account_id,name\na9,Acme\n")
    home.land()
    assert home.raw("generic.accounts", "account_id") == [("a9",)]


def test_a_changed_mapping_misses_only_files_that_landed(home):
    """A file that failed, was empty or had landed before left nothing that could be missed."""
    home.put(f"{ADS}/a.csv", HEADER + GOOD)
    for name, content in (("copy", HEADER + GOOD), ("empty", ""), ("failed", "nothing\n1\n")):
        home.put(f"{ADS}/{name}.csv", content)
    home.land()
    for name in ("copy", "empty", "failed"):
        (home.path / "raw" / ADS / f"{name}.csv").unlink()
    formats = "{ad_performance: {formats: {date: ['%m/%d/%Y']}}}"
    home.configure(f"sources: {{generic: {{connections: [{{name: generic, tables: {formats}}}]}}}}")
    assert home.land().errors == ()
    assert home.files() == {f"{ADS}/a.csv": "landed"}
    assert relations(home) == [("generic", 1)]


def test_a_changed_pattern_holds_for_what_has_landed(home):
    pattern = (
        "sources: {{generic: {{connections: [{{name: generic, tables: "
        "{{ad_performance: {{file_pattern: '{}'}}}}}}]}}}}"
    )
    home.put(f"{ADS}/daily_1.csv", HEADER + GOOD)
    home.put(f"{ADS}/test_1.csv", HEADER + GOOD.replace("c1", "c2"))
    home.put(f"{ADS}/test_2.csv", HEADER + GOOD.replace("c1", "c3"))
    home.land()
    (home.path / "raw" / ADS / "test_2.csv").unlink()
    home.configure(pattern.format("daily_*"))
    assert home.land().errors == ()
    assert relations(home) == [("generic", 1)]
    assert home.changed_days(2) == ["2026-01-01"]
    assert home.land().tables == ()
    home.configure(pattern.format("*_1.csv"))
    home.land()
    assert relations(home) == [("generic", 2)]
    (home.path / "raw" / ADS / "test_1.csv").unlink()
    home.configure(pattern.format("test_*"))
    assert "1 landed files are gone" in home.land().errors[0]
    assert relations(home) == [("generic", 2)]


def test_another_folder_holds_for_what_has_landed(home):
    """Also for tables of which the new folder has nothing."""
    configured = "sources: {{generic: {{connections: [{{name: ads, files: {}}}]}}}}"
    home.configure(configured.format("old"))
    home.put("old/ad_performance/a.csv", HEADER + GOOD)
    home.put("old/accounts/a.csv", "account_id\na1\n")
    home.land()
    home.configure(configured.format("new"))
    home.put("new/ad_performance/a.csv", HEADER + GOOD.replace("c1", "c2") + "broken\n")
    (home.path / "raw/old/ad_performance/a.csv").unlink()
    home.land()
    night = state(home, "generic.ad_performance")
    assert len(night[0]) == 1 and home.raw("generic.accounts") == []
    home.rebuild()
    assert state(home, "generic.ad_performance") == night


def test_a_mapping_without_folder_or_pattern_is_named_as_ever(home):
    """Ledgers of earlier releases hold: nothing is read again that nothing was said of."""
    home.put(f"{ADS}/a.csv", HEADER + GOOD)
    home.land()
    assert home.query("select mapping from landing.files") == [
        ("992c350852c198ee9a4271787b71d75c",)
    ]
