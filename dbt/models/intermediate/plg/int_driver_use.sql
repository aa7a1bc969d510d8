-- How far the account's use had come at the landmark, a row per case (int_driver_cases, those at
-- risk) and measure, and whether that is more than the mean of all cases. What an account never
-- used has no row; a row without driver names each case.

with cases as (
    select
        *,
        cast(case when is_held_out then 1 else 0 end as bigint) as held_out,
        cast(case when is_converted then 1 else 0 end as bigint) as has_converted,
        count(*) over () as all_cases
    from {{ ref('int_driver_cases') }}
    where case_state = 'at_risk'
),

used as (
    select
        cases.case_number, cases.held_out, cases.has_converted, cases.all_cases,
        facts.measure as driver,
        cast(max(facts.reached) as bigint) as amount
    from cases
    inner join {{ ref('int_plg_use') }} as facts
        on
            cases.user_id = facts.user_id
            and facts.scope = 'account'
            and facts.date_day < cases.landmark_on
    group by
        cases.case_number, cases.held_out, cases.has_converted, cases.all_cases, facts.measure
),

final as (
    select
        case_number, held_out, has_converted, driver, amount,
        case when amount * all_cases > sum(amount) over (partition by driver) then 1 else 0 end
            as is_above
    from used
    union all
    select case_number, held_out, has_converted, '', cast(0 as bigint), 0 from cases
)

select * from final
