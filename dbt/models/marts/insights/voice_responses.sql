with responses as (
    select * from {{ ref('int_survey_responses') }} where exclusion_reason is null
),

final as (
    select
        source_relation,
        response_id,
        survey,
        kind,
        {{ published_key(['person_kind', 'person_id']) }} as respondent_key,
        account_id,
        segment,
        product_id,
        sent_at,
        sent_on,
        responded_at,
        responded_on,
        responded_at is not null as is_answered,
        score,
        case
            when kind = 'nps' and score >= 9 then 'promoter'
            when kind = 'nps' and score >= 7 then 'passive'
            when kind = 'nps' and score >= 0 then 'detractor'
            when kind = 'csat' and score >= 4 then 'satisfied'
            when kind = 'csat' and score >= 1 then 'not_satisfied'
            when kind = 'awareness' and score = 1 then 'aware'
            when kind = 'awareness' and score = 0 then 'not_aware'
        end as verdict,
        theme,
        comment
    from responses
)

select * from final
