"""HubSpot: companies, contacts, deals, their stages, merges and deletions.

Belongs here: hubspot.* feeds and the deals behind them.
Does not belong here: product users' own tables (web.py) and self-serve accounts (planning.py).

Objects are built once with every date of their life. The state on day `hi` hides the dates from
`hi` on; a drop holds the objects whose last visible change falls into it.
"""

from __future__ import annotations

from dagster_project.sample.company import COMPETITORS, PRODUCTS, drawn_channel, text_list
from dagster_project.sample.engine import Feed, World

PIPELINES = (("default", "Sales", 0), ("renewals", "Renewals", 1))
STAGES = (
    # stage, pipeline, label, order, probability, won, closed
    ("appointmentscheduled", "default", "Appointment scheduled", 0, 0.1, False, False),
    ("qualifiedtobuy", "default", "Qualified to buy", 1, 0.3, False, False),
    ("presentationscheduled", "default", "Presentation scheduled", 2, 0.5, False, False),
    ("contractsent", "default", "Contract sent", 3, 0.8, False, False),
    ("closedwon", "default", "Closed won", 4, 1.0, True, True),
    ("closedlost", "default", "Closed lost", 5, 0.0, False, True),
    ("110001", "renewals", "Renewal due", 0, 0.6, False, False),
    ("110002", "renewals", "Renewal quoted", 1, 0.8, False, False),
    ("110003", "renewals", "Renewed", 2, 1.0, True, True),
    ("110004", "renewals", "Not renewed", 3, 0.0, False, True),
)
LOSS_REASONS = (
    "Price",
    "Missing feature",
    "No decision",
    "Chose competitor",
    "Timing",
    "No budget",
)
WIN_REASONS = ("Time to value", "Breadth of platform", "Price", "Support", "Integrations")
NEVER = 1_000_000
WIN_SHIFT = {
    "Pendulate": -12,
    "Heapster": 8,
    "Gainspot": 0,
    "Lumen Loop": 15,
    "Do it ourselves": -5,
}
"""Planted: points that a named competitor adds to the win chance of 45 %."""


def build(world: World) -> None:
    """Create deals, deal_stages, contacts and contact_merges with all dates of their life."""
    _deals(world)
    _deal_stages(world)
    _contacts(world)


