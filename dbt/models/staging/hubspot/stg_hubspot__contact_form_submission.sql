with source as (
    select * from {{ source('hubspot', 'contact_form_submission') }}
),

final as (
    select
        _source_relation as source_relation,
        contact_id,
        form_id,
        timestamp as submitted_at,
        {{ reporting_day('timestamp') }} as date_day,
        {{ url_without_query('page_url') }} as page_url,
        {{ clean_text('title') }} as form_name,
        conversion_id
    from source
)

select * from final
