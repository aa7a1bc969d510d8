{%- set floor, cap = var('portfolio_floor'), var('portfolio_cap') -%}
{%- set shift = var('portfolio_max_shift') -%}
-- What a quarter has to divide, how it is divided now, how growth potential would have it, and how
-- far a share may go. A product whose potential is not known keeps its share.

with quarters as (
    select * from {{ ref('int_portfolio_quarters') }}
),

potentials as (
    select
        product_id,
        quarter_start_on,
        {{ as_decimal('sum(weight)') }} as weight_known,
        {{ as_decimal('sum(' ~ as_decimal('weight * percentile') ~ ')') }} as weighted_percentiles
    from {{ ref('int_portfolio_scores') }}
    where weight > 0
    group by product_id, quarter_start_on
),

totals as (
    select
        quarter_start_on,
        cast(count(*) as bigint) as products,
        {{ whole_sum('spend') }} as total_spend,
        case
            when max(case when has_budget then 1 else 0 end) = 1 then 'budgets' else 'spend'
        end as budget_basis,
        {{ whole_sum('budget') }} as total_budget
    from quarters
    group by quarter_start_on
),

known as (
    select
        quarters.product_id,
        quarters.quarter_start_on,
        quarters.spend,
        totals.total_spend,
        totals.products,
        totals.budget_basis,
        cast(floor(100 * case
            when totals.budget_basis = 'budgets' then totals.total_budget else totals.total_spend
        end) as bigint) as budget_cents,
        coalesce(potentials.weight_known, 0) as weight_known,
        coalesce(potentials.weighted_percentiles, 0) as weighted_percentiles,
        case
            when potentials.weight_known >= {{ as_decimal(var('portfolio_min_weight')) }}
                then {{ ratio('potentials.weighted_percentiles', 'potentials.weight_known') }}
        end as growth_potential,
        {{ ratio('quarters.spend', 'totals.total_spend') }} as current_share
    from quarters
    inner join totals on quarters.quarter_start_on = totals.quarter_start_on
    left join potentials
        on
            quarters.product_id = potentials.product_id
            and quarters.quarter_start_on = potentials.quarter_start_on
),

-- Decimals, so that sums over products do not depend on the order of rows.
free as (
    select
        *,
        sum(case when growth_potential is not null then {{ as_decimal('growth_potential') }} end)
            over (partition by quarter_start_on) as all_potential,
        {{ as_decimal(1) }} - coalesce(sum(
            case when growth_potential is null then {{ as_decimal('current_share', 18, 12) }} end
        ) over (partition by quarter_start_on), 0) as free_share
    from known
),

targeted as (
    select
        *,
        {{ ratio('growth_potential', 'all_potential') }} * cast(free_share as double)
            as potential_share,
        least({{ floor }}, {{ ratio('1', 'products') }}) as floor_share,
        greatest({{ cap }}, {{ ratio('1', 'products') }}) as cap_share
    from free
),

bounded as (
    select
        *,
        coalesce(potential_share, current_share) as target,
        case
            when potential_share is null then current_share
            else {{ within_shift('greatest(floor_share, current_share - ' ~ shift ~ ')') }}
        end as least_share,
        case
            when potential_share is null then current_share
            else {{ within_shift('least(cap_share, current_share + ' ~ shift ~ ')') }}
        end as greatest_share
    from targeted
),

final as (
    select
        *,
        cast({{ as_decimal('least_share', 18, 12) }} as double) as lowest,
        cast({{ as_decimal('greatest_share', 18, 12) }} as double) as highest
    from bounded
)

select * from final
