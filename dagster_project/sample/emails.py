"""Newsletters and forms as HubSpot tells of them.

Belongs here: hubspot.email_campaign, email_event and its details, contact_form_submission.
Does not belong here: visits that e-mails bring (web.py), the contacts themselves (crm.py).

Planted: of 100 e-mails 2 come back; of 100 delivered 38 are opened by people and 20 by machines;
of 100 opened 30 are clicked in.
"""

from __future__ import annotations

from dagster_project.sample.engine import Feed, World

EVERY_DAYS = 28
BOUNCED, OPENED, BY_MACHINE, CLICKED = 2, 38, 20, 30
FORMS = (
    ("5001", "Request a demo", "/demo"),
    ("5002", "E-book: first metrics", "/ebooks/first-metrics"),
    ("5003", "Webinar: launch kit", "/webinars/launch-kit"),
)


def build(world: World) -> None:
    """Create every e-mail and what will become of it, and every form that is filled in."""
    world.con.execute(f"""
        create table mails as
        select cast(9001 + k as text) as campaign_id, k, u, email, {EVERY_DAYS} * k + 10 as day,
            rnd('mail', u * 1024 + k) as r,
            cast(40000000000 + cast(u as bigint) * 1024 + k as text) as mail_id
        from users, range({world.days // EVERY_DAYS + 1}) s(k)
        where contact_id is not null and not is_internal
            and signup_day < {EVERY_DAYS} * k + 10 and u % 6 = k % 6
            and {EVERY_DAYS} * k + 10 < {world.days}
    """)
    world.con.execute(f"""
        create table mail_events as
        with fates as (
            select *, r % 100 < {BOUNCED} as bounces,
                (r >> 8) % 100 < {OPENED} as opens, (r >> 16) % 100 < {BY_MACHINE} as scanned,
                (r >> 24) % 100 < {CLICKED} as clicks, (r >> 32) % 3 as later
            from mails
        )
        select mail_id || '-s' as event_id, 'SENT' as type, mail_id, campaign_id, email, day,
            36000 as sec, false as is_machine, r from fates
        union all
        select mail_id || case when bounces then '-b' else '-d' end,
            case when bounces then 'BOUNCE' else 'DELIVERED' end, mail_id, campaign_id, email, day,
            36004, false, r from fates
        union all
        select mail_id || '-m', 'OPEN', mail_id, campaign_id, email, day, 36006, true, r
        from fates where scanned and not bounces
        union all
        select mail_id || '-o' || n, 'OPEN', mail_id, campaign_id, email, day + later,
            36060 + r % 20000 + n * 90, false, r
        from fates, range(2) s(n) where opens and not bounces and (n = 0 or r % 5 = 0)
        union all
        select mail_id || '-c', 'CLICK', mail_id, campaign_id, email, day + later,
            36090 + r % 20000, false, r
        from fates where opens and clicks and not bounces
    """)
    forms = " ".join(f"when {i} then '{form}'" for i, (form, _, _) in enumerate(FORMS))
    titles = " ".join(f"when {i} then '{title}'" for i, (_, title, _) in enumerate(FORMS))
    paths = " ".join(f"when {i} then '{path}'" for i, (_, _, path) in enumerate(FORMS))
    world.con.execute(f"""
        create table form_fills as
        select contact_id, created_day as day, office(r) - 60 as sec, r,
            case (r >> 21) % {len(FORMS)} {forms} end as form_id,
            case (r >> 21) % {len(FORMS)} {titles} end as title,
            case (r >> 21) % {len(FORMS)} {paths} end as path
        from contacts where (r >> 20) % 2 = 0 and created_day < {world.days}
    """)


def feeds(world: World, lo: int, hi: int) -> list[Feed]:
    """What happened on the days of this drop."""
    happened = f"from mail_events where day >= {lo} and day < {hi}"
    details = {
        "sent": "'News ' || campaign_id as subject",
        "delivered": "'250 OK' as response",
        "open": "4000 + r % 9000 as duration, 'Mail/16.0' as user_agent",
        "click": "'https://www.tidewheel.example/pricing?utm_medium=email' as url",
        "bounce": "'MAILBOX_FULL' as category, '552' as status",
    }
    return [
        Feed(
            "hubspot",
            "email_campaign",
            f"""
            select distinct campaign_id as id, 'News ' || k as name, 'What is new, part ' || k
                as subject, 'BATCH_EMAIL' as type, synced(day, k) as _fivetran_synced
            from mails where day >= {lo} and day < {hi}
        """,
            "id",
        ),
        Feed(
            "hubspot",
            "email_event",
            f"""
            select event_id as id, type, email as recipient, campaign_id as email_campaign_id,
                ts(day, sec) as created, is_machine as filtered_event,
                synced(day, r) as _fivetran_synced
            {happened}
        """,
            "id",
        ),
        *(
            Feed(
                "hubspot",
                f"email_event_{kind}",
                f"select event_id as id, {columns}, synced(day, r) as _fivetran_synced "
                f"{happened} and type = '{kind.upper()}'",
                "id",
            )
            for kind, columns in details.items()
        ),
        Feed(
            "hubspot",
            "contact_form_submission",
            f"""
            select contact_id, form_id, ts(day, sec) as timestamp,
                'https://www.tidewheel.example' || path as page_url, title,
                synced(day, r) as _fivetran_synced
            from form_fills where day >= {lo} and day < {hi}
        """,
            "contact_id, form_id, timestamp",
        ),
    ]


def truth(world: World, hi: int) -> dict:
    """E-mails per campaign and what became of them, machines left out."""
    rows = world.con.execute(f"""
        select campaign_id, count(distinct mail_id), count(distinct mail_id) filter (type
            = 'DELIVERED'), count(distinct mail_id) filter (type in ('OPEN', 'CLICK')
            and not is_machine), count(distinct mail_id) filter (type = 'CLICK')
        from mail_events where day < {hi} group by campaign_id order by campaign_id
    """).fetchall()
    names = ("sent", "delivered", "opened", "clicked")
    return {campaign: dict(zip(names, found, strict=True)) for campaign, *found in rows}
