{%- set grain = [
    'date_basis', 'date_day', 'channel', 'source', 'medium', 'campaign', 'content', 'segment',
] -%}
{%- set label = grain[2:6] | join(', ') -%}
{%- set keys = grain | join(', ') -%}
{%- set trial_days = (var('trial_to_paid_days') | int) - 1 -%}
{%- set counts = {
    'sqls': "kind = 'sql'",
    'opps': "kind = 'opportunity'",
    'open_opps': "kind = 'opportunity' and not is_success",
    'won': "kind = 'won'",
    'lost': "kind = 'lost'",
    'no_decision': "kind = 'no_decision'",
    'orders': "kind = 'order'",
    'customers': "kind in ('won', 'order') and is_success",
    'trials': "kind = 'trial'",
    'trial_to_paid': "kind = 'trial' and is_success",
} -%}
{%- set amounts = {
    'amount_won': ['value', "has_amount and kind = 'won'"],
    'amount_lost': ['value', "has_amount and kind = 'lost'"],
    'bookings': ['value', "has_amount and kind in ('won', 'order', 'refund')"],
    'gross_profit': ['gross_profit', "has_amount and kind in ('won', 'order', 'refund')"],
} -%}
with credits as (
    select * from {{ ref('int_funnel_credits') }} where kind not in ('lead', 'mql', 'pql')
),

costs as (
    select * from {{ ref('int_funnel_costs') }}
),

clock as (
    select * from {{ ref('int_clock') }}
),

facts as (
    {%- for basis, day in {'touch': 'touch_day', 'conversion': 'conversion_day'}.items() %}
    select
        '{{ basis }}' as date_basis, {{ day }} as date_day, {{ label }},
        {%- for key in ['content', 'segment'] %}
        case {{ key }}_rows.shown when 'all' then '(all)' else credits.{{ key }} end as {{ key }},
        {%- endfor %}
        kind, value, gross_profit, has_amount, is_success, days
    from credits
    {%- for key in ['content', 'segment'] %}
    cross join {{ name_rows('shown', ['each', 'all']) }} as {{ key }}_rows
    {%- endfor %}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

counted as (
    select
        {{ keys }},
        {%- for measure, condition in counts.items() %}
        {{ count_if(condition) }} as {{ measure }},
        {%- endfor %}
        {%- for measure, (amount, condition) in amounts.items() %}
        {{ known_sum(amount, condition) }} as {{ measure }}{{ ',' if not loop.last }}
        {%- endfor %}
    from facts
    group by {{ keys }}
),

opened as (
    select * from facts where kind = 'opportunity'
),

-- Nobody knows what a content or a segment cost: cost stands in the rows of all of them, whether
-- anybody converted or not.
cost_days as (
    select
        bases.date_basis, date_day, {{ label }}, '(all)' as content, '(all)' as segment, spend,
        cost, is_complete
    from costs
    cross join {{ name_rows('date_basis', ['touch', 'conversion']) }} as bases
),

places as (
    select {{ keys }} from counted
    union
    select {{ keys }} from cost_days
),

joined as (
    select
        places.{{ grain | join(', places.') }},
        {%- for measure in counts %}
        coalesce(counted.{{ measure }}, 0) as {{ measure }},
        {%- endfor %}
        {%- for measure in amounts %}
        case when counted.date_day is null then {{ as_decimal(0) }} else counted.{{ measure }} end
            as {{ measure }},
        {%- endfor %}
        medians.median_days as median_cycle_days,
        {%- for measure in ['spend', 'cost'] %}
        case
            when places.content <> '(all)' or places.segment <> '(all)'
                then cast(null as decimal(18, 6))
            when cost_days.date_day is null then {{ as_decimal(0) }}
            else cost_days.{{ measure }}
        end as {{ measure }},
        {%- endfor %}
        {{ is_mature_touch('places.date_basis', 'places.date_day') }} as is_mature,
        {{ is_mature_touch('places.date_basis', 'places.date_day', trial_days) }}
            as is_trial_to_paid_rate_mature,
        places.date_day < clock.as_of_on and coalesce(cost_days.is_complete, true) as is_complete
    from places
    cross join clock
    {%- for relation, alias in [
        ['counted', 'counted'], ['cost_days', 'cost_days'],
        [survival_medians('opened', grain, 'days', 'is_success'), 'medians'],
    ] %}
    left join {{ relation }} {{ 'as ' ~ alias if relation != alias }}
        on
            {%- for key in grain %}
            {{ 'and ' if not loop.first }}places.{{ key }} = {{ alias }}.{{ key }}
            {%- endfor %}
    {%- endfor %}
),

final as (
    select
        {{ keys }},
        {{ counts | join(', ') }},
        {{ amounts | join(', ') }},
        {{ as_decimal('amount_won + amount_lost') }} as amount_decided,
        median_cycle_days,
        spend, cost,
        '{{ var("messaging_cost_basis") }}' as cost_basis,
        '{{ var("reporting_currency") }}' as currency,
        {{ rate_with_bounds('won', '(won + lost)', 'win_rate') }},
        {{ ratio('amount_won', 'amount_won + amount_lost') }} as amount_win_rate,
        {{ rate_with_bounds('trial_to_paid', 'trials', 'trial_to_paid_rate') }},
        {{ ratio('cost', 'sqls') }} as cost_per_sql,
        {{ ratio('cost', 'opps') }} as cost_per_opportunity,
        {{ ratio('cost', 'customers') }} as cost_per_customer,
        won + lost < {{ var('low_sample_size') | int }} as is_low_sample,
        trials < {{ var('low_sample_size') | int }} as is_trial_to_paid_rate_low_sample,
        is_mature,
        is_mature and (date_basis = 'conversion' or open_opps = 0) as is_outcome_mature,
        is_trial_to_paid_rate_mature,
        is_complete
    from joined
)

select * from final
