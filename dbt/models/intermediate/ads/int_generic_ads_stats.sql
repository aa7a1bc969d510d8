{# Any platform handed in as files; the emptiness of the ids says at which grain a row reports. #}
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    pre_hook="{{ delete_changed_days('date_day', generic_ads_tables()) }}",
    post_hook="{{ record_built() }}",
) }}

with rows_changed as (
    select
        *,
        case
            when ad_id is not null then 'ad'
            when ad_group_id is not null then 'ad_group'
            else 'campaign'
        end as report_grain
    from {{ ref('stg_generic__ad_performance') }}
    where {{ only_changed_days('date_day', generic_ads_tables()) }}
),

final as (
    select
        source_relation,
        platform,
        date_day,
        report_grain,
        account_id,
        campaign_id,
        ad_group_id,
        ad_id,
        currency,
        landing_url,
        {%- for field in utm_fields() %}
        utm_{{ field }},
        {%- endfor %}
        {{- sum_measures(ad_measures()) }}
    from rows_changed
    group by
        source_relation, platform, date_day, report_grain, account_id, campaign_id, ad_group_id,
        ad_id, currency, landing_url
        {%- for field in utm_fields() %}, utm_{{ field }}{% endfor %}
)

select * from final
