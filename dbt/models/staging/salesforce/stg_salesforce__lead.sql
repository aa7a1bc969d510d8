-- A lead is a person; converted, it lives on as the contact it became, merged, as the other lead.
-- Conversion is what sales does when it takes a lead on. Salesforce dates it by the day, which is
-- never shifted between zones and follows whatever made the lead on that day.

with source as (
    select
        *,
        case
            when not is_converted then null
            when converted_date = cast(cast(converted_date as date) as timestamp)
                then {{ last_second('cast(converted_date as date)') }}
            else converted_date
        end as converted_at
    from {{ source('salesforce', 'lead') }}
),

final as (
    select
        _source_relation as source_relation,
        id as contact_id,
        coalesce(master_record_id, converted_contact_id) as merged_into_id,
        converted_account_id as account_id,
        {{ hashed_email('email') }} as email_hash,
        {{ email_domain('email') }} as email_domain,
        created_date as created_at,
        converted_at as sql_at,
        case when converted_opportunity_id is not null then converted_at end as opportunity_at,
        {{ clean_text('status') }} as lifecycle_stage,
        {{ clean_text('lead_source') }} as first_source,
        -- Salesforce deletes the record that a merge leaves behind; that one is merged.
        case
            when (is_deleted or _fivetran_deleted) and master_record_id is null then 'deleted'
        end as exclusion_reason
    from source
)

select * from final
