with steps as (
    select * from {{ ref('int_attribution_steps') }}
),

conversions as (
    select * from {{ ref('conversions') }} where conversion_type <> 'refund'
),

types as (
    select conversion_type from conversions group by conversion_type
),

paths as (
    select
        path_kind,
        journey,
        path_id,
        {{ ordered_text('channel', 'position') }} as path,
        cast(count(*) as bigint) as path_length
    from steps
    group by path_kind, journey, path_id
),

converted as (
    {%- for journey in var('attribution_journeys') %}
    select '{{ journey }}' as journey, {{ journey }}_id as path_id, conversion_type
    from conversions
    where {{ journey }}_id is not null
    group by {{ journey }}_id, conversion_type
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

outcomes as (
    select
        conversions.conversion_type,
        paths.journey,
        paths.path,
        paths.path_length,
        1 as conversions,
        0 as non_conversions,
        coalesce(conversions.value, 0) as value,
        case when conversions.value is null then 1 else 0 end as without_value
    from paths
    inner join conversions
        on paths.path_kind = 'conversion' and paths.path_id = conversions.conversion_id
    union all
    select
        types.conversion_type, paths.journey, paths.path, paths.path_length, 0, 1,
        cast(0 as decimal(18, 6)), 0
    from paths
    cross join types
    left join converted
        on
            paths.journey = converted.journey
            and paths.path_id = converted.path_id
            and types.conversion_type = converted.conversion_type
    where paths.path_kind = 'quiet' and converted.path_id is null
),

final as (
    select
        conversion_type,
        journey,
        path,
        max(path_length) as path_length,
        cast(sum(conversions) as bigint) as conversions,
        cast(sum(non_conversions) as bigint) as non_conversions,
        case when sum(without_value) = 0 then {{ as_decimal('sum(value)') }} end as value,
        cast(sum(without_value) as bigint) as conversions_without_value,
        '{{ var("reporting_currency") }}' as currency
    from outcomes
    group by conversion_type, journey, path
)

select * from final
