with source as (
    select * from {{ source('salesforce', 'contact') }}
),

final as (
    select
        _source_relation as source_relation,
        id as contact_id,
        master_record_id as merged_into_id,
        account_id,
        {{ hashed_email('email') }} as email_hash,
        {{ email_domain('email') }} as email_domain,
        created_date as created_at,
        {{ clean_text('lead_source') }} as first_source,
        -- Salesforce deletes the record that a merge leaves behind; that one is merged.
        case
            when (is_deleted or _fivetran_deleted) and master_record_id is null then 'deleted'
        end as exclusion_reason
    from source
)

select * from final
