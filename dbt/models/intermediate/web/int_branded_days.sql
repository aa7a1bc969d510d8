-- How much of a campaign's search advertising met the brand's own name, per day: clicks on search
-- terms where they are reported, else on keywords. Days without either report have no row.

with terms as (
    select
        *,
        {{ has_brand_term('coalesce(search_term, keyword)') }} as is_branded
    from {{ ref('ad_performance') }}
    where report_grain in ('search_term', 'keyword')
),

final as (
    select
        source_relation,
        platform,
        account_id,
        campaign_id,
        date_day,
        cast(sum(case when report_grain = 'keyword' then impressions end) as bigint)
            as keyword_impressions,
        cast(
            sum(case when report_grain = 'keyword' and is_branded then impressions end) as bigint
        ) as branded_impressions,
        {% if var('brand_terms') -%}
        cast(coalesce(
            {%- for grain in ['search_term', 'keyword'] %}
            sum(case
                when report_grain = '{{ grain }}' then case when is_branded then clicks else 0 end
            end)
            {%- if not loop.last %},{% endif %}
            {%- endfor %}
        ) as bigint) as branded_clicks
        {%- else -%}
        cast(null as bigint) as branded_clicks
        {%- endif %}
    from terms
    group by source_relation, platform, account_id, campaign_id, date_day
)

select * from final
