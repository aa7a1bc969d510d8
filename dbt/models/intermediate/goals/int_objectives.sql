-- One row per objective: of two connections that bring the same one, the first by name speaks.

with objectives as (
    select *
    from {{ first_connection(ref('stg_generic__objectives'), 'objective_id') }} as sheet
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
)

select * from final
