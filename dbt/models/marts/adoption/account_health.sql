{%- set weights = var('health_weights') -%}
with accounts as (
    select * from {{ ref('int_account_seats') }}
),

segments as (
    select * from {{ ref('int_account_segments') }}
),

clock as (
    select * from {{ ref('int_clock') }}
),

opinions as (
    select * from {{ ref('int_account_nps') }}
),

subscriptions as (
    select
        subscriptions.account_id,
        {{ complete_sum('subscriptions.mrr', 'subscriptions.mrr_original', 'true') }} as mrr,
        min(case
            when subscriptions.renewal_due_on >= clock.as_of_on then subscriptions.renewal_due_on
        end) as renewal_due_on
    from {{ ref('int_subscriptions') }} as subscriptions
    cross join clock
    where subscriptions.is_active and not subscriptions.is_trial
    group by subscriptions.account_id
),

measured as (
    select
        accounts.account_id,
        coalesce(segments.segment, '(unknown)') as segment,
        clock.as_of_on,
        subscriptions.mrr,
        accounts.active_days,
        accounts.active_users,
        accounts.seats,
        accounts.seats_in_use,
        subscriptions.renewal_due_on,
        cast({{ days_between('clock.as_of_on', 'subscriptions.renewal_due_on') }} as bigint)
            as days_to_renewal,
        coalesce(opinions.nps_answers, 0) as nps_answers,
        coalesce(opinions.promoters, 0) as promoters,
        coalesce(opinions.detractors, 0) as detractors
    from accounts
    cross join clock
    inner join subscriptions on accounts.account_id = subscriptions.account_id
    left join segments on accounts.account_id = segments.account_id
    left join opinions on accounts.account_id = opinions.account_id
),

scored as (
    select
        *,
        {{ full_marks('active_days', var('health_active_days')) }} as usage_score,
        {{ ratio('seats_in_use', 'seats') }} as seats_score,
        {{ full_marks('days_to_renewal', var('health_renewal_days')) }} as renewal_score,
        {{ ratio('nps_answers + promoters - detractors', '2 * nps_answers') }} as nps_score
    from measured
),

weighed as (
    select
        *,
        {%- for part in weights %}
        case when {{ part }}_score is null then 0 else 1 end
        {{- ' +' if not loop.last }}
        {%- endfor %}
            as parts_known,
        {%- for part, weight in weights.items() %}
        case when {{ part }}_score is null then 0 else cast({{ weight }} as double) end
        {{- ' +' if not loop.last }}
        {%- endfor %}
            as weight_known,
        {%- for part, weight in weights.items() %}
        coalesce(cast({{ weight }} as double) * {{ part }}_score, 0)
        {{- ' +' if not loop.last }}
        {%- endfor %}
            as weighted_score
    from scored
),

judged as (
    select *, {{ ratio('weighted_score', 'weight_known', 100) }} as health_score from weighed
),

final as (
    select
        account_id,
        segment,
        as_of_on,
        '{{ var("reporting_currency") }}' as currency,
        mrr,
        active_days,
        active_users,
        seats,
        seats_in_use,
        renewal_due_on,
        days_to_renewal,
        usage_score,
        seats_score,
        renewal_score,
        nps_answers,
        promoters,
        detractors,
        nps_score,
        cast(parts_known as integer) as parts_known,
        weight_known,
        weighted_score,
        health_score,
        case
            when health_score < {{ var('health_band')[0] }} then 'at_risk'
            when health_score < {{ var('health_band')[1] }} then 'watch'
            when health_score is not null then 'healthy'
        end as health_band
    from judged
)

select * from final
