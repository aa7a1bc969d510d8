"""Use of the product: segment.tracks with feature keys.

Belongs here: sessions inside the product and the first week of new users.
Does not belong here: site events (web.py hands them over in the same columns).

In each period of 28 days a number of slots is drawn, each a user. A day's sessions are drawn from
the slots, so that a user of the period is active on about every fourth day of it. A user's events
come from the features that the plan includes and that this user is planted to have adopted;
`tried` features appear once in a while only.
"""

from __future__ import annotations

from dagster_project.sample.engine import Feed, World, sums
from dagster_project.sample.web import BROWSERS, REDELIVERED, site_events

NO_FEATURE = 15
"""Position of no feature at all: the session only opened the app."""


def _sessions(world: World, lo: int, hi: int) -> str:
    users, days = world.scale.users, world.days
    return f"""
        with numbered as (
            select t, period, n_slots, app_version,
                unnest(range(cast(round(n_slots * 0.25 * season) as integer))) as s
            from days where t >= {lo} and t < {hi}
        ),
        drawn as (
            select *, rnd('session', t * 4294967296 + s) as r from numbered
        ),
        picked as (
            select t, r, s, app_version,
                least({users - 1},
                    (rnd('slot', period * 4294967296 + (r >> 16) % n_slots) % 1000000)
                -- users are numbered in order of their sign-up
                * cast(floor({users} * pow((period * 28 + 14.0) / {days}, 1.0 / 0.7)) as bigint)
                    // 1000000) as u
            from drawn
        )
        select t, r, 8000000000000 + cast(t as bigint) * 10000000 + s as session, u, app_version,
            1 + (r >> 12) % 4 as n_events, cast((r >> 14) % 307 = 0 as integer) as dup
        from picked
    """


def _window(world: World, lo: int, hi: int, again: bool) -> str:
    base = f"select *, 0 as again from ({_sessions(world, lo, hi)})"
    if not again:
        return base
    return f"""{base} union all
        select *, 1 from ({_sessions(world, lo - 1, lo)}) where (r >> 40) % {REDELIVERED} = 0"""


def _known_sessions(world: World, lo: int, hi: int, again: bool) -> str:
    """Sessions of users who are there on that day; four in 1000 arrive late, some of them by up to
    400 days (Scale.lates_per_long_late)."""
    return f"""
        select x.*, user_id, account_id, anon_1, signup_day, is_internal, n_adopted, adopted,
            n_tried, tried,
            case when (r >> 22) % 1000 >= 4 then 0
                when (r >> 43) % {world.scale.lates_per_long_late} = 0
                    then least(t - signup_day, 1 + (r >> 33) % 400)
                else least(t - signup_day, 1 + (r >> 33) % 7) end as delay,
            (r >> 28) % 50 <> 0 and (r >> 28) % 900 = 1 as has_pii
        from ({_window(world, lo, hi, again)}) x
        join users using (u)
        join user_features using (u)
        where t >= signup_day and t <= last_day
    """


def product_events(world: World, lo: int, hi: int, again: bool) -> str:
    """Events of product sessions."""
    return f"""
        with known as ({_known_sessions(world, lo, hi, again)}),
        expanded as (
            select *, least(position, n_events - 1) as e,
                cast(position >= n_events as integer) as is_copy
            from known join range(5) s(position) on position < n_events + dup
        ),
        chosen as (
            select *, case
                when e = 0 and n_tried > 0 and (r >> 18) % 40 = 0
                    then (tried >> (4 * ((r >> 25) % n_tried))) & 15
                when n_adopted > 0
                    then (adopted >> (4 * (((r >> 25) + e * 5) % n_adopted))) & 15
                else {NO_FEATURE} end as f
            from expanded
        )
        select concat('tr-', session * 8 + e) as id, concat('anon-', anon_1) as anonymous_id,
            user_id,
            ts(t - delay, 25200 + (r >> 5) % 50400 + e * 40) as timestamp,
            ts(t, 25200 + (r >> 5) % 50400 + e * 40 + 2) as received_at,
            coalesce(event, 'app_opened') as event,
            feature_key, account_id,
            case (r >> 9) % 10 when 0 then 'mobile' when 1 then 'desktop' else 'web'
                end as platform,
            app_version,
            case when (r >> 28) % 50 = 0 then concat('{{"items":', (r >> 30) % 40, '}}')
                when has_pii then concat('{{"invitee":"mate', r % 999, '@acme-media.example"}}')
                end as properties,
            user_agent as context_user_agent,
            cast(null as varchar) as context_page_url,
            greatest(is_copy, again) as __copy, cast(delay > 0 as integer) as __late, 0 as __bot,
            cast(is_internal as integer) as __internal,
            cast(has_pii as integer) as __pii
        from chosen
        -- a feature that was not out yet on that day leaves no trace
        left join named_features n on n.f = chosen.f and n.released_day <= t - delay
        join agents on agent = (r >> 4) % {len(BROWSERS)}
    """