def _deals(world: World) -> None:
    con = world.con
    pace = 1 if world.days > 200 else 4  # a short history needs quick deals to hold closed ones
    rare = 40 if world.scale.users > 1000 else 8  # one deal in so many is deleted, one merged away
    names = text_list(COMPETITORS)
    shifts = "[" + ", ".join(str(WIN_SHIFT[n]) for n in COMPETITORS) + "]"
    aliases = "[" + ", ".join(text_list(a) for a in COMPETITORS.values()) + "]"
    products = text_list(p[0] for p in PRODUCTS)
    con.execute(f"""
        create table deal_slots as
        with slots as (
            select accounts.*, cast(i as integer) as i, rnd('deal', a * 16 + i) as r,
                rnd('deal2', a * 16 + i) as r2
            from accounts, range(2 + rnd('deals', a) % 9) s(i)
            where in_crm and n_users > 0
        ),
        timed as (
            select *, first_signup + (3 + r % 25 + i * (40 + rnd('gap', a) % 60)) // {pace}
                    as created_at,
                (12 + (r >> 6) % 80) // {pace} as cycle,
                case when (r >> 14) % 10 < 6 then 1 + (r >> 18) % 5 else 0 end as rival_1,
                case when (r >> 14) % 10 < 1 then 1 + (r >> 24) % 5 else 0 end as rival_2
            from slots
        )
        select *, created_at + cycle as close_day, (r >> 30) % 3 as product,
            (r >> 36) % 100 < 45 + case when rival_1 > 0 then {shifts}[rival_1] else 0 end as is_won
        from timed
    """)
    con.execute(f"""
        create table deals as
        with looked_back as (
            select *,
                min(case when is_won then close_day end) over (partition by a order by i
                    rows between unbounded preceding and 1 preceding) as first_win,
                min(case when is_won then close_day end) over (partition by a, product order by i
                    rows between unbounded preceding and 1 preceding) as owned_since
            from deal_slots
        ),
        typed as (
            select a, i, r, r2, created_at, close_day, cycle, product, is_won, rival_1, rival_2,
                currency, name,
                case when coalesce(first_win, {NEVER}) > created_at then 'newbusiness'
                    when coalesce(owned_since, {NEVER}) <= created_at then 'upsell'
                    else 'cross_sell' end as kind
            from looked_back
        ),
        renewals as (
            select a, 15 as i, rnd('renewal', a) as r, rnd('renewal2', a) as r2,
                min(close_day) + 330 as created_at,
                min(close_day) + 350 + rnd('renewal', a) % 30 as close_day, 30 as cycle,
                arg_min(product, close_day * 16 + i) as product, rnd('renewal3',
                    a) % 100 < 86 as is_won,
                0 as rival_1, 0 as rival_2, any_value(currency), any_value(name), 'renewal' as kind
            from typed where is_won group by a
        ),
        everything as (select * from typed union all select * from renewals)
        select
            a, i, r, r2, created_at as created_day, close_day, cycle, product, is_won, kind,
                currency,
            cast(30000000000 + cast(a as bigint) * 16 + i as text) as deal_id,
            name || ' ' || kind || ' ' || (i + 1) as deal_name,
            {products}[product + 1] as product_id,
            (200000 + r2 % 2800000) * case kind when 'upsell' then 4 when 'cross_sell' then 6
                else 10 end // 10
                as amount_0,
            85 + (r2 >> 22) % 40 as amount_percent,
            case when kind = 'renewal' or is_won then 3 else (r2 >> 28) % 4 end as last_open,
            case when rival_1 > 0 then {names}[rival_1] end as competitor_1,
            case when rival_2 > 0 and rival_2 <> rival_1 then {names}[rival_2] end as competitor_2,
            nullif(concat_ws(';',
                case when rival_1 > 0 then nth({aliases}[rival_1], r2 >> 32) end,
                case when rival_2 > 0 then nth({aliases}[rival_2], r2 >> 34) end),
                    '') as competitors,
            nth({text_list(LOSS_REASONS)}, r2 >> 36) as loss_reason,
            nth({text_list(WIN_REASONS)}, r2 >> 40) as win_reason,
            case when (r2 >> 44) % {rare} = 0 then created_at + 5 + (r2 >> 50) % 60 else {NEVER}
                end as delete_day,
            case when i between 1 and 14 and (r2 >> 54) % {rare} = 0
                then created_at + 4 + (r2 >> 50) % 20 else {NEVER} end as merge_day,
            case when i between 1 and 14 and (r2 >> 54) % {rare} = 0
                then cast(30000000000 + cast(a as bigint) * 16 + i - 1 as text) end as merged_into,
            cast(700 + r2 % 12 as text) as owner_id
        from everything where created_at < {world.days}
        order by a, i
    """)
    con.execute("""
        create table deal_users as
        with ranked as (
            select a, u, contact_id, signup_day, row_number()
                over (partition by a order by signup_day, u) as n,
                count(*) over (partition by a) as n_users
            from users where contact_id is not null
        ),
        turns as (  -- the account's users take turns; the first one stands in for who came later
            select d.*, f.u as first_u, f.contact_id as first_contact, 1 + d.i % f.n_users as turn
            from deals d join ranked f on f.a = d.a and f.n = 1
        )
        select d.deal_id, d.created_day, d.close_day, d.is_won, d.i,
            coalesce(x.u, first_u) as u, coalesce(x.contact_id, first_contact) as contact_id
        from turns d
        left join ranked x on x.a = d.a and x.n = d.turn and x.signup_day <= d.created_day
    """)


def _deal_stages(world: World) -> None:
    world.con.execute("""
        create table deal_stages as
        with opened as (
            select d.*, cast(j as integer) as j,
                created_day + (cycle * j) // (last_open + 1) as entered_day
            from deals d, range(4) s(j)
            where j <= case when kind = 'renewal' then 1 else last_open end
        ),
        labelled as (
            select deal_id, a, i, r, j, entered_day,
                case when kind = 'renewal' then ['110001', '110002'][j + 1]
                    else ['appointmentscheduled', 'qualifiedtobuy', 'presentationscheduled',
                        'contractsent'][j + 1]
                    end as stage
            from opened
            union all
            select deal_id, a, i, r, 9, close_day,
                case when kind = 'renewal' then case when is_won then '110003' else '110004' end
                    when is_won then 'closedwon' else 'closedlost' end
            from deals
        )
        select *, lead(entered_day) over (partition by deal_id order by j) as left_day
        from labelled
    """)


