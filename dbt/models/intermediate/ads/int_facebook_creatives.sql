{# The latest version of each creative with the link a click really opens: the page link plus its
   URL tags. #}
with creatives as (
    select * from {{ ref('stg_facebook_ads__creative_history') }}
),

latest as (
    select *
    from (
        select
            *,
            row_number() over (
                partition by source_relation, creative_id order by version_at desc nulls last
            ) as choice
        from creatives
    ) as ranked
    where choice = 1
),

tagged as (
    select
        source_relation,
        creative_id,
        landing_url,
        {%- for field in utm_fields() %}
        coalesce('&utm_{{ field }}=' || coalesce(
            {{ json_tag('url_tags', 'utm_' ~ field) }},
            {{ url_query_value('url_tags', 'utm_' ~ field) }}
        ), '')
        {%- if not loop.last %} ||{% endif %}
        {%- endfor %} as tags
    from latest
),

final as (
    select
        source_relation,
        creative_id,
        case
            when landing_url is null or tags = '' then landing_url
            when landing_url like '%?%' then landing_url || tags
            else landing_url || '?' || substr(tags, 2)
        end as landing_url
    from tagged
)

select * from final
