with source as (
    select * from {{ source('facebook_ads', 'creative_history') }}
),

final as (
    select
        _source_relation as source_relation,
        account_id,
        id as creative_id,
        {{ scrub('coalesce(page_link, template_page_link, object_story_link_data_link)') }}
            as landing_url,
        {{ scrub('url_tags') }} as url_tags,
        _fivetran_synced as version_at
    from source
)

select * from final