def _contacts(world: World) -> None:
    con, days = world.con, world.days
    n_users = world.scale.users
    leads = n_users // 4
    con.execute(f"""
        create table contacts as
        with journeys as (  -- what deals say about their first contact
            select u, min(created_day) as opp_day, min(case when is_won
                then close_day end) as customer_day
            from deal_users group by u
        ),
        leads as (
            select cast(l as integer) as l, rnd('lead', l) as r, rnd('lead2', l) as r2,
                case when l % 12 < 2 then cast(rnd('same',
                    l - l % 12 % 2) % {n_users} as integer) end as twin_u
            from range({leads}) s(l)
        ),
        lead_people as (
            select l, r, r2, twin.u as twin_u,
                case when twin.u is not null then twin.signup_day + 3 + (r >> 2) % 20
                    else (r >> 2) % {days} end as created_day,
                coalesce(twin.a, cast((r >> 20) % {world.scale.accounts} as integer)) as a,
                coalesce(twin.email, lower(nth(fn, r >> 8) || '.' || nth(ln, r >> 14)) || l
                    || '@' ||
                    case when r2 % 4 = 0 then 'gmail.com' else 'prospect' || l % 97
                        || '.example' end) as email,
                coalesce(twin.first_name, nth(fn, r >> 8)) as first_name,
                coalesce(twin.last_name, nth(ln, r >> 14)) as last_name
            from leads
            cross join (select list(distinct first_name order by first_name) as fn,
                list(distinct last_name order by last_name) as ln from users)
            left join users twin on twin.u = leads.twin_u and twin.contact_id is not null
        ),
        people as (
            select contact_id, u, null as l, a, email, first_name, last_name,
                signup_day as created_day, cause,
                h2 as r, null as twin_u
            from users where contact_id is not null
            union all
            select cast(58000000 + l * 3 as text), null, l, a, email, first_name, last_name,
                created_day,
                {drawn_channel("cause", "r2 >> 16")}, r2, twin_u
            from lead_people where l % 12 > 1 or twin_u is not null
        )
        select people.* exclude (a), people.a, acc.account_id, acc.name as company, acc.in_crm,
            greatest(people.created_day, acc.created_day) as linked_day,
            case when journeys.u is not null or r % 100 < 40
                then least(people.created_day + 1 + (r >> 7) % 12, coalesce(opp_day, {NEVER}))
                    else {NEVER} end as mql_day,
            case when journeys.u is not null or r % 100 < 10
                then least(people.created_day + 3 + (r >> 12) % 25, coalesce(opp_day,
                    {NEVER})) else {NEVER} end as sql_day0,
            coalesce(opp_day, {NEVER}) as opp_day, coalesce(customer_day, {NEVER}) as customer_day,
            -- l % 12 = 0 is a second record of a user, 1 a record first merged into that one
            case when twin_u is not null then people.created_day + 20 + l % 12 * -6
                else {NEVER} end as merge_day,
            case when r % 90 = 1 and people.u is null and twin_u is null
                then people.created_day + 30 else {NEVER} end as delete_day
        from people left join journeys using (u) left join accounts acc on acc.a = people.a
        where people.created_day < {days}
    """)
    con.execute("alter table contacts add column sql_day integer")
    con.execute("update contacts set sql_day = greatest(sql_day0, mql_day)")
    con.execute("""
        create table contact_merges as
        -- direct merges, and for every second chain also the link that the platform flattened
        select x.contact_id as survivor, m.contact_id as merged, m.merge_day, false as is_chained
        from contacts m join users x on x.u = m.twin_u where m.l % 12 = 0
        union all
        select p.contact_id, m.contact_id, m.merge_day, true
        from contacts m join contacts p on p.l = m.l - 1 where m.l % 12 = 1
        union all
        select x.contact_id, m.contact_id, p.merge_day, true
        from contacts m join contacts p on p.l = m.l - 1 join users x on x.u = m.twin_u
        where m.l % 24 = 1
    """)


def _masked(day: str, hi: int, sec: str) -> str:
    return f"case when {day} < {hi} then ts({day}, {sec}) end"


