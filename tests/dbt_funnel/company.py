"""Raw rows of people and deals on their way through the funnel. As-of is 2026-01-31 02:00 UTC.

Belongs here: golden cases 1, 6, 7, 9 and 11 as raw rows. What must come out: test_funnel.py.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from tests.support.raw import insert

SYNCED = datetime(2026, 1, 30)
WINDOW = timedelta(days=90)
LEAD_AT = datetime(2026, 1, 20, 12)
SETTINGS = {
    "funnel_stage_map": {"Qualified": "sql", "appointment": "sal", "proposal": "opportunity"},
    "funnel_windows": [7],
    "reporting_currency": "USD",
}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def fill(con) -> None:
    deals(con)
    people(con)
    costs(con)


def hubspot(con, table: str, *rows: dict) -> None:
    insert(con, f"hubspot.{table}", *({"_fivetran_synced": SYNCED} | row for row in rows))


def deals(con) -> None:
    """Golden case 9: a stage skipped, moved back, lost, re-opened, won; deleted; merged."""
    names = ("appointment", "qualified", "proposal", "closedwon", "closedlost")
    hubspot(
        con,
        "deal_pipeline_stage",
        *(
            {"pipeline_id": "p", "stage_id": name, "label": name.title(), "display_order": order}
            | {"closed_won": name == "closedwon", "is_closed": name.startswith("closed")}
            for order, name in enumerate(names)
        ),
    )
    base = {"deal_pipeline_id": "p", "property_deal_currency_code": "USD"}
    created = {"property_createdate": at("2026-01-01 08:00")}
    won = {"deal_pipeline_stage_id": "closedwon", "property_closedate": at("2026-01-20 00:00")}
    hubspot(
        con,
        "deal",
        base | created | won | {"deal_id": "skip", "property_amount": 100},
        base | created | won | {"deal_id": "deleted", "is_deleted": True},
        base | created | {"deal_id": "merged", "deal_pipeline_stage_id": "proposal"},
    )
    hubspot(con, "merged_deal", {"merged_deal_id": "merged", "deal_id": "skip"})
    moves = {
        "2026-01-01 09:00": "appointment",
        "2026-01-05 09:00": "proposal",
        "2026-01-06 09:00": "appointment",
        "2026-01-08 09:00": "closedlost",
        "2026-01-10 09:00": "appointment",
        "2026-01-20 09:00": "closedwon",
    }
    hubspot(
        con,
        "deal_stage",
        *({"deal_id": "skip", "value": v, "date_entered": at(t)} for t, v in moves.items()),
        {"deal_id": "merged", "value": "proposal", "date_entered": at("2026-01-02 09:00")},
        {"deal_id": "deleted", "value": "closedwon", "date_entered": at("2026-01-03 09:00")},
    )
    insert(
        con,
        "generic.accounts",
        {"account_id": "quiet", "segment": "enterprise"},
        {"account_id": "busy", "segment": "smb"},
    )
    # Golden case 11: nothing of the enterprise segment is decided.
    deal = {"created_at": at("2026-01-02 00:00"), "currency": "USD", "amount": 50}
    closed = deal | {"account_id": "busy", "is_closed": True, "closed_on": date(2026, 1, 12)}
    insert(
        con,
        "generic.opportunities",
        deal | {"opportunity_id": "open", "account_id": "quiet"} | {"is_closed": False}
        | {"is_won": False},
        closed | {"opportunity_id": "w", "contact_id": "in", "is_won": True},
        closed | {"opportunity_id": "l", "contact_id": "in", "is_won": False},
    )  # fmt: skip


def people(con) -> None:
    """Golden cases 6 and 7: touched at the edges of the window; recycled after disqualification."""
    lead = {"created_at": LEAD_AT, "lead_at": LEAD_AT, "account_id": "busy"}
    recycled = {"lead_at": at("2026-01-01 00:00"), "mql_at": at("2026-01-03 00:00")}
    recycled |= {"disqualified_at": at("2026-01-05 00:00"), "sql_at": at("2026-01-09 00:00")}
    insert(
        con,
        "generic.contacts",
        lead | {"contact_id": "out", "account_id": None},
        lead | {"contact_id": "in", "mql_at": LEAD_AT},
        lead | {"contact_id": "same_second", "account_id": None},
        recycled | {"contact_id": "recycled", "created_at": at("2026-01-01 00:00")},
        lead | {"contact_id": "staff", "is_internal": True},
    )
    touches = {
        "out": LEAD_AT - WINDOW,
        "in": LEAD_AT - WINDOW + timedelta(seconds=1),
        "same_second": LEAD_AT,
    }
    insert(
        con,
        "generic.touchpoints",
        *(
            {"touch_id": who, "occurred_at": moment, "contact_id": who, "source": "news"}
            | {"touch_type": "email_click", "medium": "email", "campaign": "spring"}
            for who, moment in touches.items()
        ),
        {"touch_id": "again", "occurred_at": LEAD_AT - timedelta(hours=1), "contact_id": "in"}
        | {"touch_type": "email_click", "source": "news", "medium": "email", "campaign": "spring"},
    )


def costs(con) -> None:
    """Golden case 1: spend that brought nothing keeps its row."""
    day = {"starts_on": date(2026, 1, 15), "ends_on": date(2026, 1, 16), "currency": "USD"}
    insert(
        con,
        "generic.marketing_costs",
        day | {"cost_id": "fair", "cost_type": "program", "channel": "Events", "amount": 100},
        day | {"cost_id": "team", "cost_type": "people", "channel": "Events", "amount": 999},
        {"cost_id": "mail", "cost_type": "media", "channel": "Email", "amount": 30}
        | {"starts_on": date(2026, 1, 20), "ends_on": date(2026, 1, 20), "currency": "USD"},
    )
