"""Google Ads in its loader's table shapes.

Belongs here: google_ads.* feeds. Does not belong here: what was spent (ads.py).
Campaign rows are the ads' sum plus, on a quarter of the days, a residual of deleted ads.
Performance Max exists at campaign grain only.
"""

from __future__ import annotations

from dagster_project.sample.ads import ACCOUNTS
from dagster_project.sample.company import BRAND
from dagster_project.sample.engine import Feed, World

METRICS = """cast(cost_cents * 10000 as bigint) as cost_micros,
    cast(impressions as bigint) as impressions,
    cast(clicks as bigint) as clicks, cents(conv) as conversions,
        cents(value_cents) as conversions_value,
    cast(view_through as bigint) as view_through_conversions"""
SUMS = """sum(cost_cents) as cost_cents, sum(impressions) as impressions, sum(clicks) as clicks,
    sum(conv) as conv, sum(value_cents) as value_cents, sum(view_through) as view_through"""
NETWORK = (
    "case kind when 'DISPLAY' then 'CONTENT' when 'PERFORMANCE_MAX' then 'MIXED' else 'SEARCH' end"
)

CAMPAIGN_ROWS = f"""
    with summed as (
        select c, t, date, account_id, campaign_id, kind, d, device, synced_at, __restated, {SUMS}
        from ad_window where platform = 'google_ads' group by all
    ),
    residual as (  -- spend of deleted ads, on the desktop row
        select s.* replace (
            s.cost_cents + case when d = 0 and w.h % 4 = 0 then w.cents // 50 else 0
                end as cost_cents,
            s.impressions + case when d = 0 and w.h % 4 = 0 then 40 else 0 end as impressions)
        from summed s join spend_window w using (c, t)
    ),
    pmax as (
        select w.c, w.t, w.date, account_id, campaign_id, kind, 0 as d, 'MOBILE' as device,
            synced_at,
            __restated, case when age < 3 then cents - cents // 33 else cents end as cost_cents,
            cents // 4 + 100 as impressions, cents // 150 as clicks,
            cents // 150 * 4 * least(age, 30) // 30 as conv,
            cents // 150 * 1800 * least(age, 30) // 30 as value_cents, 1 as view_through
        from spend_window w join campaigns using (c)
        where platform = 'google_ads' and kind = 'PERFORMANCE_MAX'
    )
    select * from residual union all select * from pmax
"""


def _history(table: str, select: str, lo: int, hi: int, order: str) -> Feed:
    """Versions (v = 1 at the start, 2 at a rename, 3 when it ends) that began in the window."""
    return Feed(
        "google_ads",
        table,
        f"""
        select * exclude (vday, vkey), synced(vday, vkey) as _fivetran_synced
        from ({select}) where vday >= {lo} and vday < {hi}
    """,
        order,
    )


