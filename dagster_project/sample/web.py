"""The website: visits, page views, site events, and how visitors become known users.

Belongs here: segment.pages, identifies, users, groups and the site part of segment.tracks.
Does not belong here: what happens inside the product (usage.py).

Everything is drawn per day of arrival, so one night costs one day. A late visit is one whose own
time lies up to 400 days before its arrival. Texts that repeat (links, paths, browsers, addresses)
are looked up in small tables by number: that is what keeps a million rows a second possible.
"""

from __future__ import annotations

from dagster_project.sample.company import BRAND, drawn_channel, sql_rows, text_list
from dagster_project.sample.engine import Feed, World, sums

SITE = "https://www.tidewheel.example"
PATHS = (
    "/", "/pricing", "/features", "/customers", "/blog/first-metrics", "/blog/category-design",
    "/docs/start", "/compare/pendulate", "/demo", "/webinars/launch-kit",
)  # fmt: skip
BROWSERS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/129.0 Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_6) AppleWebKit/605.1.15 Version/17.6 Safari/605.1",
    "Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148",
)
BOTS = (
    "Mozilla/5.0 (compatible; SearchBot/2.1; +http://search.example/bot.html)",
    "ExampleCrawler/1.0",
    "Mozilla/5.0 HeadlessChrome/129.0",
    "LinkPreview/0.9",
)
PLAN_NAMES = "['free', 'team', 'business', 'enterprise']"
REDELIVERED = 400
"""One visit or session in this many is delivered once more, unchanged, the night after."""
NURTURES = 6
CLICK_IDS = {"paid_search": "&gclid=Cj0K", "paid_social": "&fbclid=IwAR", "linkedin": "&li_fat_id="}


def build(world: World) -> None:
    """Create the small tables that visits look up by number."""
    con = world.con
    con.execute("""
        create table staff as
        select row_number() over (order by u) - 1 as n, user_id as staff_id, anon_1 as staff_anon
        from users where is_internal
    """)
    con.execute(f"""
        create table agents as
        select cast(n - 1 as bigint) as agent, text as user_agent
        from (select unnest({text_list([*BROWSERS, *BOTS])}) as text, generate_subscripts(
            {text_list([*BROWSERS, *BOTS])}, 1) as n)
    """)
    con.execute("""
        create table addresses as
        select n as address, '198.51.100.' || n as ip from range(250) r(n)
    """)
    _links(world)
    _paths(world)


def _links(world: World) -> None:
    """Every tagged link there is: campaign x four ads x three spellings, before and after a rename.

    Spelling 1 writes the source and 2 the medium as utm_aliases knows them.
    """
    clicks = sql_rows(CLICK_IDS.items())
    world.con.execute(f"""
        create table links as
        with tagged as (
            select ch.ch, k as camp, c, theme, channel, utm_source, utm_medium,
                case when is_dynamic then name_1 else slug end as campaign,
                case when is_dynamic then name_2 else slug end as campaign_later,
                coalesce(rename_day, 1000000) as rename_day
            from campaigns join channels ch using (ch)
            union all
            select ch, n, null, null, channel, utm_source, utm_medium, 'nurture_' || n,
                'nurture_' || n, 1000000
            from channels, range({NURTURES}) r(n) where channel = 'email'
        ),
        spelled as (
            select *,
                case when spelling = 1 then case utm_source when 'google' then 'Google'
                    when 'facebook' then 'fb' when 'linkedin' then 'LinkedIn.com'
                    else utm_source end else utm_source end as source,
                case when spelling = 2 then case utm_medium when 'cpc' then 'PPC'
                    when 'paid_social' then 'paidsocial' else utm_medium end
                    else utm_medium end as medium,
                case when channel = 'paid_search' and theme = 'brand' then '{BRAND} pricing'
                    when channel = 'paid_search' then theme || ' software' end as term,
                cast(680000000000 + c * 1000 + ad // 2 * 10 + ad % 2 as text) as content
            from tagged, range(4) a(ad), range(3) s(spelling)
        )
        select cast(((ch * 1000 + camp) * 4 + ad) * 3 + spelling as bigint) as link, theme,
            source, medium, campaign, campaign_later, rename_day, term, content,
            concat('?utm_source=', source, '&utm_medium=', medium, '&utm_campaign=') as head,
            concat('&utm_term=' || replace(term, ' ', '+'), '&utm_content=' || content) as tail,
            concat(head, campaign, tail) as query, concat(head, campaign_later,
                tail) as query_later,
            click_id
        from spelled left join (values {clicks}) x(channel, click_id) using (channel)
    """)
    world.con.execute("""
        create table link_counts as
        select ch, max(camp) + 1 as n_camps from (
            select ch, k as camp from campaigns where ch >= 0
            union all select ch, 5 from channels where channel = 'email'
        ) group by ch
    """)


