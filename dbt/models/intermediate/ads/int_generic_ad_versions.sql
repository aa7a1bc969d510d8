{# Files carry names on every row; a version begins on the first day that shows another name. #}
{%- set entities = {
    'account': [['account_id'], 'account_name', []],
    'campaign': [['account_id', 'campaign_id'], 'campaign_name', []],
    'ad_group': [['account_id', 'campaign_id', 'ad_group_id'], 'ad_group_name', ['ad_group_id']],
    'ad': [['account_id', 'campaign_id', 'ad_group_id', 'ad_id'], 'ad_name', ['ad_id']],
} -%}
with performance as (
    select * from {{ ref('stg_generic__ad_performance') }}
),

daily as (
    {%- for entity, spec in entities.items() %}
    select
        source_relation,
        platform,
        '{{ entity }}' as entity_type,
        {{ entity_key(spec[0]) }} as entity_key,
        account_id,
        {%- for id in ['campaign_id', 'ad_group_id', 'ad_id'] %}
        {{ id if id in spec[0] else 'cast(null as string)' }} as {{ id }},
        {%- endfor %}
        date_day,
        max({{ spec[1] }}) as entity_name,
        max(account_timezone) as account_timezone,
        max(strategy) as strategy
    from performance
    {%- if spec[2] %}
    where {{ spec[2][0] }} is not null
    {%- endif %}
    group by source_relation, platform, date_day, {{ spec[0] | join(', ') }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

compared as (
    select
        *,
        coalesce(entity_name, '') || chr(31) || coalesce(account_timezone, '') || chr(31)
            || coalesce(strategy, '') as fingerprint,
        lag(
            coalesce(entity_name, '') || chr(31) || coalesce(account_timezone, '') || chr(31)
                || coalesce(strategy, '')
        ) over (
            partition by source_relation, platform, entity_type, entity_key
            order by date_day asc nulls last
        ) as fingerprint_before
    from daily
),

final as (
    select
        source_relation,
        platform,
        entity_type,
        entity_key,
        account_id,
        campaign_id,
        ad_group_id,
        ad_id,
        entity_name,
        account_timezone,
        strategy,
        cast(date_day as timestamp) as version_at
    from compared
    where fingerprint_before is null or fingerprint_before <> fingerprint
)

select * from final
