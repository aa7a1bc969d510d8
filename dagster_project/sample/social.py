"""Facebook and LinkedIn ads in their loaders' table shapes.

Belongs here: facebook_ads.* and linkedin_ads.* feeds.
Does not belong here: what was spent (ads.py).
LinkedIn's campaign group is our campaign, its campaign our ad group. On one day in twenty its
creatives sum to less than their campaign.
"""

from __future__ import annotations

from dagster_project.sample.ads import ACCOUNTS
from dagster_project.sample.engine import Feed, World

ACTIONS = (  # action type, share of the conversions in tenths; 'lead' contains both kinds below it
    ("link_click", None),
    ("lead", 10),
    ("offsite_conversion.fb_pixel_lead", 7),
    ("onsite_conversion.lead_grouped", 3),
    ("purchase", 2),
    ("offsite_conversion.fb_pixel_purchase", 2),
)


CREATIVE_ROWS = """
    select * replace (
        case when h % 20 = 0 and i = 0 then cost_cents * 9 // 10 else cost_cents end as cost_cents
    )
    from ad_window
    where platform = 'linkedin_ads'
"""
"""What LinkedIn tells per creative: now and then less than the campaign spent, as reports do."""


def _window(source: str, table: str, select: str, lo: int, hi: int, order: str) -> Feed:
    return Feed(
        source,
        table,
        f"""
        select * exclude (vday, vkey), synced(vday, vkey) as _fivetran_synced
        from ({select}) where vday >= {lo} and vday < {hi}
    """,
        order,
    )


def _versions(world: World, platform: str) -> str:
    return f"""
        select c.*, v, case v when 1 then start_day when 2 then rename_day else end_day + 1
            end as vday,
            case when v = 1 or (case v when 2 then rename_day else end_day + 1 end)
                < coalesce(rename_day, 100000) then name_1 else name_2 end as name
        from campaigns c, (values (1), (2), (3)) q(v)
        where platform = '{platform}' and (v <> 2 or rename_day is not null)
            and (v <> 3 or end_day < {world.days - 1})
    """


def _accounts(platform: str) -> str:
    rows = ", ".join(f"('{i}', '{c}', '{z}')" for i, c, z in ACCOUNTS[platform])
    return f"(values {rows}) a(id, cur, zone)"


def facebook(world: World, lo: int, hi: int) -> list[Feed]:
    """All facebook_ads tables of one window; needs `ads.window`."""
    source = "facebook_ads"
    return [
        _window(
            source,
            "account_history",
            f"""
            select id, 'Tidewheel social ' || cur as name, cur as currency, zone as timezone_name,
                case cur when 'GBP' then 0.0 else -5.0 end as timezone_offset_hours_utc,
                ts(0, 0) as created_time, 'ACTIVE' as account_status, 0 as vday, 0 as vkey
            from {_accounts(source)}
        """,
            lo,
            hi,
            "id",
        ),
        _window(
            source,
            "campaign_history",
            f"""
            select campaign_id as id, account_id, name, case when v = 3 then 'PAUSED'
                else 'ACTIVE' end as status,
                budget_cents as daily_budget, ts(start_day, 0) as start_time, ts(start_day,
                    0) as created_time,
                ts(vday, 30000 + v) as updated_time, vday, c as vkey
            from ({_versions(world, source)})
        """,
            lo,
            hi,
            "id, updated_time",
        ),
        _window(
            source,
            "ad_set_history",
            f"""
            select ad_group_id as id, campaign_id, account_id, ad_group_name as name,
                'LOWEST_COST_WITHOUT_CAP' as bid_strategy, budget_cents // 2 as daily_budget,
                'OFFSITE_CONVERSIONS' as optimization_goal, ts(start_day, 0) as start_time,
                ts(start_day, 31000) as updated_time, start_day as vday, c as vkey
            from ad_groups where platform = '{source}'
        """,
            lo,
            hi,
            "id, updated_time",
        ),
        _window(
            source,
            "ad_history",
            f"""
            select ad_id as id, account_id, ad_group_id as ad_set_id, campaign_id, 'cr'
                || ad_id as creative_id,
                ad_name as name, 'tidewheel.example' as conversion_domain,
                ts(start_day, 32000) as updated_time, start_day as vday, c as vkey
            from ads where platform = '{source}'
        """,
            lo,
            hi,
            "id, updated_time",
        ),
        _window(
            source,
            "creative_history",
            f"""
            select 'cr' || ad_id as id, account_id, ad_name || ' creative' as name,
                landing as page_link,
                '[{{"key":"utm_source","value":"facebook"}},{{"key":"utm_medium","value":"paid_social"}},'
                    || '{{"key":"utm_campaign","value":"'
                    || case when is_dynamic then '{{{{campaign.name}}}}' else slug end
                    || '"}},{{"key":"utm_content","value":"' || ad_id || '"}}]' as url_tags,
                start_day as vday, c as vkey
            from ads where platform = '{source}'
        """,
            lo,
            hi,
            "id",
        ),
        Feed(
            source,
            "basic_ad",
            """
            select ad_id, date, account_id, ad_name, ad_group_name as adset_name, impressions,
                clicks as inline_link_clicks, impressions * 7 // 10 + 1 as reach,
                cast(impressions * 1.0 / (impressions * 7 // 10 + 1) as decimal(18,
                    6)) as frequency,
                cents(cost_cents) as spend, synced_at as _fivetran_synced, __restated
            from ad_window where platform = 'facebook_ads'
        """,
            "ad_id, date",
        ),
        _actions(
            "basic_ad_actions",
            "case when tenths is null then clicks else conv * tenths // 1000 end",
        ),
        _actions(
            "basic_ad_action_values",
            "cents(value_cents * tenths // 10)",
            "action_type like '%purchase'",
        ),
    ]


