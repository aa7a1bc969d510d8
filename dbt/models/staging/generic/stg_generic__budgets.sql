with source as (
    select * from {{ source('generic', 'budgets') }}
    where not coalesce(is_deleted, false)
),

final as (
    select
        _source_relation as source_relation,
        period_start as period_start_on,
        period_end as period_end_on,
        scope,
        case when scope = 'channel' then {{ clean_text('scope_id') }} else scope_id end as scope_id,
        amount as amount_original,
        currency
    from source
)

select * from final
