-- Features of the company, once each: keys are its own, and of connections that both name one the
-- first by name is believed. Features with the same product and plans are entitled alike.

with features as (
    select *
    from {{ first_connection(ref('stg_generic__features'), 'feature_key') }} as sheet
),

final as (
    select
        feature_key,
        product_id,
        feature_name,
        released_on,
        plans,
        case when plans is null then 'all' else product_id || '|' || plans end as entitlement_key,
        is_core,
        event_names
    from features
)

select * from final
