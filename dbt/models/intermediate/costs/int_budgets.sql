-- Budgets of the sheets in both currencies, one per period and scope; spellings of a channel are
-- one channel. A budget keeps the rate of the day its period begins.

with budgets as (
    select * from {{ ref('stg_generic__budgets') }}
    where {{ calendar_fault('period_start_on', 'period_end_on') }} is null
),

channels as (
    select * from {{ ref('int_sheet_channels') }}
),

clock as (
    select * from {{ ref('int_clock') }}
),

named as (
    select
        budgets.source_relation,
        budgets.period_start_on,
        budgets.period_end_on,
        budgets.scope,
        coalesce(channels.channel, budgets.scope_id) as scope_id,
        budgets.amount_original,
        budgets.currency,
        least(budgets.period_start_on, clock.as_of_on) as rate_on
    from budgets
    left join channels
        on
            {{ key_where("budgets.scope = 'channel'", channel_key('budgets.scope_id')) }}
            = channels.channel_key
    cross join clock
),

converted as (
    select
        named.*,
        {{ fx_amount('named.amount_original') }} as amount,
        fx.fx_rate,
        fx.fx_date
    from named
    {{ fx_joins('named.currency', 'named.rate_on') }}
),

summed as (
    select
        source_relation,
        period_start_on,
        period_end_on,
        scope,
        scope_id,
        max(rate_on) as rate_on,
        min(currency) = max(currency) as has_one_currency,
        min(currency) as currency,
        min(fx_rate) as fx_rate,
        min(fx_date) as fx_date,
        {{ complete_sum('amount', 'amount_original', 'true') }} as budget,
        {{ as_decimal('sum(amount_original)') }} as budget_original
    from converted
    group by source_relation, period_start_on, period_end_on, scope, scope_id
),

-- A period with budgets in several currencies has no original amount.
final as (
    select
        source_relation,
        period_start_on,
        period_end_on,
        cast({{ days_between('period_start_on', 'period_end_on') }} + 1 as bigint) as day_count,
        scope,
        scope_id,
        rate_on,
        budget,
        {%- for column in ['budget_original', 'currency', 'fx_rate', 'fx_date'] %}
        case when has_one_currency then {{ column }} end as {{ column }}
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from summed
)

select * from final
