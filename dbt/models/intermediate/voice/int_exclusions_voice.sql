-- Invitations and answers that no published table counts; their part of quality.exclusions.

with responses as (
    select * from {{ ref('int_survey_responses') }} where exclusion_reason is not null
),

final as (
    select
        'generic' as source_name, source_relation, 'survey_responses' as table_name,
        exclusion_reason as reason, cast(count(*) as bigint) as row_count
    from responses
    group by source_relation, exclusion_reason
)

select * from final
