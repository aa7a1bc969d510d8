-- What fell due for renewal and what of it went on, a row per account, product and month. A
-- subscription that ended more than renewal_grace_days before its day was no longer due (it churned
-- or was replaced then). It went on if it runs beyond the day; else whatever began around the day
-- took its place, up to what was due.
{%- set grace = var('renewal_grace_days') | int %}

with subscriptions as (
    select * from {{ ref('int_paid_subscriptions') }}
),

clock as (
    select * from {{ ref('int_clock') }}
),

dues as (
    select
        subscriptions.*,
        cast(date_trunc('month', subscriptions.renewal_due_on) as date) as month_on,
        subscriptions.ended_on is null or subscriptions.ended_on > subscriptions.renewal_due_on
            as is_kept
    from subscriptions
    cross join clock
    where
        subscriptions.renewal_due_on > subscriptions.started_on
        and subscriptions.renewal_due_on <= clock.as_of_on
        and (
            subscriptions.ended_on is null
            or subscriptions.ended_on >= {{ add_days('subscriptions.renewal_due_on', -grace) }}
        )
),

due_months as (
    select
        account_id,
        product_id,
        month_on,
        cast(count(*) as bigint) as subscriptions_due,
        {{ complete_sum('12 * mrr', 'mrr_original', 'true') }} as arr_due,
        {{ complete_sum('12 * mrr', 'mrr_original', 'is_kept') }} as arr_kept
    from dues
    group by account_id, product_id, month_on
),

replacements as (
    select distinct
        dues.account_id, dues.product_id, dues.month_on, subscriptions.source_relation,
        subscriptions.subscription_id, subscriptions.mrr, subscriptions.mrr_original
    from dues
    inner join subscriptions
        on
            dues.account_id = subscriptions.account_id
            and dues.product_id = subscriptions.product_id
            and subscriptions.started_on > dues.started_on
            and subscriptions.started_on >= {{ add_days('dues.renewal_due_on', -grace) }}
            and subscriptions.started_on <= {{ add_days('dues.renewal_due_on', grace) }}
            and (
                subscriptions.ended_on is null or subscriptions.ended_on > dues.renewal_due_on
            )
    cross join clock
    where not dues.is_kept and subscriptions.started_on <= clock.as_of_on
),

replaced as (
    select
        account_id,
        product_id,
        month_on,
        {{ complete_sum('12 * mrr', 'mrr_original', 'true') }} as arr_replaced
    from replacements
    group by account_id, product_id, month_on
),

final as (
    select
        due_months.account_id,
        due_months.product_id,
        due_months.month_on,
        due_months.subscriptions_due,
        due_months.arr_due,
        case
            when replaced.account_id is null then due_months.arr_kept
            when due_months.arr_kept + replaced.arr_replaced < due_months.arr_due
                then {{ as_decimal('due_months.arr_kept + replaced.arr_replaced') }}
            when replaced.arr_replaced is not null then due_months.arr_due
        end as arr_renewed
    from due_months
    left join replaced
        on
            due_months.account_id = replaced.account_id
            and due_months.product_id = replaced.product_id
            and due_months.month_on = replaced.month_on
)

select * from final
