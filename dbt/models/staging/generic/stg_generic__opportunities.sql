with source as (
    select * from {{ source('generic', 'opportunities') }}
),

final as (
    select
        _source_relation as source_relation,
        opportunity_id,
        account_id,
        contact_id,
        {{ clean_text('name') }} as opportunity_name,
        opportunity_type as opportunity_type_original,
        product_id,
        {{ clean_text('stage') }} as stage,
        amount as amount_original,
        currency,
        created_at,
        closed_on as close_on,
        is_closed,
        is_won,
        {{ clean_text('loss_reason') }} as loss_reason,
        {{ clean_text('win_reason') }} as win_reason,
        {{ clean_text('competitor') }} as competitors,
        campaign_id,
        {{ person_label('owner') }} as owner,
        {{ has_email('owner') }} as is_owner_hashed,
        case when is_deleted then 'deleted' end as exclusion_reason
    from source
)

select * from final
