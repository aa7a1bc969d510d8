"""Raw rows of a Salesforce org with several currencies. As-of is 2026-01-31 02:00 UTC."""

from __future__ import annotations

from datetime import date, datetime

from tests.support.raw import insert

SYNCED = datetime(2026, 1, 30)


def on(text: str) -> date:
    return date.fromisoformat(text)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def salesforce(con, table: str, *rows: dict) -> None:
    insert(con, f"salesforce.{table}", *({"_fivetran_synced": SYNCED} | row for row in rows))


def org(con) -> None:
    rates(con)
    people(con)
    opportunities(con)
    histories(con)
    lines(con)
    campaigns(con)


def rates(con) -> None:
    """The corporate currency is the dollar; the sheet quotes the euro and says something else."""
    insert(
        con,
        "generic.fx_rates",
        {"date": on("2026-01-10"), "from_currency": "EUR", "to_currency": "USD", "rate": "1.10"},
    )
    salesforce(
        con,
        "dated_conversion_rate",
        {"iso_code": "USD", "conversion_rate": 1, "start_date": on("1990-01-01")},
        {"iso_code": "EUR", "conversion_rate": "0.5", "start_date": on("2025-01-01")},
        {"iso_code": "BRL", "conversion_rate": 5, "start_date": on("2025-06-01")}
        | {"next_start_date": on("2026-01-15")},
        {"iso_code": "BRL", "conversion_rate": 4, "start_date": on("2026-01-15")}
        | {"next_start_date": on("9999-12-31")},
        {"iso_code": "BRL", "conversion_rate": 9, "start_date": on("2026-01-12")}
        | {"_fivetran_deleted": True},
    )


def people(con) -> None:
    """Golden case 8: L1 became C1, C1 went into C2, C2 into C3. What is merged is deleted."""
    salesforce(
        con,
        "account",
        {"id": "A1", "name": "Big", "number_of_employees": 600, "website": "www.big.example/x"},
        {"id": "A2", "name": "Big too", "master_record_id": "A1", "is_deleted": True},
        {"id": "A3", "name": "Gone", "is_deleted": True},
    )
    merged = {"is_deleted": True}
    salesforce(
        con,
        "contact",
        {"id": "C1", "account_id": "A2", "master_record_id": "C2", "created_date": at("2026-01-05")}
        | merged,
        {"id": "C2", "account_id": "A1", "master_record_id": "C3", "created_date": at("2026-01-02")}
        | merged,
        {"id": "C3", "account_id": "A2", "email": "Jo@big.example", "lead_source": "Web"}
        | {"created_date": at("2026-01-03")},
        {"id": "C4", "is_deleted": True},
    )
    lead = {"is_converted": False, "created_date": at("2026-01-10")}
    salesforce(
        con,
        "lead",
        {"id": "L1", "is_converted": True, "converted_date": at("2026-01-05 09:00")}
        | {"converted_contact_id": "C1", "converted_account_id": "A2", "email": "jo@x.example"}
        | {"converted_opportunity_id": "O1", "created_date": at("2025-12-01"), "status": "Done"},
        lead | {"id": "L2", "status": "Open", "lead_source": "Fair"},
        lead | {"id": "L3", "master_record_id": "L2", "created_date": at("2025-11-01")} | merged,
        lead | {"id": "L4"} | merged,
    )
    salesforce(con, "user", {"id": "U1", "name": "Kim", "email": "kim@staff.example"})


