"""Planted truth: what must come out of the marts, known from the generator and not from its files.

Belongs here: numbers counted on the generator's own tables. `events` adds up drop by drop; all
other parts are the state after the last drop written.
Does not belong here: reading raw files, or anything of landing.
"""

from __future__ import annotations

from dagster_project.sample import ads, emails, experiments, goals, google, growth, social, voice
from dagster_project.sample import features as sheet
from dagster_project.sample.company import BRAND, CHANNELS, COMPETITORS, DOMAIN
from dagster_project.sample.crm import WIN_SHIFT, deal_state
from dagster_project.sample.engine import World
from dagster_project.sample.money import line_state, subscription_state


def _money(cents) -> str:
    cents = int(cents or 0)
    return f"{cents // 100}.{cents % 100:02d}"


def _rows(world: World, sql: str) -> list[tuple]:
    return world.con.execute(sql).fetchall()


def state(world: World, hi: int) -> dict:
    """Everything that is known of the company once all days before `hi` have arrived."""
    return {
        "company": {
            "domain": DOMAIN,
            "brand": BRAND,
            "days": world.days,
            "first_day": str(world.start),
        },
        "spend": _spend(world, hi),
        "channels": _channels(world, hi),
        "features": _features(world, hi),
        "feature_sheet": sheet.truth(world, hi),
        "competitors": _competitors(world, hi),
        "crm": _crm(world, hi),
        "people": _people(world, hi),
        "money": _sheets(world, hi),
        "growth": growth.truth(world, hi),
        "voice": voice.truth(world, hi),
        "emails": emails.truth(world, hi),
        "experiments": experiments.truth(world, hi),
        "funnel": _funnel(world, hi),
        "goals": goals.state(world, hi),
    }


def _spend(world: World, hi: int) -> dict:
    """Exact totals per platform and currency, and what of it has no ad below the campaign."""
    ads.window(world, 0, hi)
    campaign_rows = f"""
        select platform, currency, sum(cost_cents) as total, sum(clicks) as clicks,
            sum(impressions) as impressions
        from ({google.CAMPAIGN_ROWS}) join (select c, platform, currency
            from campaigns) using (c) group by all
        union all
        select platform, currency, sum(cost_cents), sum(clicks), sum(impressions) from ad_window
        where platform <> 'google_ads' group by all
        order by all
    """
    leaf = {
        (p, c): v
        for p, c, v in _rows(
            world,
            f"""
            select platform, currency, sum(cost_cents)
            from (
                select * from ad_window where platform <> 'linkedin_ads'
                union all
                from ({social.CREATIVE_ROWS})
            )
            group by all
            order by all
            """,
        )
    }
    return {
        f"{platform} {currency}": {
            "spend": _money(total),
            "spend_at_ad_grain": _money(leaf.get((platform, currency))),
            "clicks": int(clicks),
            "impressions": int(impressions),
        }
        for platform, currency, total, clicks, impressions in _rows(world, campaign_rows)
    }


def _channels(world: World, hi: int) -> dict:
    """What each channel really brought about: sign-ups, customers, won amounts per currency."""
    shares = {
        row[0]: {
            "planted_share_of_signups": f"{row[5] / 1000:.3f}",
            "planted_share_of_noise": f"{row[6] / 1000:.3f}",
        }
        for row in CHANNELS
    }
    for channel, signups in _rows(
        world,
        f"""
        select channel, count(*) from users join channels on ch = cause
        where signup_day < {hi} and not is_internal group by all order by all""",
    ):
        shares[channel]["signups"] = signups
    for channel, customers in _rows(
        world,
        f"""
        select channel, count(*) from contacts join channels on ch = cause
        where customer_day < {hi} and u is not null group by all order by all""",
    ):
        shares[channel]["customers"] = customers
    for channel, currency, amount in _rows(
        world,
        f"""
        select channel, s.currency, sum(amount) from ({deal_state(hi)}) s
        join deal_users using (deal_id) join users using (u) join channels on ch = cause
        where is_closed and s.is_won and not is_deleted and not is_merged
            group by all order by all""",
    ):
        shares[channel].setdefault("won_amount", {})[currency] = _money(amount)
    return shares


def _features(world: World, hi: int) -> dict:
    rows = _rows(
        world,
        f"""
        select feature_key, any_value(rate), any_value(day_of(released_day)),
            count(*) filter (plan_rank >= min_plan),
            count(*) filter (
                plan_rank >= min_plan and rnd('adopt', u * 16 + f) % 1000 < features.rate)
        from features, users
        where signup_day < {hi} and not is_internal
        group by feature_key order by feature_key""",
    )
    return {
        key: {
            "planted_adoption_rate": f"{rate / 1000:.3f}",
            "released_on": str(released),
            "entitled_users": entitled,
            "planted_adopters": adopters,
        }
        for key, rate, released, entitled, adopters in rows
    }


def _competitors(world: World, hi: int) -> dict:
    """Closed deals per competitor (deleted and merged ones left out); spellings already unified."""
    found = {
        n: {"won": 0, "lost": 0, "planted_points_on_win_chance": WIN_SHIFT[n]} for n in COMPETITORS
    }
    for name, won, lost in _rows(
        world,
        f"""
        select competitor, count(*) filter (is_won), count(*) filter (not is_won) from (
            select unnest([competitor_1, competitor_2]) as competitor, is_won
                from ({deal_state(hi)})
            where is_closed and not is_deleted and not is_merged
        ) where competitor is not null group by all order by all""",
    ):
        found[name] |= {"won": won, "lost": lost}
    return found


