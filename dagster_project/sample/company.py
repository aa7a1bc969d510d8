"""The company itself: calendar, products, features, channels, accounts, users.

Belongs here: tables of things that exist whatever vendor reports them.
Does not belong here: campaigns and spend (ads.py), CRM objects (crm.py), events (web.py, usage.py).
"""

from __future__ import annotations

from dagster_project.sample.engine import World

DOMAIN = "tidewheel.example"
BRAND = "tidewheel"
CURRENCIES = ("USD", "EUR", "GBP")

PRODUCTS = (
    ("PRD-100", "Tidewheel Analytics", "0.820000", "4200000000", "0.110000"),
    ("PRD-200", "Tidewheel Automate", "0.760000", "2600000000", "0.240000"),
    ("PRD-300", "Tidewheel Voice", "0.710000", "900000000", "0.060000"),
)

PLANS = ("free", "team", "business", "enterprise")

# key, product, lowest plan (rank), planted adoption per 1000 entitled users, release (of days)
FEATURES = (
    ("dashboards", 0, 0, 820, 0.0),
    ("funnels", 0, 0, 540, 0.0),
    ("cohorts", 0, 1, 380, 0.0),
    ("forecasting", 0, 2, 210, 0.6),
    ("sql_editor", 0, 2, 160, 0.0),
    ("workflows", 1, 0, 610, 0.0),
    ("triggers", 1, 1, 430, 0.0),
    ("approvals", 1, 2, 190, 0.4),
    ("api_access", 1, 2, 240, 0.0),
    ("surveys", 2, 0, 350, 0.0),
    ("call_notes", 2, 1, 270, 0.8),
    ("sentiment", 2, 3, 120, 0.0),
)

# channel, utm_source, utm_medium, referrer, platform, cause and noise per 1000.
# "Cause" is the planted truth: the share of sign-ups that this channel really brought about.
# "Noise" is how often it merely appears on the way.
CHANNELS = (
    ("paid_search", "google", "cpc", "https://www.google.com/", "google_ads", 210, 170),
    ("paid_social", "facebook", "paid_social", "https://m.facebook.com/", "facebook_ads", 80, 220),
    ("linkedin", "linkedin", "paid_social", "https://www.linkedin.com/", "linkedin_ads", 140, 90),
    ("bing", "bing", "cpc", "https://www.bing.com/", "microsoft_ads", 40, 40),
    ("podcast", "podcast", "audio", "", "podcast", 50, 20),
    ("organic_search", "", "", "https://www.google.com/", "", 220, 180),
    ("email", "newsletter", "email", "", "", 90, 80),
    ("referral", "", "", "https://blog.partnerhub.example/best-tools", "", 70, 50),
    ("direct", "", "", "", "", 100, 150),
)

COMPETITORS = {
    "Pendulate": ("Pendulate", "pendulate inc", "PNDL", "Pendulate, Inc."),
    "Heapster": ("Heapster", "heapster.io", "Heap-ster"),
    "Gainspot": ("Gainspot", "GAINSPOT", "Gain Spot"),
    "Lumen Loop": ("Lumen Loop", "LumenLoop", "lumen-loop"),
    "Do it ourselves": ("in-house", "spreadsheets", "Do it ourselves"),
}

FIRST_NAMES = [
    "Ada",
    "Ben",
    "Carla",
    "Dmitri",
    "Elena",
    "Farid",
    "Grace",
    "Hugo",
    "Ines",
    "Jonas",
    "Keiko",
    "Luca",
    "Maya",
    "Nils",
    "Olga",
    "Pedro",
    "Quinn",
    "Rosa",
    "Samir",
    "Tessa",
    "Uma",
    "Viktor",
    "Wanda",
    "Xavier",
    "Yara",
    "Zoe",
    "Anouk",
    "Bruno",
    "Chiara",
    "Diego",
]
LAST_NAMES = [
    "Abbott",
    "Bauer",
    "Costa",
    "Dubois",
    "Eriksen",
    "Fischer",
    "Garcia",
    "Hansen",
    "Ivanova",
    "Jansen",
    "Kowalski",
    "Lindqvist",
    "Moreau",
    "Novak",
    "Okafor",
    "Petrov",
    "Quist",
    "Rossi",
    "Silva",
    "Tanaka",
    "Ueda",
    "Vargas",
    "Weber",
    "Yilmaz",
    "Zhang",
    "Keller",
    "Marsh",
    "Nolan",
]
ACCOUNT_WORDS = [
    "Alder",
    "Bright",
    "Cobalt",
    "Delta",
    "Ember",
    "Fjord",
    "Granite",
    "Harbor",
    "Indigo",
    "Juniper",
    "Kestrel",
    "Lark",
    "Meadow",
    "North",
    "Opal",
    "Pioneer",
    "Quartz",
    "River",
    "Summit",
    "Timber",
    "Umber",
    "Vale",
    "Willow",
    "Yarrow",
    "Zephyr",
    "Aspen",
    "Beacon",
    "Cedar",
    "Drift",
    "Echo",
]
ACCOUNT_ENDINGS = [
    "Labs",
    "Foods",
    "Freight",
    "Health",
    "Energy",
    "Systems",
    "Robotics",
    "Partners",
    "Retail",
    "Media",
    "Bank",
    "Studios",
    "Works",
    "Tools",
]
INDUSTRIES = ("Software", "Retail", "Healthcare", "Finance", "Manufacturing", "Media", "Logistics")
COUNTRIES = ("US", "US", "US", "GB", "GB", "DE", "FR", "NL", "ES", "CA")


