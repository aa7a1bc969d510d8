{# Campaign totals and their parts: one total per campaign-day, parts that add up to it. #}

{% macro campaign_ids() -%}
    {{ return(['date_day', 'source_relation', 'platform', 'account_id', 'campaign_id']) }}
{%- endmacro %}

{% macro grain_rank(column) -%}
    {#- 1 for the coarsest report. -#}
    case {{ column }}
            when 'campaign' then 1 when 'ad_group' then 2 when 'ad' then 3 when 'keyword' then 4 else 5
        end
{%- endmacro %}

{% macro is_counted_ad(rows, coarsest_rank) -%}
    {#- What an ad of an unknown campaign spent is part of a coarser report, where the day has one. `coarsest_rank`: the
        least grain_rank of the platform's day. -#}
    {{ rows }}.campaign_id <> '(unknown)' or {{ grain_rank(rows ~ '.report_grain') }} = {{ coarsest_rank }}
{%- endmacro %}

{% macro converted_measures() -%}
    {{ return(['spend', 'platform_value']) }}
{%- endmacro %}

{% macro additive_measures() -%}
    {{ return(ad_measures() + [['spend', 'decimal(18, 6)'], ['platform_value', 'decimal(18, 6)']]) }}
{%- endmacro %}

{% macro sum_of_grains(grains) -%}
    {#- Per measure the sum over the first grain that reported it at all (a coarser report is complete where a finer
        one may not be). An amount in the reporting currency is NULL if any of its rows lacks a rate; an amount in the
        original currency, and `currency` itself, are NULL if the rows are in several currencies. -#}
    {%- set converted = {'spend': 'spend_original', 'platform_value': 'platform_value_original'} -%}
    {%- for name, type in additive_measures() %}
        {%- set witness = converted.get(name, name) %}
        case
            {%- for grain in grains %}
            {%- set value = "case when report_grain = '" ~ grain ~ "' then " ~ name ~ " end" %}
            {%- set seen = "case when report_grain = '" ~ grain ~ "' then " ~ witness ~ " end" %}
            {%- set money = "case when report_grain = '" ~ grain ~ "' then currency end" %}
            when count({{ seen }}) > 0
                then
                    {%- if name in converted %}
                    case when count({{ value }}) = count({{ seen }}) then cast(sum({{ value }}) as {{ type }}) end
                    {%- elif name in converted.values() %}
                    case when count({{ money }}) = 0 or min({{ money }}) = max({{ money }})
                        then cast(sum({{ value }}) as {{ type }}) end
                    {%- else %}
                    cast(sum({{ value }}) as {{ type }})
                    {%- endif %}
            {%- endfor %}
        end as {{ name }},
    {%- endfor %}
        case
            {%- for grain in grains %}
            {%- set money = "case when report_grain = '" ~ grain ~ "' then currency end" %}
            when count(case when report_grain = '{{ grain }}' then spend_original end) > 0
                then case when min({{ money }}) = max({{ money }}) then max({{ money }}) end
            {%- endfor %}
        end as currency
{%- endmacro %}

{% macro campaign_ratios() %}
        {{ ratio('clicks', 'impressions') }} as ctr,
        {{ ratio('spend', 'impressions', 1000) }} as cpm,
        {{ ratio('spend', 'clicks') }} as cost_per_click,
        {{ ratio('spend', 'platform_conversions') }} as cost_per_conversion,
        {{ ratio('platform_conversions', 'clicks') }} as conversion_rate,
        {{ ratio('platform_value_original', 'spend_original') }} as platform_roas
{%- endmacro %}

{% macro campaign_children(rows, grains, ids, attributes) -%}
    {#- CTEs up to `final`: the parts of every campaign-day, and where they do not explain all of it one row
        `(unallocated)` with the rest, so that the sum over the parts is the campaign. The rest is negative where the
        platform's finer report claims more than its coarser one. -#}
campaigns as (
    select * from {{ ref('campaigns') }}
),

parts as (
    select
        {{ campaign_ids() | join(', ') }},
        {{ ids | join(', ') }},
        {%- for attribute in attributes %}
        max({{ attribute }}) as {{ attribute }},
        {%- endfor %}
        {{- sum_of_grains(grains) }}
    from {{ rows }}
    group by {{ (campaign_ids() + ids) | join(', ') }}
),

explained as (
    select
        {{ campaign_ids() | join(', ') }}
        {%- for name, type in additive_measures() %},
        cast(sum({{ name }}) as {{ type }}) as {{ name }}
        {%- endfor %}
    from parts
    group by {{ campaign_ids() | join(', ') }}
),

unexplained as (
    select
        {%- for id in campaign_ids() %}
        campaigns.{{ id }},
        {%- endfor %}
        {%- for name, type in additive_measures() %}
        cast(campaigns.{{ name }} - coalesce(explained.{{ name }}, 0) as {{ type }}) as {{ name }},
        {%- endfor %}
        campaigns.currency
    from campaigns
    left join explained
        on
            {%- for id in campaign_ids() %}
            {% if not loop.first %}and {% endif %}campaigns.{{ id }} = explained.{{ id }}
            {%- endfor %}
),

-- Converted money that is left over where no original money is was left by rounding: it goes to the
-- greatest part.
rests as (
    select
        unexplained.*
        {%- for name in converted_measures() %},
        case when {{ name }}_original = 0 then coalesce({{ name }}, 0) else 0 end as {{ name }}_rounded
        {%- endfor %}
    from unexplained
),

ranked as (
    select
        *,
        {%- for name in converted_measures() %}
        row_number() over (
            partition by {{ campaign_ids() | join(', ') }}
            order by {{ name }} desc nulls last
            {%- for id in ids %}, {{ id }} asc nulls last{% endfor %}
        ) as {{ name }}_place{{ ',' if not loop.last }}
        {%- endfor %}
    from parts
),

allocated as (
    select
        {%- for column in campaign_ids() + ids + attributes %}
        ranked.{{ column }},
        {%- endfor %}
        {%- for name, type in additive_measures() %}
        {%- if name in converted_measures() %}
        cast(ranked.{{ name }} + case
            when ranked.{{ name }}_place = 1 then coalesce(rests.{{ name }}_rounded, 0) else 0
        end as {{ type }}) as {{ name }},
        {%- else %}
        ranked.{{ name }},
        {%- endif %}
        {%- endfor %}
        ranked.currency,
        false as is_unallocated
    from ranked
    left join rests
        on
            {%- for id in campaign_ids() %}
            {% if not loop.first %}and {% endif %}ranked.{{ id }} = rests.{{ id }}
            {%- endfor %}
    union all
    select
        {{ campaign_ids() | join(', ') }},
        {%- for id in ids %}
        '(unallocated)',
        {%- endfor %}
        {%- for attribute in attributes %}
        cast(null as string),
        {%- endfor %}
        {%- for name, type in additive_measures() %}
        {{ name }}{% if name in converted_measures() %} - {{ name }}_rounded{% endif %},
        {%- endfor %}
        currency,
        true
    from rests
    where
        {%- for name, type in additive_measures() %}
        {% if not loop.first %}or {% endif %}{{ name }} <> {{ name ~ '_rounded' if name in converted_measures() else 0 }}
        {%- endfor %}
),

final as (
    select
        {%- for id in campaign_ids() %}
        allocated.{{ id }},
        {%- endfor %}
        campaigns.campaign_name,
        {%- for column in ids + attributes %}
        allocated.{{ column }},
        {%- endfor %}
        allocated.is_unallocated,
        allocated.spend,
        allocated.spend_original,
        allocated.currency,
        fx.fx_rate,
        fx.fx_date,
        allocated.impressions,
        allocated.clicks,
        allocated.platform_conversions,
        allocated.platform_value,
        allocated.platform_value_original,
        allocated.view_through_conversions,
        {{ ratio('allocated.clicks', 'allocated.impressions') }} as ctr,
        {{ ratio('allocated.spend', 'allocated.impressions', 1000) }} as cpm,
        {{ ratio('allocated.spend', 'allocated.clicks') }} as cost_per_click,
        {{ ratio('allocated.spend', 'allocated.platform_conversions') }} as cost_per_conversion,
        {{ ratio('allocated.platform_conversions', 'allocated.clicks') }} as conversion_rate,
        {{ ratio('allocated.platform_value_original', 'allocated.spend_original') }} as platform_roas,
        coalesce(allocated.clicks, 0) < {{ var('low_sample_size') | int }} as is_low_sample
    from allocated
    inner join campaigns
        on
            {%- for id in campaign_ids() %}
            {% if not loop.first %}and {% endif %}allocated.{{ id }} = campaigns.{{ id }}
            {%- endfor %}
    {{ fx_joins('allocated.currency', 'allocated.date_day') }}
)
{%- endmacro %}
