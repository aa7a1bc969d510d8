"""Launches: what they bring, and who buys a second product.

Belongs here: panels over the schema launches.
"""

from dagster_project.lib.page import marks
from dagster_project.lib.page.panel import Panel

PANELS = [
    Panel(
        key="lift",
        part="Launches",
        title="What each launch moved",
        words="Sign-ups beyond those that the 28 days before let expect, in the longest horizon "
        "that has begun, with 95 % bounds. Bounds around 0: not told from chance. Never add "
        "launches up.",
        needs=("launches.acquisition_rollup",),
        empty="needs launches (raw/generic/launches) and sign-ups",
        sql="""
with seen as (
    select
        *,
        row_number() over (
            partition by source_relation, launch_id
            order by days_seen desc, horizon_days, segment = '(targeted)' desc
        ) as place
    from launches.acquisition_rollup
    where segment in ('(targeted)', '(all)') and days_seen > 0 and lift is not null
)

select
    launch_name || ' (' || days_seen || ' days)' as launch,
    launched_on,
    new_signups,
    baseline_expected,
    lift,
    lift_low,
    lift_high,
    is_mature
from seen
where place = 1
order by launched_on desc, launch
limit 12
""",
        draw=lambda rows, v: marks.ranges(
            rows, "launch", "lift", "lift_low", "lift_high", "Lift of each launch", percent=False
        ),
    ),
    Panel(
        key="lift_weeks",
        part="Launches",
        title="The newest launch, week by week",
        words="Sign-ups per seven days from four weeks before, beside those to expect without "
        "the launch.",
        needs=("launches.acquisition",),
        empty="needs launches (raw/generic/launches) and sign-ups",
        sql="""
with newest as (
    select source_relation, launch_id, max(segment) as segment
    from launches.acquisition
    where segment in ('(targeted)', '(all)') and is_targeted
    group by source_relation, launch_id, launched_on
    order by launched_on desc, launch_id
    limit 1
),

weeks as (
    select
        launch_name,
        launched_on + 7 * cast(floor(day_offset / 7) as integer) as week_on,
        sum(new_signups) as seen,
        sum(baseline_expected) as expected
    from launches.acquisition
    inner join newest using (source_relation, launch_id, segment)
    group by all
    having count(*) = 7 and count(baseline_expected) = 7
)

from (unpivot weeks on seen, expected into name series value signups)
order by week_on, series
""",
        draw=lambda rows, v: marks.lines(
            rows, "week_on", "signups", "series", "Sign-ups per week, seen and expected"
        ),
    ),
    Panel(
        key="pairs",
        part="Launches",
        title="Owners of one product who own another",
        words="Attach rate at the end of the last whole month: of the accounts that own the row's "
        "product and could buy the column's, the share that own both.",
        needs=("launches.product_pairs",),
        empty="needs subscriptions to two products",
        sql="""
select
    product_id,
    second_product_id,
    attached,
    attach_eligible,
    attach_rate
from launches.product_pairs
where month_on = (select max(month_on) from launches.product_pairs where is_complete)
order by product_id, second_product_id
""",
        draw=lambda rows, v: marks.heat(
            rows,
            "second_product_id",
            "product_id",
            "attach_rate",
            ("also own", "owners of"),
            "Attach rate per pair of products",
        ),
    ),
]
