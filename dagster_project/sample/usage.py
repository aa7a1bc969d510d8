"""Use of the product: segment.tracks with feature keys.

Belongs here: sessions inside the product and the first week of new users.
Does not belong here: site events (web.py hands them over in the same columns).

In each period of 28 days a number of slots is drawn, each a user who is active on about every
fourth day of it. A user's events come from the features that the plan includes and that this user
is planted to have adopted; `tried` features appear once in a while only.
"""

from __future__ import annotations

from dagster_project.sample.company import FEATURES
from dagster_project.sample.engine import Feed, World
from dagster_project.sample.web import BROWSERS, REDELIVERED, site_events, sql_list


def _sessions(world: World, lo: int, hi: int) -> str:
    users, days = world.scale.users, world.days
    return f"""
        with slots as (
            select t, period, season, unnest(range(n_slots)) as s from days where t >= {lo} and t < {hi}
        ),
        active as (
            select t, period, s, rnd('session', t * 4294967296 + s) as r from slots
            where rnd('session', t * 4294967296 + s) % 1000 < 250 * season
        ),
        picked as (
            select t, r, s, least({users - 1}, (rnd('slot', period * 4294967296 + s) % 1000000)
                -- users are numbered in order of their sign-up
                * cast(floor({users} * pow((period * 28 + 14.0) / {days}, 1.0 / 0.7)) as bigint) // 1000000) as u
            from active
        )
        select t, r, 's' || t || '-' || s as sid, u, cast(1 + (r >> 12) % 4 as integer) as n_events,
            cast((r >> 14) % 307 = 0 as integer) as dup
        from picked
    """


def _window(world: World, lo: int, hi: int, again: bool) -> str:
    base = f"select *, 0 as again from ({_sessions(world, lo, hi)})"
    if not again:
        return base
    return f"""{base} union all
        select *, 1 from ({_sessions(world, lo - 1, lo)}) where (r >> 40) % {REDELIVERED} = 0"""


def _unreleased(world: World, day: str) -> str:
    """Condition that `feature` was not out yet on that day; such an event becomes 'app_opened'."""
    return "(" + " or ".join(
        f"(feature = '{key}' and {day} < {int(world.days * at)})" for key, _, _, _, at in FEATURES if at
    ) + ")"


def product_events(world: World, lo: int, hi: int, again: bool) -> str:
    """Events of product sessions; one session in 200 arrives up to 60 days late."""
    unreleased = _unreleased(world, "t - delay")
    return f"""
        with known as (
            select x.*, users.user_id, users.account_id, users.anon_1, users.signup_day, users.last_day,
                users.is_internal, adopted, tried
            from ({_window(world, lo, hi, again)}) x
            join users using (u) join user_features using (u)
            where t >= signup_day and t <= last_day
        ),
        expanded as (
            select *, unnest(range(n_events + dup)) as position,
                case when (r >> 22) % 1000 < 4 then least(t - signup_day, 1 + (r >> 33) % 400) else 0 end as delay
            from known
        ),
        numbered as (
            select *, least(position, n_events - 1) as e, cast(position >= n_events as integer) as is_copy
            from expanded
        ),
        chosen as (
            select *, case
                when e = 0 and tried is not null and (r >> 18) % 40 = 0 then tried[1 + (r >> 25) % len(tried)]
                when adopted is not null then adopted[1 + ((r >> 25) + e * 5) % len(adopted)] end as feature
            from numbered
        )
        select 'tr-' || sid || '-' || e as id, anon_1 as anonymous_id, user_id,
            ts(t - delay, 25200 + (r >> 5) % 50400 + e * 40) as timestamp,
            ts(t, 25200 + (r >> 5) % 50400 + e * 40 + 2) as received_at,
            case when feature is null then 'app_opened' when {unreleased} then 'app_opened'
                else feature || '_used' end as event,
            case when feature is null then 'App Opened' when {unreleased} then 'App Opened'
                else 'Feature Used' end as event_text,
            case when {unreleased} then null else feature end as feature_key, account_id,
            case (r >> 9) % 10 when 0 then 'mobile' when 1 then 'desktop' else 'web' end as platform,
            '4.' || (t - delay) // 14 as app_version,
            case when (r >> 28) % 50 = 0 then '{{"items":' || (r >> 30) % 40 || '}}'
                when (r >> 28) % 900 = 1 then '{{"invitee":"mate' || (r % 999) || '@acme-media.example"}}'
                end as properties,
            {sql_list(BROWSERS)}[1 + (r >> 4) % {len(BROWSERS)}] as context_user_agent,
            cast(null as varchar) as context_page_url,
            greatest(is_copy, again) as __copy, cast(delay > 0 as integer) as __late, 0 as __bot,
            cast(is_internal as integer) as __internal,
            cast((r >> 28) % 50 <> 0 and (r >> 28) % 900 = 1 as integer) as __pii
        from chosen
    """


def first_week(world: World, lo: int, hi: int) -> str:
    """Sign-up, trial and the first tries of every new user."""
    return f"""
        with steps as (
            select u, user_id, account_id, anon_1, signup_day, signup_sec, is_internal, plan_rank, adopted, i,
                rnd('first', u * 16 + i) as r,
                case when i < 2 then signup_day else signup_day + (i - 2) // 2 end as t,
                case when i < 2 then signup_sec + 5 + i * 60 else signup_sec + 600 + i * 90 end as sec
            from users join user_features using (u), range(8) s(i)
            where signup_day >= {lo - 4} and signup_day < {hi} and (i <> 1 or plan_rank > 0)
        ),
        chosen as (
            select *, case when i > 1 then adopted[1 + (r >> 3) % nullif(len(adopted), 0)] end as feature
            from steps where t >= {lo} and t < {hi}
        ),
        released as (
            select * replace (case when {_unreleased(world, "t")} then null else feature end as feature)
            from chosen
        )
        select 'tr-f' || u || '-' || i as id, anon_1 as anonymous_id, user_id, ts(t, sec) as timestamp,
            ts(t, sec + 2) as received_at,
            case i when 0 then 'signup_completed' when 1 then 'trial_started'
                else coalesce(feature || '_used', 'app_opened') end as event,
            case when i = 0 then 'Signup Completed' when i = 1 then 'Trial Started'
                when feature is null then 'App Opened' else 'Feature Used' end as event_text,
            feature as feature_key, account_id, 'web' as platform, '4.' || t // 14 as app_version,
            cast(null as varchar) as properties,
            {sql_list(BROWSERS)}[1 + u % {len(BROWSERS)}] as context_user_agent,
            cast(null as varchar) as context_page_url,
            0 as __copy, 0 as __late, 0 as __bot, cast(is_internal as integer) as __internal, 0 as __pii
        from released
    """


def track_feed(world: World, lo: int, hi: int, again: bool) -> Feed:
    """Tracks that arrive in [lo, hi)."""
    parts = (
        product_events(world, lo, hi, again), site_events(world, lo, hi, again), first_week(world, lo, hi)
    )
    sql = " union all ".join(f"select * from ({part})" for part in parts)
    return Feed("segment", "tracks", sql, "received_at, id", is_event=True)
