{#- Events of e-mails that are touches are excluded, with what else is no touch, by usage. -#}
{%- set emails = [
    ['generic', 'email_events', 'stg_generic__email_events'],
    ['hubspot', 'email_event', 'stg_hubspot__email_event'],
] -%}
-- Answers that no published table counts, and events that are part of no e-mail; their part of
-- quality.exclusions.

with excluded as (
    select
        'generic' as source_name, source_relation, 'survey_responses' as table_name,
        exclusion_reason as reason
    from {{ ref('int_survey_responses') }}
    where exclusion_reason is not null
    {%- for source_name, table_name, model in emails %}
    union all
    select '{{ source_name }}', source_relation, '{{ table_name }}', exclusion_reason
    from {{ ref(model) }}
    where exclusion_reason is not null and not coalesce({{ is_email_touch() }}, false)
    {%- endfor %}
),

final as (
    select
        source_name, source_relation, table_name, reason, cast(count(*) as bigint) as row_count
    from excluded
    group by source_name, source_relation, table_name, reason
)

select * from final
