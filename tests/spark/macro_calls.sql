{# One column per call of a macro that differs between the engines. #}
{%- set texts = [
    "'google.com'", "'a.b@c.de and x%40y.org'", "''", "'line one' || chr(10)", "'a' || chr(13) || 'b'",
    "'Über straße'", "'https://www.example.com/p?utm_source=x&gclid=1#top'", "cast(null as string)", "' 100% a+b%20c '",
    "'%C3%BCber+50%25%7B'", "'%FF'", "'%zz%20'",
] -%}
{%- set patterns = [
    '(^|[.])(google|bing)([.][a-z]{2,3}){0,2}$', '@([^@]+)$', '^https?://([^/?#]+)', 'one$', '^a.b$', '^(.*)$',
    '[0-9]+%', '( +)',
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
    {%- do cases.append(site_domain(text)) -%}
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
    {%- do cases.append(last_second(day)) -%}
    {%- do cases.append(reporting_day(last_second(day))) -%}
    {%- do cases.append(add_days(day, '-40')) -%}
    {%- do cases.append(add_months(day, '-1')) -%}
    {%- do cases.append(add_months(day, 13)) -%}
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
    {%- do cases.append(add_seconds(moment, 86399)) -%}
    {%- do cases.append(add_seconds(moment, -7776000)) -%}
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
{%- for amount in ['100', '-10.01', '0.01', '0.030001', '98765432109.123456'] -%}
    {%- for day_before, day_count in [(0, 3), (2, 3), (6, 7), (17, 366), (365, 366)] -%}
        {%- do cases.append(day_share('cast(' ~ amount ~ ' as decimal(18, 6))', day_before, day_count)) -%}
    {%- endfor -%}
{%- endfor -%}
{%- set doubles = [] -%}
{%- for part, whole in [(1, 3), (0, 5), (5, 5), (7, 3), (2, 0), (33, 1000003)] -%}
    {%- for side in ['low', 'high'] -%}
        {%- do doubles.append(wilson_bound(part, whole, side)) -%}
    {%- endfor -%}
    {%- do doubles.append(ratio(part, whole)) -%}
    {%- do doubles.append(ratio('cast(' ~ part ~ '.123457 as decimal(18, 6))', whole, 100)) -%}
    {%- do doubles.append(ratio(part, 'cast(' ~ whole ~ '.123457 as decimal(38, 6))')) -%}
{%- endfor -%}
{%- do doubles.append(ratio('cast(98765432109876.123457 as decimal(38, 6))', 3)) -%}
{%- for number in ['1.005', '2.5', '-2.5', '0.0000005', '123456789.1234565'] -%}
    {%- do cases.append(as_decimal('cast(' ~ number ~ ' as decimal(18, 9))')) -%}
    {%- do cases.append('round(cast(' ~ number ~ ' as decimal(18, 9)), 2)') -%}
    {%- do cases.append('cast(floor(cast(' ~ number ~ ' as decimal(18, 9))) as bigint)') -%}
    {%- do cases.append('cast(ceil(cast(' ~ number ~ ' as decimal(18, 9))) as bigint)') -%}
    {%- do cases.append('cast(cast(' ~ number ~ ' as decimal(18, 9)) * cast(1.1 as decimal(18, 9)) as decimal(18, 6))') -%}
{%- endfor -%}
{%- for text in ['{"variant":"b","n":3,"deep":{"variant":"c"},"none":null}', '{broken', ''] -%}
    {%- for name in ['variant', 'n', 'none', 'missing'] -%}
        {%- do cases.append(json_text(text_literal(text), name)) -%}
    {%- endfor -%}
{%- endfor -%}
{%- do doubles.append("(select " ~ newcombe_bound('l', 'r', 'p', 'low') ~ " from (select 0.3e0 as p, 0.2e0 as p_low, 0.41e0 as p_high) as l"
    ~ " cross join (select 0.1e0 as p, 0.07e0 as p_low, 0.17e0 as p_high) as r)") -%}
{%- for promoters, detractors, answers in [(2, 0, 3), (0, 0, 5), (5, 0, 5), (2309, 1719, 5000), (1, 1, 0)] -%}
    {%- do doubles.append(nps_margin(promoters, detractors, answers)) -%}
{%- endfor -%}
{%- for events, at_risk in [(0, 3), (1, 3), (2, 3), (3, 3), (1, 1000003)] -%}
    {%- do doubles.append(log_survival('cast(' ~ events ~ ' as bigint)', 'cast(' ~ at_risk ~ ' as bigint)')) -%}
{%- endfor -%}
{%- for variance, spread in [('0', '1.25'), ('4', '1.25'), ('0.0357142857142857', '62.285714'), ('17.3', '4711.5'), ('null', '1')] -%}
    {%- do doubles.append(prediction_margin('cast(' ~ variance ~ ' as double)', 'cast(' ~ spread ~ ' as double)')) -%}
{%- endfor -%}
{%- for days in ['null', '0', '7', '20', '21'] -%}
    {%- do doubles.append(full_marks('cast(' ~ days ~ ' as bigint)', 20)) -%}
{%- endfor -%}
{%- for repeats, recency in [(0, 0), (2, 213), (7, 10)] -%}
    {%- set history = ['cast(' ~ repeats ~ ' as bigint)', 'cast(' ~ recency ~ ' as bigint)', 'cast(272 as bigint)'] -%}
    {%- set fit = ['cast(0.243 as double)', 'cast(4.414 as double)', 'cast(0.793 as double)', 'cast(2.426 as double)'] -%}
    {%- do doubles.append(fitted_number('p_alive', history + fit)) -%}
    {%- do doubles.append(fitted_number('expected_orders', history + ['cast(273 as bigint)'] + fit)) -%}
    {%- do doubles.append(fitted_number('p_alive', history + ['cast(null as double)'] + fit[1:])) -%}
{%- endfor -%}
{%- for halves in ['0', '0.25', '1', '3.999', '17.3', '63.5', '64', '1000'] -%}
    {%- do doubles.append(half_power('cast(' ~ halves ~ ' as double)')) -%}
{%- endfor -%}

select
    {%- for case in cases %}
    cast({{ case }} as string) as call_{{ loop.index }},
    {%- endfor %}
    {%- for double in doubles %}
    {{ double }} as ratio_{{ loop.index }}{{ ',' if not loop.last }}
    {%- endfor %}
