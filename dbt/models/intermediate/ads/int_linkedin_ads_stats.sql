{# LinkedIn's two reports in one shape, account currency; its campaign is our ad group, its
   creative our ad. #}
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    pre_hook="{{ delete_changed_days('date_day', linkedin_ads_tables()) }}",
    post_hook="{{ record_built() }}",
) }}

with unioned as (
    {%- for grain, report in {'ad_group': 'campaign', 'ad': 'creative'}.items() %}
    select
        source_relation,
        date_day,
        '{{ grain }}' as report_grain,
        {{ 'ad_group_id' if grain == 'ad_group' else 'cast(null as string)' }} as ad_group_id,
        {{ 'ad_id' if grain == 'ad' else 'cast(null as string)' }} as ad_id,
        spend_original,
        impressions,
        clicks,
        case
            when website_conversions is not null or lead_form_fills is not null
                then coalesce(website_conversions, 0) + coalesce(lead_form_fills, 0)
        end as platform_conversions,
        platform_value_original,
        cast(null as decimal(18, 6)) as view_through_conversions
    from {{ ref('stg_linkedin_ads__ad_analytics_by_' ~ report) }}
    where {{ only_changed_days('date_day', linkedin_ads_tables()) }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

final as (
    select
        source_relation,
        date_day,
        report_grain,
        ad_group_id,
        ad_id,
        {{- sum_measures(ad_measures()) }}
    from unioned
    group by source_relation, date_day, report_grain, ad_group_id, ad_id
)

select * from final
