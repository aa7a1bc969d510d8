with source as (
    select * from {{ source('generic', 'contacts') }}
),

final as (
    select
        _source_relation as source_relation,
        contact_id,
        merged_into_contact_id as merged_into_id,
        account_id,
        referred_by_contact_id,
        {{ hashed_email('email') }} as email_hash,
        {{ email_domain('email') }} as email_domain,
        created_at,
        lead_at,
        mql_at,
        sal_at,
        sql_at,
        customer_at,
        disqualified_at,
        {{ clean_text('source') }} as first_source,
        {{ clean_text('medium') }} as first_medium,
        {{ clean_text('campaign') }} as first_campaign,
        coalesce(is_internal, false) as is_internal,
        case when is_deleted then 'deleted' end as exclusion_reason
    from source
)

select * from final
