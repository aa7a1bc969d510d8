"""Salesforce in the core of all CRMs: rates, histories, merges, lines, campaigns."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import duckdb
import pytest

from tests.dbt_crm.company import write_ledger
from tests.dbt_crm.salesforce import org
from tests.support.dbt import build
from tests.support.raw import new_warehouse

SELECTION = ["+accounts", "+opportunity_stages", "+opportunity_line_items", "+competitive_win_loss"]
SELECTION += ["+exclusions", "+issues", "+reconciliation", "+pii_findings"]
SELECTION += ["+opportunity_history", "int_crm_contacts", "+int_crm_campaign_members"]


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    """Rows of a query over what dbt built of the org."""
    home = tmp_path_factory.mktemp("salesforce")
    duckdb.connect(str(home / "published.duckdb")).close()
    con = new_warehouse(home)
    org(con)
    write_ledger(con)
    con.close()
    build(home, SELECTION)
    with duckdb.connect(str(home / "warehouse" / "pma.duckdb"), read_only=True) as con:
        yield lambda sql: con.execute(sql).fetchall()


def test_dated_rates_convert_what_no_sheet_quotes(ask):
    """500 at 5 to the dollar, 400 at 4; the sheet's euro stays the sheet's."""
    assert ask(
        "select opportunity_id, amount, amount_original, currency, fx_date, outcome "
        "from core.opportunities order by 1"
    ) == [
        ("O1", 100, 500, "BRL", date(2026, 1, 14), "won"),
        ("O2", 100, 400, "BRL", date(2026, 1, 15), "lost"),
        ("O3", 11, 10, "EUR", date(2026, 1, 10), "open"),
        ("O5", None, None, "USD", date(2026, 1, 31), "open"),
    ]


def test_types_campaigns_and_merged_accounts(ask):
    assert ask(
        "select opportunity_id, crm, account_id, opportunity_type, campaign_id, product_id, "
        "contact_id, contact_count from core.opportunities where is_closed order by 1"
    ) == [
        ("O1", "salesforce", "A1", "new", "CA", "PRD-1", "C3", 2),
        ("O2", "salesforce", "A1", "renewal", None, "PRD-1", None, 0),
    ]
    assert ask("select account_id, segment, domain, won_opportunities from core.accounts") == [
        ("A1", "enterprise", "big.example", 1)
    ]


def test_only_new_stages_are_entries(ask):
    assert ask(
        "select opportunity_id, entry_number, stage, is_first_entry, is_current, is_won "
        "from core.opportunity_stages order by 1, 2"
    ) == [
        ("O1", 1, "Prospecting", True, False, False),
        ("O1", 2, "Negotiation", True, False, None),
        ("O1", 3, "Prospecting", False, False, False),
        ("O1", 4, "Closed Won", True, True, True),
        ("O2", 1, "Closed Lost", True, True, False),
    ]


def test_amounts_and_what_they_were_before(ask):
    """At the deal's own rate, five to the dollar: only amounts change, never rates."""
    assert ask(
        "select change_number, stage, amount_original, amount, amount_before, told_by "
        "from core.opportunity_history where opportunity_id = 'O1' order by 1"
    ) == [
        (1, "Prospecting", 300, 60, None, "opportunity_history"),
        (2, "Prospecting", 500, 100, 60, "opportunity_history"),
        (3, "Negotiation", 500, 100, 100, "opportunity_history"),
        (4, "Prospecting", 500, 100, 100, "opportunity_history"),
        (5, "Closed Won", 500, 100, 100, "opportunity_history"),
    ]
    assert ask(
        "select opportunity_id, stage, told_by from core.opportunity_history "
        "where opportunity_id <> 'O1'"
    ) == [("O2", "Closed Lost", "opportunity_field_history")]


def test_leads_become_people_and_keep_their_dates(ask):
    rows = ask(
        "select contact_id, account_id, email_domain, created_at, lead_at, sql_at, "
        "opportunity_at, first_source, lifecycle_stage, record_count "
        "from intermediate.int_crm_contacts order by 1"
    )
    first, converted = datetime(2025, 12, 1), datetime(2026, 1, 5, 9)
    early = datetime(2025, 11, 1)
    assert rows == [
        ("C3", "A1", "big.example", first, first, converted, converted, "Web", None, 4),
        ("L2", None, None, early, early, None, None, "Fair", "Open", 2),
    ]


def test_members_of_campaigns_are_the_people_that_are_left(ask):
    assert ask(
        "select campaign_member_id, contact_id, campaign_type, has_responded, first_responded_on "
        "from intermediate.int_crm_campaign_members order by 1"
    ) == [
        ("M1", "C3", "Event", True, date(2026, 1, 4)),
        ("M2", "C3", "Event", False, None),
        ("M3", "L2", "Event", True, None),
    ]


def test_lines_follow_their_opportunity(ask):
    assert ask(
        "select item_source, line_item_id, crm, opportunity_id, product_id, amount, currency "
        "from core.opportunity_line_items order by 2"
    ) == [
        ("salesforce", "I1", "salesforce", "O1", "PRD-1", 60, "BRL"),
        ("salesforce", "I2", "salesforce", "O1", "P2", 30, "BRL"),
        ("generic", "g1", "salesforce", "O2", "PRD-1", 100, "BRL"),
    ]


def test_what_does_not_count_is_counted(ask):
    rows = ask(
        "select table_name || ' ' || reason, row_count from quality.exclusions "
        "where source_name in ('salesforce', 'generic')"
    )
    assert dict(rows) == {
        "account deleted": 1,
        "account merged": 1,
        "contact deleted": 1,
        "contact merged": 2,
        "lead deleted": 1,
        "lead merged": 2,
        "campaign_member deleted": 1,
        "dated_conversion_rate deleted": 1,
        "opportunity deleted": 1,
        "opportunity_history opportunity_deleted": 1,
        "opportunity_history opportunity_unknown": 1,
        "opportunity_history stage_unchanged": 1,
        "opportunity_field_history other_field": 1,
        "opportunity_field_history told_by_history": 1,
        "opportunity_line_item deleted": 1,
        "opportunity_line_item opportunity_deleted": 1,
        "opportunity_line_item opportunity_unknown": 1,
        "opportunity_line_items deleted": 1,
    }


def test_no_row_and_no_money_is_lost(ask):
    assert ask("select * from quality.reconciliation where not is_balanced") == []
    assert ask(
        "select table_name, currency, amount_in, amount_excluded, amount_found "
        "from quality.reconciliation where kind = 'money' order by 1, 2"
    ) == [
        ("opportunity", "BRL", 1899, 999, 900),
        ("opportunity", "EUR", 10, 0, 10),
        ("opportunity", "USD", 0, 0, 0),
        ("opportunity_line_item", None, 1524, 1074, 450),
        ("opportunity_line_items", None, 401, 1, 400),
    ]


def test_nothing_personal_is_left(ask):
    assert set(ask("select table_name, column_name from quality.pii_findings")) == {
        ("campaign", "campaign_name"),
        ("opportunity_field_history", "new_value"),
    }


def test_competitors_of_every_crm_meet(ask):
    assert ask(
        "select competitor, segment, won, lost, amount_lost from insights.competitive_win_loss"
    ) == [("Rival", "enterprise", 0, 1, Decimal(100))]
