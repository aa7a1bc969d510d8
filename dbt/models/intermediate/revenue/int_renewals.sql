{%- set grace = var('renewal_grace_days') | int %}
{%- set term = var('renewal_term_months') | int %}
{%- set months_back -%}
    12 * (extract(year from subscriptions.renewal_due_on) - extract(year from months.month_on))
            + extract(month from subscriptions.renewal_due_on) - extract(month from months.month_on)
{%- endset -%}
-- What fell due for renewal and what of it went on, per month: of accounts over all their products,
-- and of single products of accounts. A source moves the day on when a contract is renewed, so days
-- are counted back from the stated one in steps of renewal_term_months; one that close to the
-- start as renewal_grace_days is the start, written less exactly. A subscription that ended more
-- than these days before was no longer due (it churned or was replaced then). It went on if it runs
-- longer than these days after; else whatever began around the day took its place, up to what was
-- due: of one day only, its own product's before another's and the nearest.

with subscriptions as (
    select * from {{ ref('int_paid_subscriptions') }}
),

months as (
    select * from {{ ref('int_months') }}
),

clock as (
    select * from {{ ref('int_clock') }}
),

grains as (
    select * from (values ('account'), ('product')) as kinds (grain)
),

days as (
    select
        subscriptions.*,
        months.month_on,
        {{ add_months('subscriptions.renewal_due_on', '-(' ~ months_back ~ ')') }} as due_on
    from subscriptions
    inner join months
        on
            months.month_on <= subscriptions.renewal_due_on
            and ({{ months_back }}){{ ' % ' ~ term if term }} = 0
),

dues as (
    select
        days.*,
        days.ended_on is null or days.ended_on > {{ add_days('days.due_on', grace) }} as is_kept
    from days
    cross join clock
    where
        days.due_on > days.started_on
        and (
            days.due_on = days.renewal_due_on
            or days.due_on > {{ add_days('days.started_on', grace) }}
        )
        and days.due_on <= clock.as_of_on
        and (days.ended_on is null or days.ended_on >= {{ add_days('days.due_on', -grace) }})
),

replacements as (
    select
        grains.grain,
        dues.account_id,
        dues.product_id,
        dues.month_on,
        subscriptions.mrr,
        subscriptions.mrr_original,
        row_number() over (
            partition by
                grains.grain, subscriptions.source_relation, subscriptions.subscription_id
            order by
                case when dues.product_id = subscriptions.product_id then 0 else 1 end nulls last,
                abs({{ days_between('dues.due_on', 'subscriptions.started_on') }}) nulls last,
                dues.due_on nulls last, dues.source_relation nulls last,
                dues.subscription_id nulls last
        ) as place
    from dues
    cross join clock
    cross join grains
    inner join subscriptions
        on
            dues.account_id = subscriptions.account_id
            and (grains.grain = 'account' or dues.product_id = subscriptions.product_id)
            and subscriptions.started_on > dues.started_on
            and subscriptions.started_on >= {{ add_days('dues.due_on', -grace) }}
            and subscriptions.started_on <= {{ add_days('dues.due_on', grace) }}
            and (
                subscriptions.ended_on is null
                or subscriptions.ended_on > {{ add_days('dues.due_on', grace) }}
            )
    where not dues.is_kept and subscriptions.started_on <= clock.as_of_on
),

parts as (
    select
        grains.grain, dues.account_id, dues.product_id, dues.month_on, dues.mrr, dues.mrr_original,
        case when dues.is_kept then 'kept' else 'over' end as part
    from dues
    cross join grains
    union all
    select grain, account_id, product_id, month_on, mrr, mrr_original, 'new'
    from replacements
    where place = 1
),

summed as (
    select
        grain,
        account_id,
        {{ key_where("grain = 'product'", 'product_id') }} as product_id,
        month_on,
        {{ count_if("part <> 'new'") }} as subscriptions_due,
        {{ complete_sum('12 * mrr', 'mrr_original', "part <> 'new'") }} as arr_due,
        {{ complete_sum('12 * mrr', 'mrr_original', "part = 'kept'") }} as arr_kept,
        {{ complete_sum('12 * mrr', 'mrr_original', "part = 'new'") }} as arr_replaced
    from parts
    group by
        grain, account_id, {{ key_where("grain = 'product'", 'product_id') }}, month_on
),

final as (
    select
        grain,
        account_id,
        product_id,
        month_on,
        subscriptions_due,
        arr_due,
        case
            when arr_replaced = 0 then arr_kept
            when arr_kept + arr_replaced < arr_due
                then {{ as_decimal('arr_kept + arr_replaced') }}
            when arr_replaced is not null then arr_due
        end as arr_renewed
    from summed
)

select * from final
