"""Olist's marketing funnel, 2017 and 2018: 8,000 qualified leads, 842 of them closed (Kaggle).

60 leads name no origin, 1,099 the origin "unknown"; 797 deals declare a monthly revenue of 0, which
means that none was given; one deal was won before its lead's first contact.
"""

from __future__ import annotations

from tests.real.published import Drop, Figure, PublishedSet

SETTINGS = """
vars: {reporting_currency: BRL, attribution_window_days: 730, funnel_windows: [30, 90, 365]}
sources:
  generic:
    connections:
      - name: generic
        tables:
          contacts:
            rename: {contact_id: mql_id, created_at: first_contact_date,
                     lead_at: first_contact_date, mql_at: first_contact_date, source: origin}
            constants: {medium: funnel}
          opportunities:
            rename: {opportunity_id: mql_id, contact_id: mql_id, account_id: seller_id,
                     created_at: won_date, closed_on: won_date, owner: sr_id,
                     amount: declared_monthly_revenue}
            constants: {currency: BRL, stage: closed, is_closed: true, is_won: true,
                        opportunity_type: new}
            formats: {closed_on: ['%Y-%m-%d %H:%M:%S']}
            values: {amount: {'0.0': ''}}
          accounts:
            rename: {account_id: seller_id, segment: business_segment, industry: business_type}
"""

DEALS = "deals join leads using (mql_id)"
MONTH = "cast(date_trunc('month', {}) as date)"
WON_MONTH = MONTH.format("cast(won_date as timestamp)")
LEAD_MONTH = MONTH.format("cast(first_contact_date as date)")

SET = PublishedSet(
    folder="olist_marketing_funnel",
    as_of="2018-12-31T02:00:00",
    files={
        "leads": "olist_marketing_qualified_leads_dataset.csv.gz",
        "deals": "olist_closed_deals_dataset.csv",
    },
    drops={
        "generic/contacts": Drop("leads"),
        "generic/opportunities": Drop("deals"),
        "generic/accounts": Drop("deals"),
    },
    settings=SETTINGS,
    figures=(
        Figure(
            "leads and deals by month",
            f"select conversion_type, {MONTH.format('date_day')}, count(*) from core.conversions "
            "group by all",
            f"select unnest(['lead', 'mql']), {LEAD_MONTH}, count(*) from leads group by all "
            f"union all select unnest(['opportunity', 'won']), {WON_MONTH}, count(*) from deals "
            "group by all",
        ),
        Figure(
            "8,000 leads, by origin",
            "select source, count(*) from core.touchpoints where touch_type = 'form' group by all",
            "select replace(origin, '_', ' '), count(*) from leads where origin is not null "
            "group by all",
        ),
        Figure(
            "842 deals, by the origin of their lead",
            "select coalesce(source, '(unattributed)'), sum(weight) from core.attribution_credits "
            "where conversion_type = 'won' and model = 'first' and journey = 'person' group by all",
            "select case when cast(won_date as date) < cast(first_contact_date as date) "
            "then '(unattributed)' else coalesce(origin, '(unattributed)') end, count(*) "
            f"from {DEALS} group by all",
        ),
        Figure(
            "declared revenue, where there is any",
            "select count(*), count(amount), sum(amount) from core.opportunities where is_won",
            "select count(*), count(*) filter (declared_monthly_revenue::decimal(18, 2) > 0), "
            "sum(declared_monthly_revenue::decimal(18, 2)) from deals",
        ),
        Figure(
            "deals won per business segment",
            "select accounts.segment, count(*) from core.opportunities as deals "
            "left join core.accounts as accounts using (source_relation, account_id) "
            "where is_won group by all",
            "select business_segment, count(*) from deals group by all",
        ),
    ),
)