def _paths(world: World) -> None:
    """Pages by number: 0 to 9 the site, 10 sign-up, from 20 on one landing page per theme."""
    world.con.execute(f"""
        create table paths as
        with themes as (select distinct theme from campaigns),
        every_path as (
            select n - 1 as page_no, path, null as theme from (
                select unnest({text_list(PATHS)}) as path,
                    generate_subscripts({text_list(PATHS)}, 1) as n)
            union all select 10, '/signup', null
            union all
            select 19 + row_number() over (order by theme), '/l/' || theme, theme from themes
        )
        select cast(page_no as bigint) as page_no, path, theme, '{SITE}' || path as page_url
        from every_path
    """)
    world.con.execute("""
        create table landing_links as
        select link, links.* exclude (link, theme), page_no as landing_no
        from links left join paths on paths.theme = links.theme
    """)


def visits(world: World, lo: int, hi: int) -> str:
    """Visits that arrive in [lo, hi): strangers', staff's, bots', and those of users to be.

    `visit` and `anon` are numbers, unique over the sample; `link` is the tagged link, if any.
    """
    return f"""
        with stranger_slots as (
            select t, n_visits, unnest(range(n_visits)) as s from days where t >= {lo} and t < {hi}
        ),
        strangers as (
            select t, n_visits, s, rnd('visit', t * 4294967296 + s) as r,
                rnd('visit2', t * 4294967296 + s) as r2
            from stranger_slots
        ),
        drawn as (
            select t, cast(t as bigint) * 10000000 + s as visit, r, r2,
                r % 100 < 4 as is_bot, r % 100 = 4 as is_staff,
                -- a third of the visits come from people who return within a fortnight
                case when s % 3 = 0
                    then 2000000000000 + cast(t // 14 as bigint) * 100000000
                        + (r2 >> 33) % (n_visits * 3)
                    else 1000000000000 + cast(t as bigint) * 100000000 + s end as anon,
                {drawn_channel("noise", "r >> 8")} as ch,
                (r >> 16) % 86000 as sec, 1 + (r >> 34) % 4 as n_pages,
                case when r % 1000 in (7, 8) then least(t, 1 + (r2 >> 40) % 400) else 0
                    end as delay,
                false as is_signup
            from strangers
        ),
        touches as (
            select u, signup_day, signup_sec, anon_1, anon_2, cause, n_touches, i,
                rnd('touch', u * 8 + i) as r, rnd('touch2', u * 8 + i) as r2
            from users join range(5) s(i) on i < n_touches
            where signup_day >= {lo} and signup_day - 46 < {hi} and not is_internal
        ),
        placed as (
            select *,
                case when i = 0 then signup_day else greatest(0, signup_day - 1 - r % 45) end as t,
                -- the visit that brought the sign-up about; all others are by chance
                i = rnd('caused', u) % n_touches as is_cause
            from touches
        ),
        known as (
            select t, 9000000000000 + cast(u as bigint) * 8 + i, r, r2, false, false,
                case when i > 0 and anon_2 is not null and r % 3 = 0 then anon_2 else anon_1 end,
                case when is_cause then cause
                    else {drawn_channel("noise", "r >> 8")} end,
                case when i = 0 then signup_sec - 900 else (r >> 16) % 86000 end,
                case when i = 0 then 3 else 1 + (r >> 34) % 4 end, 0, i = 0
            from placed where t >= {lo} and t < {hi}
        ),
        everyone as (select * from drawn union all select * from known),
        placed_on_links as (
            select v.*, ((ch * 1000 + (r2 >> 4) % n_camps) * 4 + (r2 >> 30) % 4) * 3
                + case (r2 >> 20) % 12 when 0 then 1 when 1 then 2 else 0 end as link
            from everyone v left join link_counts using (ch)
        )
        select v.* replace (case when is_staff then staff_anon else anon end as anon),
            staff_id as user_id,
            cast(r2 % 211 = 0 as integer) as dup,
            case when is_bot then {len(BROWSERS)} else 0 end + (r >> 4) % 4 as agent
        from placed_on_links v
        left join staff
            on staff.n = case when is_staff then r2 % (select count(*) from staff) end
    """


