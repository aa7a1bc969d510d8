-- Who was under contract for which product, and for how many renewals: one row per account and
-- product. Plan changes and pauses in between do not count as leaving; trials are no contracts.

with subscriptions as (
    select * from {{ ref('int_subscriptions') }} where not is_trial
),

clock as (
    select * from {{ ref('int_clock') }}
),

margins as (
    select * from {{ ref('int_product_margins') }}
),

priced as (
    select
        subscriptions.account_id,
        subscriptions.product_id,
        subscriptions.started_on,
        subscriptions.ended_on,
        clock.as_of_on,
        subscriptions.ended_on is not null and subscriptions.ended_on <= clock.as_of_on as is_over,
        {{ decimal_product('subscriptions.mrr', 'margins.gross_margin') }} as monthly_gross_profit
    from subscriptions
    cross join clock
    left join margins on subscriptions.product_id = margins.product_id
    where subscriptions.started_on <= clock.as_of_on
),

-- The latest subscription says what the contract is worth; several at once add up.
grouped as (
    select
        account_id,
        product_id,
        min(started_on) as started_on,
        min(case when is_over then 1 else 0 end) = 1 as is_lost,
        case when min(case when is_over then 1 else 0 end) = 1 then max(ended_on) end as left_on,
        max(as_of_on) as as_of_on,
        max(case when not is_over then as_of_on else ended_on end) as seen_until
    from priced
    group by account_id, product_id
),

worth as (
    select
        priced.account_id,
        priced.product_id,
        {{ whole_sum('priced.monthly_gross_profit') }} as monthly_gross_profit
    from priced
    inner join grouped
        on
            priced.account_id = grouped.account_id
            and priced.product_id = grouped.product_id
            and (
                (not priced.is_over)
                or (grouped.is_lost and priced.ended_on = grouped.left_on)
            )
    group by priced.account_id, priced.product_id
),

aged as (
    select
        *,
        12 * cast(extract(year from seen_until) - extract(year from started_on) as bigint)
        + cast(extract(month from seen_until) - extract(month from started_on) as bigint)
        - case when extract(day from seen_until) < extract(day from started_on) then 1 else 0 end
            as months,
        extract(day from seen_until) <> extract(day from started_on) as is_within_month
    from grouped
),

renewed as (
    select
        *,
        cast(floor(
            cast(months as double) / cast({{ var('clv_renewal_months') | int }} as double)
        ) as bigint) as periods
    from aged
),

final as (
    select
        renewed.account_id,
        renewed.product_id,
        renewed.started_on,
        renewed.left_on,
        renewed.is_lost,
        case
            when not renewed.is_lost then renewed.periods
            when renewed.periods * {{ var('clv_renewal_months') | int }} = renewed.months
                and not renewed.is_within_month and renewed.periods > 0 then renewed.periods
            else renewed.periods + 1
        end as renewals,
        worth.monthly_gross_profit
    from renewed
    inner join worth
        on renewed.account_id = worth.account_id and renewed.product_id = worth.product_id
)

select * from final
