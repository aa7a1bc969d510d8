{%- set groups = 'week_start_on, segment, rule_version' %}
-- Days from sign-up to the first use of a feature, median per cohort after Kaplan and Meier: who
-- has used none yet waits on for as long as use is known, or to the end of the longest window of a
-- rule, and is counted as censored, not left out.

with cohorts as (
    select * from {{ ref('int_plg_cohorts') }} where is_on_path
),

feed as (
    select * from {{ ref('int_event_feed') }}
),

-- Who signed up later than that has waited less than no day, and is never at risk.
waits as (
    select
        cohorts.week_start_on,
        cohorts.segment,
        cohorts.rule_version,
        cohorts.first_value_on is not null as is_reached,
        case
            when cohorts.first_value_on is not null
                then {{ days_between('cohorts.signed_up_on', 'cohorts.first_value_on') }}
            else least(
                {{ days_between('cohorts.signed_up_on', 'feed.known_until_on') }},
                {{ plg_longest_window() }}
            )
        end as days
    from cohorts
    cross join feed
),

ends as (
    select
        {{ groups }}, days,
        {{ count_if('is_reached') }} as reached,
        cast(count(*) as bigint) as ended
    from waits
    group by {{ groups }}, days
),

at_risk as (
    select
        *,
        cast(sum(ended) over (
            partition by {{ groups }} order by days desc nulls last
            rows between unbounded preceding and current row
        ) as bigint) as waiting
    from ends
),

surviving as (
    select
        *,
        sum({{ log_survival('reached', 'waiting') }}) over (
            partition by {{ groups }} order by days asc nulls last
            rows between unbounded preceding and current row
        ) as log_share
    from at_risk
),

final as (
    select
        {{ groups }},
        cast(sum(reached) as bigint) as reached_value,
        cast(sum(ended - reached) as bigint) as censored,
        cast(min(case when {{ is_half_survived('log_share') }} then days end) as bigint)
            as time_to_value_days
    from surviving
    group by {{ groups }}
)

select * from final
