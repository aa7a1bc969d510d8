with source as (
    select * from {{ source('generic', 'survey_responses') }}
),

final as (
    select
        -- keys
        _source_relation as source_relation,
        response_id,
        respondent_id,
        account_id,
        product_id,
        -- response
        {{ clean_text('survey') }} as survey,
        kind,
        sent_at,
        {{ reporting_day('sent_at') }} as sent_on,
        responded_at,
        {{ reporting_day('responded_at') }} as responded_on,
        cast(score as integer) as score,
        {{ clean_text('theme') }} as theme,
        {{ clean_text('comment') }} as comment,
        -- set aside, but counted
        case
            when is_deleted then 'deleted'
            when
                responded_at is null
                and coalesce(cast(score as string), theme, comment) is not null
                then 'answer_without_time'
            when responded_at is null and sent_at is null then 'no_time'
        end as exclusion_reason
    from source
)

select * from final