def text_list(values) -> str:
    """SQL list of text literals."""
    return "[" + ", ".join("'" + str(v).replace("'", "''") + "'" for v in values) + "]"


def sql_rows(rows) -> str:
    """SQL row literals of Python tuples of text, numbers, None."""

    def literal(value) -> str:
        if value is None:
            return "null"
        return str(value) if isinstance(value, int) else "'" + str(value).replace("'", "''") + "'"

    return ", ".join("(" + ", ".join(literal(v) for v in row) + ")" for row in rows)


def drawn_channel(kind: str, draw: str) -> str:
    """SQL for a channel number drawn by its share of 'cause' or 'noise'."""
    position = {"cause": 5, "noise": 6}[kind]
    drawn = [i for i, row in enumerate(CHANNELS) for _ in range(row[position] // 10)]
    if len(drawn) != 100:
        raise ValueError(f"channel shares of {kind} must add up to 1000")
    return f"{drawn}[1 + ({draw}) % 100]"


def build(world: World) -> None:
    """Create calendar, channels, features, accounts and users."""
    con, scale, days = world.con, world.scale, world.days
    con.execute(f"""create table channels as
        select * from (values {sql_rows((i, *row) for i, row in enumerate(CHANNELS))})
            c(ch, channel, utm_source, utm_medium, referrer, platform, cause_share, noise_share)""")
    released = [(i, k, p, m, r, int(days * at)) for i, (k, p, m, r, at) in enumerate(FEATURES)]
    con.execute(f"""create table features as
        select * from (values {sql_rows(released)})
            f(f, feature_key, product, min_plan, rate, released_day)""")
    con.execute(f"""
        create table users0 as
        with base as (
            select
                cast(u as integer) as u,
                rnd('user', u) as h,
                least({days - 1}, cast(floor({days} * pow((u + 0.5) / {scale.users},
                    0.7)) as int)) as t0
            from range({scale.users}) r(u)
        ),
        dated as (  -- two of three week-end sign-ups wait for Monday or Tuesday
            select *, least({days - 1}, t0 + case
                when isodow(day_of(t0)) >= 6 and h % 3 > 0 then 8 - isodow(day_of(t0)) + h % 2
                else 0 end) as signup_day
            from base
        ),
        placed as (
            select *, greatest(6, cast(ceil({scale.accounts} * pow((t0 + 1) / {days},
                0.8)) as int)) as n_acc
            from dated
        )
        select
            u, h, signup_day,
            u % 80 = 7 as is_internal,
            case when u % 80 <> 7 then
                least(n_acc - 1, cast(floor(n_acc * pow((rnd('acc', u) % 1000000) / 1000000.0,
                    1.3)) as int))
            end as a
        from placed
    """)
    con.execute(f"""
        create table accounts as
        with base as (
            select cast(a as integer) as a, rnd('account', a) as h from range({scale.accounts}) r(a)
        ),
        members as (
            select a, min(signup_day) as first_signup, count(*) as n_users from users0
            where a is not null group by a
        ),
        sized as (
            select base.*, first_signup, coalesce(n_users, 0) as n_users,
                coalesce(greatest(0, first_signup - h % 3), (h >> 5) % {days}) as created_day,
                (h >> 9) % 100 as size_draw
            from base left join members using (a)
        )
        select
            *,
            a % 20 <> 3 as in_crm,
            case when a % 20 <> 3 then cast(9100000000 + a * 7 as text) else 'ss-' || digits(a,
                6) end
                as account_id,
            nth({text_list(ACCOUNT_WORDS)}, h) || ' ' || nth({text_list(ACCOUNT_ENDINGS)}, h >> 8)
                || case when a >= 60 then ' ' || a else '' end as name,
            lower(nth({text_list(ACCOUNT_WORDS)}, h) || nth({text_list(ACCOUNT_ENDINGS)}, h >> 8))
                || case when a >= 60 then cast(a as text) else '-' || a end || '.example' as domain,
            nth({text_list(INDUSTRIES)}, h >> 12) as industry,
            nth({text_list(COUNTRIES)}, h >> 16) as country,
            case nth({text_list(COUNTRIES)}, h >> 16)
                when 'US' then 'USD' when 'CA' then 'USD' when 'GB' then 'GBP' else 'EUR'
                    end as currency,
            case when size_draw < 50 then 5 + h % 45 when size_draw < 85 then 50 + h % 450
                else 500 + h % 9000 end as employees,
            case when size_draw < 50 then 'smb' when size_draw < 85 then 'mid_market'
                else 'enterprise' end as segment,
            case when size_draw < 30 then 0 when size_draw < 60 then 1 when size_draw < 85 then 2
                else 3 end as plan_rank
        from sized
        order by a
    """)
    con.execute(f"""
        create table users as
        with named as (
            select
                x.u, x.h, x.signup_day, x.is_internal, x.a, rnd('user2', x.u) as h2,
                coalesce(acc.in_crm, false) as in_crm, acc.account_id, acc.domain,
                case when x.is_internal then 3 else acc.plan_rank end as plan_rank,
                nth({text_list(FIRST_NAMES)}, x.h >> 3) as first_name,
                nth({text_list(LAST_NAMES)}, x.h >> 11) as last_name
            from users0 x left join accounts acc using (a)
        )
        select
            *,
            'usr-' || digits(u, 7) as user_id,
            -- cookies are numbers until they are written: two per user, strangers' start at 10^12
            cast(u as bigint) * 2 as anon_1,
            case when h2 % 10 < 3 then cast(u as bigint) * 2 + 1 end as anon_2,
            case when in_crm then cast(51000000 + u * 3 as text) end as contact_id,
            lower(first_name || '.' || last_name) || u || '@' || case
                when is_internal then '{DOMAIN}'
                when (h2 >> 6) % 100 < 15 then nth(['gmail.com', 'outlook.com', 'yahoo.com'],
                    h2 >> 9)
                else domain end as email,
            {drawn_channel("cause", "h2 >> 16")} as cause,
            -- a quarter of the users stop within four months of signing up
            signup_day + case when (h2 >> 24) % 4 = 0 and not is_internal
                then 20 + (h2 >> 28) % 100 else 100000 end as last_day,
            signup_day + 7 + (h2 >> 35) % 35 as anon_2_day,
            1 + (h2 >> 40) % 5 as n_touches,
            office(h) as signup_sec
        from named
        order by u
    """)
    # A user's features as hexadecimal digits of one number: digit n is the n-th one's place.
    draw = "rnd('adopt', u * 16 + f) % 1000"
    for kind, condition in (
        ("adopted", f"{draw} < rate"),
        ("tried", f"{draw} >= rate and {draw} < rate + 150"),
    ):
        con.execute(f"""
            create table {kind}_features as
            with chosen as (
                select u, f, row_number() over (partition by u order by f) - 1 as place
                from users join features on plan_rank >= min_plan
                where {condition}
            )
            select u, cast(count(*) as integer) as n_{kind},
                cast(sum(cast(f as bigint) << cast(place * 4 as integer)) as bigint) as {kind}
            from chosen group by u
        """)
    con.execute("""
        create table user_features as
        select u, coalesce(n_adopted, 0) as n_adopted, coalesce(adopted, 0) as adopted,
            coalesce(n_tried, 0) as n_tried, coalesce(tried, 0) as tried
        from users
        left join adopted_features using (u)
        left join tried_features using (u)
        order by u
    """)
    con.execute(f"""
        create table days as
        with shaped as (
            select t, isodow(day_of(t)) as dow,
                0.5 + t / {days}.0 as growth,
                case when isodow(day_of(t)) >= 6 then 0.45 else 1.0 end as season,
                t // 28 as period
            from range({days}) r(t)
        )
        select cast(t as integer) as t, dow, cast(period as integer) as period,
            cast(round({scale.visits / days} * growth * season) as integer) as n_visits,
            cast(round({scale.slots / days} * (0.5 + (period * 28.0) / {days})) as integer)
                as n_slots,
            season,
            '4.' || t // 14 as app_version
        from shaped order by t
    """)
    con.execute("drop table users0")
