-- Opportunities of every CRM in one shape, deleted and merged ones still among them with their
-- exclusion_reason. HubSpot says by a deal's stage whether it is closed and won.

with merges as (
    select * from {{ ref('int_crm_merges') }} where is_resolved
),

deals as (
    select * from {{ ref('stg_hubspot__deal') }}
),

stages as (
    select * from {{ ref('int_hubspot_stages') }}
),

staged_deals as (
    select
        deals.*,
        coalesce(own.pipeline_name, any_pipeline.pipeline_name) as pipeline_name,
        coalesce(own.stage_name, any_pipeline.stage_name, deals.stage) as stage_name,
        coalesce(own.is_closed, any_pipeline.is_closed) as is_stage_closed,
        coalesce(own.is_won, any_pipeline.is_won) as is_stage_won
    from deals
    left join stages as own
        on
            deals.source_relation = own.source_relation
            and deals.pipeline_id = own.pipeline_id
            and deals.stage = own.stage
    left join stages as any_pipeline
        on
            deals.source_relation = any_pipeline.source_relation
            and deals.stage = any_pipeline.stage
            and any_pipeline.choice = 1
),

unioned as (
    select
        source_relation, 'hubspot' as crm, opportunity_id, opportunity_name, owner,
        cast(null as string) as account_id, cast(null as string) as contact_id,
        opportunity_type_original, product_id, cast(null as string) as campaign_id,
        pipeline_id, pipeline_name, stage, stage_name,
        is_stage_closed is not null as is_stage_known,
        amount_original, currency, created_at, close_on,
        -- HubSpot's own names stand in for a pipeline that has not arrived.
        coalesce(is_stage_closed, stage in ('closedwon', 'closedlost'), false) as is_closed,
        coalesce(is_stage_won, stage = 'closedwon', false) as is_won,
        win_reason, loss_reason, competitors, exclusion_reason
    from staged_deals
    union all
    select
        source_relation, 'generic', opportunity_id, opportunity_name, owner,
        account_id, contact_id,
        opportunity_type_original, product_id, campaign_id,
        cast(null as string), cast(null as string), stage, stage, stage is not null,
        amount_original, currency, created_at, close_on,
        is_closed, is_won,
        win_reason, loss_reason, competitors, exclusion_reason
    from {{ ref('stg_generic__opportunities') }}
    union all
    select
        source_relation, 'salesforce', opportunity_id, opportunity_name, owner,
        account_id, cast(null as string),
        opportunity_type_original, cast(null as string), campaign_id,
        cast(null as string), cast(null as string), stage, stage, stage is not null,
        amount_original, currency, created_at, close_on,
        is_closed, is_won,
        win_reason, loss_reason, competitors, exclusion_reason
    from {{ ref('stg_salesforce__opportunity') }}
),

final as (
    select
        unioned.source_relation,
        unioned.crm,
        unioned.opportunity_id,
        unioned.opportunity_name,
        unioned.owner,
        unioned.account_id,
        unioned.contact_id,
        unioned.opportunity_type_original,
        {{ opportunity_type('unioned.opportunity_type_original') }} as opportunity_type,
        unioned.product_id,
        unioned.campaign_id,
        unioned.pipeline_id,
        unioned.pipeline_name,
        unioned.stage,
        unioned.stage_name,
        unioned.is_stage_known,
        unioned.amount_original,
        unioned.currency as currency_original,
        coalesce(unioned.currency, '{{ crm_home_currency() }}')
            as currency,
        unioned.created_at,
        unioned.close_on,
        unioned.is_closed,
        unioned.is_closed and unioned.is_won as is_won,
        unioned.is_won and not unioned.is_closed as is_won_but_open,
        unioned.win_reason,
        unioned.loss_reason,
        unioned.competitors,
        case
            when unioned.exclusion_reason is not null then unioned.exclusion_reason
            when own.merged_id is not null then 'merged'
        end as exclusion_reason,
        own.survivor_id
    from unioned
    {{ merge_join('unioned', 'own', 'opportunity', 'opportunity_id') }}
)

select * from final
