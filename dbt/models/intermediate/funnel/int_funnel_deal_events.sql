-- What moves deals through the funnel: a row per stage of the funnel that is entered, and `lost`
-- where a deal is lost. The stage in which a deal now stands closed says when it closed; without
-- such an entry the close date does, after whatever else is known of the deal.

with entries as (
    select *, coalesce(is_closed and is_current, false) as is_closing
    from {{ ref('int_opportunity_stages') }}
),

told as (
    select
        source_relation,
        crm,
        opportunity_id,
        min(entered_at) as first_entered_at,
        max(entered_at) as last_entered_at,
        max(case when is_closing then 1 else 0 end) = 1 as is_close_told
    from entries
    group by source_relation, crm, opportunity_id
),

closing as (
    select
        opportunities.*,
        {{ contact_key('opportunities') }} as contact_key,
        {{ last_second('opportunities.closed_on') }} as closed_at
    from {{ ref('int_opportunities') }} as opportunities
),

deals as (
    select
        closing.*,
        least(
            closing.created_at,
            coalesce(told.first_entered_at, closing.created_at),
            coalesce(closing.closed_at, closing.created_at)
        ) as opened_at,
        told.last_entered_at,
        coalesce(told.is_close_told, false) as is_close_told
    from closing
    left join told on {{ same_record('closing', 'told') }}
),

unioned as (
    select
        deals.source_relation, deals.crm, deals.opportunity_id, deals.account_id,
        deals.contact_key, deals.is_closed,
        {{ funnel_stage_of('entries') }} as stage,
        entries.entered_at as happened_at,
        {{ reporting_day('entries.entered_at') }} as happened_on,
        cast(entries.entry_number as bigint) as place
    from entries
    inner join deals on {{ same_record('entries', 'deals') }}
    union all
    select
        source_relation, crm, opportunity_id, account_id, contact_key, is_closed,
        {{ text_literal(first_deal_stage()) }}, opened_at, {{ reporting_day('opened_at') }}, 0
    from deals
    where opened_at is not null
    union all
    select
        source_relation, crm, opportunity_id, account_id, contact_key, is_closed,
        case when is_won then 'customer' else 'lost' end,
        greatest(closed_at, coalesce(last_entered_at, closed_at)),
        case
            when last_entered_at > closed_at then {{ reporting_day('last_entered_at') }}
            else closed_on
        end,
        1000000
    from deals
    where is_closed and closed_at is not null and not is_close_told
),

final as (
    select
        source_relation,
        crm,
        opportunity_id,
        account_id,
        contact_key,
        is_closed,
        stage,
        happened_at,
        happened_on,
        place
    from unioned
)

select * from final
