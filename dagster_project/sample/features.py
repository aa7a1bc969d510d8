"""The sheet of features: plans that include them, releases, core features, events that are use.

Belongs here: what product marketing keeps by hand about features, and what must follow from it.
Does not belong here: the use itself (usage.py), which of it is planted (company.py).

Three things are planted beside the rates of adoption: a beta (the sheet releases `BETA` two weeks
after its first use), a dead feature (`DEAD` is used once by everybody and never again), and events
that are use of a feature by their name alone (that of `DEAD`).
"""

from __future__ import annotations

from dagster_project.sample.company import PLANS, PRODUCTS, sql_rows
from dagster_project.sample.engine import Feed, World
from dagster_project.sample.money import subscription_state
from dagster_project.sample.usage import track_feed

BETA, BETA_DAYS = "approvals", 14
DEAD, DEAD_EVENT = "guided_setup", "signup_completed"
CORE_RATE = 350
"""Features that so many of 1000 entitled users adopt are core features."""


def sheet(world: World) -> str:
    """SQL of the sheet with the helper `released_day`."""
    products = sql_rows((i, row[0]) for i, row in enumerate(PRODUCTS))
    plans = sql_rows((i, ";".join(PLANS[i:]) if i else None) for i in range(len(PLANS)))
    return f"""
        select feature_key, product_id, upper(feature_key[1]) || replace(feature_key[2:], '_', ' ')
                as name,
            released_day + case when feature_key = '{BETA}' then {BETA_DAYS} else 0 end
                as released_day,
            plans, rate >= {CORE_RATE} as is_core, feature_key || '_used' as event_names
        from features
        join (values {products}) p(product, product_id) using (product)
        join (values {plans}) n(min_plan, plans) using (min_plan)
        union all
        select '{DEAD}', '{PRODUCTS[0][0]}', 'Guided setup', {world.days // 3}, null, false,
            'tour_finished; {DEAD_EVENT}'
    """


def feeds(world: World, lo: int, hi: int) -> list[Feed]:
    """The sheet is delivered once."""
    if lo:
        return []
    sql = f"""
        select feature_key, product_id, name, day_of(released_day) as released_on, plans, is_core,
            event_names, ts(0, 0) as updated_at
        from ({sheet(world)})
    """
    return [Feed("generic", "features", sql, "feature_key")]


def truth(world: World, hi: int) -> dict:
    """Per feature: who is entitled on the last day, and use that must be set aside."""
    entitled = f"""
        with entitled as (
            select distinct f.feature_key, s.a
            from ({sheet(world)}) f join ({subscription_state(hi)}) s
                on s.product_id = f.product_id and not s.is_deleted
                and list_contains(string_split(f.plans, ';'), s.plan)
                and (s.ended_on is null or s.ended_on > day_of({hi - 1}))
            union all
            select f.feature_key, acc.a from ({sheet(world)}) f, accounts acc where plans is null
        )
        select f.feature_key, f.released_day, count(u.u) + case
                -- launches bring users of accounts that pay for nothing
                when f.plans is null and f.released_day < {hi}
                    then (select count(*) from brought where day < {hi})
                else 0
            end as entitled
        from ({sheet(world)}) f
        left join entitled e on e.feature_key = f.feature_key and f.released_day < {hi}
        left join users u on u.a = e.a and u.signup_day < {hi} and not u.is_internal
        group by f.feature_key, f.released_day, f.plans
    """
    found = {
        key: {"released_on": str(day), "eligible_users": n, "is_dead": key == DEAD}
        for key, day, n in world.con.execute(
            f"select feature_key, day_of(released_day), entitled from ({entitled}) order by 1"
        ).fetchall()
    }
    if not world.scale.is_large:
        for key, beta, staff in world.con.execute(_set_aside(world, hi)).fetchall():
            found[key] |= {"beta_uses": beta, "staff_uses": staff}
    return found


def _set_aside(world: World, hi: int) -> str:
    """Uses by others before the sheet's release, and uses by staff."""
    return f"""
        select f.feature_key,
            count(*) filter (__internal = 0 and e.timestamp < ts(released_day, 0)),
            count(*) filter (__internal = 1)
        from ({sheet(world)}) f
        join ({track_feed(world, 0, hi, False).sql}) e
            on __copy = 0 and __bot = 0 and (e.feature_key = f.feature_key
                or f.feature_key = '{DEAD}' and e.event = '{DEAD_EVENT}')
        group by f.feature_key order by f.feature_key
    """
