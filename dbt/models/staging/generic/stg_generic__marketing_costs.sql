with source as (
    select * from {{ source('generic', 'marketing_costs') }}
    where not coalesce(is_deleted, false)
),

final as (
    select
        _source_relation as source_relation,
        cost_id,
        starts_on,
        ends_on,
        cost_type,
        {{ clean_text('channel') }} as channel,
        campaign_id,
        product_id,
        amount as amount_original,
        currency,
        {{ clean_text('description') }} as description
    from source
)

select * from final
