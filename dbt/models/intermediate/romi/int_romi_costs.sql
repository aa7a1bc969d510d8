-- What marketing cost up to tonight, by month, scope and cost basis. A cost without a rate makes
-- its sum unknown; a day that a platform has not reported yet is missing in it and flagged.

-- A sheet knows campaigns, not the connection they come through.
with named as (
    select platform, account_id, campaign_id, min(campaign_key) as campaign_key
    from {{ ref('dim_campaign') }}
    group by platform, account_id, campaign_id
    having min(campaign_key) = max(campaign_key)
),

costs as (
    select
        costs.*,
        cast(date_trunc('month', costs.date_day) as date) as month_on,
        case
            when costs.origin = 'sheet' or costs.platform is null
                then coalesce(named.campaign_key, costs.campaign_id)
            else {{ campaign_surrogate('costs') }}
        end as campaign_key
    from {{ ref('marketing_costs') }} as costs
    left join named
        on
            costs.platform = named.platform
            and costs.account_id = named.account_id
            and costs.campaign_id = named.campaign_id
),

clock as (
    select * from {{ ref('int_clock') }}
),

bases as (
    select * from {{ ref('cost_bases') }}
),

basis_names as (
    select distinct cost_basis from bases
),

scoped as (
    {%- for scope, scope_id in romi_scopes().items() %}
    select
        month_on, '{{ scope }}' as scope, {{ scope_id }} as scope_id, cost_type, amount,
        amount_original is not null as is_known, is_complete
    from costs
    cross join clock
    where costs.date_day <= clock.as_of_on
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

final as (
    select
        scoped.month_on,
        scoped.scope,
        scoped.scope_id,
        basis_names.cost_basis,
        {{ known_sum('scoped.amount', 'is_known and bases.cost_type is not null') }}
            as marketing_investment,
        {{ known_sum('scoped.amount', "is_known and scoped.cost_type = 'media'") }} as ad_spend,
        {{ known_sum('scoped.amount', "is_known and scoped.cost_type = 'incremental'") }}
            as incremental_expenses,
        min(case when scoped.is_complete then 1 else 0 end) = 1 as is_complete
    from scoped
    cross join basis_names
    left join bases
        on scoped.cost_type = bases.cost_type and basis_names.cost_basis = bases.cost_basis
    group by scoped.month_on, scoped.scope, scoped.scope_id, basis_names.cost_basis
)

select * from final
