with stats as (
    select * from {{ ref('int_ad_stats') }}
    where report_grain in ('campaign', 'ad_group', 'ad')
),

landings as (
    select * from {{ ref('int_ad_landings') }}
    where landing_url is not null
),

landed as (
    select
        stats.*,
        landings.landing_url as landing_page_url,
        {%- for field in utm_fields() %}
        landings.utm_{{ field }} as landing_utm_{{ field }},
        {%- endfor %}
        max(case stats.report_grain when 'ad' then 3 when 'ad_group' then 2 else 1 end) over (
            partition by
                {%- for id in campaign_ids() %}
                stats.{{ id }}{{ ',' if not loop.last }}
                {%- endfor %}
        ) as finest_grain
    from stats
    inner join landings
        on
            {%- for id in ['source_relation', 'platform', 'account_id', 'campaign_id'] %}
            {% if not loop.first %}and {% endif %}stats.{{ id }} = landings.{{ id }}
            {%- endfor %}
            and stats.ad_group_id is not distinct from landings.ad_group_id
            and stats.ad_id is not distinct from landings.ad_id
            and stats.landing_url is not distinct from landings.landing_url_raw
            {%- for field in utm_fields() %}
            and stats.utm_{{ field }} is not distinct from landings.utm_{{ field }}_raw
            {%- endfor %}
),

-- One grain per campaign-day, the finest with a landing URL, so that no two reports are added up.
rows_reported as (
    select
        {{ campaign_ids() | join(', ') }},
        report_grain,
        landing_page_url as landing_url,
        {%- for field in utm_fields() %}
        landing_utm_{{ field }} as utm_{{ field }},
        {%- endfor %}
        currency,
        {{ additive_measures() | map('first') | join(', ') }}
    from landed
    where finest_grain = case report_grain when 'ad' then 3 when 'ad_group' then 2 else 1 end
),

{{ campaign_children(
    'rows_reported', ['ad', 'ad_group', 'campaign'], ['landing_url'],
    ['utm_source', 'utm_medium', 'utm_campaign', 'utm_term', 'utm_content'],
) }}

select * from final
