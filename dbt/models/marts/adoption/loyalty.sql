{%- set counts = [
    'active_accounts', 'referred_signups', 'referred_customers', 'promoters', 'promoters_referring',
] -%}
{%- set active -%}
    case when months.is_use_known then coalesce(summed.active_accounts, 0) end
{%- endset -%}
with retention as (
    select
        month_on,
        case when scope = 'total' then '(all)' else scope_id end as segment,
        renewals_due, renewals_renewed, arr_due, arr_renewed, renewal_rate, is_renewal_low_sample
    from {{ ref('revenue_retention') }}
    where scope in ('total', 'segment')
),

-- Who was active in a month of which no day has been loaded is unknown.
months as (
    select
        months.*,
        months.next_month_on > feed.loaded_from and months.month_on <= feed.loaded_until
            as is_use_known,
        months.next_month_on <= feed.known_until_on as is_use_whole
    from {{ ref('int_months') }} as months
    cross join {{ ref('int_event_feed') }} as feed
),

clock as (
    select * from {{ ref('int_clock') }}
),

segments as (
    select * from {{ ref('int_account_segments') }}
),

worth as (
    select
        customer_id as account_id,
        {{ as_decimal('gross_profit + ' ~ as_decimal('clv_expected')) }} as clv
    from {{ ref('clv') }}
    where customer_kind = 'account'
),

active as (
    select
        cast(date_trunc('month', facts.date_day) as date) as month_on,
        coalesce(segments.segment, '(unknown)') as segment,
        facts.account_id
    from {{ ref('user_days') }} as facts
    left join segments on facts.account_id = segments.account_id
    where facts.meaningful_events > 0 and facts.account_id is not null
    group by
        cast(date_trunc('month', facts.date_day) as date),
        coalesce(segments.segment, '(unknown)'), facts.account_id
),

happened as (
    select
        month_on, segment, 1 as active_accounts, 0 as referred_signups, 0 as referred_customers,
        0 as promoters, 0 as promoters_referring, cast(null as decimal(18, 6)) as referred_clv
    from active
    union all
    select month_on, segment, 0, 0, 0, 1, has_referred, cast(null as decimal(18, 6))
    from {{ ref('int_promoters') }}
    union all
    select
        cast(date_trunc('month', referrals.signed_up_on) as date), referrals.segment, 0, 1,
        case when customers.customer_id is not null then 1 else 0 end, 0, 0, worth.clv
    from {{ ref('int_referrals') }} as referrals
    left join {{ ref('int_new_customers') }} as customers
        on
            customers.customer_kind = 'account'
            and referrals.opened_account_id = customers.customer_id
    left join worth on customers.customer_id = worth.account_id
),

scoped as (
    select *, segment as row_segment from happened
    union all
    select *, '(all)' as row_segment from happened
),

summed as (
    select
        month_on,
        row_segment as segment,
        {%- for column in counts %}
        cast(sum({{ column }}) as bigint) as {{ column }},
        {%- endfor %}
        {{ known_sum('referred_clv', 'referred_customers = 1') }} as referred_clv
    from scoped
    group by month_on, row_segment
),

places as (
    select month_on, segment from retention
    union
    select month_on, segment from summed
),

final as (
    select
        places.month_on,
        places.segment,
        '{{ var("reporting_currency") }}' as currency,
        coalesce(retention.renewals_due, 0) as renewals_due,
        coalesce(retention.renewals_renewed, 0) as renewals_renewed,
        case when retention.month_on is null then {{ as_decimal(0) }} else retention.arr_due end
            as arr_due,
        case when retention.month_on is null then {{ as_decimal(0) }} else retention.arr_renewed end
            as arr_renewed,
        retention.renewal_rate,
        coalesce(retention.is_renewal_low_sample, {{ var('low_sample_size') | int }} > 0)
            as is_renewal_low_sample,
        {{ active }} as active_accounts,
        coalesce(summed.referred_signups, 0) as referred_signups,
        {{ ratio('summed.referred_signups', active) }} as referral_rate,
        coalesce({{ active }}, 0) < {{ var('low_sample_size') | int }} as is_low_sample,
        coalesce(summed.referred_customers, 0) as referred_customers,
        case when summed.month_on is null then {{ as_decimal(0) }} else summed.referred_clv end
            as referred_clv,
        {{ ratio('summed.referred_clv', 'summed.referred_customers') }}
            as clv_per_referred_customer,
        coalesce(summed.promoters, 0) as promoters,
        coalesce(summed.promoters_referring, 0) as promoters_referring,
        {{ ratio('summed.promoters_referring', 'summed.promoters') }} as promoter_referral_rate,
        {{ wilson_bound('summed.promoters_referring', 'summed.promoters', 'low') }}
            as promoter_referral_rate_low,
        {{ wilson_bound('summed.promoters_referring', 'summed.promoters', 'high') }}
            as promoter_referral_rate_high,
        coalesce(summed.promoters, 0) < {{ var('low_sample_size') | int }}
            as is_promoter_low_sample,
        months.is_complete,
        {{ add_days('months.next_month_on', var('renewal_grace_days') | int) }} <= clock.as_of_on
            as is_mature,
        {{ add_days('months.next_month_on', (var('referral_window_days') | int) - 1) }}
        <= clock.as_of_on
        and months.is_use_whole
            as is_referral_mature
    from places
    inner join months on places.month_on = months.month_on
    cross join clock
    left join retention
        on places.month_on = retention.month_on and places.segment = retention.segment
    left join summed
        on places.month_on = summed.month_on and places.segment = summed.segment
)

select * from final
