"""Generic sheets: products, exchange rates, aliases, and who the CRM does not hold.

Belongs here: small tables a marketing team keeps by hand.
Does not belong here: ad performance of generic platforms (ads.py).
"""

from __future__ import annotations

from dagster_project.sample.company import COMPETITORS, PRODUCTS, sql_rows
from dagster_project.sample.engine import Feed, World

UTM_ALIASES = (
    ("source", "Google", "google"),
    ("source", "adwords", "google"),
    ("source", "fb", "facebook"),
    ("source", "LinkedIn.com", "linkedin"),
    ("medium", "PPC", "cpc"),
    ("medium", "paidsocial", "paid_social"),
)


def build(world: World) -> None:
    """Create the daily rates to USD: a slow wave and a little noise, six digits."""
    world.con.execute(f"""
        create table usd_rates as
        select cast(t as integer) as t, currency,
            case when currency = 'USD' then cast(1 as decimal(12, 6)) else cast(
                base + 0.03 * sin(t / 70.0) + (rnd('fx' || currency, t) % 9000) / 1000000.0
                as decimal(12, 6)) end as rate
        from range(-40, {world.days + 1}) r(t), (values ('USD', 1.0), ('EUR', 1.08), ('GBP',
            1.27)) c(currency, base)
    """)


def feeds(world: World, lo: int, hi: int) -> list[Feed]:
    """Sheets are delivered once; rates every day; self-serve accounts and users when they come."""
    first = lo == 0
    since = -40 if first else lo
    made = [
        Feed(
            "generic",
            "fx_rates",
            f"""
            select day_of(a.t) as date, a.currency as from_currency, b.currency as to_currency,
                cast(a.rate as double) / cast(b.rate as double) as raw_rate
            from usd_rates a join usd_rates b on a.t = b.t and a.currency <> b.currency
            where a.t >= {since} and a.t < {hi}
        """,
            "date, from_currency, to_currency",
        ),
        Feed(
            "generic",
            "accounts",
            f"""
            select account_id, name, domain, industry, segment, country,
                employees as employee_count,
                ts(created_day, office(h)) as created_at, synced(created_day, a) as updated_at
            from accounts where not in_crm and created_day >= {lo} and created_day < {hi}
        """,
            "account_id",
        ),
        Feed(
            "generic",
            "users",
            f"""
            select user_id, account_id, email, ts(signup_day, signup_sec) as created_at,
                false as is_internal, synced(signup_day, u) as updated_at
            from users
            where not in_crm and not is_internal and signup_day >= {lo} and signup_day < {hi}
        """,
            "user_id",
        ),
    ]
    made[0] = Feed(
        "generic",
        "fx_rates",
        f"""
        select date, from_currency, to_currency, cast(raw_rate as decimal(20, 10)) as rate,
            cast(date as timestamp) + interval 25 hour as updated_at
        from ({made[0].sql})
    """,
        made[0].order,
    )
    if first:
        made += [_products(), _competitors(), _utm()]
    return made


def _products() -> Feed:
    return Feed(
        "generic",
        "products",
        f"""
        select *, 'USD' as currency, ts(0, 0) as updated_at
        from (values {sql_rows(PRODUCTS)}) v(product_id, name, gross_margin, market_size,
            market_growth)
    """,
        "product_id",
    )


def _competitors() -> Feed:
    rows = [(alias, name) for name, aliases in COMPETITORS.items() for alias in aliases]
    return Feed(
        "generic",
        "competitor_aliases",
        f"""
        select *, ts(0, 0) as updated_at from (values {sql_rows(rows)}) v(alias, competitor)
    """,
        "alias",
    )


def _utm() -> Feed:
    return Feed(
        "generic",
        "utm_aliases",
        f"""
        select *, ts(0, 0) as updated_at from (values {sql_rows(UTM_ALIASES)}) v(field, raw_value,
            value)
    """,
        "field, raw_value",
    )