def opportunities(con) -> None:
    def opportunity(name: str, stage: str, amount, currency, closes: str, **more) -> dict:
        won, closed = stage == "Closed Won", stage.startswith("Closed")
        row = {"id": name, "stage_name": stage, "amount": amount, "currency_iso_code": currency}
        row |= {"is_won": won, "is_closed": closed, "close_date": on(closes)}
        return row | {"created_date": at("2025-12-20 08:00"), "owner_id": "U1"} | more

    salesforce(
        con,
        "opportunity",
        opportunity("O1", "Closed Won", 500, "BRL", "2026-01-14", account_id="A2")
        | {"type": "New Business", "campaign_id": "CA"},
        opportunity("O2", "Closed Lost", 400, "BRL", "2026-01-15", type="Renewal")
        | {"competitors": "Rival", "loss_reason": "Price", "account_id": "A1"},
        opportunity("O3", "Prospecting", 10, "EUR", "2026-01-12"),
        opportunity("O4", "Closed Won", 999, "BRL", "2026-01-12", is_deleted=True),
        opportunity("O5", "Prospecting", None, None, "2026-03-01"),
    )
    salesforce(
        con,
        "opportunity_contact_role",
        {"id": "R1", "opportunity_id": "O1", "contact_id": "C1", "is_primary": True},
        {"id": "R2", "opportunity_id": "O1", "contact_id": "B9", "is_primary": False},
    )


def histories(con) -> None:
    """Golden case 9: skipped a stage, moved back, won; O2 is told by its tracked field alone."""

    def change(name: str, stage: str, day: str, amount=500, opportunity="O1") -> dict:
        row = {"id": name, "opportunity_id": opportunity, "stage_name": stage, "amount": amount}
        return row | {"created_date": at(f"2026-01-{day} 10:00")}

    salesforce(
        con,
        "opportunity_history",
        change("H1", "Prospecting", "01", amount=300),
        change("H2", "Prospecting", "02"),
        change("H3", "Negotiation", "03"),
        change("H4", "Prospecting", "04"),
        change("H5", "Closed Won", "14"),
        change("H6", "Closed Won", "12", opportunity="O4"),
        change("H7", "Prospecting", "12", opportunity="nobody"),
    )

    def field(name: str, before: str, after: str, day: str, opportunity="O2") -> dict:
        row = {"opportunity_id": opportunity, "field": name, "old_value": before}
        return row | {"new_value": after, "created_date": at(f"2026-01-{day} 10:00")}

    salesforce(
        con,
        "opportunity_field_history",
        field("StageName", "Prospecting", "Closed Lost", "15"),
        field("Owner", "U1", "kim@staff.example", "15"),
        field("StageName", "Prospecting", "Closed Won", "14", opportunity="O1"),
    )


def lines(con) -> None:
    """The sheet knows P1 by its code; the lines of O2 stand in a sheet of their own."""
    insert(con, "generic.products", {"product_id": "PRD-1", "name": "First"})
    salesforce(
        con,
        "product_2",
        {"id": "P1", "product_code": "PRD-1"},
        {"id": "P2", "product_code": "old", "is_deleted": True},
    )
    item = {"opportunity_id": "O1", "product_2_id": "P1", "quantity": 3}
    salesforce(
        con,
        "opportunity_line_item",
        item | {"id": "I1", "total_price": 300},
        item | {"id": "I2", "total_price": 150, "product_2_id": "P2"},
        item | {"id": "I3", "total_price": 70, "is_deleted": True},
        item | {"id": "I4", "total_price": 999, "opportunity_id": "O4"},
        item | {"id": "I5", "total_price": 5, "opportunity_id": "nobody"},
    )
    insert(
        con,
        "generic.opportunity_line_items",
        {"line_item_id": "g1", "opportunity_id": "O2", "product_id": "PRD-1", "amount": 400},
        {"line_item_id": "g2", "opportunity_id": "O2", "product_id": "x", "amount": 1}
        | {"is_deleted": True},
    )


def campaigns(con) -> None:
    salesforce(
        con,
        "campaign",
        {"id": "CA", "name": "Fair (jo@x.example)", "type": "Event", "actual_cost": 9000},
    )
    member = {"campaign_id": "CA", "created_date": at("2026-01-02"), "has_responded": True}
    salesforce(
        con,
        "campaign_member",
        member | {"id": "M1", "lead_id": "L1", "first_responded_date": on("2026-01-04")},
        member | {"id": "M2", "contact_id": "C2", "has_responded": False},
        member | {"id": "M3", "lead_id": "L3"},
        member | {"id": "M4", "lead_id": "L2", "is_deleted": True},
    )