def _crm(world: World, hi: int) -> dict:
    deals = dict(
        zip(
            ("deals", "deleted", "merged", "kept", "kept_won", "kept_lost", "kept_open"),
            _rows(
                world,
                f"""
            with s as (select *, not is_deleted and not is_merged as kept from ({deal_state(hi)}))
            select count(*), count(*) filter (is_deleted), count(*) filter (is_merged),
                count(*) filter (kept),
                count(*) filter (kept and is_closed and is_won), count(*) filter (kept
                    and is_closed and not is_won),
                count(*) filter (kept and not is_closed) from s""",
            )[0],
            strict=True,
        )
    )
    deals["kept_by_type"] = dict(
        _rows(
            world,
            f"""
        select kind, count(*) from ({deal_state(hi)}) where not is_deleted and not is_merged
        group by all order by all""",
        )
    )
    deals["won_amount"] = {
        c: _money(a)
        for c, a in _rows(
            world,
            f"""
        select currency, sum(amount) from ({deal_state(hi)})
        where is_closed and is_won and not is_deleted and not is_merged
            group by all order by all""",
        )
    }
    contacts = dict(
        zip(
            ("contacts", "merged_away", "deleted"),
            _rows(
                world,
                f"""select count(*), count(*) filter (merge_day < {hi}),
                    count(*) filter (delete_day < {hi})
            from contacts where created_day < {hi}""",
            )[0],
            strict=True,
        )
    )
    contacts["chained_merges"] = _rows(
        world,
        f"select count(distinct merged) from contact_merges where is_chained and merge_day < {hi}",
    )[0][0]
    return {"deals": deals, "contacts": contacts}


def _funnel(world: World, hi: int) -> dict:
    """People who came at least as far as each stage; merged records are deleted, staff are none."""
    stages = ("lead", "mql", "sql", "opportunity", "customer")
    reached = _rows(
        world,
        f"""
        with hops as (
            select merged, min(survivor) as survivor from contact_merges
            where merge_day < {hi} group by merged
        ),
        people as (
            select coalesce(two.survivor, one.survivor, contacts.contact_id) as contact_id,
                min(mql_day) as mql_day, min(sql_day) as sql_day, min(opp_day) as opp_day,
                min(customer_day) as customer_day
            from contacts
            left join hops one on one.merged = contacts.contact_id
            left join hops two on two.merged = one.survivor
            where created_day < {hi} and delete_day >= {hi} and contacts.merge_day >= {hi}
            group by all
        )
        select count(*), count(*) filter (least(mql_day, sql_day, opp_day, customer_day) < {hi}),
            count(*) filter (least(sql_day, opp_day, customer_day) < {hi}),
            count(*) filter (least(opp_day, customer_day) < {hi}),
            count(*) filter (customer_day < {hi})
        from people left join users using (contact_id) where not coalesce(is_internal, false)""",
    )[0]
    return dict(zip(stages, reached, strict=True))


def _sheets(world: World, hi: int) -> dict:
    """Totals per currency: recurring revenue, orders, lines of deals that count, costs."""

    def by_currency(sql: str) -> dict[str, str]:
        return {c: _money(n) for c, n in _rows(world, f"{sql} group by currency order by currency")}

    subscriptions = f"from ({subscription_state(hi)}) where not is_deleted"
    orders = f"from orders where day < {hi}"
    told = f"from costs where told_day < {hi}"
    running, trials = _rows(
        world,
        "select count(*) filter (ended_on is null and not is_trial), count(*) filter (is_trial) "
        + subscriptions,
    )[0]
    return {
        "subscriptions": running,
        "trials": trials,
        "mrr": by_currency(
            f"select currency, sum(mrr_cents) {subscriptions} and not is_trial and ended_on is null"
        ),
        "orders_net": by_currency(
            f"select currency, sum(case when is_refund then -cents else cents end) {orders}"
        ),
        "refunds": _rows(world, f"select count(*) {orders} and is_refund")[0][0],
        "lines": by_currency(
            f"select currency, sum(cents) from ({line_state(hi)}) where not is_gone"
        ),
        "costs": {
            f"{kind} {currency}": _money(cents)
            for kind, currency, cents in _rows(
                world,
                f"select cost_type, currency, sum(cents) {told} group by all order by all",
            )
        },
        "costs_that_a_platform_reports": by_currency(
            f"select currency, sum(cents) {told} and campaign_id is not null"
        ),
    }


def _people(world: World, hi: int) -> dict:
    names = ("users", "internal_users", "users_outside_crm", "late_second_devices")
    return dict(
        zip(
            names,
            _rows(
                world,
                f"""
        select count(*), count(*) filter (is_internal), count(*) filter (not in_crm
            and not is_internal),
            count(*) filter (anon_2 is not null and anon_2_day < {hi})
        from users where signup_day < {hi}""",
            )[0],
            strict=True,
        )
    )


def events(dirt: dict) -> dict:
    """Totals over all drops written so far, from their per-file counts."""
    totals = {}
    for relation in ("segment.pages", "segment.tracks", "generic.events"):
        files = dirt.get(relation, {}).values()
        rows = sum(f["distinct_rows"] for f in files)
        bot, internal = (sum(f.get(k, 0) for f in files) for k in ("bot", "internal"))
        totals[relation.split(".")[1]] = {
            "distinct": rows,
            "bot": bot,
            "internal": internal,
            "kept": rows - bot - internal,
        }
    totals["kept"] = sum(t["kept"] for t in totals.values())
    return totals
