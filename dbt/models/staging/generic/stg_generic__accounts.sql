with source as (
    select * from {{ source('generic', 'accounts') }}
),

final as (
    select
        _source_relation as source_relation,
        account_id,
        merged_into_account_id as merged_into_id,
        parent_account_id,
        {{ clean_text('name') }} as account_name,
        {{ web_domain('domain') }} as domain,
        {{ clean_text('industry') }} as industry,
        {{ clean_text('segment') }} as segment,
        {{ clean_text('country') }} as country,
        employee_count,
        created_at,
        case when is_deleted then 'deleted' end as exclusion_reason
    from source
)

select * from final