def feeds(world: World, lo: int, hi: int) -> list[Feed]:
    """Every hubspot table as it stands on day `hi`, the rows that changed since `lo`."""
    made = [
        _contact_feed(lo, hi),
        Feed(
            "hubspot",
            "company",
            f"""
            select account_id as id, name as property_name, domain as property_domain,
                industry as property_industry, country as property_country,
                    employees * 150000 as property_annualrevenue,
                employees as property_numberofemployees, ts(created_day,
                    office(h)) as property_createdate,
                false as is_deleted, synced(created_day, a) as _fivetran_synced
            from accounts where in_crm and created_day >= {lo} and created_day < {hi}
        """,
            "id",
        ),
        _deal_feed(lo, hi),
        Feed(
            "hubspot",
            "deal_stage",
            f"""
            select deal_id, stage as value, ts(entered_day, 30000 + i * 60 + j) as date_entered,
                'CRM_UI' as source,
                'userId:' || (700 + r % 12) as source_id, ts(entered_day,
                    30000 + i * 60 + j) as _fivetran_start,
                case when left_day < {hi} then ts(left_day, 30000 + i * 60) end as _fivetran_end,
                synced(case when left_day < {hi} then left_day else entered_day end,
                    a) as _fivetran_synced
            from deal_stages
            where entered_day < {hi} and (entered_day >= {lo} or (left_day >= {lo}
                and left_day < {hi}))
        """,
            "deal_id, date_entered, value",
        ),
        Feed(
            "hubspot",
            "deal_contact",
            f"""
            select deal_id, contact_id, '3' as type_id, 'HUBSPOT_DEFINED' as category,
                false as _fivetran_deleted,
                synced(created_day, i) as _fivetran_synced
            from deal_users where created_day >= {lo} and created_day < {hi}
        """,
            "deal_id, contact_id",
        ),
        Feed(
            "hubspot",
            "deal_company",
            f"""
            select deal_id, account_id as company_id, '5' as type_id, 'HUBSPOT_DEFINED' as category,
                false as _fivetran_deleted, synced(d.created_day, d.i) as _fivetran_synced
            from deals d join accounts using (a) where d.created_day >= {lo}
                and d.created_day < {hi}
        """,
            "deal_id, company_id",
        ),
        Feed(
            "hubspot",
            "contact_company",
            f"""
            select contact_id, account_id as company_id, '1' as type_id,
                'HUBSPOT_DEFINED' as category,
                false as _fivetran_deleted, synced(linked_day, a) as _fivetran_synced
            from contacts where in_crm and linked_day >= {lo} and linked_day < {hi}
        """,
            "contact_id, company_id",
        ),
        Feed(
            "hubspot",
            "merged_deal",
            f"""
            select merged_into as deal_id, deal_id as merged_deal_id, synced(merge_day,
                i) as _fivetran_synced
            from deals where merge_day >= {lo} and merge_day < {hi}
        """,
            "merged_deal_id",
        ),
    ]
    return made + (_pipelines() if lo == 0 else [])


