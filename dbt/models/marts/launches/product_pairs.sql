{%- set waits_of = ['product_id', 'second_product_id', 'month_on'] %}
with reach as (
    select * from {{ ref('int_product_reach') }}
),

starts as (
    select * from {{ ref('int_product_starts') }}
),

months as (
    select * from {{ ref('int_months') }}
),

pairs as (
    select
        held.product_id,
        other.product_id as second_product_id,
        held.month_on,
        {{ count_if('held.owns') }} as attach_eligible,
        {{ count_if('held.owns and other.owns') }} as attached,
        {{ count_if('held.owned_at_start and other.was_eligible and not other.owned_at_start') }}
            as cross_sell_eligible,
        {{ count_if(
            'held.owned_at_start and other.was_eligible and not other.owned_at_start '
            ~ 'and other.owns'
        ) }}
            as cross_sold
    from reach as held
    inner join reach as other
        on
            held.account_id = other.account_id
            and held.month_on = other.month_on
            and held.product_id <> other.product_id
    where held.owns or held.owned_at_start
    group by held.product_id, other.product_id, held.month_on
),

-- From the first day with the one product to that with the other, or to where it can be seen no
-- further. Accounts that had the other one before, or both at once, wait for nothing.
waits as (
    select
        pairs.product_id,
        pairs.second_product_id,
        pairs.month_on,
        coalesce(seconds.first_on <= months.seen_on, false) as is_bought,
        {{ days_between(
            'starts.first_on',
            'case when seconds.first_on <= months.seen_on then seconds.first_on '
            ~ 'else least(starts.left_on, months.seen_on) end'
        ) }}
            as days
    from pairs
    inner join months on pairs.month_on = months.month_on
    inner join starts
        on pairs.product_id = starts.product_id and starts.first_on <= months.seen_on
    left join starts as seconds
        on
            starts.account_id = seconds.account_id
            and pairs.second_product_id = seconds.product_id
    where seconds.first_on is null or seconds.first_on > starts.first_on
),

medians as (
    select
        product_id,
        second_product_id,
        month_on,
        cases as wait_accounts,
        events as wait_bought,
        median_days as time_to_second_product
    from {{ survival_medians('waits', waits_of, 'days', 'is_bought') }} as survived
),

final as (
    select
        pairs.product_id,
        pairs.second_product_id,
        pairs.month_on,
        pairs.attach_eligible,
        pairs.attached,
        {{ ratio('pairs.attached', 'pairs.attach_eligible') }} as attach_rate,
        {{ wilson_bound('pairs.attached', 'pairs.attach_eligible', 'low') }} as attach_rate_low,
        {{ wilson_bound('pairs.attached', 'pairs.attach_eligible', 'high') }} as attach_rate_high,
        pairs.attach_eligible < {{ var('low_sample_size') | int }} as is_low_sample,
        pairs.cross_sell_eligible,
        pairs.cross_sold,
        {{ ratio('pairs.cross_sold', 'pairs.cross_sell_eligible') }} as cross_sell_rate,
        pairs.cross_sell_eligible < {{ var('low_sample_size') | int }} as is_cross_sell_low_sample,
        coalesce(medians.wait_accounts, 0) as wait_accounts,
        coalesce(medians.wait_bought, 0) as wait_bought,
        medians.time_to_second_product,
        months.is_complete
    from pairs
    inner join months on pairs.month_on = months.month_on
    left join medians
        on
            pairs.product_id = medians.product_id
            and pairs.second_product_id = medians.second_product_id
            and pairs.month_on = medians.month_on
)

select * from final
