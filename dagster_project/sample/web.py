"""The website: visits, page views, site events, and how visitors become known users.

Belongs here: segment.pages, identifies, users, groups and the site part of segment.tracks.
Does not belong here: what happens inside the product (usage.py).

Everything is drawn per day of arrival, so one night costs one day. A late visit is one whose own
time lies up to 400 days before its arrival.
"""

from __future__ import annotations

from dagster_project.sample.company import BRAND
from dagster_project.sample.engine import Feed, World

PATHS = ("/", "/pricing", "/features", "/customers", "/blog/first-metrics", "/blog/category-design",
         "/docs/start", "/compare/pendulate", "/demo", "/webinars/launch-kit")
BROWSERS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/129.0 Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_6) AppleWebKit/605.1.15 Version/17.6 Safari/605.1.15",
    "Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148",
)
BOTS = (
    "Mozilla/5.0 (compatible; SearchBot/2.1; +http://search.example/bot.html)",
    "ExampleCrawler/1.0",
    "Mozilla/5.0 HeadlessChrome/129.0",
)
REDELIVERED = 400
"""One visit or session in this many is delivered once more, unchanged, the night after."""


def sql_list(values) -> str:
    return "[" + ", ".join(f"'{v}'" for v in values) + "]"


def build(world: World) -> None:
    """Create the list of staff and of campaigns per channel that visits look up by position."""
    world.con.execute("""
        create temp table staff as
        select cast(row_number() over (order by u) - 1 as integer) as n, user_id as staff_id,
            anon_1 as staff_anon from users where is_internal
    """)
    world.con.execute("set variable n_staff = (select count(*) from staff)")
    world.con.execute("""
        create temp table landings as
        select cast(ch as integer) as ch, cast(k as integer) as camp, n as n_camp, c, slug, is_dynamic, name_1,
            name_2, coalesce(rename_day, 1000000) as rename_day, theme, platform from campaigns
    """)


def visits(world: World, lo: int, hi: int) -> str:
    """Visits that arrive in [lo, hi): strangers', staff's, bots', and those of users to be."""
    camps = " ".join(
        f"when {ch} then {n}" for ch, n in world.con.execute(
            "select ch, any_value(n_camp) from landings where ch >= 0 group by ch order by ch").fetchall()
    )
    return f"""
        with stranger_slots as (
            select t, unnest(range(n_visits)) as s from days where t >= {lo} and t < {hi}
        ),
        strangers as (
            select t, s, rnd('visit', t * 4294967296 + s) as r, rnd('visit2', t * 4294967296 + s) as r2
            from stranger_slots
        ),
        drawn as (
            select t, 'v' || t || '-' || s as vid, r, r2,
                r % 100 < 4 as is_bot, r % 100 = 4 as is_staff,
                -- a third of the visits come from people who return within a fortnight
                case when s % 3 = 0 then 'anon-r' || (t // 14) || '-' || (rnd('back', s + (t // 14) * 7919) % 100000)
                    || 'x' || s
                    else 'anon-v' || t || 'x' || s end as anon,
                cast(null as varchar) as user_id, getvariable('noise_channels')[1 + (r >> 8) % 100] as ch,
                (r >> 16) % 86000 as sec, cast(1 + (r >> 34) % 4 as integer) as n_pages,
                case when r % 1000 in (7, 8) then least(t, 1 + (r2 >> 40) % 400) else 0 end as delay,
                false as is_signup
            from strangers
        ),
        touch_slots as (
            select u, signup_day, signup_sec, anon_1, anon_2, cause, n_touches, user_id, unnest(range(n_touches)) as i
            from users where signup_day >= {lo} and signup_day - 46 < {hi} and not is_internal
        ),
        touches as (
            select *, rnd('touch', u * 8 + i) as r, rnd('touch2', u * 8 + i) as r2 from touch_slots
        ),
        placed as (
            select *, case when i = 0 then signup_day else greatest(0, signup_day - 1 - r % 45) end as t,
                -- the visit that brought the sign-up about; all others are by chance
                i = rnd('caused', u) % n_touches as is_cause
            from touches
        ),
        known as (
            select t, 'u' || u || '-' || i as vid, r, r2, false, false,
                case when i > 0 and anon_2 is not null and r % 3 = 0 then anon_2 else anon_1 end,
                cast(null as varchar),
                case when is_cause then cause else getvariable('noise_channels')[1 + (r >> 8) % 100] end,
                case when i = 0 then signup_sec - 900 else (r >> 16) % 86000 end,
                cast(case when i = 0 then 3 else 1 + (r >> 34) % 4 end as integer), 0, i = 0
            from placed where t >= {lo} and t < {hi}
        ),
        everyone as (select * from drawn union all select * from known)
        select v.* exclude (anon, user_id),
            case when is_staff then staff_anon else anon end as anon,
            case when is_staff then staff_id end as user_id,
            (r2 >> 4) % case ch {camps} else 1 end as camp,
            cast(r2 % 211 = 0 as integer) as dup
        from everyone v left join staff
            on staff.n = case when v.is_staff then v.r2 % getvariable('n_staff') end
    """