def _window(world: World, lo: int, hi: int, again: bool) -> str:
    """Visits of the window, and with `again` those of the night before that are delivered twice."""
    base = f"select *, 0 as again from ({visits(world, lo, hi)})"
    if not again:
        return base
    return f"""{base} union all
        select *, 1 from ({visits(world, lo - 1, lo)}) where (r2 >> 12) % {REDELIVERED} = 0"""


def page_rows(world: World, lo: int, hi: int, again: bool) -> str:
    """One row per page view; the last page of one visit in 211 comes twice, byte for byte."""
    return f"""
        with paged as (
            select *, least(position, n_pages - 1) as page,
                cast(position >= n_pages as integer) as is_copy
            from ({_window(world, lo, hi, again)})
            join range(5) s(position) on position < n_pages + dup
        ),
        linked as (
            select n.*, channels.referrer as came_from, l.* exclude (link),
                t - delay >= rename_day as is_later,
                click_id is not null and (r2 >> 24) % 10 < 6 as is_clicked,
                case when is_signup and n.page = n_pages - 1 then 10
                    else coalesce(landing_no, ((r2 >> 13) + n.page * 3) % {len(PATHS)})
                        end as page_no,
                cast(n.page = n_pages - 1 and l.link is null and (r >> 45) % 600 = 0 as integer)
                    as has_pii
            from paged n
            join channels using (ch)
            left join landing_links l on l.link = case when n.page = 0 then n.link end
        ),
        addressed as (
            select *, case
                when has_pii = 1 then concat('?email=guest', r % 9999, '@acme-media.example')
                when is_clicked and is_later then concat(query_later, click_id, visit)
                when is_clicked then concat(query, click_id, visit)
                when is_later then query_later else query end as search_text
            from linked
        )
        select
            concat('pg-', visit * 8 + page) as id, concat('anon-', anon) as anonymous_id, user_id,
            ts(t - delay, sec + page * (12 + r % 70)) as timestamp,
            ts(t, sec + page * (12 + r % 70) + 2) as received_at,
            case when search_text is null then page_url else concat(page_url, search_text)
                end as url,
            path, search_text as search,
            case when page > 0 then '{SITE}/' else nullif(came_from, '') end as referrer,
            ip as context_ip, user_agent as context_user_agent,
            source as context_campaign_source, medium as context_campaign_medium,
            case when is_later then campaign_later else campaign end as context_campaign_name,
            term as context_campaign_term, content as context_campaign_content,
            greatest(is_copy, again) as __copy, cast(delay > 0 as integer) as __late,
            cast(is_bot as integer) as __bot, cast(is_staff as integer) as __internal,
            has_pii as __pii
        from addressed
        join paths using (page_no)
        join agents using (agent)
        join addresses on address = (r >> 20) % 250
    """


def page_counts(world: World, lo: int, hi: int, again: bool) -> str:
    """What `page_rows` yields, counted per visit."""
    fresh = "case when again = 0 and {} then n_pages else 0 end"
    counted = sums(
        {
            "copy": "case when again = 1 then n_pages + dup else dup end",
            "late": fresh.format("delay > 0"),
            "bot": fresh.format("is_bot"),
            "internal": fresh.format("is_staff"),
            "pii": """case when again = 0 and (r >> 45) % 600 = 0
                and (n_pages > 1 or l.link is null) then 1 else 0 end""",
        },
        "n_pages + dup",
    )
    return f"""select {counted} from ({_window(world, lo, hi, again)}) v
        left join landing_links l on l.link = v.link"""


