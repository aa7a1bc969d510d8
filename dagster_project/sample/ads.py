"""Campaigns, their names over time, and daily spend that the platforms restate.

Belongs here: the entities of every ad platform, the plan of restatements, leaf statistics.
Does not belong here: the vendors' table shapes (google.py, social.py).

Every statistic is a pure function of (entity, day, age): age 1 is the first delivery, later ages up
to 35 are restatements on drawn days. A drop holds the last age of each day that falls into it.
Cost grows by 3 % on the third day; conversions mature over thirty days.
"""

from __future__ import annotations

from dagster_project.sample.company import BRAND, sql_rows
from dagster_project.sample.engine import Feed, World

ACCOUNTS = {
    "google_ads": (
        ("7301112221", "USD", "America/New_York"),
        ("7301112222", "EUR", "Europe/Berlin"),
    ),
    "facebook_ads": (
        ("480000000000011", "GBP", "Europe/London"),
        ("480000000000012", "USD", "America/New_York"),
    ),
    "linkedin_ads": (("506000011", "EUR", "UTC"),),
    "microsoft_ads": (("B0-GBP", "GBP", "Europe/London"),),
    "podcast": (("POD-1", "USD", "UTC"),),
}
LOOKBACK = 35
THEMES = (
    "brand",
    "analytics",
    "automation",
    "voice",
    "competitor",
    "retargeting",
    "launch",
    "webinar",
)
LEAD_WORDS = {
    "google_ads": "Search",
    "facebook_ads": "Social",
    "linkedin_ads": "B2B",
    "microsoft_ads": "Bing",
    "podcast": "Podcast",
}


def _campaign_rows(world: World):
    """One row per campaign: identity only; days and budgets are drawn in SQL."""
    number = 0
    for platform, count in world.scale.campaigns.items():
        accounts = ACCOUNTS[platform]
        for k in range(count):
            account_id, currency, _ = accounts[k % len(accounts)]
            kind = "DISPLAY" if platform == "google_ads" and k % 6 == 5 else "SEARCH"
            if platform == "google_ads" and k >= count - (2 if count > 8 else 1):
                kind = "PERFORMANCE_MAX"
            theme = "brand" if k == 0 else THEMES[k % len(THEMES)]
            yield (
                number,
                platform,
                k,
                count,
                account_id,
                currency,
                kind,
                theme,
                LEAD_WORDS[platform],
            )
            number += 1


def build(world: World) -> None:
    """Create campaigns, ad groups, ads, spend per day and the plan of restatements."""
    con, days = world.con, world.days
    con.execute(f"""create table campaigns0 as
        select * from (values {sql_rows(_campaign_rows(world))})
            c(c, platform, k, n, account_id, currency, kind, theme, word)""")
    con.execute(f"""
        create table campaigns as
        with drawn as (select *, rnd('campaign', c) as h from campaigns0),
        dated as (
            select *,
                case when k % 3 = 0 then 0 else (h >> 3) % {days * 2 // 3} end as start_day,
                cast(20000000000 + c * 7919 as text) as campaign_id,
                'camp_' || replace(platform, '_ads', '') || '_' || theme || '_' || digits(k,
                    2) as slug
            from drawn
        )
        select *,
            case when k % 3 = 0 then {days - 1}
                else least({days - 1}, start_day + 30 + (h >> 9) % {max(30, days // 3)})
                    end as end_day,
            case when k % 4 = 1 then start_day + 15 + (h >> 15) % {max(10, days // 3)}
                end as rename_day,
            case platform when 'podcast' then 30000 when 'linkedin_ads' then 24000
                else 9000 end + (h >> 21) % 9000 as budget_cents,
            -- Facebook campaigns with k % 3 = 2 put their own name into the link
            platform = 'facebook_ads' and k % 3 = 2 as is_dynamic,
            case when is_dynamic then slug || '_v1' else word || ' | ' || theme || ' | '
                || digits(k, 2)
                || case when platform = 'google_ads' and k = 1
                    then ' | ask jane.doe@acme-media.example' else '' end end as name_1,
            case when is_dynamic then slug || '_v2' else name_1 || ' (new)' end as name_2,
            coalesce((select ch from channels where channels.platform = dated.platform limit 1),
                -1) as ch
        from dated order by c
    """)
    con.execute("""
        create table ad_groups as
        select c.*, cast(g as integer) as g,
            cast(140000000000 + c.c * 100 + g as text) as ad_group_id,
            'Group ' || theme || ' ' || (g + 1) as ad_group_name
        from campaigns c, range(2) r(g) where kind <> 'PERFORMANCE_MAX' order by c.c, g
    """)
    con.execute("""
        create table ads as
        select x.*, cast(i as integer) as i,
            cast(680000000000 + x.c * 1000 + g * 10 + i as text) as ad_id,
            'Ad ' || theme || ' ' || (g * 2 + i + 1) as ad_name,
            'https://www.tidewheel.example/l/' || theme as landing
        from ad_groups x, range(2) r(i) order by x.c, g, i
    """)
    con.execute(f"""
        create table spend_days as
        select c, cast(t as integer) as t, rnd('spend', c * 100000 + t) as h,
            budget_cents * (70 + rnd('spend', c * 100000 + t) % 60)
                * case when isodow(day_of(t)) >= 6 then 60 else 100 end // 10000 as cents
        from campaigns, range({days}) r(t) where t between start_day and end_day
    """)
    con.execute(f"""
        create table ad_versions as
        select c, t, cast(age as integer) as age, cast(t + age - 1 as integer) as delivered
        from spend_days, range(1, {LOOKBACK + 1}) r(age)
        where (age = 1 or rnd('restate', (cast(c as bigint) * 100000 + t) * 64 + age) % 7 = 0)
            and t + age - 1 < {days}
    """)
    con.execute(f"""
        create table keywords as
        select x.c, g, cast(q as integer) as q,
            cast(900000000 + x.c * 100 + g * 10 + q as text) as criterion_id,
            case when theme = 'brand' then ['{BRAND}', '{BRAND} pricing', '{BRAND} login'][q + 1]
                else theme || [' software', ' tool', ' platform'][q + 1] end as keyword
        from ad_groups x, range(3) r(q) where platform = 'google_ads' and kind = 'SEARCH'
    """)


