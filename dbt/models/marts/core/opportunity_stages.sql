with stages as (
    select * from {{ ref('int_opportunity_stages') }}
),

final as (
    select
        source_relation,
        crm,
        opportunity_id,
        cast(entry_number as bigint) as entry_number,
        stage,
        stage_name,
        stage_order,
        entered_at,
        left_at,
        is_first_entry,
        is_current,
        is_closed,
        is_won
    from stages
)

select * from final
