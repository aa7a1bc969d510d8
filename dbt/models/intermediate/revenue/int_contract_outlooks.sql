{%- set months = var('clv_renewal_months') | int %}
{%- set ahead = [(var('clv_horizon_days') | int * 12 / 365 / months) | round | int, 1] | max %}
-- What accounts under contract will earn within clv_horizon_days: what each of their products earns
-- a month, times the months that the shifted-beta-geometric model expects them to renew. A contract
-- that is over brings nothing; one whose product has no fit or no margin makes the sum unknown.

with contracts as (
    select * from {{ ref('int_contracts') }}
),

fits as (
    select * from {{ ref('clv_fits') }} where model = 'shifted_beta_geometric'
),

-- The outlook is dear: once per age, not once per contract.
outlooks as (
    select
        ages.product_id,
        ages.renewals,
        {{ fitted_number('expected_renewals', [
            'ages.renewals', 'cast(' ~ ahead ~ ' as bigint)', 'fits.alpha', 'fits.beta',
        ]) }}
            as expected_renewals,
        fits.reason
    from (
        select product_id, renewals from contracts group by product_id, renewals
    ) as ages
    inner join fits on ages.product_id = fits.scope_id
),

expected as (
    select
        contracts.account_id,
        case
            when contracts.is_lost then 0.0
            else {{ months }} * outlooks.expected_renewals
                * cast(contracts.monthly_gross_profit as double)
        end as expected_gross_profit,
        case
            when contracts.is_lost then null
            when outlooks.product_id is null then 'no product'
            when outlooks.reason is not null then outlooks.reason
            when contracts.monthly_gross_profit is null then 'gross profit is unknown'
        end as reason
    from contracts
    left join outlooks
        on
            contracts.product_id = outlooks.product_id
            and contracts.renewals = outlooks.renewals
),

final as (
    select
        account_id,
        case
            when count(expected_gross_profit) = count(*)
                then {{ as_decimal('sum(' ~ as_decimal('expected_gross_profit') ~ ')') }}
        end as expected_gross_profit,
        max(reason) as reason
    from expected
    group by account_id
)

select * from final
