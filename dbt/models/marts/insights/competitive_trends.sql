with quarters as (
    select * from {{ ref('competitive_win_loss') }} where quarter_start_on is not null
),

clock as (
    select * from {{ ref('int_clock') }}
),

calendar as (
    select quarter_start_on
    from {{ ref('dim_date') }}
    cross join clock
    where date_day <= clock.as_of_on
    group by quarter_start_on
),

-- Closed deals of the quarter that name anybody: what shares are taken of.
named as (
    select quarter_start_on, cast(sum(closed_with_competitor) as bigint) as closed_with_competitor
    from {{ ref('competitive_coverage') }}
    where quarter_start_on is not null
    group by quarter_start_on
),

summed as (
    select
        competitor,
        quarter_start_on,
        sum(won) as won,
        sum(lost) as lost,
        sum(no_decision) as no_decision
    from quarters
    group by competitor, quarter_start_on
),

reasons as (
    select
        competitor, quarter_start_on, reason, sum(deals) as deals,
        row_number() over (
            partition by competitor, quarter_start_on
            order by sum(deals) desc nulls last, reason asc nulls last
        ) as place
    from {{ ref('competitive_reasons') }}
    where kind = 'loss' and reason <> '(none given)'
    group by competitor, quarter_start_on, reason
),

-- A quarter in which a competitor was not met is none of nothing, from the first one met on.
spans as (
    select competitor, min(quarter_start_on) as first_on from summed group by competitor
),

dense as (
    select
        spans.competitor,
        calendar.quarter_start_on,
        cast(coalesce(summed.won, 0) as bigint) as won,
        cast(coalesce(summed.lost, 0) as bigint) as lost,
        cast(coalesce(summed.no_decision, 0) as bigint) as no_decision
    from spans
    inner join calendar on spans.first_on <= calendar.quarter_start_on
    left join summed
        on
            spans.competitor = summed.competitor
            and calendar.quarter_start_on = summed.quarter_start_on
),

followed as (
    select
        *,
        won + lost as decided,
        won + lost + no_decision as closed,
        cast(sum(won) over a_year as bigint) as won_4q,
        cast(sum(won + lost) over a_year as bigint) as decided_4q,
        lag({{ ratio('won', 'won + lost') }}) over (
            partition by competitor order by quarter_start_on asc nulls last
        ) as win_rate_before
    from dense
    window a_year as (
        partition by competitor order by quarter_start_on asc nulls last
        rows between 3 preceding and current row
    )
),

final as (
    select
        followed.competitor,
        followed.quarter_start_on,
        followed.won, followed.lost, followed.no_decision, followed.decided, followed.closed,
        coalesce(named.closed_with_competitor, 0) as closed_with_competitor,
        {{ ratio('followed.closed', 'named.closed_with_competitor') }} as share_of_deals,
        {{ ratio('followed.no_decision', 'followed.closed') }} as no_decision_share,
        {{ ratio('followed.won', 'followed.decided') }} as win_rate_vs,
        {{ wilson_bound('followed.won', 'followed.decided', 'low') }} as win_rate_vs_low,
        {{ wilson_bound('followed.won', 'followed.decided', 'high') }} as win_rate_vs_high,
        followed.decided < {{ var('low_sample_size') | int }} as is_low_sample,
        {{ ratio('followed.won', 'followed.decided') }} - followed.win_rate_before
            as win_rate_change,
        followed.won_4q,
        followed.decided_4q,
        {{ ratio('followed.won_4q', 'followed.decided_4q') }} as win_rate_4q,
        reasons.reason as top_loss_reason,
        cast(coalesce(reasons.deals, 0) as bigint) as top_loss_reason_deals,
        cast(date_trunc('quarter', {{ add_days('followed.quarter_start_on', 100) }}) as date)
        <= clock.as_of_on
            as is_complete
    from followed
    cross join clock
    left join named on followed.quarter_start_on = named.quarter_start_on
    left join reasons
        on
            followed.competitor = reasons.competitor
            and followed.quarter_start_on = reasons.quarter_start_on
            and reasons.place = 1
)

select * from final
