-- Opportunities that count, in both currencies. A closed one is converted at its close date, an
-- open one tonight or at the expected close, whichever is earlier; no rate, no amount.

with opportunities as (
    select * from {{ ref('int_opportunity_rows') }} where exclusion_reason is null
),

clock as (
    select * from {{ ref('int_clock') }}
),

accounts as (
    select * from {{ ref('int_opportunity_accounts') }}
),

contacts as (
    select
        source_relation,
        crm,
        opportunity_id,
        min(case when choice = 1 then contact_id end) as contact_id,
        cast(count(*) as bigint) as contact_count
    from {{ ref('int_opportunity_contacts') }}
    group by source_relation, crm, opportunity_id
),

competitors as (
    select
        source_relation,
        crm,
        opportunity_id,
        cast(count(*) as bigint) as competitor_count
    from {{ ref('int_opportunity_competitors') }}
    group by source_relation, crm, opportunity_id
),

-- The product of an opportunity that names none is that of its dearest line.
products as (
    select source_relation, crm, opportunity_id, product_id
    from (
        select
            source_relation, crm, opportunity_id, product_id,
            row_number() over (
                partition by source_relation, crm, opportunity_id
                order by
                    sum(amount_original) desc nulls last, product_id asc nulls last
            ) as choice
        from {{ ref('int_opportunity_line_items') }}
        where exclusion_reason is null and product_id is not null
        group by source_relation, crm, opportunity_id, product_id
    ) as ranked
    where choice = 1
),

entries as (
    select
        source_relation,
        crm,
        opportunity_id,
        {{ reporting_day('max(entered_at)') }} as entered_on
    from {{ ref('int_opportunity_stages') }}
    where is_current
    group by source_relation, crm, opportunity_id
),

dated as (
    select
        opportunities.*,
        case
            when opportunities.is_closed then coalesce(opportunities.close_on, entries.entered_on)
        end as closed_on,
        case when not opportunities.is_closed then opportunities.close_on end as expected_close_on,
        least(
            coalesce(
                opportunities.close_on,
                case when opportunities.is_closed then entries.entered_on end,
                clock.as_of_on
            ),
            clock.as_of_on
        ) as rate_on
    from opportunities
    left join entries on {{ same_record('opportunities', 'entries') }}
    cross join clock
),

final as (
    select
        dated.source_relation,
        dated.crm,
        dated.opportunity_id,
        dated.opportunity_name,
        accounts.account_id,
        contacts.contact_id,
        coalesce(contacts.contact_count, 0) as contact_count,
        dated.owner,
        dated.opportunity_type,
        dated.opportunity_type_original,
        coalesce(dated.product_id, products.product_id) as product_id,
        dated.campaign_id,
        dated.pipeline_id,
        dated.pipeline_name,
        dated.stage,
        dated.stage_name,
        dated.is_stage_known,
        {{ fx_amount('dated.amount_original') }} as amount,
        dated.amount_original,
        dated.currency,
        dated.currency_original,
        fx.fx_rate,
        fx.fx_date,
        dated.rate_on,
        dated.created_at,
        {{ reporting_day('dated.created_at') }} as created_on,
        dated.expected_close_on,
        dated.closed_on,
        dated.is_closed,
        dated.is_won,
        dated.is_won_but_open,
        {{ opportunity_outcome('dated') }} as outcome,
        dated.win_reason,
        dated.loss_reason,
        coalesce(competitors.competitor_count, 0) as competitor_count
    from dated
    left join accounts on {{ same_record('dated', 'accounts') }}
    left join products on {{ same_record('dated', 'products') }}
    left join contacts on {{ same_record('dated', 'contacts') }}
    left join competitors on {{ same_record('dated', 'competitors') }}
    {{ fx_joins('dated.currency', 'dated.rate_on') }}
)

select * from final