def window(world: World, lo: int, hi: int) -> None:
    """Create `spend_window`: the last version of each campaign day delivered in [lo, hi)."""
    world.con.execute(f"""
        create or replace table spend_window as
        with last_version as (
            select c, t, max(age) as age from ad_versions
            where delivered >= {lo} and delivered < {hi} group by c, t
        )
        select v.c, v.t, v.age, s.h, s.cents, synced(v.t + v.age - 1, v.c * 7) as synced_at,
            day_of(v.t) as date, cast({int(lo > 0)} = 1 and v.age > 1 as integer) as __restated
        from last_version v join spend_days s using (c, t)
    """)
    world.con.execute("""
        create or replace table ad_window as
        with leaf as (
            select w.*, x.* exclude (c, h), d, case when d = 0 then 'DESKTOP' else 'MOBILE'
                end as device,
                rnd('leaf', ((w.c * 10 + x.g * 4 + x.i * 2 + d) * 100000) + w.t) as r,
                case when x.platform = 'google_ads' then 8 else 4 end as parts
            from spend_window w join ads x using (c), range(2) q(d)
            where d = 0 or x.platform = 'google_ads'
        ),
        final_values as (
            select *, cents * (50 + r % 100) // (parts * 100) as final_cents from leaf
        ),
        counted as (
            select *, final_cents // (120 + c % 9 * 60) as clicks0 from final_values
        )
        select *,
            case when age < 3 then final_cents - final_cents // 33 else final_cents
                end as cost_cents,
            clicks0 as clicks,
            clicks0 * (25 + (r >> 9) % 30) + (r >> 15) % 50 as impressions,
            -- hundredths of a conversion
            clicks0 * (2 + (r >> 21) % 7) * least(age, 30) // 30 as conv,
            clicks0 * (2 + (r >> 21) % 7) * least(age, 30) // 30 * 450 as value_cents,
            (r >> 27) % 3 as view_through
        from counted
    """)


def generic_feed(lo: int) -> Feed:
    """Platforms without a connector: Bing at ad grain, the podcast at campaign grain."""
    return Feed(
        "generic",
        "ad_performance",
        """
        with named as (
            select w.*, case when t >= coalesce(rename_day, 100000) then name_2 else name_1
                end as campaign_name
            from ad_window w where platform in ('microsoft_ads', 'podcast')
        ),
        ad_grain as (
            select platform, account_id, campaign_id, campaign_name, ad_group_id, ad_group_name,
                ad_id, ad_name,
                date, currency, cents(cost_cents) as spend, impressions, clicks,
                    cents(conv) as conversions,
                cents(value_cents) as conversion_value, landing as landing_url, slug, synced_at,
                    __restated
            from named where platform = 'microsoft_ads'
        ),
        campaign_grain as (
            select platform, account_id, campaign_id, campaign_name, null, null, null, null,
                date, currency, cents(sum(cost_cents)), sum(impressions), sum(clicks),
                    cents(sum(conv)),
                cents(sum(value_cents)), any_value('https://www.tidewheel.example/l/podcast'), slug,
                any_value(synced_at), max(__restated)
            from named where platform = 'podcast' group by all
        ),
        both_grains as (select * from ad_grain union all select * from campaign_grain)
        select * exclude (slug, synced_at, __restated),
            case platform when 'podcast' then 'podcast' else 'bing' end as utm_source,
            case platform when 'podcast' then 'audio' else 'cpc' end as utm_medium,
            slug as utm_campaign,
            case platform when 'podcast' then 'brand' else 'demand' end as strategy,
            synced_at as updated_at, __restated
        from both_grains
    """,
        "platform, campaign_id, ad_id, date",
    )
