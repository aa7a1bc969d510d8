with source as (
    select * from {{ source('google_ads', 'ad_history') }}
),

final as (
    select
        _source_relation as source_relation,
        ad_group_id,
        id as ad_id,
        {{ scrub('name') }} as ad_name,
        lower(status) as status,
        {{ scrub(first_of_list('final_urls')) }} as landing_url,
        updated_at as version_at
    from source
)

select * from final
