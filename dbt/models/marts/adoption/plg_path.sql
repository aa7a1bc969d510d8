{%- set steps = {'activated': 'activation', 'pqls': 'pql', 'trials': 'trial', 'paid': 'paid'} -%}
{#- Counts of steps that are use. -#}
{%- set used = ['activated', 'pqls', 'paid_pqls', 'paid_before_pql', 'paid_others'] -%}
with cohorts as (
    select * from {{ ref('int_plg_cohorts') }}
),

clock as (
    select * from {{ ref('int_clock') }}
),

feed as (
    select * from {{ ref('int_event_feed') }}
),

windows as (
    select
        rule_version,
        max(case when step = 'activation' then within_days end) as activation_days,
        max(case when step = 'pql' then within_days end) as pql_days
    from {{ plg_rule_rows() }}
    group by rule_version
),

reached as (
    select
        week_start_on,
        max(week_end_on) as week_end_on,
        min(signed_up_on) as first_signup_on,
        segment,
        rule_version,
        cast(count(*) as bigint) as signups,
        {{ count_if('not is_opener') }} as joiners,
        {{ count_if('is_opener and not is_on_path') }} as customers_before,
        {{ count_if('is_on_path') }} as path_signups,
        {{ count_if('is_on_path and activated_on is not null') }} as activated,
        {{ count_if('is_on_path and pql_on is not null') }} as pqls,
        {{ count_if('is_on_path and trial_on is not null') }} as trials,
        {{ count_if('is_on_path and paid_on is not null') }} as paid,
        {{ count_if('is_on_path and pql_on <= paid_on') }} as paid_pqls,
        {{ count_if('is_on_path and pql_on > paid_on') }} as paid_before_pql,
        {{ count_if('is_on_path and paid_on is not null and pql_on is null') }} as paid_others
    from cohorts
    group by week_start_on, segment, rule_version
),

-- Who signed up before the first event may have used the product unseen, and of who signed up after
-- the last one nothing is known yet: then a step that nobody took is unknown, not zero.
known as (
    select reached.*, {{ is_use_known('reached.first_signup_on', 1, 'feed') }} as is_use_known
    from reached
    cross join feed
),

counted as (
    select
        week_start_on, week_end_on, segment, rule_version, signups, joiners, customers_before,
        path_signups, trials, paid, is_use_known
        {%- for count in used %},
        case when is_use_known then {{ count }} end as {{ count }}
        {%- endfor %}
    from known
),

-- An account is opened by one sign-up, so its seats count in one cohort.
seats as (
    select
        cohorts.week_start_on,
        cohorts.segment,
        cohorts.rule_version,
        case when count(*) = count(seats.seats) then cast(sum(seats.seats) as bigint) end
            as paid_seats,
        case when count(*) = count(seats.seats) then cast(sum(seats.seats_in_use) as bigint) end
            as seats_in_use
    from cohorts
    inner join {{ ref('int_account_seats') }} as seats on cohorts.account_id = seats.account_id
    where cohorts.is_on_path and cohorts.paid_on is not null
    group by cohorts.week_start_on, cohorts.segment, cohorts.rule_version
),

final as (
    select
        counted.week_start_on,
        counted.segment,
        counted.rule_version,
        counted.signups,
        counted.joiners,
        counted.customers_before,
        counted.path_signups,
        {%- for count, step in steps.items() %}
        counted.{{ count }},
        {{ ratio('counted.' ~ count, 'counted.path_signups') }} as {{ step }}_rate,
        {{ wilson_bound('counted.' ~ count, 'counted.path_signups', 'low') }}
            as {{ step }}_rate_low,
        {{ wilson_bound('counted.' ~ count, 'counted.path_signups', 'high') }}
            as {{ step }}_rate_high,
        {%- endfor %}
        counted.path_signups < {{ var('low_sample_size') | int }} as is_low_sample,
        counted.paid_pqls,
        counted.paid_before_pql,
        {{ ratio('counted.paid_pqls', 'counted.pqls - counted.paid_before_pql') }} as pql_paid_rate,
        counted.path_signups - counted.pqls as others,
        counted.paid_others,
        {{ ratio('counted.paid_others', 'counted.path_signups - counted.pqls') }}
            as others_paid_rate,
        case when counted.is_use_known then coalesce(waits.reached_value, 0) end as reached_value,
        case when counted.is_use_known then coalesce(waits.censored, 0) end as censored,
        case when counted.is_use_known then waits.time_to_value_days end as time_to_value_days,
        seats.paid_seats,
        seats.seats_in_use,
        {{ ratio('seats.seats_in_use', 'seats.paid_seats') }} as seat_utilisation,
        {{ add_days('counted.week_end_on', 'windows.activation_days') }} <= feed.known_until_on
            as is_activation_mature,
        {{ add_days('counted.week_end_on', 'windows.pql_days') }} <= feed.known_until_on
            as is_pql_mature,
        {{ add_days('counted.week_end_on', var('plg_paid_days')) }} <= clock.as_of_on
        and {{ add_days('counted.week_end_on', 'windows.pql_days') }} <= feed.known_until_on
            as is_mature,
        counted.is_use_known
    from counted
    cross join clock
    cross join feed
    inner join windows on counted.rule_version = windows.rule_version
    left join {{ ref('int_plg_waits') }} as waits
        on
            counted.week_start_on = waits.week_start_on
            and counted.segment = waits.segment
            and counted.rule_version = waits.rule_version
    left join seats
        on
            counted.week_start_on = seats.week_start_on
            and counted.segment = seats.segment
            and counted.rule_version = seats.rule_version
)

select * from final
