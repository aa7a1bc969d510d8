-- Customers and the products they own or could: a row per account, product and month in which the
-- account was a customer at its beginning or is one at its end. An account could own what somebody
-- of its segment (var cross_sell_eligibility: anybody) already does, so every owner is eligible.

with owners as (
    select * from {{ ref('int_product_owners') }}
),

months as (
    select * from {{ ref('int_months') }}
),

segments as (
    select * from {{ ref('int_account_segments') }}
),

named as (
    select
        owners.account_id,
        owners.product_id,
        owners.month_on,
        owners.mrr,
        months.next_month_on,
        coalesce(segments.segment, '(unknown)') as segment
    from owners
    inner join months on owners.month_on = months.month_on
    left join segments on owners.account_id = segments.account_id
),

-- The first month in which a product had an owner among the peers.
offered as (
    select
        {{ "segment" if var('cross_sell_eligibility') == 'segment' else "'all'" }} as peers,
        product_id,
        min(month_on) as first_month_on
    from named
    group by
        {{ "segment" if var('cross_sell_eligibility') == 'segment' else "'all'" }}, product_id
),

customers as (
    select
        account_id, segment, month_on, max(is_opening) as was_customer
    from (
        select account_id, segment, month_on, 0 as is_opening from named
        union all
        select account_id, segment, next_month_on as month_on, 1 as is_opening from named
    ) as sides
    group by account_id, segment, month_on
),

firsts as (
    select account_id, product_id, min(month_on) as first_owned_month
    from named
    group by account_id, product_id
),

final as (
    select
        customers.account_id,
        customers.segment,
        offered.product_id,
        customers.month_on,
        ending.account_id is not null as owns,
        beginning.account_id is not null as owned_at_start,
        customers.was_customer = 1 and offered.first_month_on < customers.month_on
            as was_eligible,
        firsts.first_owned_month,
        ending.mrr
    from customers
    inner join months on customers.month_on = months.month_on
    inner join offered
        on
            offered.first_month_on <= customers.month_on
            and offered.peers
            = {{ "customers.segment" if var('cross_sell_eligibility') == 'segment' else "'all'" }}
    left join named as ending
        on
            customers.account_id = ending.account_id
            and customers.month_on = ending.month_on
            and offered.product_id = ending.product_id
    left join named as beginning
        on
            customers.account_id = beginning.account_id
            and customers.month_on = beginning.next_month_on
            and offered.product_id = beginning.product_id
    left join firsts
        on
            customers.account_id = firsts.account_id
            and offered.product_id = firsts.product_id
            and firsts.first_owned_month <= customers.month_on
)

select * from final
