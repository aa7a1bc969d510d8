-- One row per objective: of two connections that bring the same one, the first by name speaks.

with objectives as (
    select
        *,
        row_number() over (
            partition by objective_id order by source_relation nulls first
        ) as place
    from {{ ref('stg_generic__objectives') }}
),

final as (
    select
        source_relation,
        objective_id,
        parent_objective_id,
        level,
        owner,
        objective,
        pma_part,
        starts_on,
        ends_on,
        weight,
        priority
    from objectives
    where place = 1
)

select * from final
