-- Cost of budgets' scopes per day and by how far ahead it is told: a line of the sheets up to its
-- last day, days to come included, whatever else there is up to last night.

{%- set scopes = {'campaign': 'campaign_id', 'channel': 'channel', 'product': 'product_id'} %}

with costs as (
    select * from {{ ref('marketing_costs') }}
    where cost_type in {{ sql_list(cost_bases()[var('budget_cost_basis')]) }}
),

clock as (
    select * from {{ ref('int_clock') }}
),

reported as (
    select campaign_id
    from costs
    where origin = 'ad_platform'
    group by campaign_id
),

-- Media to come of a campaign on a platform are what the platform will report: not twice.
told as (
    select
        costs.*,
        greatest(
            {{ add_days('clock.as_of_on', -1) }},
            max(case when costs.origin = 'sheet' then costs.date_day end) over (
                partition by
                    costs.source_relation, costs.origin, costs.cost_type, costs.platform,
                    costs.account_id, costs.campaign_id, costs.channel, costs.product_id,
                    costs.currency
            )
        ) as told_to,
        costs.date_day >= clock.as_of_on as is_to_come
    from costs
    cross join clock
    left join reported
        on
            {{ key_where("costs.cost_type = 'media'", 'costs.campaign_id') }}
            = reported.campaign_id
    where
        costs.date_day < clock.as_of_on
        or (costs.origin = 'sheet' and reported.campaign_id is null)
),

final as (
    {%- for scope, id in scopes.items() %}
    select
        '{{ scope }}' as scope,
        {{ id }} as scope_id,
        told_to,
        date_day,
        is_to_come,
        {{ complete_sum('amount', 'amount_original', 'true') }} as amount,
        min(case when is_complete then 1 else 0 end) = 1 as is_complete
    from told
    where {{ id }} is not null
    group by {{ id }}, told_to, date_day, is_to_come
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select * from final
