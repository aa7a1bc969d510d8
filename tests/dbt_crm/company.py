"""Raw rows of a CRM in which every row earns its place. As-of is 2026-01-31 02:00 UTC."""

from __future__ import annotations

from datetime import date, datetime

from dagster_project.lib.contract import load_contract
from tests.dbt_crm.sheets import sheets
from tests.support.raw import insert

SYNCED = datetime(2026, 1, 30)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def hubspot(con, table: str, *rows: dict) -> None:
    insert(con, f"hubspot.{table}", *({"_fivetran_synced": SYNCED} | row for row in rows))


def first_night(con) -> None:
    rates(con)
    pipelines(con)
    companies_and_people(con)
    deals(con)
    stages(con)
    files_without_vendor(con)
    advertising_and_use(con)
    sheets(con)
    write_ledger(con)


def second_night(con) -> None:
    """Load 2, a day later: a late row, a restated one, a corrected rate, a deal that was edited."""
    con.execute(
        "update landing.clock set load_id = 2, build_id = 'second', as_of = '2026-02-01 02:00'"
    )
    con.execute("insert into landing.loads values (2, 'second', '2026-02-01 02:00', '2026-02-01')")
    con.execute("update raw_generic.ad_performance set spend = 110 where date = '2026-01-10'")
    changed(con, "generic", "ad_performance", "2026-01-10")
    con.execute("update raw_generic.fx_rates set rate = 1.3 where date = '2026-01-15'")
    changed(con, "generic", "fx_rates", "2026-01-15")
    con.execute("update raw_hubspot.deal set property_amount = 120 where deal_id = 'won'")
    changed(con, "hubspot", "deal", None)
    insert(
        con,
        "generic.events",
        {"event_id": "late", "occurred_at": at("2026-01-05 10:00"), "user_id": "u2"}
        | {"account_id": "a3", "event": "report_created"},
        load_id=2,
    )
    write_ledger(con)


def changed(con, source: str, table: str, day: str | None) -> None:
    con.execute(
        "insert into landing.changed_partitions values (2, ?, ?, cast(? as date))",
        [source, table, day],
    )


def write_ledger(con) -> None:
    """A ledger that agrees with raw: one landed file per table."""
    con.execute("delete from landing.files")
    for source, tables in load_contract().items():
        for name, table in tables.items():
            con.execute(
                f"""
                insert into landing.files
                select 1 + (select count(*) from landing.files), '{source}', _source_relation,
                    '{name}', '{source}/{name}/jo@example.com.csv', 1, 'x', 1, 'landed', null,
                    count(*) + 3, count(*), 1, 1, 1, null, 1, ''
                from {table.relation} group by _source_relation
                """
            )


def rates(con) -> None:
    quotes = {"2026-01-10": "1.10", "2026-01-15": "1.20", "2026-01-30": "1.25"}
    insert(
        con,
        "generic.fx_rates",
        *(
            {"date": date.fromisoformat(day), "from_currency": "EUR", "to_currency": "USD"}
            | {"rate": rate}
            for day, rate in quotes.items()
        ),
    )


def pipelines(con) -> None:
    hubspot(con, "deal_pipeline", {"pipeline_id": "default", "label": "Sales", "display_order": 0})
    names = ("appointment", "proposal", "closedwon", "closedlost")
    hubspot(
        con,
        "deal_pipeline_stage",
        *(
            {
                "pipeline_id": "default",
                "stage_id": name,
                "label": name.title(),
                "display_order": order,
                "closed_won": name == "closedwon",
                "is_closed": name.startswith("closed"),
            }
            for order, name in enumerate(names)
        ),
    )


