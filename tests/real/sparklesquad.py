"""sparklesquad's CRM, 2017: clicks by source, opportunities, deals won (data.world).

Clicks carry neither id nor person (18,460 rows repeat others and are clicks of their own), 38 % of
the pipeline names no account, 19 deals won have no value, lost ones have the value 0.
"""

from __future__ import annotations

from tests.real.published import Drop, Figure, PublishedSet

SETTINGS = """
sources:
  generic:
    connections:
      - name: generic
        tables:
          accounts: {rename: {account_id: Account, name: Account, employee_count: Employees}}
          products: {rename: {product_id: Product, name: Product}}
          touchpoints:
            rename: {touch_id: click, occurred_at: Created_On, source: Source, medium: Industry}
            constants: {touch_type: ad_click}
          opportunities:
            rename: {opportunity_id: Opportunity_ID, account_id: Account, stage: Deal_Stage,
                     product_id: Product, closed_on: Close_Date, amount: Close_Value,
                     created_at: Created_On, owner: Sales_Agent, is_closed: Deal_Stage,
                     is_won: Deal_Stage}
            constants: {currency: USD, opportunity_type: new}
            values:
              is_closed: {Won: 'true', Lost: 'true', In_Progress: 'false'}
              is_won: {Won: 'true', Lost: 'false', In_Progress: 'false'}
"""

MONTH = "cast(date_trunc('month', {}) as date)"
SEGMENT = (
    "case when Employees::double < 50 then 'smb' when Employees::double < 500 then 'mid_market' "
    "when Employees::double >= 500 then 'enterprise' end"
)

SET = PublishedSet(
    folder="sparklesquad_crm",
    as_of="2018-01-01T02:00:00",
    files={
        "accounts": "accounts.csv",
        "clicks": "clicks.csv.gz",
        "products": "products.csv",
        "pipeline": "sales-pipeline.csv.gz",
    },
    drops={
        "generic/accounts": Drop("accounts"),
        "generic/products": Drop("products"),
        "generic/opportunities": Drop("pipeline"),
        "generic/touchpoints": Drop(
            "select row_number() over () as click, * from clicks",
            delivered="select count(*) from clicks",
        ),
    },
    settings=SETTINGS,
    figures=(
        Figure(
            "clicks by month, source and industry",
            f"select {MONTH.format('date_day')}, lower(source), lower(medium), count(*) "
            "from core.touchpoints group by all",
            f"select {MONTH.format('Created_On::date')}, lower(Source), lower(Industry), count(*) "
            "from clicks group by all",
        ),
        Figure(
            "opportunities by month of creation and stage",
            f"select {MONTH.format('created_at')}, stage, outcome, count(*) "
            "from core.opportunities group by all",
            f"select {MONTH.format('Created_On::date')}, Deal_Stage, case Deal_Stage "
            "when 'In_Progress' then 'open' else lower(Deal_Stage) end, count(*) from pipeline "
            "group by all",
        ),
        Figure(
            "clicks, opportunities, won deals and their value",
            "select (select count(*) from core.touchpoints), count(*), "
            "count(*) filter (conversion_type = 'won'), "
            "sum(value) filter (conversion_type = 'won'), "
            "count(*) filter (conversion_type = 'won' and value is null) from core.conversions",
            "select (select count(*) from clicks), "
            "count(*) + count(*) filter (Deal_Stage = 'Won'), "
            "count(*) filter (Deal_Stage = 'Won'), "
            "sum(Close_Value::decimal(18, 2)) filter (Deal_Stage = 'Won'), "
            "count(*) filter (Deal_Stage = 'Won' and Close_Value is null) from pipeline",
        ),
        Figure(
            "deals by segment and product",
            "select accounts.segment, product_id, count(*), count(*) filter (is_won), "
            "sum(amount) filter (is_won) from core.opportunities as deals "
            "left join core.accounts as accounts using (source_relation, account_id) group by all",
            f"select {SEGMENT}, Product, count(*), count(*) filter (Deal_Stage = 'Won'), "
            "sum(Close_Value::decimal(18, 2)) filter (Deal_Stage = 'Won') "
            "from pipeline left join accounts using (Account) group by all",
        ),
        Figure(
            "won and lost by month of closing",
            f"select {MONTH.format('date_day')}, sum(won), sum(lost), sum(no_decision) "
            "from messaging.conversion where date_basis = 'conversion' "
            "and content = '(all)' and segment = '(all)' group by all having sum(won + lost) > 0",
            f"select {MONTH.format('Close_Date::date')}, count(*) filter (Deal_Stage = 'Won'), "
            "count(*) filter (Deal_Stage = 'Lost'), 0 from pipeline where Close_Date is not null "
            "group by all",
        ),
    ),
)