def first_week(world: World, lo: int, hi: int) -> str:
    """Sign-up, trial and the first tries of every new user."""
    return f"""
        with steps as (
            select users.*, n_adopted, adopted, i, rnd('first', u * 16 + i) as r,
                case when i < 2 then signup_day else signup_day + (i - 2) // 2 end as t,
                case when i < 2 then signup_sec + 5 + i * 60 else signup_sec + 600 + i * 90
                    end as sec
            from users join user_features using (u), range(8) s(i)
            where signup_day >= {lo - 4} and signup_day < {hi} and (i <> 1 or plan_rank > 0)
        ),
        chosen as (
            select *, case when i > 1 and n_adopted > 0
                then (adopted >> (4 * ((r >> 3) % n_adopted))) & 15 else {NO_FEATURE} end as f
            from steps where t >= {lo} and t < {hi}
        )
        select concat('tr-', 7000000000000 + cast(u as bigint) * 8 + i) as id,
            concat('anon-', anon_1) as anonymous_id, user_id,
            ts(t, sec) as timestamp, ts(t, sec + 2) as received_at,
            case i when 0 then 'signup_completed' when 1 then 'trial_started'
                else coalesce(event, 'app_opened') end as event,
            feature_key, account_id, 'web' as platform, '4.' || t // 14 as app_version,
            cast(null as varchar) as properties, user_agent as context_user_agent,
            cast(null as varchar) as context_page_url,
            0 as __copy, 0 as __late, 0 as __bot, cast(is_internal as integer) as __internal,
            0 as __pii
        from chosen
        left join named_features n on n.f = chosen.f and n.released_day <= t
        join agents on agent = u % {len(BROWSERS)}
    """


def build(world: World) -> None:
    """Create the features with the name of their event."""
    world.con.execute("""
        create table named_features as
        select cast(f as bigint) as f, feature_key, feature_key || '_used' as event, released_day
        from features
    """)


def track_counts(world: World, lo: int, hi: int, again: bool) -> str:
    """What `track_feed` yields: product events counted per session, the others one by one."""
    fresh = "case when again = 0 and {} then n_events else 0 end"
    per_session = sums(
        {
            "copy": "case when again = 1 then n_events + dup else dup end",
            "late": fresh.format("delay > 0"),
            "internal": fresh.format("is_internal"),
            "pii": fresh.format("has_pii"),
        },
        "n_events + dup",
    )
    per_row = sums(
        {"copy": "__copy"}
        | {k: f"(1 - __copy) * __{k}" for k in ("late", "bot", "internal", "pii")},
        "1",
    )
    others = (site_events(world, lo, hi, again), first_week(world, lo, hi))
    return f"select {per_session} from ({_known_sessions(world, lo, hi, again)})" + "".join(
        f" union all select {per_row} from ({part})" for part in others
    )


def track_feed(world: World, lo: int, hi: int, again: bool) -> Feed:
    """Tracks that arrive in [lo, hi)."""
    parts = (
        product_events(world, lo, hi, again),
        site_events(world, lo, hi, again),
        first_week(world, lo, hi),
    )
    sql = " union all ".join(f"select * from ({part})" for part in parts)
    counts = track_counts(world, lo, hi, again)
    return Feed("segment", "tracks", sql, "received_at, id", is_event=True, counts=counts)
