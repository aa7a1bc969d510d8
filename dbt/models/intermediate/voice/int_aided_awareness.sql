{%- set weeks = var('awareness_baseline_weeks') | int -%}
-- Surveys of aided awareness per week in which somebody answered one: how many of those asked know
-- the brand when it is named, and that share against the surveys of the weeks before.

with responses as (
    select * from {{ ref('voice_responses') }}
    where kind = 'awareness' and verdict is not null
),

dates as (
    select * from {{ ref('dim_date') }}
),

clock as (
    select * from {{ ref('int_clock') }}
),

surveyed as (
    select
        dates.week_start_on,
        dates.week_end_on,
        {{ count_if("responses.verdict = 'aware'") }} as aided_aware,
        cast(count(*) as bigint) as aided_asked
    from responses
    inner join dates on responses.responded_on = dates.date_day
    group by dates.week_start_on, dates.week_end_on
),

earlier as (
    select
        surveyed.week_start_on,
        sum(before_it.aided_aware) as aware_total,
        sum(before_it.aided_asked) as asked_total,
        count(*) as baseline_weeks
    from surveyed
    cross join clock
    inner join surveyed as before_it
        on
            before_it.week_start_on < surveyed.week_start_on
            and before_it.week_start_on >= {{ add_days('surveyed.week_start_on', -7 * weeks) }}
            and {{ is_week_mature('before_it.week_end_on') }}
    group by surveyed.week_start_on
),

final as (
    select
        surveyed.week_start_on,
        surveyed.aided_aware,
        surveyed.aided_asked,
        case
            when earlier.baseline_weeks >= {{ var('awareness_baseline_min_weeks') | int }}
                then {{ ratio(
                    'surveyed.aided_aware * earlier.asked_total',
                    'earlier.aware_total * surveyed.aided_asked', 100
                ) }}
        end as aided_awareness_index
    from surveyed
    left join earlier on surveyed.week_start_on = earlier.week_start_on
)

select * from final
