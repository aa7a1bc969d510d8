-- What opportunities lack or contradict; one row per connection, issue and key.

with opportunities as (
    select * from {{ ref('int_opportunities') }}
),

accounts as (
    select * from {{ ref('int_crm_accounts') }}
),

merges as (
    select * from {{ ref('int_crm_merges') }}
),

deals as (
    select * from {{ ref('int_opportunity_rows') }}
),

found as (
    select
        'fx_rate_missing' as issue, '{{ var("fx_missing_severity") }}' as severity,
        source_relation, 'currency' as entity, currency as key_text, rate_on as date_day,
        'No rate to {{ var("reporting_currency") }} within {{ var("fx_max_staleness_days") }} days '
        || 'up to this day; the amounts of opportunities are NULL' as detail
    from opportunities
    where amount_original is not null and amount_original <> 0 and fx_rate is null
    union all
    select
        'opportunity_currency_assumed', 'info', source_relation, 'currency', currency,
        cast(null as date), 'Amounts without a currency; taken as var crm_home_currency'
    from opportunities
    where currency_original is null and amount_original is not null
    union all
    select
        'opportunity_type_unknown', 'warn', source_relation, 'opportunity_type',
        opportunity_type_original, cast(null as date),
        'No entry of var opportunity_types; opportunity_type is NULL'
    from opportunities
    where opportunity_type is null and opportunity_type_original is not null
    union all
    select
        'opportunity_stage_unknown', 'warn', source_relation, 'stage', coalesce(stage, '(none)'),
        cast(null as date), 'No pipeline says whether this stage is closed or won'
    from opportunities
    where not is_stage_known and crm = 'hubspot'
    union all
    select
        'opportunity_close_date_missing', 'warn', source_relation, 'opportunity', opportunity_id,
        cast(null as date), 'Closed without a date; it falls into no quarter'
    from opportunities
    where is_closed and closed_on is null
    union all
    select
        'opportunity_date_out_of_range', 'warn', source_relation, 'opportunity', opportunity_id,
        coalesce(closed_on, created_on), 'Created or closed before 1990 or after 2060'
    from opportunities
    where
        closed_on < date '1990-01-01' or closed_on > date '2060-12-31'
        or created_on < date '1990-01-01' or created_on > date '2060-12-31'
    union all
    select
        'opportunity_won_but_open', 'warn', source_relation, 'opportunity', opportunity_id,
        cast(null as date), 'Marked as won and not as closed; counted as open'
    from opportunities
    where is_won_but_open
    union all
    select
        'opportunity_account_unknown', 'warn', opportunities.source_relation, 'account',
        opportunities.account_id, cast(null as date),
        'Opportunities name an account that has not arrived or was deleted'
    from opportunities
    left join accounts
        on {{ same_record('opportunities', 'accounts', 'account_id') }}
    where opportunities.account_id is not null and accounts.account_id is null
    union all
    select
        'merge_unresolved', 'warn', source_relation, entity, merged_id, cast(null as date),
        'Merged in a circle, or over more than {{ merge_hops() }} records; the record stays'
    from merges
    where not is_resolved
    union all
    select
        'merge_survivor_unknown', 'warn', merges.source_relation, merges.entity, merges.survivor_id,
        cast(null as date), 'A deal was merged into one that has not arrived; neither counts'
    from merges
    left join deals
        on
            merges.source_relation = deals.source_relation
            and merges.crm = deals.crm
            and merges.survivor_id = deals.opportunity_id
    where merges.entity = 'opportunity' and merges.is_resolved and deals.opportunity_id is null
    {%- for entity, name in {'contact': 'a person', 'account': 'an account'}.items() %}
    union all
    select
        'merge_survivor_unknown', 'warn', merges.source_relation, merges.entity, merges.survivor_id,
        cast(null as date),
        'Records were merged into {{ name }} that has not arrived or was deleted; none counts'
    from merges
    left join {{ ref('int_crm_' ~ entity ~ 's') }} as {{ entity }}_records
        on
            merges.source_relation = {{ entity }}_records.source_relation
            and merges.crm = {{ entity }}_records.crm
            and merges.survivor_id = {{ entity }}_records.{{ entity }}_id
    where
        merges.entity = '{{ entity }}' and merges.is_resolved
        and {{ entity }}_records.{{ entity }}_id is null
    {%- endfor %}
),

final as (
    {{ grouped_issues('crm') }}
)

select * from final
