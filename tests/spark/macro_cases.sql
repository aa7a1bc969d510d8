{# One row per call of a macro that differs between the engines; both engines must agree on `value`. #}
{%- set texts = [
    "'bing'", "'google.com'", "'a.b@c.de and x%40y.org'", "''", "'line one' || chr(10)", "'a' || chr(13) || 'b'",
    "'Über straße'", "'https://www.example.com/p?utm_source=x&gclid=1#top'", "cast(null as string)", "'100%'",
    "' padded '", "'tab' || chr(9)", "'a+b%20c%2Fd'",
] -%}
{%- set patterns = [
    '^(.*cp.*|ppc|bing)$', '(^|[.])(google|bing)([.][a-z]{2,3}){0,2}$', '@([^@]+)$', '^https?://([^/?#]+)', 'one$',
    '^a.b$', '[?&]utm_source=([^&#]*)', '^(.*)$', '[0-9]+%', '( +)',
] -%}
{%- set days = ['2024-02-29', '2025-12-31', '2026-01-01', '1900-01-01', '2026-03-29'] -%}
{%- set moments = ['2024-02-29 23:59:59.999999', '2026-03-29 01:30:00', '2025-10-26 00:30:00.5', '1969-12-31 23:59:59.25'] -%}
{%- set cases = [] -%}
{%- for text in texts -%}
    {%- for pattern in patterns -%}
        {%- do cases.append(regexp_like(text, pattern)) -%}
        {%- do cases.append(regexp_replace_all(text, pattern, '<>')) -%}
        {%- if '(' in pattern -%}{%- do cases.append(regexp_extract_group(text, pattern)) -%}{%- endif -%}
    {%- endfor -%}
    {%- do cases.append(scrub(text)) -%}
    {%- do cases.append(has_email(text)) -%}
    {%- do cases.append(sha256_hex(text)) -%}
    {%- do cases.append(keyed_hash(text)) -%}
    {%- do cases.append(surrogate_key([text, "'x'"])) -%}
    {%- do cases.append(utm_value(text)) -%}
    {%- do cases.append(url_host(text)) -%}
    {%- do cases.append('lower(' ~ text ~ ')') -%}
    {%- do cases.append('length(trim(' ~ text ~ '))') -%}
{%- endfor -%}
{%- for day in days -%}
    {%- set day = "date '" ~ day ~ "'" -%}
    {%- for pattern in ['YYYY-MM', 'YYYY', 'Month', 'Day'] -%}
        {%- do cases.append(format_day(day, pattern)) -%}
    {%- endfor -%}
    {%- do cases.append(iso_weekday(day)) -%}
    {%- do cases.append(add_days(day, 1)) -%}
    {%- do cases.append(add_days(day, '-40')) -%}
    {%- do cases.append(days_between(day, "date '2026-01-31'")) -%}
    {%- do cases.append("cast(date_trunc('month', " ~ day ~ ") as date)") -%}
    {%- do cases.append("cast(date_trunc('week', " ~ day ~ ") as date)") -%}
    {%- do cases.append("cast(date_trunc('quarter', " ~ day ~ ") as date)") -%}
    {%- do cases.append("cast(extract(week from " ~ day ~ ") as bigint)") -%}
    {%- do cases.append("last_day(" ~ day ~ ")") -%}
{%- endfor -%}
{%- for moment in moments -%}
    {%- set moment = "timestamp '" ~ moment ~ "'" -%}
    {%- do cases.append(reporting_day(moment)) -%}
    {%- do cases.append(seconds_between(moment, "timestamp '2026-01-01 00:00:00.5'")) -%}
    {%- do cases.append(seconds_between("timestamp '2026-01-01 00:00:00'", moment)) -%}
    {%- do cases.append('cast(' ~ moment ~ ' as date)') -%}
    {%- do cases.append('cast(' ~ moment ~ ' as string)') -%}
{%- endfor -%}
{%- for value in ["it's", 'back\\slash', "'", '\\', 'plain', "\\'", 'tab\\t'] -%}
    {%- do cases.append(text_literal(value)) -%}
    {%- do cases.append('length(' ~ text_literal(value) ~ ')') -%}
    {%- do cases.append("'it''s' in " ~ sql_list([value, 'x']) if target.type == 'duckdb' else "'it\\'s' in " ~ sql_list([value, 'x'])) -%}
{%- endfor -%}
{%- for rate in ['3', '0.000000000001', '7.123456789012', '1.5', '999999.999999', '0.333333333333'] -%}
    {%- do cases.append(inverse_rate('cast(' ~ rate ~ ' as decimal(19, 12))')) -%}
{%- endfor -%}
{%- for part, whole in [(1, 3), (0, 5), (5, 5), (7, 3), (2, 0), (33, 1000003)] -%}
    {%- for side in ['low', 'high'] -%}
        {%- do cases.append('md5(cast(round(cast(1e15 as double) * ' ~ wilson_bound(part, whole, side) ~ ') as string))') -%}
    {%- endfor -%}
    {%- do cases.append('cast(' ~ ratio(part, whole) ~ ' as decimal(38, 20))') -%}
    {%- do cases.append('cast(' ~ ratio('cast(' ~ part ~ ' as decimal(18, 6))', whole, 100) ~ ' as decimal(38, 20))') -%}
{%- endfor -%}
{%- for number in ['1.005', '2.5', '-2.5', '0.0000005', '123456789.1234565'] -%}
    {%- do cases.append(as_decimal('cast(' ~ number ~ ' as decimal(18, 9))')) -%}
    {%- do cases.append('round(cast(' ~ number ~ ' as decimal(18, 9)), 2)') -%}
    {%- do cases.append('cast(floor(cast(' ~ number ~ ' as decimal(18, 9))) as bigint)') -%}
    {%- do cases.append('cast(ceil(cast(' ~ number ~ ' as decimal(18, 9))) as bigint)') -%}
    {%- do cases.append('cast(cast(' ~ number ~ ' as decimal(18, 9)) * cast(1.1 as decimal(18, 9)) as decimal(18, 6))') -%}
{%- endfor -%}

with calls as (
    {%- for case in cases %}
    select {{ loop.index }} as call, cast({{ case }} as string) as value
    {%- if not loop.last %} union all{% endif %}
    {%- endfor %}
),

listed as (
    select 1 as owner, 'a; b;;c ' as list_text
    union all
    select 2 as owner, '' as list_text
    union all
    select 3 as owner, cast(null as string) as list_text
),

parts as (
    select * from {{ split_rows('listed', ['owner'], 'list_text', ';') }} as parts
),

days as (
    select date_day from {{ day_series("date '2024-02-27'", "date '2024-03-02'") }} as days
),

final as (
    select 'call' as kind, call as number, value from calls
    union all
    select 'part' as kind, owner * 100 + cast(item_position as int) as number, item as value from parts
    union all
    select 'day' as kind, 0 as number, cast(date_day as string) as value from days
)

select * from final
