with accounts as (
    select * from {{ ref('int_crm_accounts') }}
),

wins as (
    select
        source_relation,
        crm,
        account_id,
        min(case when is_won then closed_on end) as first_won_on,
        {{ count_if('is_won') }} as won_opportunities,
        cast(count(*) as bigint) as opportunity_count
    from {{ ref('int_opportunities') }}
    where account_id is not null
    group by source_relation, crm, account_id
),

final as (
    select
        accounts.source_relation,
        accounts.crm,
        accounts.account_id,
        accounts.parent_account_id,
        accounts.account_name,
        accounts.domain,
        accounts.segment,
        accounts.industry,
        accounts.country,
        accounts.employee_count,
        accounts.created_at,
        coalesce(wins.opportunity_count, 0) as opportunity_count,
        coalesce(wins.won_opportunities, 0) as won_opportunities,
        coalesce(wins.won_opportunities, 0) > 0 as is_customer,
        wins.first_won_on
    from accounts
    left join wins on {{ same_record('accounts', 'wins', 'account_id') }}
)

select * from final