def _window(world: World, lo: int, hi: int, again: bool) -> str:
    """Visits of the window, and with `again` those of the night before that are delivered twice."""
    base = f"select *, 0 as again from ({visits(world, lo, hi)})"
    if not again:
        return base
    return f"""{base} union all
        select *, 1 from ({visits(world, lo - 1, lo)}) where (r2 >> 12) % {REDELIVERED} = 0"""


UTM = """
    case when page > 0 or utm_source is null or utm_source = '' then null
        when (r2 >> 20) % 12 = 0 then case utm_source when 'google' then 'Google' when 'facebook' then 'fb'
            when 'linkedin' then 'LinkedIn.com' else utm_source end
        else utm_source end as source,
    case when page > 0 or utm_medium is null or utm_medium = '' then null
        when (r2 >> 20) % 12 = 1 then case utm_medium when 'cpc' then 'PPC' when 'paid_social' then 'paidsocial'
            else utm_medium end
        else utm_medium end as medium,
    case when page > 0 then null when slug is null then case when channel = 'email'
            then 'nurture_' || (r2 >> 9) % 6 end
        when is_dynamic then case when t - delay >= rename_day then name_2 else name_1 end
        else slug end as campaign,
    case when page > 0 then null
        when channel = 'paid_search' and theme = 'brand' then '{brand} pricing'
        when channel = 'paid_search' then theme || ' software' end as term,
    case when page = 0 and c is not null
        then cast(680000000000 + c * 1000 + (r2 >> 30) % 2 * 10 + (r2 >> 31) % 2 as text) end as content,
    case when page > 0 then null
        when channel in ('paid_search') and (r2 >> 24) % 10 < 7 then '&gclid=Cj0K' || vid
        when channel = 'paid_social' and (r2 >> 24) % 10 < 6 then '&fbclid=IwAR' || vid
        when channel = 'linkedin' and (r2 >> 24) % 10 < 5 then '&li_fat_id=' || vid end as click_id
"""


def page_rows(world: World, lo: int, hi: int, again: bool) -> str:
    """One row per page view; the last page of one visit in 211 comes twice, byte for byte."""
    return f"""
        with paged as (
            select *, unnest(range(n_pages + dup)) as position from ({_window(world, lo, hi, again)})
        ),
        numbered as (
            select *, least(position, n_pages - 1) as page, cast(position >= n_pages as integer) as is_copy
            from paged
        ),
        joined as (
            select n.*, channels.channel, utm_source, utm_medium, channels.referrer as came_from,
                c, slug, is_dynamic, name_1, name_2, rename_day, theme
            from numbered n join channels using (ch) left join landings using (ch, camp)
        ),
        tagged as (select *, {UTM.replace('{brand}', BRAND)},
            case when is_signup and page = n_pages - 1 then '/signup'
                when page = 0 and theme is not null then '/l/' || theme
                else {sql_list(PATHS)}[1 + ((r2 >> 13) + page * 3) % {len(PATHS)}] end as path,
            cast(page = n_pages - 1 and (r >> 45) % 600 = 0 as integer) as has_pii
            from joined
        ),
        addressed as (
            select *, case
                when source is not null then '?utm_source=' || source || '&utm_medium=' || medium
                    || coalesce('&utm_campaign=' || campaign, '') || coalesce('&utm_term=' || replace(term, ' ', '+'), '')
                    || coalesce('&utm_content=' || content, '') || coalesce(click_id, '')
                when click_id is not null then '?' || substr(click_id, 2)
                when has_pii = 1 then '?email=guest' || (r % 9999) || '@acme-media.example'
                else '' end as search_text
            from tagged
        )
        select
            'pg-' || vid || '-' || page as id, anon as anonymous_id, user_id,
            ts(t - delay, sec + page * (12 + r % 70)) as timestamp,
            ts(t - delay, sec + page * (12 + r % 70) + 1) as sent_at,
            ts(t, sec + page * (12 + r % 70) + 2) as received_at,
            'https://www.tidewheel.example' || path || search_text as url, path,
            'Tidewheel ' || path as title, nullif(search_text, '') as search,
            case when page > 0 then 'https://www.tidewheel.example/' else nullif(came_from, '') end as referrer,
            '198.51.100.' || (r >> 20) % 250 as context_ip,
            case when is_bot then {sql_list(BOTS)}[1 + (r >> 4) % {len(BOTS)}]
                else {sql_list(BROWSERS)}[1 + (r >> 4) % {len(BROWSERS)}] end as context_user_agent,
            source as context_campaign_source, medium as context_campaign_medium,
            campaign as context_campaign_name, term as context_campaign_term, content as context_campaign_content,
            greatest(is_copy, again) as __copy, cast(delay > 0 as integer) as __late,
            cast(is_bot as integer) as __bot, cast(is_staff as integer) as __internal,
            case when source is null and click_id is null then has_pii else 0 end as __pii
        from addressed
    """


