{%- set back = var('velocity_days') | int %}
{%- set keys = ['scope', 'scope_id', 'month_on'] %}
with deals as (
    select * from {{ ref('int_opportunity_outcomes') }}
),

months as (
    select *, {{ add_days('seen_on', -back) }} as looked_back_to
    from {{ ref('int_months') }}
),

scoped as (
    {%- for scope, scope_id in {'segment': 'segment', 'total': "'(all)'"}.items() %}
    select '{{ scope }}' as scope, {{ scope_id }} as scope_id, deals.* from deals
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

-- A deal as it stood at the end of each month; what closed later was still open.
seen as (
    select
        scoped.scope,
        scoped.scope_id,
        months.month_on,
        scoped.amount,
        scoped.amount_original,
        case when scoped.closed_on <= months.seen_on then scoped.outcome else 'open' end
            as outcome,
        coalesce(scoped.closed_on > months.looked_back_to, true) as is_counted,
        scoped.created_on > months.looked_back_to as is_recent,
        coalesce(scoped.closed_on <= months.seen_on, false) as is_event,
        greatest(cast(0 as bigint), {{ days_between(
            'scoped.created_on', 'least(coalesce(scoped.closed_on, months.seen_on), months.seen_on)'
        ) }})
            as days
    from scoped
    inner join months
        on
            scoped.created_on <= months.seen_on
            and (
                scoped.closed_on > months.looked_back_to
                or scoped.created_on > months.looked_back_to
                or not scoped.is_closed
            )
    where scoped.closed_on is not null or not scoped.is_closed
),

counted as (
    select
        {{ keys | join(', ') }},
        {{ count_if("outcome = 'open'") }} as open_opportunities,
        {{ complete_sum('amount', 'amount_original', "outcome = 'open'") }} as open_amount,
        {{ count_if("outcome = 'won' and is_counted") }} as won,
        {{ count_if("outcome = 'lost' and is_counted") }} as lost,
        {{ count_if("outcome = 'no_decision' and is_counted") }} as no_decision,
        {{ count_if("outcome = 'won' and is_counted and amount_original is not null") }}
            as won_with_amount,
        {{ complete_sum('amount', 'amount_original', "outcome = 'won' and is_counted") }}
            as amount_won
    from seen
    group by {{ keys | join(', ') }}
),

recent as (
    select * from seen where is_recent
),

rated as (
    select
        counted.*,
        medians.cases as cycle_deals,
        medians.median_days as median_cycle_days,
        {{ ratio('counted.won', 'counted.won + counted.lost') }} as win_rate,
        {{ ratio('counted.amount_won', 'counted.won_with_amount') }} as average_deal
    from counted
    left join {{ survival_medians('recent', keys) }} as medians
        on
            counted.scope = medians.scope
            and counted.scope_id = medians.scope_id
            and counted.month_on = medians.month_on
),

final as (
    select
        rated.scope,
        rated.scope_id,
        rated.month_on,
        rated.open_opportunities,
        rated.open_amount,
        rated.won,
        rated.lost,
        rated.no_decision,
        rated.win_rate,
        {{ wilson_bound('rated.won', '(rated.won + rated.lost)', 'low') }} as win_rate_low,
        {{ wilson_bound('rated.won', '(rated.won + rated.lost)', 'high') }} as win_rate_high,
        rated.won + rated.lost < {{ var('low_sample_size') | int }} as is_low_sample,
        rated.amount_won,
        rated.won_with_amount,
        rated.average_deal,
        coalesce(rated.cycle_deals, 0) as cycle_deals,
        rated.median_cycle_days,
        {{ ratio(
            'rated.open_opportunities * rated.win_rate * rated.average_deal',
            'rated.median_cycle_days'
        ) }}
            as velocity,
        '{{ var("reporting_currency") }}' as currency,
        months.is_complete
    from rated
    inner join months on rated.month_on = months.month_on
)

select * from final