def companies_and_people(con) -> None:
    hubspot(
        con,
        "company",
        {
            "id": "big",
            "property_numberofemployees": 600,
            "property_hs_merged_object_ids": "old;older",
        }
        | {"property_name": "Big Co", "property_domain": "https://WWW.Big.example/about"},
        {"id": "old", "property_name": "Old Co"},
        {"id": "small", "property_name": "Small Co", "property_numberofemployees": 12},
        {"id": "gone", "property_name": "Gone Co", "is_deleted": True},
    )
    # Golden case 8: c1 into c2, c2 into c3; HubSpot deletes what it merges.
    hubspot(
        con,
        "contact",
        {"id": "c3", "property_hs_merged_object_ids": "c2", "property_email": "Jo@Big.example "},
        {"id": "c2", "property_hs_merged_object_ids": "c1", "_fivetran_deleted": True},
        {"id": "c1", "property_email": "jo@big.example", "_fivetran_deleted": True},
    )
    hubspot(con, "contact_company", {"contact_id": "c3", "company_id": "old", "type_id": "1"})


def deal(deal_id: str, stage: str, amount, currency="EUR", closes=None, **more) -> dict:
    return {
        "deal_id": deal_id,
        "deal_pipeline_id": "default",
        "deal_pipeline_stage_id": stage,
        "property_amount": amount,
        "property_deal_currency_code": currency,
        "property_createdate": at("2026-01-01 08:00"),
        "property_closedate": at(closes) if closes else None,
        **{
            name if name in ("owner_id", "is_deleted") else f"property_{name}": value
            for name, value in more.items()
        },
    }


def deals(con) -> None:
    hubspot(
        con,
        "deal",
        deal(
            "won",
            "closedwon",
            100,
            closes="2026-01-12 00:00",
            competitors="MSFT; Heapster;msft",
            dealtype="newbusiness",
            closed_won_reason="Price",
            dealname="Big (jo@big.example)",
        ),
        deal(
            "lost",
            "closedlost",
            200,
            closes="2026-01-15 23:30",
            competitors="microsoft ",
            dealtype="existingbusiness",
            closed_lost_reason="price ",
        ),
        deal("open", "appointment", 300, closes="2026-03-01 00:00", competitors="Microsoft"),
        deal(
            "undecided",
            "closedlost",
            50,
            "USD",
            "2026-01-20 00:00",
            competitors="Gainspot",
            closed_lost_reason="No Decision",
        ),
        deal("swedish", "closedwon", 70, "SEK", "2026-01-20 00:00", dealtype="barter"),
        deal("deleted", "closedwon", 999, closes="2026-01-20 00:00", is_deleted=True),
        deal("merged1", "appointment", 1, "USD"),
        deal("merged2", "appointment", 2, "USD"),
        deal("circle1", "appointment", 3, "USD"),
        deal("circle2", "appointment", 4, "USD"),
        deal("strange", "nowhere", 5, "USD"),
        deal("undated", "closedlost", 6, "USD", competitors="none"),
        deal("homely", "appointment", 7, None),
    )
    hubspot(
        con,
        "merged_deal",
        {"merged_deal_id": "merged1", "deal_id": "merged2"},
        {"merged_deal_id": "merged2", "deal_id": "won"},
        {"merged_deal_id": "circle1", "deal_id": "circle2"},
        {"merged_deal_id": "circle2", "deal_id": "circle1"},
    )
    hubspot(
        con,
        "deal_company",
        {"deal_id": "won", "company_id": "small", "type_id": "341"},
        {"deal_id": "won", "company_id": "old", "type_id": "5"},
        {"deal_id": "lost", "company_id": "small", "type_id": "5"},
        {"deal_id": "undecided", "company_id": "gone", "type_id": "5"},
    )
    hubspot(
        con,
        "deal_contact",
        {"deal_id": "won", "contact_id": "c1", "type_id": "3"},
        {"deal_id": "merged1", "contact_id": "c9", "type_id": "3"},
    )
    insert(
        con,
        "generic.competitor_aliases",
        {"alias": "MSFT", "competitor": "Microsoft"},
        {"alias": "GAINSPOT", "competitor": "Gainspot"},
    )