def site_events(world: World, lo: int, hi: int, again: bool) -> str:
    """Rows of segment.tracks that happen on the website, in the columns of `usage.TRACKS`."""
    return f"""
        with chosen as (
            select v.*, e, case e when 0 then 'cta_viewed' when 1 then 'cta_clicked' when 2 then 'content_downloaded'
                else 'demo_requested' end as event
            from ({_window(world, lo, hi, again)}) v, range(4) s(e)
            where case e when 0 then (r2 >> 17) % 4 = 0 when 1 then (r2 >> 17) % 16 = 0
                when 2 then (r2 >> 21) % 60 = 0 else (r2 >> 23) % 150 = 0 end
        )
        select 'tr-' || vid || '-' || e as id, anon as anonymous_id, user_id,
            ts(t - delay, sec + 5 + e * 9) as timestamp, ts(t, sec + 7 + e * 9) as received_at, event,
            case event when 'cta_viewed' then 'CTA Viewed' when 'cta_clicked' then 'CTA Clicked'
                when 'content_downloaded' then 'Content Downloaded' else 'Demo Requested' end as event_text,
            cast(null as varchar) as feature_key, cast(null as varchar) as account_id, 'web' as platform,
            cast(null as varchar) as app_version,
            case when e = 2 then '{{"asset":"launch-kit"}}' end as properties,
            case when is_bot then {sql_list(BOTS)}[1 + (r >> 4) % {len(BOTS)}]
                else {sql_list(BROWSERS)}[1 + (r >> 4) % {len(BROWSERS)}] end as context_user_agent,
            'https://www.tidewheel.example/pricing' as context_page_url,
            again as __copy, cast(delay > 0 as integer) as __late, cast(is_bot as integer) as __bot,
            cast(is_staff as integer) as __internal, 0 as __pii
        from chosen
    """


def page_feed(world: World, lo: int, hi: int, again: bool) -> Feed:
    """Page views that arrive in [lo, hi)."""
    return Feed("segment", "pages", page_rows(world, lo, hi, again), "received_at, id", is_event=True)


def feeds(world: World, lo: int, hi: int) -> list[Feed]:
    """The calls that tell who is who."""
    return [
        Feed("segment", "identifies", f"""
            with calls as (
                select u, user_id, email, first_name, last_name, anon_1 as anon, signup_day as t, signup_sec as sec,
                    'a' as which, plan_rank from users
                union all
                select u, user_id, email, first_name, last_name, anon_2, anon_2_day, signup_sec, 'b', plan_rank
                from users where anon_2 is not null
            )
            select 'id-' || u || which as id, anon as anonymous_id, user_id, ts(t, sec) as timestamp,
                ts(t, sec + 2) as received_at, email, first_name || ' ' || last_name as name,
                ['free', 'team', 'business', 'enterprise'][1 + coalesce(plan_rank, 0)] as plan
            from calls where t >= {lo} and t < {hi}
        """, "received_at, id"),
        Feed("segment", "users", f"""
            select user_id as id, email, first_name || ' ' || last_name as name,
                ts(signup_day, signup_sec) as created_at, account_id,
                case when signup_day + 2 < {hi} then contact_id end as contact_id, is_internal,
                case when signup_day + 2 < {hi} and contact_id is not null then ts(signup_day + 2, signup_sec)
                    else ts(signup_day, signup_sec + 3) end as received_at
            from users
            where (in_crm or is_internal) and signup_day < {hi} and (signup_day >= {lo}
                or (contact_id is not null and signup_day + 2 >= {lo} and signup_day + 2 < {hi}))
        """, "id"),
        Feed("segment", "groups", f"""
            select 'gr-' || u as id, anon_1 as anonymous_id, user_id, ts(signup_day, signup_sec + 30) as timestamp,
                ts(signup_day, signup_sec + 32) as received_at, account_id as group_id,
                ['free', 'team', 'business', 'enterprise'][1 + plan_rank] as plan
            from users where account_id is not null and signup_day >= {lo} and signup_day < {hi}
        """, "received_at, id"),
    ]
