with source as (
    select * from {{ source('salesforce', 'account') }}
),

final as (
    select
        _source_relation as source_relation,
        id as account_id,
        master_record_id as merged_into_id,
        parent_id as parent_account_id,
        {{ clean_text('name') }} as account_name,
        {{ web_domain('website') }} as domain,
        {{ clean_text('industry') }} as industry,
        {{ clean_text('billing_country') }} as country,
        number_of_employees as employee_count,
        created_date as created_at,
        -- Salesforce deletes the record that a merge leaves behind; that one is merged.
        case
            when (is_deleted or _fivetran_deleted) and master_record_id is null then 'deleted'
        end as exclusion_reason
    from source
)

select * from final
