{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    pre_hook="{{ forget_this_load() }}",
) }}

-- Which identities are bound otherwise than at the last build. Published facts rebuild the days of
-- these identities besides the days whose events changed, and no others.

with identity_map as (
    select * from {{ ref('int_identity') }}
),

clock as (
    select * from {{ ref('int_clock') }}
),

bindings as (
    select
        actor_kind,
        actor_id,
        {{ surrogate_key(['person_kind', 'person_id', 'account_id', 'exclusion_reason']) }}
            as binding
    from identity_map
    where actor_kind in ('user', 'anonymous', 'account')
),

{% if is_incremental() -%}
ranked as (
    select
        actor_kind, actor_id, binding,
        row_number() over (
            partition by actor_kind, actor_id order by load_id desc nulls last
        ) as recency
    from {{ this }}
),

known as (
    select actor_kind, actor_id, binding from ranked where recency = 1
),

-- A binding that is gone is logged as '' so that its days are rebuilt as well.
changed as (
    select bindings.actor_kind, bindings.actor_id, bindings.binding
    from bindings
    left join known
        on bindings.actor_kind = known.actor_kind and bindings.actor_id = known.actor_id
    where known.binding is null or known.binding <> bindings.binding
    union all
    select known.actor_kind, known.actor_id, '' as binding
    from known
    left join bindings
        on known.actor_kind = bindings.actor_kind and known.actor_id = bindings.actor_id
    where bindings.actor_id is null and known.binding <> ''
),
{%- else -%}
changed as (
    select actor_kind, actor_id, binding from bindings
),
{%- endif %}

final as (
    select changed.actor_kind, changed.actor_id, changed.binding, clock.load_id
    from changed
    cross join clock
)

select * from final
