with campaigns as (
    select * from {{ ref('dim_campaign') }}
),

days as (
    select
        {{ campaign_surrogate() }} as campaign_key,
        date_day,
        spend,
        platform_conversions,
        platform_value,
        is_complete
    from {{ ref('int_campaign_days') }}
),

-- A campaign that did not run on a day of which its connection reported cost nothing.
loaded as (
    select distinct source_relation, platform, date_day
    from {{ ref('int_campaign_days') }}
    where is_complete
),

credits as (
    select
        campaign_key,
        touch_day as date_day,
        model,
        {{ as_decimal('sum(case when is_own then weight else 0 end)') }} as own_conversions,
        {{ as_decimal('sum(case when has_value and not is_refund then weight else 0 end)') }}
            as attributed_conversions,
        {{ known_sum('value', 'has_value') }} as attributed_value,
        {{ known_sum('gross_profit', 'has_value') }} as attributed_gross_profit
    from (
        select
            credits.*,
            credits.conversion_type in {{ sql_list(var('platform_conversion_types')) }} as is_own,
            coalesce(sales.has_amount, false) as has_value,
            coalesce(sales.is_refund, false) as is_refund
        from {{ ref('attribution_credits') }} as credits
        left join {{ ref('int_sales') }} as sales on credits.conversion_id = sales.conversion_id
        where credits.journey = '{{ var("romi_journey") }}' and credits.campaign_key is not null
    ) as credited
    group by campaign_key, touch_day, model
),

-- A campaign still earns credit on days on which it spends nothing.
places as (
    select campaign_key, date_day from days
    union
    select campaign_key, date_day from credits
),

joined as (
    select
        places.date_day,
        campaigns.source_relation,
        campaigns.platform,
        campaigns.account_id,
        campaigns.campaign_id,
        models.model as attribution_model,
        campaigns.campaign_key,
        campaigns.campaign_name,
        {%- for measure in ['spend', 'platform_conversions', 'platform_value'] %}
        case
            when days.campaign_key is null and loaded.date_day is not null then {{ as_decimal(0) }}
            else days.{{ measure }}
        end as {{ measure }},
        {%- endfor %}
        coalesce(credits.own_conversions, {{ as_decimal(0) }}) as own_conversions,
        coalesce(credits.attributed_conversions, {{ as_decimal(0) }}) as attributed_conversions,
        case when credits.model is null then {{ as_decimal(0) }} else credits.attributed_value end
            as attributed_value,
        case
            when credits.model is null then {{ as_decimal(0) }}
            else credits.attributed_gross_profit
        end as attributed_gross_profit,
        '{{ var("reporting_currency") }}' as currency,
        coalesce(days.is_complete, loaded.date_day is not null) as is_complete,
        {{ is_mature_touch("'touch'", 'places.date_day') }} as is_mature
    from places
    inner join campaigns on places.campaign_key = campaigns.campaign_key
    cross join {{ name_rows('model', var('attribution_models')) }} as models
    cross join {{ ref('int_clock') }} as clock
    left join loaded
        on
            campaigns.source_relation = loaded.source_relation
            and campaigns.platform = loaded.platform
            and places.date_day = loaded.date_day
    left join days
        on places.campaign_key = days.campaign_key and places.date_day = days.date_day
    left join credits
        on
            places.campaign_key = credits.campaign_key
            and places.date_day = credits.date_day
            and models.model = credits.model
),

final as (
    select
        date_day,
        source_relation,
        platform,
        account_id,
        campaign_id,
        attribution_model,
        campaign_key,
        campaign_name,
        spend,
        platform_conversions,
        platform_value,
        own_conversions,
        attributed_conversions,
        attributed_value,
        attributed_gross_profit,
        currency,
        {{ ratio('platform_value', 'spend') }} as platform_roas,
        {{ ratio('attributed_value', 'spend') }} as attributed_roas,
        {{ ratio('platform_conversions', 'own_conversions') }} as overclaim_ratio,
        is_complete,
        is_mature
    from joined
)

select * from final
