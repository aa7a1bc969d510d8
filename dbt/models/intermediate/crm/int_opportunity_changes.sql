{%- set fields = {
    'stage': ['stagename', 'stage_name', 'stage'], 'amount_original': ['amount'],
    'probability': ['probability'], 'close_on': ['closedate', 'close_date'],
} -%}
{%- set types = {
    'amount_original': 'decimal(18, 6)', 'probability': 'decimal(18, 6)', 'close_on': 'date',
} -%}
-- What an opportunity was taken for, from one change to the next: stage, amount, probability, close
-- date. Salesforce writes them all whenever one changes; where it has no such history, the fields
-- that an org tracks are put together. HubSpot and sheets tell stages only, HubSpot's with the
-- probability that the stage has today.

with history as (
    select * from {{ ref('stg_salesforce__opportunity_history') }} where exclusion_reason is null
),

with_history as (
    select source_relation, opportunity_id from history group by source_relation, opportunity_id
),

tracked as (
    select fields.*
    from {{ ref('stg_salesforce__opportunity_field_history') }} as fields
    left join with_history
        on
            fields.source_relation = with_history.source_relation
            and fields.opportunity_id = with_history.opportunity_id
    where fields.exclusion_reason is null and with_history.opportunity_id is null
),

-- Fields that changed at one instant are one change.
put_together as (
    select
        source_relation, opportunity_id, entered_at
        {%- for column, names in fields.items() %},
        {%- set told = "max(case when field in " ~ sql_list(names) ~ " then new_value end)" %}
        {%- set told = "substr(" ~ told ~ ", 1, 10)" if column == 'close_on' else told %}
        {{ 'try_cast(' ~ told ~ ' as ' ~ types[column] ~ ')' if column in types else told }}
            as {{ column }}
        {%- endfor %}
    from tracked
    where field in {{ sql_list(fields.values() | sum(start=[])) }}
    group by source_relation, opportunity_id, entered_at
),

counted as (
    select
        *
        {%- for column in fields %},
        count({{ column }}) over (
            partition by source_relation, opportunity_id order by entered_at asc nulls last
        ) as {{ column }}_told
        {%- endfor %}
    from put_together
),

-- A field keeps its value until it is told anew.
carried as (
    select
        source_relation, opportunity_id, entered_at
        {%- for column in fields %},
        max({{ column }}) over (
            partition by source_relation, opportunity_id, {{ column }}_told
        ) as {{ column }}
        {%- endfor %}
    from counted
),

staged as (
    select rows_told.*, stages.probability as stage_probability
    from {{ ref('int_opportunity_stage_rows') }} as rows_told
    left join {{ ref('int_hubspot_stages') }} as stages
        on
            stages.choice = 1
            and rows_told.source_relation = stages.source_relation
            and {{ key_where("rows_told.crm = 'hubspot'", 'rows_told.stage') }} = stages.stage
    where rows_told.exclusion_reason is null and rows_told.crm in ('hubspot', 'generic')
),

final as (
    select
        source_relation, 'salesforce' as crm, 'opportunity_history' as told_by, opportunity_id,
        change_id, entered_at as changed_at, stage, amount_original,
        {{ ratio('probability', '100') }} as probability, close_on
    from history
    union all
    select
        source_relation, 'salesforce', 'opportunity_field_history', opportunity_id,
        cast(null as string), entered_at, stage, amount_original, {{ ratio('probability', '100') }},
        close_on
    from carried
    union all
    select
        source_relation, crm, table_name, opportunity_id, cast(null as string), entered_at, stage,
        cast(null as decimal(18, 6)), cast(stage_probability as double), cast(null as date)
    from staged
)

select * from final