def _actions(table: str, value: str, only: str = "true") -> Feed:
    actions = ", ".join(
        f"({i}, '{t}', {'null' if s is None else s})" for i, (t, s) in enumerate(ACTIONS)
    )
    return Feed(
        "facebook_ads",
        table,
        f"""
        select ad_id, date, action_type, cast(a.n as text) as index, {value} as value,
            null as inline,
            {value} as _7_d_click, 0 as _1_d_view, {value} as _28_d_click,
            'fa' || ad_id || '-' || a.n as _fivetran_id, synced_at as _fivetran_synced, __restated
        from ad_window, (values {actions}) a(n, action_type, tenths)
        where platform = 'facebook_ads' and {only} and {value} > 0
    """,
        "ad_id, date, action_type",
    )


def linkedin(world: World, lo: int, hi: int) -> list[Feed]:
    """All linkedin_ads tables of one window; needs `ads.window` and `usd_rates`."""
    source = "linkedin_ads"
    metrics = """impressions, clicks, cast(cents(cost_cents) * rate as decimal(18,
        6)) as cost_in_usd,
        cents(cost_cents) as cost_in_local_currency,
            cents(value_cents) as conversion_value_in_local_currency,
        conv // 100 as external_website_conversions, view_through as one_click_leads,
        synced_at as _fivetran_synced, __restated"""
    return [
        _window(
            source,
            "account_history",
            f"""
            select id, 'Tidewheel B2B' as name, cur as currency, 'ACTIVE' as status,
                'BUSINESS' as type,
                ts(0, 0) as created_time, ts(0, 60) as last_modified_time, 0 as vday, 0 as vkey
            from {_accounts(source)}
        """,
            lo,
            hi,
            "id",
        ),
        _window(
            source,
            "campaign_group_history",
            f"""
            select campaign_id as id, account_id, name, case when v = 3 then 'PAUSED'
                else 'ACTIVE' end as status,
                ts(start_day, 0) as run_schedule_start, ts(end_day + 1, 0) as run_schedule_end,
                ts(start_day, 0) as created_time, ts(vday, 30000 + v) as last_modified_time, vday,
                    c as vkey
            from ({_versions(world, source)})
        """,
            lo,
            hi,
            "id, last_modified_time",
        ),
        _window(
            source,
            "campaign_history",
            f"""
            select ad_group_id as id, campaign_id as campaign_group_id, account_id,
                ad_group_name as name,
                'SPONSORED_UPDATES' as type, 'CPC' as cost_type,
                    'LEAD_GENERATION' as objective_type,
                cents(budget_cents // 2) as daily_budget_amount,
                    currency as daily_budget_currency_code,
                6.50 as unit_cost_amount, currency as unit_cost_currency_code, 'ACTIVE' as status,
                ts(start_day, 0) as created_time, ts(start_day, 31000) as last_modified_time,
                start_day as vday, c as vkey
            from ad_groups where platform = '{source}'
        """,
            lo,
            hi,
            "id, last_modified_time",
        ),
        _window(
            source,
            "creative_history",
            f"""
            select ad_id as id, ad_group_id as campaign_id, landing
                || '?utm_source=linkedin&utm_medium=paid_social'
                || '&utm_campaign=' || slug || '&utm_content=' || ad_id as click_uri,
                    'ACTIVE' as intended_status,
                ts(start_day, 0) as created_time, ts(start_day, 32000) as last_modified_at,
                start_day as vday, c as vkey
            from ads where platform = '{source}'
        """,
            lo,
            hi,
            "id, last_modified_at",
        ),
        Feed(
            source,
            "ad_analytics_by_campaign",
            f"""
            select ad_group_id as campaign_id, cast(date as timestamp) as day, {metrics}
            from (
                select ad_group_id, t, date, synced_at, __restated, sum(impressions) as impressions,
                    sum(clicks) as clicks, sum(conv) as conv, sum(value_cents) as value_cents,
                    sum(view_through) as view_through, sum(cost_cents) as cost_cents
                from ad_window where platform = '{source}' group by all
            ) join usd_rates u using (t) where u.currency = 'EUR'
        """,
            "campaign_id, day",
        ),
        Feed(
            source,
            "ad_analytics_by_creative",
            f"""
            select ad_id as creative_id, cast(date as timestamp) as day, {metrics}
            from ({CREATIVE_ROWS})
            join usd_rates u using (t) where u.currency = 'EUR'
        """,
            "creative_id, day",
        ),
    ]
