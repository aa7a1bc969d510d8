with source as (
    select * from {{ source('salesforce', 'opportunity') }}
),

final as (
    select
        _source_relation as source_relation,
        id as opportunity_id,
        account_id,
        campaign_id,
        {{ clean_text('name') }} as opportunity_name,
        {{ clean_text('type') }} as opportunity_type_original,
        {{ clean_text('stage_name') }} as stage,
        amount as amount_original,
        currency_iso_code as currency,
        probability,
        close_date as close_on,
        created_date as created_at,
        is_closed,
        is_won,
        owner_id as owner,
        {{ clean_text('loss_reason') }} as loss_reason,
        {{ clean_text('win_reason') }} as win_reason,
        {{ clean_text('competitors') }} as competitors,
        case when is_deleted or _fivetran_deleted then 'deleted' end as exclusion_reason
    from source
)

select * from final
