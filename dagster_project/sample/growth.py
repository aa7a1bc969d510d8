"""Launches with what they really brought, and customers who came because somebody told them.

Belongs here: the sheet of launches, the sign-ups that a launch caused on top of everybody else, the
contacts that say who referred whom. All of it comes in files of its own: the other tables' bytes do
not depend on it.
Does not belong here: sign-ups that would have come anyway (company.py).
"""

from __future__ import annotations

from itertools import pairwise

from dagster_project.sample.company import COUNTRIES, INDUSTRIES, sql_rows, text_list
from dagster_project.sample.engine import Feed, World

LAUNCHES = (
    # id, name, kind, product, features
    ("LCH-100", "Approvals", "acquisition", "PRD-200", "approvals"),
    ("LCH-200", "Forecasting", "acquisition", "PRD-100", "forecasting"),
    ("LCH-210", "Forecasting for customers", "cross_sell", "PRD-100", "forecasting"),
    ("LCH-300", "Call notes", "acquisition", "PRD-300", "call_notes"),
)
PLANS = (
    # share of the history before it, days more, segments, sign-ups aimed at, whether it brings any
    (0.4, 0, "", 600, 0),
    (0.6, 0, "mid_market; Enterprise", 500, 1),
    (0.6, 10, "enterprise", 0, 0),
    (0.8, 0, "smb", 200, 0),
)
FADING_DAYS = 45
FADING = 0.95
"""Of the sign-ups that a launch brings, each day has this share of the day before."""
REFERRED_EVERY = 3
"""One in so many sign-ups outside the CRM came on the word of a contact in it."""


def _brought(world: World) -> list[int]:
    """Sign-ups that a launch brings on its first, second, ... day."""
    total = max(60, world.scale.users // 20)
    whole = 1 - FADING**FADING_DAYS
    upto = [int(total * (1 - FADING**day) / whole) for day in range(FADING_DAYS + 1)]
    return [after - before for before, after in pairwise(upto)]


def build(world: World) -> None:
    """Create launches, the sign-ups they cause, and referrals, with all days of their life."""
    con, days = world.con, world.days
    planned = [
        (*launch, int(days * share) + more, segments, aim, brings)
        for launch, (share, more, segments, aim, brings) in zip(LAUNCHES, PLANS, strict=True)
    ]
    con.execute(f"""
        create table launches as
        select *, greatest(0, launch_day - 30) as told_day
        from (values {sql_rows(planned)}) v(launch_id, name, kind, product_id, feature_keys,
            launch_day, segments, target, brings)
    """)
    con.execute(f"""
        create table brought as
        with each_day as (
            select launch_id, segments, cast(launch_day + day as integer) as day, n
            from launches, (values {sql_rows(list(enumerate(_brought(world))))}) v(day, n)
            where brings = 1 and launch_day + day < {days}
        ),
        numbered as (
            select launch_id, segments, day, unnest(range(n)) as i from each_day
        ),
        drawn as (
            select *, cast(row_number() over (partition by launch_id order by day, i) as integer)
                    as k,
                rnd('brought ' || launch_id, day * 100000 + i) as r
            from numbered
        )
        select launch_id, day, k, r, lower(launch_id) || '-' || digits(k, 6) as name_id,
            lower(trim(nth(string_split(segments, ';'), r))) as segment
        from drawn
    """)
    con.execute(f"""
        create table referrals as
        with told as (
            select u, a, account_id, email, signup_day, signup_sec, rnd('referral', u) as r
            from users where not in_crm and not is_internal and account_id is not null
        ),
        referrers as (
            select contact_id, signup_day, row_number() over (order by signup_day, u) as place
            from users where contact_id is not null
        )
        select told.*, contact_id as referrer
        from told
        join referrers on place = 1 + (r >> 8) % (
            -- whoever was there before
            select greatest(1, count(*)) from referrers e where e.signup_day <= told.signup_day)
        where r % {REFERRED_EVERY} = 0
    """)


def feeds(world: World, lo: int, hi: int) -> list[Feed]:
    """What changed on days [lo, hi)."""
    return [
        Feed(
            "generic",
            "launches",
            f"""
            select launch_id, name, kind, product_id, feature_keys,
                day_of(launch_day) as launched_on, nullif(segments, '') as segments,
                case when target > 0 then 'new_signups' end as target_metric,
                nullif(target, 0) as target_value, synced(told_day, 0) as updated_at
            from launches where told_day >= {lo} and told_day < {hi}
            """,
            "launch_id",
        ),
        Feed(
            "generic",
            "accounts",
            f"""
            select name_id as account_id, 'Newcomer ' || name_id as name,
                name_id || '.example' as domain,
                nth({text_list(INDUSTRIES)}, r >> 12) as industry, segment,
                nth({text_list(COUNTRIES)}, r >> 16) as country,
                case segment when 'smb' then 20 when 'mid_market' then 200 else 2000
                    end as employee_count,
                ts(day, office(r)) as created_at, synced(day, k) as updated_at
            from brought where day >= {lo} and day < {hi}
            """,
            "account_id",
        ),
        Feed(
            "generic",
            "users",
            f"""
            select 'usr-' || name_id as user_id, name_id as account_id,
                'first@' || name_id || '.example' as email,
                ts(day, office(r)) as created_at, false as is_internal,
                synced(day, k) as updated_at
            from brought where day >= {lo} and day < {hi}
            """,
            "user_id",
        ),
        Feed(
            "generic",
            "contacts",
            f"""
            select 'ref-' || digits(u, 7) as contact_id, account_id, email,
                ts(signup_day, signup_sec + 60) as created_at,
                referrer as referred_by_contact_id, synced(signup_day, u) as updated_at
            from referrals where signup_day >= {lo} and signup_day < {hi}
            """,
            "contact_id",
        ),
    ]


def truth(world: World, hi: int) -> dict:
    """What every launch brought so far after 30, 60 and 90 days, and who came by referral."""
    con = world.con
    launches = {}
    for launch, day, kind, segments in con.execute(
        f"select launch_id, launch_day, kind, segments from launches where told_day < {hi} "
        "order by all"
    ).fetchall():
        brought = con.execute(
            "select "
            + ", ".join(
                f"count(*) filter (day < least({hi}, {day} + {horizon}))"
                for horizon in (30, 60, 90)
            )
            + f" from brought where launch_id = '{launch}'"
        ).fetchone()
        launches[launch] = {
            "launched_on": str(con.execute(f"select day_of({day})").fetchone()[0]),
            "kind": kind,
            "segments": [s.strip().lower() for s in segments.split(";") if s.strip()],
            "brought": dict(zip(("30", "60", "90"), brought, strict=True)),
        }
    referred = con.execute(f"select count(*) from referrals where signup_day < {hi}").fetchone()[0]
    return {"launches": launches, "referred_signups": referred}