def stages(con) -> None:
    """Golden case 9: skipped a stage, moved back, lost, re-opened."""
    moves = ["appointment", "proposal", "appointment", "closedlost", "appointment"]
    hubspot(
        con,
        "deal_stage",
        *(
            {"deal_id": "open", "value": stage, "date_entered": at(f"2026-01-0{n} 09:00")}
            for n, stage in enumerate(moves, start=1)
        ),
        {"deal_id": "undated", "value": "closedlost", "date_entered": at("2026-01-22 23:00")},
        {"deal_id": "deleted", "value": "closedwon", "date_entered": at("2026-01-20 09:00")},
        {"deal_id": "merged1", "value": "appointment", "date_entered": at("2026-01-02 09:00")},
        {"deal_id": "stranger", "value": "appointment", "date_entered": at("2026-01-02 09:00")},
    )


def files_without_vendor(con) -> None:
    """The generic source: accounts merged over three, an owner written as an address."""
    insert(
        con,
        "generic.accounts",
        {"account_id": "a1", "merged_into_account_id": "a2"},
        {"account_id": "a2", "merged_into_account_id": "a3"},
        {"account_id": "a3", "name": "Third", "segment": "mid"},
        {"account_id": "a4", "name": "Deleted", "is_deleted": True},
    )
    insert(
        con,
        "generic.contacts",
        {"contact_id": "p1", "created_at": at("2025-01-01 00:00"), "merged_into_contact_id": "p2"}
        | {"mql_at": at("2025-02-01 00:00"), "account_id": "a1"},
        {"contact_id": "p2", "created_at": at("2025-03-01 00:00"), "email": "P@x.example"}
        | {"account_id": "a2"},
    )
    base = {"created_at": at("2026-01-01 00:00"), "currency": "USD", "is_closed": True}
    insert(
        con,
        "generic.opportunities",
        base
        | {"opportunity_id": "g1", "account_id": "a1", "amount": 10, "closed_on": date(2026, 1, 9)}
        | {"is_won": True, "owner": "kim@staff.example", "opportunity_type": "renewal"},
        base
        | {"opportunity_id": "g2", "account_id": "a3", "amount": 20, "is_won": False}
        | {"closed_on": date(2026, 1, 9), "competitor": "Gain  Spot;gainspot", "is_deleted": True},
        base
        | {"opportunity_id": "g3", "amount": 30, "is_won": True, "is_closed": False, "stage": "x"},
    )


def advertising_and_use(con) -> None:
    campaign = {"platform": "radio", "account_id": "r", "campaign_id": "1", "currency": "EUR"}
    insert(
        con,
        "generic.ad_performance",
        *(
            campaign | {"date": date(2026, 1, day), "spend": 100, "clicks": 5}
            for day in range(10, 17)
        ),
        campaign | {"date": date(2026, 1, 1), "spend": 40, "is_deleted": True},
    )
    insert(
        con,
        "generic.users",
        {"user_id": "u1", "account_id": "a3"},
        {"user_id": "u2", "account_id": "a3"},
    )
    insert(
        con,
        "generic.events",
        *(
            {"event_id": f"e{day}", "occurred_at": at(f"2026-01-{day:02} 10:00"), "user_id": "u1"}
            | {"account_id": "a3", "event": "report_created"}
            for day in (4, 5, 6)
        ),
    )
    con.execute(
        "insert into landing.quarantine values "
        "('q1', 1, 'hubspot', 'hubspot', 'contact', 'hubspot/contact/a.csv', 7, 'bad_timestamp', "
        "'property_createdate', 'soon', '7,Jo,Doe,soon'), "
        "('q2', 1, 'generic', 'generic', 'users', 'generic/users/a.csv', 8, 'required', "
        "'email', 'jo%40x.example', 'u9,jo%40x.example'), "
        "('q3', 1, 'hubspot', 'hubspot', 'deal', 'hubspot/deal/a.csv', 9, 'bad_number', "
        "'property_amount', 'ten', 'd,ten')"
    )
