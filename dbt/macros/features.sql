{# Adoption of features: which events are use, what has been adopted, how counts are cut by entitlement. #}

{% macro feature_uses(events, features, columns) -%}
    {#- Rows of `events` (with feature_key and event) as uses: one per feature that the event's key or its name stands for.
        An event that names the same feature both ways is one use. -#}
    select feature_key, {{ columns | join(', ') }}
    from {{ events }}
    where feature_key is not null
    union all
    select
        listed.feature_key,
        {%- for column in columns %}
        {{ events }}.{{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ events }}
    inner join (
        select feature_key, item as event
        from {{ split_rows(features, ['feature_key'], 'event_names', ';') }} as parts
        group by feature_key, item
    ) as listed
        on {{ events }}.event = listed.event
    where {{ events }}.feature_key is null or {{ events }}.feature_key <> listed.feature_key
{%- endmacro %}

{% macro is_adopted(uses, days) -%}
    {#- Adopted: so many uses on so many days of the window; one use is a trial. -#}
    (coalesce({{ uses }}, 0) >= {{ var('adoption_min_uses') | int }} and coalesce({{ days }}, 0) >= {{ var('adoption_min_days') | int }})
{%- endmacro %}

{% macro changes_of_adoption(rows) -%}
    {#- CTEs up to `summed`: on which days a user begins or ceases to have tried a feature, to have adopted it, to be
        retained. `rows`: person_key, account_id, feature_key, date_day, day_number and uses, a row per day of use. -#}
    {%- set w = var('adoption_window_days') | int -%}
    {%- set person = 'person_key, account_id, feature_key' -%}
    {%- set in_order = 'partition by ' ~ person ~ ' order by day_number asc nulls last' -%}
{#- The windows that end on the day of a use and on the day before, on the day on which it leaves
    and the day before, and {{ w }} days before it. #}
{%- set frames = {
    'now': (w - 1) ~ ' preceding and current row',
    'before': w ~ ' preceding and 1 preceding',
    'leaving': 'current row and ' ~ (w - 1) ~ ' following',
    'left': '1 following and ' ~ w ~ ' following',
    'earlier': (2 * w - 1) ~ ' preceding and ' ~ w ~ ' preceding',
} %}
windowed as (
    select
        *,
        day_number - lag(day_number) over ({{ in_order }}) as since_last,
        lead(day_number) over ({{ in_order }}) - day_number as until_next,
        count(*) over (
            {{ in_order }} range between {{ w }} following and {{ 2 * w - 1 }} following
        ) as days_after
        {%- for name, frame in frames.items() %},
        sum(uses) over ({{ in_order }} range between {{ frame }}) as uses_{{ name }},
        count(*) over ({{ in_order }} range between {{ frame }}) as days_{{ name }}
        {%- endfor %}
    from {{ rows }}
),

judged as (
    select
        *,
        coalesce(since_last, {{ w + 1 }}) > {{ w }} as is_fresh,
        coalesce(until_next, {{ w + 1 }}) > {{ w }} as is_last
        {%- for name in frames %},
        {{ is_adopted('uses_' ~ name, 'days_' ~ name) }} as adopted_{{ name }}
        {%- endfor %}
    from windowed
),

{%- set edges = [
    [0, 'is_fresh', 1, 0, 0],
    [w, 'is_last', -1, 0, 0],
    [0, 'adopted_now and not adopted_before', 0, 1, 1],
    [0, 'adopted_now and is_last', 0, 0, -1],
    [-w, 'is_fresh and adopted_earlier', 0, 0, 1],
    [w, 'adopted_leaving and not adopted_left', 0, -1, 0],
    [w, 'adopted_leaving and not adopted_left and days_after > 0', 0, 0, -1],
] %}

edges as (
    {%- for shift, condition, tried, adopted, retained in edges %}
    select
        person_key, account_id, feature_key,
        {{ add_days('date_day', shift) }} as date_day,
        {{ tried }} as tried, {{ adopted }} as adopted, {{ retained }} as retained
    from judged
    where {{ condition }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

summed as (
    select
        person_key,
        account_id,
        feature_key,
        date_day,
        cast(sum(tried) as bigint) as tried,
        cast(sum(adopted) as bigint) as adopted,
        cast(sum(retained) as bigint) as retained
    from edges
    group by person_key, account_id, feature_key, date_day
)
{%- endmacro %}

{% macro sum_counts(counts) -%}
    {%- for name in counts %}
        cast(sum({{ name }}) as bigint) as {{ name }}{{ ',' if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{% macro rate_with_bounds(part, whole, name, rows=none) -%}
    {#- A rate with its 95 % Wilson bounds (U1, U13): `name`, `name`_low, `name`_high. -#}
    {%- set prefix = rows ~ '.' if rows else '' -%}
    {{ ratio(prefix ~ part, prefix ~ whole) }} as {{ name }},
    {{ wilson_bound(prefix ~ part, prefix ~ whole, 'low') }} as {{ name }}_low,
    {{ wilson_bound(prefix ~ part, prefix ~ whole, 'high') }} as {{ name }}_high
{%- endmacro %}

{% macro far_day() -%}date '2999-12-31'{%- endmacro %}

{% macro while_entitled(changes, entitlements, keys, measures) -%}
    {#- Changes of counts (rows of `changes` per account_id, `keys` and date_day) cut to the time in which the account is
        entitled: what was there before it is comes in on its first day, what is there when it ends goes out again. Counts
        are sums of changes, so this needs no window. `entitlements`: account_id, entitlement_key, from_on, to_on. -#}
    select
        {{ changes }}.account_id,
        {%- for key in keys %}
        {{ changes }}.{{ key }},
        {%- endfor %}
        greatest({{ changes }}.date_day, {{ entitlements }}.from_on) as date_day,
        {{ changes }}.{{ measures | join(', ' ~ changes ~ '.') }}
    from {{ changes }}
    inner join {{ entitlements }}
        on
            {{ changes }}.account_id = {{ entitlements }}.account_id
            and {{ changes }}.entitlement_key = {{ entitlements }}.entitlement_key
            and {{ changes }}.date_day < {{ entitlements }}.to_on
    union all
    select
        {{ changes }}.account_id,
        {%- for key in keys %}
        {{ changes }}.{{ key }},
        {%- endfor %}
        {{ entitlements }}.to_on as date_day,
        -{{ changes }}.{{ measures | join(', -' ~ changes ~ '.') }}
    from {{ changes }}
    inner join {{ entitlements }}
        on
            {{ changes }}.account_id = {{ entitlements }}.account_id
            and {{ changes }}.entitlement_key = {{ entitlements }}.entitlement_key
            and {{ changes }}.date_day < {{ entitlements }}.to_on
    where {{ entitlements }}.to_on < {{ far_day() }}
{%- endmacro %}

{% macro whole_days(first_at, last_at) -%}
    {#- Days of 24 hours that are over between two moments. -#}
    cast(floor({{ ratio(seconds_between(first_at, last_at), 86400) }}) as bigint)
{%- endmacro %}

{% macro retention_cells(days, brackets) -%}
    {#- Rows retention_kind, day_number, until_day_number: n_day and unbounded per day, bracket per pair of days. -#}
    {%- for day in days %}
    select 'n_day' as retention_kind, {{ day }} as day_number, {{ day }} as until_day_number
    union all
    select 'unbounded', {{ day }}, null
    union all
    {%- endfor %}
    {%- for first, last in brackets %}
    select 'bracket', {{ first }}, {{ last }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
{%- endmacro %}

{% macro at_most_one(share) -%}
    {#- least() would make 1 of NULL. -#}
    case when {{ share }} > 1 then 1 else {{ share }} end
{%- endmacro %}
