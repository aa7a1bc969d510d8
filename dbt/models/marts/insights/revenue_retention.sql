{%- set amounts = [
    'opening_mrr', 'new_mrr', 'expansion_mrr', 'contraction_mrr', 'churn_mrr', 'reactivation_mrr',
    'closing_mrr', 'arr_due', 'arr_renewed',
] %}
{%- set kept = 'opening_mrr + expansion_mrr - contraction_mrr - churn_mrr' %}
{%- if var('nrr_includes_reactivation') %}{% set kept = kept ~ ' + reactivation_mrr' %}{% endif %}

with units as (
    select * from {{ ref('int_retention_units') }}
),

renewals as (
    select * from {{ ref('int_renewals') }}
),

segments as (
    select * from {{ ref('int_account_segments') }}
),

months as (
    select * from {{ ref('int_months') }}
),

cohorts as (
    select account_id, {{ format_day('min(month_on)', 'YYYY-MM') }} as cohort
    from units
    group by account_id
),

measured as (
    select
        grain, account_id, product_id, month_on,
        case when was_there then 1 else 0 end as opening_accounts,
        case when is_lost then 1 else 0 end as churned_accounts,
        opening_mrr, new_mrr, expansion_mrr, contraction_mrr, churn_mrr, reactivation_mrr,
        closing_mrr,
        0 as renewals_due, 0 as renewals_renewed, 0 as arr_due, 0 as arr_renewed
    from units
    union all
    select
        grain, account_id, product_id, month_on,
        0, 0, 0, 0, 0, 0, 0, 0, 0,
        1, case when coalesce(arr_renewed > 0, true) then 1 else 0 end, arr_due, arr_renewed
    from renewals
),

scoped as (
    select 'total' as scope, 'all' as scope_id, measured.* from measured
    where measured.grain = 'account'
    union all
    select 'product' as scope, measured.product_id as scope_id, measured.* from measured
    where measured.grain = 'product'
    union all
    select 'segment' as scope, coalesce(segments.segment, '(unknown)') as scope_id, measured.*
    from measured
    left join segments on measured.account_id = segments.account_id
    where measured.grain = 'account'
    union all
    select 'cohort' as scope, coalesce(cohorts.cohort, '(unknown)') as scope_id, measured.*
    from measured
    left join cohorts on measured.account_id = cohorts.account_id
    where measured.grain = 'account'
),

summed as (
    select
        scope,
        scope_id,
        month_on,
        cast(sum(opening_accounts) as bigint) as opening_accounts,
        cast(sum(churned_accounts) as bigint) as churned_accounts,
        {%- for amount in amounts %}
        {{ whole_sum(amount) }} as {{ amount }},
        {%- endfor %}
        cast(sum(renewals_due) as bigint) as renewals_due,
        cast(sum(renewals_renewed) as bigint) as renewals_renewed
    from scoped
    group by scope, scope_id, month_on
),

parted as (
    select
        *,
        {{ as_decimal(kept) }} as retained_mrr,
        {{ as_decimal('opening_mrr - contraction_mrr - churn_mrr') }} as gross_retained_mrr
    from summed
),

final as (
    select
        parted.scope,
        parted.scope_id,
        parted.month_on,
        '{{ var("reporting_currency") }}' as currency,
        parted.opening_accounts,
        parted.churned_accounts,
        {{ ratio('parted.churned_accounts', 'parted.opening_accounts') }} as logo_churn_rate,
        {%- for amount in amounts[:7] %}
        parted.{{ amount }},
        {%- endfor %}
        parted.retained_mrr,
        {{ ratio('parted.retained_mrr', 'parted.opening_mrr') }} as nrr,
        parted.gross_retained_mrr,
        {{ ratio('parted.gross_retained_mrr', 'parted.opening_mrr') }} as grr,
        parted.renewals_due,
        parted.renewals_renewed,
        parted.arr_due,
        parted.arr_renewed,
        {{ ratio('parted.arr_renewed', 'parted.arr_due') }} as renewal_rate,
        parted.opening_accounts < {{ var('low_sample_size') | int }} as is_low_sample,
        parted.renewals_due < {{ var('low_sample_size') | int }} as is_renewal_low_sample,
        months.is_complete,
        {{ add_days('months.next_month_on', var('renewal_grace_days') | int) }} <= clock.as_of_on
            as is_mature
    from parted
    inner join months on parted.month_on = months.month_on
    cross join {{ ref('int_clock') }} as clock
)

select * from final