def _contact_feed(lo: int, hi: int) -> Feed:
    changes = ", ".join(
        f"case when {day} < {hi} then {day} else 0 end"
        for day in (
            "mql_day",
            "sql_day",
            "opp_day",
            "customer_day",
            "merge_day",
            "delete_day",
            "absorbed_day",
        )
    )
    sec = "office(r)"
    stages = ",\n            ".join(
        _masked(f"{name}_day", hi, f"{sec} + {later}")
        + f" as property_hs_lifecyclestage_{stage}_date"
        for name, stage, later in (
            ("mql", "marketingqualifiedlead", 600),
            ("sql", "salesqualifiedlead", 1200),
            ("opp", "opportunity", 1800),
            ("customer", "customer", 2400),
        )
    )
    return Feed(
        "hubspot",
        "contact",
        f"""
        with absorbed as (
            select survivor, string_agg(merged, ';' order by merged) as merged_ids,
                max(merge_day) as absorbed_day
            from contact_merges where merge_day < {hi} group by survivor
        ),
        alive as (
            select c.*, merged_ids, coalesce(absorbed_day, 0) as absorbed_day
            from contacts c left join absorbed on survivor = contact_id
        ),
        changed as (select *, greatest(created_day, {changes}) as changed_day from alive)
        select contact_id as id, email as property_email, first_name as property_firstname,
            last_name as property_lastname, company as property_company,
            nth(['CMO', 'Product Manager', 'Analyst', 'Head of Growth', 'Engineer'],
                r) as property_jobtitle,
            ts(created_day, {sec}) as property_createdate,
                merged_ids as property_hs_merged_object_ids,
            case when customer_day < {hi} then 'customer' when opp_day < {hi} then 'opportunity'
                when sql_day < {hi} then 'salesqualifiedlead' when mql_day < {hi}
                    then 'marketingqualifiedlead'
                else 'lead' end as property_lifecyclestage,
            ts(created_day, {sec} + 60) as property_hs_lifecyclestage_lead_date,
            {stages},
            case ch.channel when 'paid_search' then 'PAID_SEARCH' when 'bing' then 'PAID_SEARCH'
                when 'paid_social' then 'PAID_SOCIAL' when 'linkedin' then 'PAID_SOCIAL'
                when 'organic_search' then 'ORGANIC_SEARCH' when 'email' then 'EMAIL_MARKETING'
                when 'referral' then 'REFERRALS' when 'podcast' then 'OFFLINE'
                else 'DIRECT_TRAFFIC' end as property_hs_analytics_source,
            nullif(ch.utm_source, '') as property_hs_analytics_source_data_1,
            nullif(ch.utm_medium, '') as property_hs_analytics_source_data_2,
            merge_day < {hi} or delete_day < {hi} as _fivetran_deleted,
            synced(changed_day, coalesce(u, l)) as _fivetran_synced
        from changed join channels ch on ch.ch = cause
        where created_day < {hi} and changed_day >= {lo}
    """,
        "id",
    )


def deal_state(hi: int) -> str:
    """Deals as they stand on day `hi`, with their last change."""
    return f"""
        with last_stage as (
            select deal_id, arg_max(stage, entered_day * 16 + j) as stage,
                max(entered_day) as stage_day
            from deal_stages where entered_day < {hi} group by deal_id
        )
        select d.*, stage,
            close_day < {hi} as is_closed,
            delete_day < {hi} as is_deleted,
            merge_day < {hi} as is_merged,
            -- the amount is settled half-way through the deal
            case when created_day + cycle // 2 < {hi} then amount_0 * amount_percent // 100
                else amount_0 end as amount,
            greatest(stage_day, case when created_day + cycle // 2 < {hi}
                then created_day + cycle // 2 else 0 end,
                case when delete_day < {hi} then delete_day else 0 end) as changed_day
        from deals d join last_stage using (deal_id)
        where created_day < {hi}
    """


def _deal_feed(lo: int, hi: int) -> Feed:
    return Feed(
        "hubspot",
        "deal",
        f"""
        select deal_id, case when kind = 'renewal' then 'renewals' else 'default'
            end as deal_pipeline_id,
            stage as deal_pipeline_stage_id, owner_id, deal_name as property_dealname,
            cents(amount) as property_amount, s.currency as property_deal_currency_code,
            cast(cents(amount) * rate as decimal(18, 2)) as property_amount_in_home_currency,
            ts(close_day, office(r)) as property_closedate, ts(created_day,
                office(r)) as property_createdate,
            case when is_closed and not is_won then loss_reason end as property_closed_lost_reason,
            case when is_closed and is_won then win_reason end as property_closed_won_reason,
            kind as property_dealtype, product_id as property_product_id,
            competitors as property_competitors, is_deleted, synced(changed_day,
                a) as _fivetran_synced
        from ({deal_state(hi)}) s
        join usd_rates u on u.t = created_day and u.currency = s.currency
        where changed_day >= {lo}
    """,
        "deal_id",
    )


def _pipelines() -> list[Feed]:
    pipelines = ", ".join(str(row) for row in PIPELINES)
    stages = ", ".join(str(row) for row in STAGES)
    return [
        Feed(
            "hubspot",
            "deal_pipeline",
            f"""
            select *, false as _fivetran_deleted, synced(0, 0) as _fivetran_synced
            from (values {pipelines}) v(pipeline_id, label, display_order)
        """,
            "pipeline_id",
        ),
        Feed(
            "hubspot",
            "deal_pipeline_stage",
            f"""
            select *, false as _fivetran_deleted, synced(0, 0) as _fivetran_synced
            from (values {stages})
                v(stage_id, pipeline_id, label, display_order, probability, closed_won, is_closed)
        """,
            "pipeline_id, display_order",
        ),
    ]
