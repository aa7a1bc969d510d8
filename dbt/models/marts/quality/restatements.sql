{%- set published = last_published() %}
{%- set entries = comparable_marts() if published else [] %}
{%- set diary = published_relation('quality', 'restatements') if published else none %}
{%- set columns = [
    'build_id', 'load_id', 'as_of', 'mart', 'metric', 'key_text', 'date_day', 'old_value',
    'new_value', 'cause', 'cause_source',
] %}
-- The published diary goes on where it stopped: what it holds, and tonight's changes against what
-- readers see now. Nights that were never published leave nothing behind.
{%- for mart in compared_marts() %}
-- depends_on: {{ ref(mart.name) }}
{%- endfor %}

with clock as (
    select * from {{ ref('builds') }}
),
{% if entries %}
{%- for entry in entries %}
{{ changed_cells(entry, published) }}
{% endfor %}
cells as (
    {%- for entry in entries %}
    select * from {{ entry.mart.feed }}_cells
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

feeds as (
    select * from (values
        {{ feeds_of(entries) }}
    ) as listed (feed, kind, raw_table, days_back, days_on, scope)
),

changes as (
    select distinct
        feeds.feed, feeds.kind, feeds.raw_table, changed.partition_day, feeds.days_back,
        feeds.days_on, feeds.scope
    from {{ source('landing', 'changed_partitions') }} as changed
    inner join feeds on changed.source_name || '.' || changed.table_name = feeds.raw_table
    where changed.load_id > {{ published.load_id }}
),

-- Not a left join: its condition has no key by which an engine could look anything up.
suspected as (
    select cells.*, changes.kind, changes.raw_table, changes.scope
    from cells
    inner join changes
        on
            cells.feed = changes.feed
            and cells.key_text like changes.scope
            and (
                changes.partition_day is null
                or changes.kind = 'identity'
                or (
                    cells.date_day >= {{ add_days('changes.partition_day', 'changes.days_back') }}
                    and cells.date_day <= {{ add_days('changes.partition_day', 'changes.days_on') }}
                )
            )
    union all
    select *, cast(null as string), cast(null as string), cast(null as string) from cells
),

explained as (
    select
        mart,
        metric,
        key_text,
        date_day,
        old_value,
        new_value,
        is_rate_only,
        min(case when kind = 'fx' then raw_table end) as fx_table,
        coalesce(
            min(case when kind = 'rows' and scope <> '%' then raw_table end),
            min(case when kind = 'rows' then raw_table end)
        ) as row_table,
        min(case when kind = 'identity' then raw_table end) as identity_table
    from suspected
    group by mart, metric, key_text, date_day, old_value, new_value, is_rate_only
),

judged as (
    select
        explained.*,
        clock.build_id,
        clock.load_id,
        clock.as_of,
        case
            when is_rate_only and fx_table is not null then 'fx_rate'
            when row_table is not null then 'late_or_restated_rows'
            when clock.configuration_hash <> '{{ published.configuration }}' then 'configuration'
            when identity_table is not null then 'identity'
            else 'unexplained'
        end as cause
    from explained
    cross join clock
),

tonight as (
    select
        *,
        case cause
            when 'fx_rate' then fx_table
            when 'late_or_restated_rows' then row_table
            when 'identity' then identity_table
        end as cause_source
    from judged
),
{% else %}
tonight as (
    select
        build_id, load_id, as_of,
        cast(null as string) as mart, cast(null as string) as metric,
        cast(null as string) as key_text, cast(null as date) as date_day,
        cast(null as decimal(38, 6)) as old_value, cast(null as decimal(38, 6)) as new_value,
        cast(null as string) as cause, cast(null as string) as cause_source
    from clock
    where 1 = 0
),
{% endif %}
final as (
    select {{ columns | join(', ') }} from tonight
    {%- if diary %}
    union all
    select {{ columns | join(', ') }} from {{ diary }}
    {%- endif %}
)

select * from final
