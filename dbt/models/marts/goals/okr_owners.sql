-- Who answers for a key result: the owner of its objective, and those it is shared with. For lists
-- per person; sums over them count shared key results more than once.

with key_results as (
    select * from {{ ref('stg_generic__key_results') }}
),

scores as (
    select key_result_id, objective_id, owner
    from {{ ref('okr_scores') }}
    where is_latest
),

sharers as (
    select key_result_id, {{ person_label('item') }} as owner
    from {{ split_rows('key_results', ['key_result_id'], 'shared_with', ';') }} as items
),

named as (
    select key_result_id, owner, 1 as leads
    from scores
    where owner is not null
    union all
    select sharers.key_result_id, sharers.owner, 0
    from sharers
    inner join scores on sharers.key_result_id = scores.key_result_id
    where sharers.owner is not null
),

final as (
    select key_result_id, owner, max(leads) = 1 as is_lead
    from named
    group by key_result_id, owner
)

select * from final
