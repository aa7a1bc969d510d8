{%- set most = merge_hops() %}
-- Merged records and the record each lives on as, chains followed to their end. A chain that does
-- not end within {{ most }} hops (two records merged into each other) stays as it is.

with pairs as (
    select * from {{ ref('int_crm_merge_pairs') }}
),

walked as (
    select
        pairs.source_relation,
        pairs.crm,
        pairs.entity,
        pairs.merged_id,
        coalesce(
            {%- for hop in range(most, 1, -1) %}
            hop_{{ hop }}.survivor_id,
            {%- endfor %}
            pairs.survivor_id
        ) as survivor_id,
        1
        {%- for hop in range(2, most + 1) %}
        + case when hop_{{ hop }}.survivor_id is null then 0 else 1 end
        {%- endfor %} as hops,
        beyond.survivor_id is null as is_resolved
    from pairs
    {%- for hop in range(2, most + 2) %}
    {%- set alias = 'hop_' ~ hop if hop <= most else 'beyond' %}
    {%- set previous = 'hop_' ~ (hop - 1) if hop > 2 else 'pairs' %}
    left join pairs as {{ alias }}
        on
            pairs.source_relation = {{ alias }}.source_relation
            and pairs.crm = {{ alias }}.crm
            and pairs.entity = {{ alias }}.entity
            and {{ previous }}.survivor_id = {{ alias }}.merged_id
    {%- endfor %}
),

final as (
    select
        source_relation,
        crm,
        entity,
        merged_id,
        case when is_resolved then survivor_id else merged_id end as survivor_id,
        cast(hops as integer) as hops,
        is_resolved
    from walked
)

select * from final
