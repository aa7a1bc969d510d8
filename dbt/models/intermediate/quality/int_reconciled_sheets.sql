{#- Source, table, its amount as raw and as the mart has it, the mart. Refunds by their size. -#}
{%- set sheets = [
    ['orders', 'abs(amount)', 'abs(amount_original)', 'orders'],
    ['subscriptions', 'mrr', 'mrr_original', 'subscriptions'],
    ['marketing_costs', 'amount', 'amount_original', 'marketing_costs'],
    ['budgets', 'amount', 'budget_original', 'budget_pacing'],
] -%}
-- Money of the sheets from raw to the marts, per connection and currency, and what of it is left
-- out: deleted rows, trials, periods that are no periods, media that its platform reports as well,
-- budgets in several currencies for one channel, lines of opportunities that do not count. Lines
-- take their currency from their opportunity and are added up over currencies.

with sides as (
    {%- for table_name, amount, found, mart in sheets %}
    select
        'generic' as source_name, _source_relation as source_relation,
        '{{ table_name }}' as table_name, currency, {{ amount }} as amount_in,
        case when is_deleted {% if table_name == 'subscriptions' %}or is_trial {% endif -%}
            then {{ amount }} else 0 end as amount_excluded,
        0 as amount_found
    from {{ source('generic', table_name) }}
    union all
    select 'generic', source_relation, '{{ table_name }}', currency, 0, 0, {{ found }}
    from {{ ref(mart) }}
    where {{ found }} is not null{% if mart == 'marketing_costs' %} and origin = 'sheet'{% endif %}
    union all
    {%- endfor %}
    select 'generic', source_relation, 'marketing_costs', currency, 0, amount_original, 0
    from {{ ref('int_marketing_costs') }}
    where exclusion_reason is not null
    union all
    select 'generic', source_relation, 'marketing_costs', currency, 0, amount_original, 0
    from {{ ref('int_marketing_cost_days') }}
    where exclusion_reason is not null
    union all
    select 'generic', source_relation, 'budgets', currency, 0, amount_original, 0
    from {{ ref('stg_generic__budgets') }}
    where {{ calendar_fault('period_start_on', 'period_end_on') }} is not null
    union all
    select
        'generic', sheets.source_relation, 'budgets', sheets.currency, 0, sheets.amount_original, 0
    from {{ ref('stg_generic__budgets') }} as sheets
    inner join {{ ref('int_budgets') }} as budgets
        on
            sheets.source_relation = budgets.source_relation
            and sheets.period_start_on = budgets.period_start_on
            and sheets.period_end_on = budgets.period_end_on
            and sheets.scope = budgets.scope
            and {{ channel_key('sheets.scope_id') }} = {{ channel_key('budgets.scope_id') }}
            and budgets.currency is null
    union all
    select
        'generic', _source_relation, 'opportunity_line_items', cast(null as string), amount,
        case when is_deleted then amount else 0 end, 0
    from {{ source('generic', 'opportunity_line_items') }}
    union all
    select
        'salesforce', _source_relation, 'opportunity_line_item', cast(null as string),
        coalesce(total_price, 0), 0, 0
    from {{ source('salesforce', 'opportunity_line_item') }}
    union all
    select
        source_name, item_relation, table_name, cast(null as string), 0, amount_original, 0
    from {{ ref('int_opportunity_line_items') }}
    where exclusion_reason is not null and amount_original is not null
    union all
    select
        item_source, item_relation,
        case item_source
            when 'generic' then 'opportunity_line_items' else 'opportunity_line_item'
        end,
        cast(null as string), 0, 0, amount_original
    from {{ ref('opportunity_line_items') }}
    where amount_original is not null
),

final as (
    select
        source_name,
        source_relation,
        table_name,
        cast(null as string) as platform,
        currency,
        'amount' as measure,
        cast(coalesce(sum(amount_in), 0) as decimal(38, 6)) as amount_in,
        cast(coalesce(sum(amount_excluded), 0) as decimal(38, 6)) as amount_excluded,
        cast(coalesce(sum(amount_found), 0) as decimal(38, 6)) as amount_found
    from sides
    group by source_name, source_relation, table_name, currency
)

select * from final
