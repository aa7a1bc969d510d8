{%- set scopes = {
    'segment': 'segment', 'product': "coalesce(product_id, '(no product)')", 'total': "'(all)'",
} -%}
with deals as (
    select * from {{ ref('int_opportunity_outcomes') }}
),

clock as (
    select * from {{ ref('int_clock') }}
),

-- Recurring revenue stands at the end of a quarter, tonight in the running one.
seen_months as (
    select max(month_on) as month_on, cast(date_trunc('quarter', month_on) as date) as quarter_on
    from {{ ref('int_months') }}
    group by cast(date_trunc('quarter', month_on) as date)
),

recurring as (
    select
        seen_months.quarter_on, months.product_id, months.mrr, months.account_id,
        coalesce(segments.segment, '(unknown)') as segment
    from {{ ref('int_mrr_months') }} as months
    inner join seen_months on months.month_on = seen_months.month_on
    left join {{ ref('int_account_segments') }} as segments
        on months.account_id = segments.account_id
),

known as (
    select count(*) as account_months from {{ ref('int_mrr_months') }}
),

facts as (
    select
        'created' as kind, cast(date_trunc('quarter', created_on) as date) as quarter_on, segment,
        product_id, amount, amount_original, 0 as competitor_count
    from deals
    where created_on is not null
    union all
    select
        outcome, quarter_start_on, segment, product_id, amount, amount_original, competitor_count
    from deals
    where outcome <> 'open' and quarter_start_on is not null
    union all
    select 'recurring', quarter_on, segment, product_id, {{ as_decimal('12 * mrr') }}, 0, 0
    from recurring
),

scoped as (
    {%- for scope, scope_id in scopes.items() %}
    select
        '{{ scope }}' as scope, {{ scope_id }} as scope_id, quarter_on, kind, amount,
        amount_original, competitor_count
    from facts
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

-- A quarter in which nothing happens is none of everything, from the scope's first on.
dense as (
    select * from scoped
    union all
    select spans.scope, spans.scope_id, seen_months.quarter_on, 'none', null, null, 0
    from (select scope, scope_id, min(quarter_on) as first_on from scoped group by scope, scope_id)
        as spans
    inner join seen_months on spans.first_on < seen_months.quarter_on
),

counted as (
    select
        scope, scope_id, quarter_on,
        {{ count_if("kind = 'created'") }} as opps,
        {{ complete_sum('amount', 'amount_original', "kind = 'created'") }} as pipeline_created,
        {{ count_if("kind = 'won'") }} as won,
        {{ count_if("kind = 'lost'") }} as lost,
        {{ count_if("kind = 'no_decision'") }} as no_decision,
        {{ count_if("competitor_count > 0") }} as closed_with_competitor,
        {{ complete_sum('amount', 'amount_original', "kind = 'won'") }} as amount_won,
        {{ complete_sum('amount', 'amount_original', "kind = 'lost'") }} as amount_lost,
        case when max(known.account_months) > 0
            then {{ complete_sum('amount', 'amount_original', "kind = 'recurring'") }} end as arr
    from dense
    cross join known
    group by scope, scope_id, quarter_on
),

markets as (
    select * from {{ ref('int_markets') }}
),

compared as (
    select
        counted.*,
        counted.won + counted.lost as decided,
        counted.won + counted.lost + counted.no_decision as closed,
        before.pipeline_created as pipeline_year_ago,
        before.arr as arr_year_ago,
        {{ ratio(
            'counted.pipeline_created - before.pipeline_created', 'before.pipeline_created'
        ) }}
            as pipeline_growth,
        {{ ratio('counted.arr - before.arr', 'before.arr') }} as arr_growth,
        markets.market_size,
        markets.market_growth
    from counted
    left join counted as before
        on
            counted.scope = before.scope
            and counted.scope_id = before.scope_id
            and counted.quarter_on
            = cast(date_trunc('quarter', {{ add_days('before.quarter_on', 370) }}) as date)
    left join markets
        on counted.scope = markets.scope and counted.scope_id = markets.scope_id
),

final as (
    select
        scope, scope_id, quarter_on as quarter_start_on,
        opps,
        pipeline_created,
        pipeline_year_ago,
        pipeline_growth,
        won, lost, no_decision, decided, closed,
        {{ rate_with_bounds('won', 'decided', 'win_rate') }},
        decided < {{ var('low_sample_size') | int }} as is_low_sample,
        amount_won,
        {{ as_decimal('amount_won + amount_lost') }} as amount_decided,
        {{ ratio('amount_won', 'amount_won + amount_lost') }} as amount_win_rate,
        {{ ratio('no_decision', 'closed') }} as no_decision_share,
        closed_with_competitor,
        {{ ratio('closed_with_competitor', 'closed') }} as competitor_coverage,
        arr,
        arr_year_ago,
        arr_growth,
        market_size,
        {{ ratio('arr', 'market_size') }} as market_share,
        market_growth,
        arr_growth - market_growth as growth_against_market,
        '{{ var("reporting_currency") }}' as currency,
        cast(date_trunc('quarter', {{ add_days('quarter_on', 100) }}) as date)
        <= clock.as_of_on
            as is_complete
    from compared
    cross join clock
    where quarter_on <= clock.as_of_on
)

select * from final
