with deals as (
    select * from {{ ref('int_opportunity_outcomes') }} where outcome <> 'open'
),

counted as (
    select
        segment,
        {{ quarter_columns() }},
        {{ outcome_sums() }},
        {{ count_if('competitor_count > 0') }} as closed_with_competitor
    from deals
    group by segment, {{ quarter_columns() }}
),

final as (
    select
        segment,
        {{ quarter_columns() }},
        closed,
        closed_with_competitor,
        {{ ratio('closed_with_competitor', 'closed') }} as competitor_coverage,
        won,
        lost,
        no_decision,
        won + lost as decided,
        {{ ratio('won', 'won + lost') }} as win_rate,
        {{ wilson_bound('won', '(won + lost)', 'low') }} as win_rate_low,
        {{ wilson_bound('won', '(won + lost)', 'high') }} as win_rate_high,
        {{ rate_with_bounds('won', 'closed', 'win_rate_with_no_decision') }},
        won + lost < {{ var('low_sample_size') | int }} as is_low_sample,
        closed < {{ var('low_sample_size') | int }} as is_win_rate_with_no_decision_low_sample,
        amount_won,
        amount_lost,
        amount_no_decision,
        {{ as_decimal('amount_won + amount_lost') }} as amount_decided,
        {{ ratio('amount_won', 'amount_won + amount_lost') }} as amount_win_rate,
        closed_without_amount
    from counted
)

select * from final
