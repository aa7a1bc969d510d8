with campaigns as (
    select * from {{ ref('int_campaigns') }}
),

-- Without UTM values the platform itself says what its traffic is called.
labelled as (
    select
        *,
        utm_source is null and utm_medium is null as is_untagged,
        coalesce(utm_source, {{ platform_source('platform') }}) as traffic_source,
        coalesce(utm_medium, case
            when channel_type = 'display' then 'display'
            when channel_type in ('performance_max', 'demand_gen', 'discovery') then 'cross-network'
            else 'cpc'
        end) as traffic_medium
    from campaigns
),

final as (
    select
        {{ campaign_surrogate() }} as campaign_key,
        source_relation,
        platform,
        account_id,
        campaign_id,
        campaign_name,
        cast(version_count as bigint) as version_count,
        account_name,
        currency,
        account_timezone,
        {{ is_tz_aligned('account_timezone') }} as is_tz_aligned,
        status,
        strategy,
        channel_type,
        case
            when is_untagged and channel_type = 'video' then 'Paid Video'
            when is_untagged and channel_type = 'shopping' then 'Paid Shopping'
            else {{ channel_group('traffic_source', 'traffic_medium', 'campaign_name') }}
        end as channel,
        {%- for field in utm_fields() %}
        utm_{{ field }},
        {%- endfor %}
        first_active_on,
        last_active_on
    from labelled
)

select * from final