def site_events(world: World, lo: int, hi: int, again: bool) -> str:
    """Rows of segment.tracks that happen on the website, in the columns of usage.py."""
    return f"""
        with chosen as (
            select v.*, e
            from ({_window(world, lo, hi, again)}) v, range(4) s(e)
            where case e when 0 then (r2 >> 17) % 4 = 0 when 1 then (r2 >> 17) % 16 = 0
                when 2 then (r2 >> 21) % 60 = 0 else (r2 >> 23) % 150 = 0 end
        )
        select concat('tr-', visit * 8 + e) as id, concat('anon-', anon) as anonymous_id, user_id,
            ts(t - delay, sec + 5 + e * 9) as timestamp, ts(t, sec + 7 + e * 9) as received_at,
            event, cast(null as varchar) as feature_key,
            cast(null as varchar) as account_id, 'web' as platform,
            cast(null as varchar) as app_version,
            case when e = 2 then '{{"asset":"launch-kit"}}' end as properties,
            user_agent as context_user_agent, '{SITE}/pricing' as context_page_url,
            again as __copy, cast(delay > 0 as integer) as __late, cast(is_bot as integer) as __bot,
            cast(is_staff as integer) as __internal, 0 as __pii
        from chosen
        join agents using (agent)
        join (values (0, 'cta_viewed'), (1, 'cta_clicked'), (2, 'content_downloaded'),
            (3, 'demo_requested')) n(e, event) using (e)
    """


def page_feed(world: World, lo: int, hi: int, again: bool) -> Feed:
    """Page views that arrive in [lo, hi)."""
    rows, counts = page_rows(world, lo, hi, again), page_counts(world, lo, hi, again)
    return Feed("segment", "pages", rows, "received_at, id", is_event=True, counts=counts)


def feeds(world: World, lo: int, hi: int) -> list[Feed]:
    """The calls that tell who is who; a second device is identified weeks after its visits."""
    return [
        Feed(
            "segment",
            "identifies",
            f"""
            with calls as (
                select *, anon_1 as anon, signup_day as t, 'a' as which from users
                union all
                select *, anon_2, anon_2_day, 'b' from users where anon_2 is not null
            )
            select 'id-' || u || which as id, concat('anon-', anon) as anonymous_id, user_id,
                ts(t, signup_sec) as timestamp, ts(t, signup_sec + 2) as received_at, email,
                first_name || ' ' || last_name as name,
                {PLAN_NAMES}[1 + coalesce(plan_rank, 0)] as plan
            from calls where t >= {lo} and t < {hi}
            """,
            "received_at, id",
        ),
        Feed(
            "segment",
            "users",
            f"""
            with dated as (
                -- the CRM contact is linked two days after the sign-up
                select *, contact_id is not null and signup_day + 2 < {hi} as is_linked,
                    case when is_linked then signup_day + 2 else signup_day end as changed_day
                from users where (in_crm or is_internal) and signup_day < {hi}
            )
            select user_id as id, email, first_name || ' ' || last_name as name,
                ts(signup_day, signup_sec) as created_at, account_id,
                case when is_linked then contact_id end as contact_id, is_internal,
                ts(changed_day, signup_sec + 3) as received_at
            from dated where changed_day >= {lo}
            """,
            "id",
        ),
        Feed(
            "segment",
            "groups",
            f"""
            select 'gr-' || u as id, concat('anon-', anon_1) as anonymous_id, user_id,
                ts(signup_day, signup_sec + 30) as timestamp,
                ts(signup_day, signup_sec + 32) as received_at, account_id as group_id,
                {PLAN_NAMES}[1 + plan_rank] as plan
            from users
            where account_id is not null and signup_day >= {lo} and signup_day < {hi}
            """,
            "received_at, id",
        ),
    ]
