-- A returned row is a deal that no stage holds, a deal won up to tonight that is no customer, or an entry that comes
-- before the one of an earlier stage. Deals with stages of days to come are left aside.
with entries as (
    select * from {{ ref('funnel_stage_entries') }}
),

clock as (
    select * from {{ ref('int_clock') }}
),

deals as (
    select
        opportunities.source_relation, opportunities.crm, opportunities.opportunity_id,
        max(case when opportunities.is_won and opportunities.closed_on <= clock.as_of_on then 1 else 0 end) as is_won,
        max(case when {{ reporting_day('stages.entered_at') }} > clock.as_of_on then 1 else 0 end) as is_ahead,
        max(case when {{ reporting_day('opportunities.created_at') }} <= clock.as_of_on then 1 else 0 end) as is_created
    from {{ ref('opportunities') }} as opportunities
    cross join clock
    left join {{ ref('opportunity_stages') }} as stages
        on
            opportunities.source_relation = stages.source_relation
            and opportunities.crm = stages.crm
            and opportunities.opportunity_id = stages.opportunity_id
    group by opportunities.source_relation, opportunities.crm, opportunities.opportunity_id
),

held as (
    select
        source_relation, crm, entity_id,
        max(case when stage = 'customer' then 1 else 0 end) as is_customer
    from entries
    where entity_kind = 'opportunity'
    group by source_relation, crm, entity_id
)

select 'deal' as what, deals.source_relation, deals.crm, deals.opportunity_id as entity_id
from deals
left join held
    on
        deals.source_relation = held.source_relation
        and deals.crm = held.crm
        and deals.opportunity_id = held.entity_id
where
    deals.is_ahead = 0
    and (
        (held.entity_id is null and deals.is_created = 1)
        or (deals.is_won = 1 and coalesce(held.is_customer, 0) = 0)
    )
union all
select 'order', source_relation, crm, entity_id
from (
    select
        *,
        lag(entered_at) over (
            partition by entity_kind, source_relation, crm, entity_id, cycle_number order by stage_number asc nulls last
        ) as previous_at
    from entries
) as ordered
where previous_at > entered_at
