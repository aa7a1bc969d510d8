with changes as (
    select * from {{ ref('int_opportunity_changes') }}
),

opportunities as (
    select * from {{ ref('int_opportunities') }}
),

-- A change is one of the amount, never of the rate: all have that of the opportunity.
converted as (
    select
        changes.*,
        opportunities.currency,
        opportunities.fx_rate,
        opportunities.fx_date,
        {{ fx_amount('changes.amount_original', 'opportunities.fx_rate') }} as amount,
        row_number() over (
            partition by changes.source_relation, changes.crm, changes.opportunity_id
            order by
                changes.changed_at asc nulls last, changes.change_id asc nulls last,
                changes.stage asc nulls last
        ) as change_number
    from changes
    inner join opportunities on {{ same_record('changes', 'opportunities') }}
),

final as (
    select
        source_relation,
        crm,
        opportunity_id,
        cast(change_number as bigint) as change_number,
        changed_at,
        lead(changed_at) over in_order as changed_again_at,
        stage,
        lag(stage) over in_order as stage_before,
        probability,
        lag(probability) over in_order as probability_before,
        amount,
        lag(amount) over in_order as amount_before,
        amount_original,
        lag(amount_original) over in_order as amount_original_before,
        currency,
        fx_rate,
        fx_date,
        close_on,
        lag(close_on) over in_order as close_on_before,
        told_by
    from converted
    window in_order as (
        partition by source_relation, crm, opportunity_id order by change_number asc nulls last
    )
)

select * from final
