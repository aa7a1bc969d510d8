-- What speaks for an initiative on each day it is shown: features adopted, customers who asked for
-- its theme, pipeline that waits for it. Amounts as known tonight.

with initiatives as (
    select *
    from {{ first_connection(ref('stg_generic__roadmap_initiatives'), 'initiative_id') }} as sheet
),

shown as (
    select initiatives.*, measures.as_of_on
    from {{ ref('int_goal_measures') }} as measures
    inner join initiatives
        on measures.subject_id = initiatives.initiative_id
    where measures.subject_kind = 'initiative'
),

links as (
    select distinct initiative_id, feature_key from {{ ref('stg_generic__initiative_features') }}
),

adoption as (
    select
        feature_key, date_day,
        sum(adopted_users) as adopted_users, sum(eligible_users) as eligible_users
    from {{ ref('feature_adoption') }}
    group by feature_key, date_day
),

features as (
    select
        shown.initiative_id,
        shown.as_of_on,
        cast(count(*) as bigint) as shipped_features,
        {{ count_if(
            'adoption.adopted_users >= cast(' ~ var('dead_feature_adoption')
            ~ ' as decimal(9, 6)) * adoption.eligible_users and adoption.eligible_users > 0'
        ) }}
            as adopted_features
    from shown
    inner join links on shown.initiative_id = links.initiative_id
    left join adoption
        on links.feature_key = adoption.feature_key and shown.as_of_on = adoption.date_day
    where shown.shipped_on <= shown.as_of_on
    group by shown.initiative_id, shown.as_of_on
),

-- An answer about another product asks for something else.
requests as (
    select shown.initiative_id, shown.as_of_on, responses.account_id, count(*) as requests
    from shown
    inner join {{ ref('voice_responses') }} as responses
        on {{ spelling_key('shown.theme') }} = {{ spelling_key('responses.theme') }}
    where
        responses.is_answered
        and responses.responded_on <= shown.as_of_on
        and coalesce(responses.product_id = shown.product_id, true)
    group by shown.initiative_id, shown.as_of_on, responses.account_id
),

paying as (
    select account_id, {{ complete_sum('mrr', 'mrr_original', 'true') }} as mrr
    from {{ ref('int_mrr_months') }}
    where month_on = (select max(month_on) from {{ ref('int_months') }})
    group by account_id
),

known as (
    select count(*) as account_months from {{ ref('int_mrr_months') }}
),

voice as (
    select
        requests.initiative_id,
        requests.as_of_on,
        cast(sum(requests.requests) as bigint) as voc_requests,
        case
            when max(known.account_months) > 0 and count(paying.account_id) = count(paying.mrr)
                then {{ as_decimal('12 * coalesce(sum(paying.mrr), 0)') }}
        end as voc_arr
    from requests
    cross join known
    left join paying on requests.account_id = paying.account_id
    group by requests.initiative_id, requests.as_of_on
),

asked_for as (
    select distinct initiative_id, item as opportunity_id
    from {{ split_rows('initiatives', ['initiative_id'], 'opportunity', ';') }} as items
),

blocked as (
    select
        shown.initiative_id,
        shown.as_of_on,
        {{ complete_sum(
            'deals.amount', 'deals.amount_original',
            reporting_day('deals.created_at') ~ ' <= shown.as_of_on and '
            ~ '(not deals.is_closed or deals.closed_on > shown.as_of_on)'
        ) }}
            as blocked_pipeline
    from shown
    inner join asked_for on shown.initiative_id = asked_for.initiative_id
    inner join {{ ref('opportunities') }} as deals
        on asked_for.opportunity_id = deals.opportunity_id
    group by shown.initiative_id, shown.as_of_on
),

final as (
    select
        shown.initiative_id,
        shown.as_of_on,
        coalesce(features.shipped_features, 0) as shipped_features,
        coalesce(features.adopted_features, 0) as adopted_features,
        case when shown.theme is not null then coalesce(voice.voc_requests, 0) end as voc_requests,
        case
            when shown.theme is null then null
            when voice.initiative_id is null then {{ as_decimal(0) }}
            else voice.voc_arr
        end as voc_arr,
        blocked.blocked_pipeline
    from shown
    left join features
        on shown.initiative_id = features.initiative_id and shown.as_of_on = features.as_of_on
    left join voice
        on shown.initiative_id = voice.initiative_id and shown.as_of_on = voice.as_of_on
    left join blocked
        on shown.initiative_id = blocked.initiative_id and shown.as_of_on = blocked.as_of_on
)

select * from final
