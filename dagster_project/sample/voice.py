"""What customers say: NPS and CSAT surveys, requests, and a panel that is asked about the brand.

Belongs here: generic.survey_responses and what is planted in it.
Does not belong here: who the customers are (company.py), e-mails to them (emails.py).

Planted: how many of each segment are promoters and detractors, which themes enterprises ask for,
and a brand that becomes known to half as many people again while the sample lasts.
"""

from __future__ import annotations

from dagster_project.sample.company import text_list
from dagster_project.sample.engine import Feed, World

EVERY_DAYS = 90
"""Days between two NPS invitations of a user; also the window the score looks back."""

# segment -> planted promoters and detractors per 100 answers
VERDICTS = {"smb": (38, 27), "mid_market": (46, 21), "enterprise": (58, 12)}
ANSWERED = 42
"""Invitations that are answered, per 100."""

THEMES = (
    *("Single sign-on", "single sign-on", "Audit log", "Exports to a warehouse"),
    *("Faster dashboards", "Mobile app", "Pricing"),
)
PANEL = 60
"""People asked each week whether they know the brand."""
AIDED = (30, 15)
"""Of 100 asked know the brand on day 0, and how many more at the end."""


def build(world: World) -> None:
    """Create every invitation and answer there will ever be."""
    promoters = "case segment " + " ".join(f"when '{s}' then {p}" for s, (p, _) in VERDICTS.items())
    detractors = "case segment " + " ".join(
        f"when '{s}' then {d}" for s, (_, d) in VERDICTS.items()
    )
    world.con.execute(f"""
        create table responses as
        with invited as (
            select u, user_id, contact_id, users.account_id, segment,
                signup_day + 14 + {EVERY_DAYS} * k + users.h % 30 as sent_day,
                rnd('nps', u * 64 + k) as r, k
            from users join accounts using (a), range(30) s(k)
            where not is_internal
        ),
        answers as (
            select *,
                case when r % 100 < {ANSWERED} then sent_day + (r >> 8) % 7 end as answer_day,
                (r >> 16) % 100 as draw
            from invited where sent_day < least({world.days}, 100000)
        ),
        items as (
            select u, user_id, contact_id, users.account_id, segment,
                signup_day + 5 + rnd('csat day', u * 4 + k) % 300 as day,
                rnd('csat', u * 4 + k) as r, k
            from users join accounts using (a), range(2) s(k)
            where not is_internal and rnd('csat', u * 4 + k) % 4 = 0
        )
        select 'nps-' || u || '-' || k as response_id, 'Relationship survey' as survey,
            'nps' as kind,
            case when u % 5 = 0 then coalesce(contact_id, user_id) else user_id end as respondent,
            u, case when u % 3 > 0 then account_id end as account_id, segment, sent_day, answer_day,
            case
                when draw < {promoters} end then 9 + (r >> 24) % 2
                when draw >= 100 - {detractors} end then (r >> 24) % 7
                else 7 + (r >> 24) % 2
            end as score,
            null as theme, null as comment, null as product_id, r
        from answers
        union all
        select 'csat-' || u || '-' || k, 'After support', 'csat', user_id, u, account_id, segment,
            null, day, case when (r >> 8) % 100 < 78 then 4 + (r >> 16) % 2
                else 1 + (r >> 16) % 3 end, null, null, 'PRD-' || (1 + (r >> 24) % 3) || '00', r
        from items where k = 0
        union all
        -- enterprises ask for the first four themes, others for the last
        select 'voice-' || u, 'Interviews', 'voice', user_id, u, account_id, segment, null, day,
            null, case when segment = 'enterprise'
                then {text_list(THEMES[:4])}[1 + (r >> 8) % 4]
                else {text_list(THEMES[4:])}[1 + (r >> 8) % {len(THEMES) - 4}] end,
            'Told by ' || account_id, 'PRD-100', r
        from items where k = 1
        union all
        select 'panel-' || t || '-' || p, 'Brand tracker', 'awareness',
            case when p % 2 = 0 then 'panelist-' || t || '-' || p end, null, null, null,
            t, t + 1, cast(rnd('panel', t * 1000 + p) % 100
                < {AIDED[0]} + {AIDED[1]} * t // {world.days} as integer), null, null, null, p
        from range(3, {world.days}, 7) w(t), range({PANEL}) q(p)
    """)


def response_state(hi: int) -> str:
    """Responses as they stand on day `hi`: invitations that nobody has answered yet are empty."""
    return f"""
        select * exclude (answer_day, score),
            case when answer_day < {hi} then answer_day end as answer_day,
            case when answer_day < {hi} then score end as score,
            greatest(coalesce(sent_day, 0), case when answer_day < {hi} then answer_day
                else 0 end) as changed_day
        from responses where coalesce(sent_day, answer_day) < {hi}
    """


def feeds(world: World, lo: int, hi: int) -> list[Feed]:
    """Responses whose invitation or answer is new."""
    return [
        Feed(
            "generic",
            "survey_responses",
            f"""
            select response_id, survey, kind, respondent as respondent_id, account_id,
                case when sent_day is not null then ts(sent_day, 32400) end as sent_at,
                case when answer_day is not null then ts(answer_day, office(r)) end
                    as responded_at,
                score, theme, product_id, comment, synced(changed_day, r) as updated_at
            from ({response_state(hi)}) where changed_day >= {lo}
        """,
            "response_id",
        )
    ]


def truth(world: World, hi: int) -> dict:
    """The score of the last whole month, and what was planted beside it, from the state on `hi`."""
    last = f"cast(date_trunc('month', day_of({hi})) as date) - 1"
    answers = f"""
        select segment, u, score from ({response_state(hi)})
        where kind = 'nps' and score is not null and day_of(answer_day) <= {last}
            and day_of(answer_day) > {last} - {EVERY_DAYS}
        qualify row_number() over (partition by u order by answer_day desc, response_id desc) = 1
    """
    scores = {
        segment: {"promoters": p, "passives": n - p - d, "detractors": d}
        for segment, n, p, d in world.con.execute(f"""
            select coalesce(segment, '(all)') as name, count(*), count(*) filter (score > 8),
                count(*) filter (score < 7)
            from ({answers}) group by grouping sets ((segment), ()) order by name
        """).fetchall()
    }
    asked, aware = world.con.execute(f"""
        select count(*), sum(score) from ({response_state(hi)})
        where kind = 'awareness' and answer_day is not null
    """).fetchone()
    themes = world.con.execute(f"""
        select lower(theme) as name, count(*) from ({response_state(hi)})
        where theme is not null and answer_day is not null group by name order by name
    """).fetchall()
    return {
        "last_whole_month": str(world.con.execute(f"select {last}").fetchone()[0])[:7] + "-01",
        "nps": scores,
        "awareness": {"asked": asked, "aware": int(aware or 0)},
        "themes": dict(themes),
    }
