"""Experiments on the day of sign-up, told as events of the generic source.

Belongs here: generic.events of exposures and what followed, and what is planted in them.
Does not belong here: what people do in the product (usage.py).

Planted: a checklist after which 30 of 100 ask for a demo instead of 20, split evenly; and a page
whose people are split 6 to 4 where the plan was half and half. A user is in one experiment at most:
each runs for three tenths of history, with time before and after it. Segment tells of the trial
that a new user begins (usage.py): five seconds after the checklist, so that it counts there, and
before the page, so that it does not.
"""

from __future__ import annotations

from dagster_project.sample.engine import Feed, World

# name, place among the experiments, people per 100 in the second variant, conversions per 100,
# first and last percent of history
EXPERIMENTS = (
    ("onboarding-checklist", 1, 50, (20, 30), (40, 70)),
    ("pricing-page", 2, 40, (25, 25), (50, 80)),
)
TRIAL_AFTER = 65  # seconds from a sign-up to its trial


def build(world: World) -> None:
    """Create who is shown what, and who asks for a demo after it."""
    drawn = " union all ".join(
        f"""
        select '{name}' as experiment, {n} as n, u, user_id, signup_day, signup_sec,
            rnd('{name}', u) % 100 >= {100 - second} as is_second,
            (rnd('{name}', u) >> 8) % 100 < case when rnd('{name}', u) % 100 >= {100 - second}
                then {rates[1]} else {rates[0]} end as converts,
            plan_rank > 0 and 60 * {n} <= {TRIAL_AFTER} as begins_trial
        from users where not is_internal and u % {len(EXPERIMENTS)} = {n - 1}
            and signup_day * 100 // {world.days} between {begins} and {ends}
        """
        for name, n, second, rates, (begins, ends) in EXPERIMENTS
    )
    world.con.execute(f"create table exposures as {drawn}")


def feeds(world: World, lo: int, hi: int) -> list[Feed]:
    """Exposures and conversions of the days of this drop."""
    return [
        Feed(
            "generic",
            "events",
            f"""
            with told as (
                select 'x' || n || '-' || u as event_id, 'experiment_viewed' as event, *,
                    60 * n as later
                from exposures
                union all
                select 'x' || n || '-' || u || '-demo', 'demo_requested', *, 600 * n
                from exposures where converts
            )
            select event_id, ts(signup_day, signup_sec + later) as occurred_at, user_id, event,
                'web' as platform,
                case when event = 'experiment_viewed' then
                    '{{"experiment":"' || experiment || '","variant":"'
                    || case when is_second then 'new' else 'control' end || '"}}'
                end as properties,
                synced(signup_day, u) as updated_at
            from told where signup_day >= {lo} and signup_day < {hi}
        """,
            "event_id",
        )
    ]


def truth(world: World, hi: int) -> dict:
    """People and conversions per variant, and events in all."""
    rows = world.con.execute(f"""
        select experiment, case when is_second then 'new' else 'control' end as variant, count(*),
            count(*) filter (converts or begins_trial)
        from exposures where signup_day < {hi} group by all order by all
    """).fetchall()
    return {f"{e} {v}": {"exposures": n, "conversions": c} for e, v, n, c in rows}