def feeds(world: World, lo: int, hi: int) -> list[Feed]:
    """All google_ads tables of one window; needs `ads.window`."""
    versions = f"""
        select c.*, v, case v when 1 then start_day when 2 then rename_day else end_day + 1
            end as vday
        from campaigns c, (values (1), (2), (3)) q(v)
        where platform = 'google_ads' and (v <> 2 or rename_day is not null)
            and (v <> 3 or end_day < {world.days - 1})
    """
    accounts = ", ".join(f"('{i}', '{c}', '{z}')" for i, c, z in ACCOUNTS["google_ads"])
    made = [
        _history(
            "account_history",
            f"""
            select id, ts(0, 0) as updated_at, 'Tidewheel ' || cur as descriptive_name,
                cur as currency_code, zone as time_zone, true as auto_tagging_enabled, 0 as vday,
                    0 as vkey
            from (values {accounts}) a(id, cur, zone)
        """,
            lo,
            hi,
            "id, updated_at",
        ),
        _history(
            "campaign_history",
            f"""
            select campaign_id as id, ts(vday, 30000 + v) as updated_at, account_id as customer_id,
                case when v = 1 or vday < coalesce(rename_day, 100000) then name_1
                    else name_2 end as name,
                kind as advertising_channel_type, null as advertising_channel_subtype,
                case when v = 3 then 'PAUSED' else 'ENABLED' end as status,
                case when v = 3 then 'ENDED' else 'SERVING' end as serving_status,
                cast(day_of(start_day) as text) as start_date,
                    cast(day_of(end_day) as text) as end_date,
                case when k % 5 = 0 then '{{lpurl}}?utm_source=google' end as tracking_url_template,
                'utm_source=google&utm_medium=' || case when kind = 'SEARCH' then 'cpc'
                    else 'display' end
                    || '&utm_campaign=' || slug as final_url_suffix,
                vday, c as vkey
            from ({versions})
        """,
            lo,
            hi,
            "id, updated_at",
        ),
        _history(
            "ad_group_history",
            """
            select ad_group_id as id, ts(start_day, 31000) as updated_at, campaign_id,
                name_1 as campaign_name, ad_group_name as name, kind || '_STANDARD' as type,
                'ENABLED' as status, start_day as vday, c as vkey
            from ad_groups where platform = 'google_ads'
        """,
            lo,
            hi,
            "id, updated_at",
        ),
        _history(
            "ad_history",
            """
            select ad_id as id, ad_group_id, ts(start_day, 32000) as updated_at, ad_name as name,
                'RESPONSIVE_SEARCH_AD' as type, 'ENABLED' as status,
                '["' || landing || case when k % 2 = 0
                    then '?utm_source=google&utm_medium=cpc&utm_campaign='
                    || slug || '&utm_content=' || ad_id else '' end || '"]' as final_urls,
                'tidewheel.example' as display_url, start_day as vday, c as vkey
            from ads where platform = 'google_ads'
        """,
            lo,
            hi,
            "id, ad_group_id, updated_at",
        ),
        _history(
            "ad_group_criterion_history",
            """
            select criterion_id as id, ad_group_id, campaign_id as base_campaign_id,
                ts(start_day, 33000) as updated_at, 'KEYWORD' as type, 'ENABLED' as status,
                ['EXACT', 'PHRASE', 'BROAD'][q + 1] as keyword_match_type, keyword as keyword_text,
                start_day as vday, c as vkey
            from keywords join ad_groups using (c, g)
        """,
            lo,
            hi,
            "id, ad_group_id, updated_at",
        ),
        Feed(
            "google_ads",
            "campaign_stats",
            f"""
            select account_id as customer_id, date, campaign_id as id, {METRICS}, device,
                {NETWORK} as ad_network_type, 'cs' || c || '-' || device as _fivetran_id,
                synced_at as _fivetran_synced, __restated
            from ({CAMPAIGN_ROWS})
        """,
            "id, date, device",
        ),
        Feed(
            "google_ads",
            "ad_group_stats",
            f"""
            select account_id as customer_id, date, ad_group_id as id, campaign_id, {METRICS},
                device,
                {NETWORK} as ad_network_type, 'gs' || ad_group_id || '-' || device as _fivetran_id,
                synced_at as _fivetran_synced, __restated
            from (select c, date, account_id, ad_group_id, campaign_id, kind, device, synced_at,
                __restated,
                {SUMS} from ad_window where platform = 'google_ads' group by all)
        """,
            "id, date, device",
        ),
        Feed(
            "google_ads",
            "ad_stats",
            f"""
            select account_id as customer_id, date, campaign_id, ad_group_id, ad_id,
                case when kind = 'SEARCH' then 'customers/' || account_id || '/adGroupCriteria/'
                    || ad_group_id
                    || '~' || cast(900000000 + c * 100 + g * 10 as text)
                        end as keyword_ad_group_criterion,
                {METRICS}, device, {NETWORK} as ad_network_type, 'as' || ad_id || '-'
                    || device as _fivetran_id,
                synced_at as _fivetran_synced, __restated
            from ad_window where platform = 'google_ads'
        """,
            "ad_id, date, device",
        ),
        Feed(
            "google_ads",
            "keyword_stats",
            f"""
            select account_id as customer_id, date, campaign_id, ad_group_id,
                criterion_id as ad_group_criterion_criterion_id, {METRICS}, device,
                'SEARCH' as ad_network_type, 'ks' || criterion_id || '-' || device as _fivetran_id,
                synced_at as _fivetran_synced, __restated
            from ({_keyword_rows()})
        """,
            "ad_group_criterion_criterion_id, date, device",
        ),
        Feed(
            "google_ads",
            "search_term_keyword_stats",
            f"""
            select account_id as customer_id, date, campaign_id, ad_group_id,
                'customers/' || account_id || '/adGroupCriteria/' || ad_group_id || '~'
                    || criterion_id
                    as keyword_ad_group_criterion,
                search_term, 'NEAR_EXACT' as search_term_match_type, {METRICS}, device,
                'SEARCH' as ad_network_type, 'ss' || criterion_id || '-' || device || '-'
                    || x as _fivetran_id,
                synced_at as _fivetran_synced, __restated
            from (
                select * replace (cost_cents * 3 // 10 as cost_cents,
                    impressions * 3 // 10 as impressions,
                        clicks * 3 // 10 as clicks, conv * 3 // 10 as conv,
                        value_cents * 3 // 10 as value_cents, 0 as view_through),
                    x, case when x = 0 then keyword when q = 0 then '{BRAND} vs ' || keyword
                        else 'best ' || keyword end as search_term
                from ({_keyword_rows()}), range(2) z(x) where device = 'DESKTOP'
            )
        """,
            "keyword_ad_group_criterion, search_term, date",
        ),
    ]
    return made


def _keyword_rows() -> str:
    """A group's numbers split 50/30/20 over its keywords; rounding leaves a small residual."""
    return f"""
        with grouped as (
            select c, g, date, account_id, ad_group_id, campaign_id, kind, device, synced_at,
                __restated,
                {SUMS} from ad_window where platform = 'google_ads' and kind = 'SEARCH' group by all
        )
        select s.* replace (
                s.cost_cents * p // 10 as cost_cents, s.impressions * p // 10 as impressions,
                s.clicks * p // 10 as clicks, s.conv * p // 10 as conv,
                s.value_cents * p // 10 as value_cents, 0 as view_through),
            q, criterion_id, keyword
        from (select *, [5, 3, 2][q + 1] as p from keywords) join grouped s using (c, g)
    """
