{# Every difference between the engines, and nothing else. `duckdb__` first, `spark__` beside it. #}

{% macro reporting_day(timestamp_utc) -%}
    {{ adapter.dispatch('reporting_day', 'pma')(timestamp_utc) }}
{%- endmacro %}
{% macro duckdb__reporting_day(timestamp_utc) -%}
    {%- if var('reporting_timezone') == 'UTC' -%}
        cast({{ timestamp_utc }} as date)
    {%- else -%}
        cast(timezone('{{ var("reporting_timezone") }}', timezone('UTC', {{ timestamp_utc }})) as date)
    {%- endif -%}
{%- endmacro %}
{% macro spark__reporting_day(timestamp_utc) -%}
    cast(from_utc_timestamp({{ timestamp_utc }}, '{{ var("reporting_timezone") }}') as date)
{%- endmacro %}

{% macro last_second(day) -%}
    {#- The moment, in UTC, at which a day that names no time is over in the reporting time zone: what else happened on that
        day came before it. `reporting_day` gives the day back. -#}
    {{ add_seconds(adapter.dispatch('first_moment', 'pma')(add_days(day, 1)), -1) }}
{%- endmacro %}
{% macro duckdb__first_moment(day) -%}
    {%- if var('reporting_timezone') == 'UTC' -%}
        cast({{ day }} as timestamp)
    {%- else -%}
        timezone('UTC', timezone('{{ var("reporting_timezone") }}', cast({{ day }} as timestamp)))
    {%- endif -%}
{%- endmacro %}
{% macro spark__first_moment(day) -%}
    to_utc_timestamp(cast({{ day }} as timestamp), '{{ var("reporting_timezone") }}')
{%- endmacro %}

{% macro day_series(first_day, last_day) -%}
    {#- Derived table with one column date_day, both ends included. Expressions, not literals. -#}
    {{ adapter.dispatch('day_series', 'pma')(first_day, last_day) }}
{%- endmacro %}
{% macro duckdb__day_series(first_day, last_day) -%}
    (select cast(unnest(generate_series(cast({{ first_day }} as date), cast({{ last_day }} as date), interval 1 day)) as date) as date_day)
{%- endmacro %}
{% macro spark__day_series(first_day, last_day) -%}
    (select explode(sequence(cast({{ first_day }} as date), cast({{ last_day }} as date), interval 1 day)) as date_day)
{%- endmacro %}

{% macro add_days(day, days) -%}{{ adapter.dispatch('add_days', 'pma')(day, days) }}{%- endmacro %}
{% macro duckdb__add_days(day, days) -%}cast({{ day }} + to_days(cast({{ days }} as integer)) as date){%- endmacro %}
{% macro spark__add_days(day, days) -%}date_add({{ day }}, cast({{ days }} as int)){%- endmacro %}

{% macro add_months(day, months) -%}
    {#- The same day of another month, its last one where it has no such day. -#}
    {{ adapter.dispatch('add_months', 'pma')(day, months) }}
{%- endmacro %}
{% macro duckdb__add_months(day, months) -%}cast({{ day }} + to_months(cast({{ months }} as integer)) as date){%- endmacro %}
{% macro spark__add_months(day, months) -%}add_months({{ day }}, cast({{ months }} as int)){%- endmacro %}

{% macro days_between(first_day, last_day) -%}{{ adapter.dispatch('days_between', 'pma')(first_day, last_day) }}{%- endmacro %}
{% macro duckdb__days_between(first_day, last_day) -%}date_diff('day', cast({{ first_day }} as date), cast({{ last_day }} as date)){%- endmacro %}
{% macro spark__days_between(first_day, last_day) -%}cast(datediff(cast({{ last_day }} as date), cast({{ first_day }} as date)) as bigint){%- endmacro %}

{% macro seconds_between(first_at, last_at) -%}{{ adapter.dispatch('seconds_between', 'pma')(first_at, last_at) }}{%- endmacro %}
{% macro duckdb__seconds_between(first_at, last_at) -%}cast(floor((epoch_us({{ last_at }}) - epoch_us({{ first_at }})) / 1000000) as bigint){%- endmacro %}
{% macro spark__seconds_between(first_at, last_at) -%}cast(floor((unix_micros({{ last_at }}) - unix_micros({{ first_at }})) / 1000000) as bigint){%- endmacro %}

{% macro add_seconds(moment, seconds) -%}{{ adapter.dispatch('add_seconds', 'pma')(moment, seconds) }}{%- endmacro %}
{% macro duckdb__add_seconds(moment, seconds) -%}{{ moment }} + to_seconds({{ seconds }}){%- endmacro %}
{% macro spark__add_seconds(moment, seconds) -%}timestampadd(second, {{ seconds }}, {{ moment }}){%- endmacro %}

{% macro iso_weekday(day) -%}{{ adapter.dispatch('iso_weekday', 'pma')(day) }}{%- endmacro %}
{% macro duckdb__iso_weekday(day) -%}cast(isodow({{ day }}) as integer){%- endmacro %}
{% macro spark__iso_weekday(day) -%}cast(weekday({{ day }}) + 1 as int){%- endmacro %}

{% macro format_day(day, pattern) -%}
    {#- pattern: 'YYYY-MM', 'YYYY', 'Month', 'Day' (English names). -#}
    {{ adapter.dispatch('format_day', 'pma')(day, pattern) }}
{%- endmacro %}
{% macro duckdb__format_day(day, pattern) -%}
    strftime({{ day }}, '{{ {"YYYY-MM": "%Y-%m", "YYYY": "%Y", "Month": "%B", "Day": "%A"}[pattern] }}')
{%- endmacro %}
{% macro spark__format_day(day, pattern) -%}
    date_format({{ day }}, '{{ {"YYYY-MM": "yyyy-MM", "YYYY": "yyyy", "Month": "MMMM", "Day": "EEEE"}[pattern] }}')
{%- endmacro %}

{% macro regexp_like(text, pattern) -%}{{ adapter.dispatch('regexp_like', 'pma')(text, pattern) }}{%- endmacro %}
{% macro duckdb__regexp_like(text, pattern) -%}regexp_matches({{ text }}, '{{ pattern }}'){%- endmacro %}
{% macro spark__regexp_like(text, pattern) -%}{{ text }} rlike '{{ java_pattern(pattern) }}'{%- endmacro %}

{% macro regexp_extract_group(text, pattern, group=1) -%}
    {#- First match's group, '' where nothing matches, NULL for NULL (both engines alike). -#}
    {{ adapter.dispatch('regexp_extract_group', 'pma')(text, pattern, group) }}
{%- endmacro %}
{% macro duckdb__regexp_extract_group(text, pattern, group) -%}regexp_extract({{ text }}, '{{ pattern }}', {{ group }}){%- endmacro %}
{% macro spark__regexp_extract_group(text, pattern, group) -%}regexp_extract({{ text }}, '{{ java_pattern(pattern) }}', {{ group }}){%- endmacro %}

{% macro regexp_replace_all(text, pattern, replacement) -%}{{ adapter.dispatch('regexp_replace_all', 'pma')(text, pattern, replacement) }}{%- endmacro %}
{% macro duckdb__regexp_replace_all(text, pattern, replacement) -%}regexp_replace({{ text }}, '{{ pattern }}', '{{ replacement }}', 'g'){%- endmacro %}
{% macro spark__regexp_replace_all(text, pattern, replacement) -%}regexp_replace({{ text }}, '{{ java_pattern(pattern) }}', '{{ replacement }}'){%- endmacro %}

{% macro java_pattern(pattern) -%}
    {#- Java's `$` also matches before a last line break and its dot stops at more characters than RE2's. -#}
    (?d){{ pattern | replace('\\', '\\\\') | replace('$', '\\\\z') }}
{%- endmacro %}

{% macro json_text(text, name) -%}
    {#- The property `name` of a JSON object as text; NULL where there is none, or no JSON. -#}
    {%- if not modules.re.fullmatch('[A-Za-z0-9_]+', name) -%}
        {{ exceptions.raise_compiler_error("property " ~ name ~ " is not allowed; allowed: letters, digits and _") }}
    {%- endif -%}
    {{ adapter.dispatch('json_text', 'pma')(text, name) }}
{%- endmacro %}
{% macro duckdb__json_text(text, name) -%}
    case when json_valid({{ text }}) then json_extract_string({{ text }}, '$.{{ name }}') end
{%- endmacro %}
{% macro spark__json_text(text, name) -%}get_json_object({{ text }}, '$.{{ name }}'){%- endmacro %}

{% macro text_literal(value) -%}
    {#- A string from configuration as a literal; it may hold quotes and backslashes. -#}
    {{ adapter.dispatch('text_literal', 'pma')(value) }}
{%- endmacro %}
{% macro duckdb__text_literal(value) -%}'{{ value | replace("'", "''") }}'{%- endmacro %}
{% macro spark__text_literal(value) -%}'{{ value | replace('\\', '\\\\') | replace("'", "\\'") }}'{%- endmacro %}

{% macro row_hash(columns) -%}
    {#- A number of 63 bits that tells rows apart, wide enough that a sum of it does not overflow. It is not kept from one
        engine, or version of it, to another. -#}
    {{ adapter.dispatch('row_hash', 'pma')(columns) }}
{%- endmacro %}
{% macro duckdb__row_hash(columns) -%}cast(hash({{ columns | join(', ') }}) >> 1 as decimal(38, 0)){%- endmacro %}
{% macro spark__row_hash(columns) -%}cast(shiftrightunsigned(xxhash64({{ columns | join(', ') }}), 1) as decimal(38, 0)){%- endmacro %}

{% macro sha256_hex(text) -%}{{ adapter.dispatch('sha256_hex', 'pma')(text) }}{%- endmacro %}
{% macro duckdb__sha256_hex(text) -%}sha256({{ text }}){%- endmacro %}
{% macro spark__sha256_hex(text) -%}sha2({{ text }}, 256){%- endmacro %}

{% macro split_rows(relation, columns, list_column, separator) -%}
    {#- Derived table: `columns` plus `item` (trimmed) and `item_position` (from 1), a row per part of a separated list. -#}
    {{ adapter.dispatch('split_rows', 'pma')(relation, columns, list_column, separator) }}
{%- endmacro %}
{% macro duckdb__split_rows(relation, columns, list_column, separator) -%}
    (
        select {{ columns | join(', ') }}, trim(item) as item, item_position
        from (
            select
                {{ columns | join(', ') }},
                unnest(string_split({{ list_column }}, '{{ separator }}')) as item,
                cast(unnest(range(1, len(string_split({{ list_column }}, '{{ separator }}')) + 1)) as bigint) as item_position
            from {{ relation }}
        ) as parts
        where trim(item) <> ''
    )
{%- endmacro %}
{% macro spark__split_rows(relation, columns, list_column, separator) -%}
    (
        select {{ columns | join(', ') }}, trim(item) as item, cast(item_position as bigint) + 1 as item_position
        from {{ relation }}
        lateral view posexplode(split({{ list_column }}, '\\Q{{ separator }}\\E')) as item_position, item
        where trim(item) <> ''
    )
{%- endmacro %}

{% macro url_decode(text) -%}
    {#- A query value in plain text; one that is not percent-coded UTF-8 throughout stays as it is, but for its plus signs. -#}
    case
        when instr({{ text }}, '%') > 0 and instr({{ text }}, '%00') = 0
            and {{ regexp_like(text, '^([^%]|%[0-9A-Fa-f]{2})*$') }}
            then {{ adapter.dispatch('url_decode', 'pma')(text) }}
        else replace({{ text }}, '+', ' ')
    end
{%- endmacro %}
{% macro duckdb__url_decode(text) -%}
    coalesce(try(url_decode(replace({{ text }}, '+', ' '))), replace({{ text }}, '+', ' '))
{%- endmacro %}
{% macro spark__url_decode(text) -%}
    case when instr(url_decode({{ text }}), '\uFFFD') > 0 then replace({{ text }}, '+', ' ') else url_decode({{ text }}) end
{%- endmacro %}

{% macro ordered_text(text, by, separator=' > ') -%}
    {#- Aggregate: the texts of a group in the order of `by` (unique in the group), joined by `separator`. -#}
    {{ adapter.dispatch('ordered_text', 'pma')(text, by, separator) }}
{%- endmacro %}
{% macro duckdb__ordered_text(text, by, separator) -%}string_agg({{ text }}, '{{ separator }}' order by {{ by }}){%- endmacro %}
{% macro spark__ordered_text(text, by, separator) -%}
    array_join(transform(array_sort(collect_list(struct({{ by }} as place, {{ text }} as word))), item -> item.word), '{{ separator }}')
{%- endmacro %}

{% macro inverse_rate(rate) -%}
    {#- 1 / rate to twelve places, half up, exact: `rate` is decimal(19, 12) and positive. -#}
    {{ adapter.dispatch('inverse_rate', 'pma')(rate) }}
{%- endmacro %}
{% macro duckdb__inverse_rate(rate) -%}
    try_cast(
        try_cast(
            (2000000000000000000000000 + cast({{ rate }} * 1000000000000 as hugeint))
            // (2 * cast({{ rate }} * 1000000000000 as hugeint)) as decimal(26, 0)
        ) * cast(0.000000000001 as decimal(12, 12)) as decimal(19, 12)
    )
{%- endmacro %}
{% macro spark__inverse_rate(rate) -%}
    try_cast(cast(1 as decimal(1, 0)) / {{ rate }} as decimal(19, 12))
{%- endmacro %}

{% macro wilson_bound(successes, trials, side) -%}
    {#- 95 % Wilson bound ('low' or 'high') of a rate (U13); NULL without trials or with more successes than trials.
        Held to 0 and 1, which rounding can miss. Only + - * / and sqrt, which both engines round alike; kept here because the lint forbids them in models. -#}
    {{ adapter.dispatch('wilson_bound', 'pma')(successes, trials, side) }}
{%- endmacro %}
{% macro duckdb__wilson_bound(successes, trials, side) -%}
    {{ default__wilson_bound(successes, trials, side) }}
{%- endmacro %}
{% macro default__wilson_bound(successes, trials, side) -%}
    {%- set n = "cast(" ~ trials ~ " as double)" -%}
    {%- set p = "(cast(" ~ successes ~ " as double) / " ~ n ~ ")" -%}
    {%- set z2 = 3.841458820694124 -%}
    case
        when {{ trials }} > 0 and {{ successes }} >= 0 and {{ successes }} <= {{ trials }}
            then {{ 'greatest(0.0e0' if side == 'low' else 'least(1.0e0' }}, (
                {{ p }} + cast({{ z2 }} as double) / (2 * {{ n }}) {{ '-' if side == 'low' else '+' }} sqrt(
                    cast({{ z2 }} as double) * (
                        {{ p }} * (1 - {{ p }}) / {{ n }} + cast({{ z2 }} as double) / (4 * {{ n }} * {{ n }})
                    )
                )
            ) / (1 + cast({{ z2 }} as double) / {{ n }}))
    end
{%- endmacro %}

{% macro prediction_margin(variance, spread) -%}
    {#- Half of the 95 % interval in which a launch's days fall without the launch: Student's t of the baseline's degrees of
        freedom. Only * and sqrt, which both engines round alike; kept here because the lint forbids sqrt in models. -#}
    {{ adapter.dispatch('prediction_margin', 'pma')(variance, spread) }}
{%- endmacro %}
{% macro duckdb__prediction_margin(variance, spread) -%}
    {{ default__prediction_margin(variance, spread) }}
{%- endmacro %}
{% macro default__prediction_margin(variance, spread) -%}
    {%- set quantile = {20: 2.085963447265864, 21: 2.0796138447276795}[launch_degrees_of_freedom()] -%}
    (cast({{ quantile }} as double) * sqrt(({{ variance }}) * ({{ spread }})))
{%- endmacro %}

{% macro newcombe_bound(left, right, rate, side) -%}
    {#- 95 % bound ('low' or 'high') of the difference of two rates, left less right, by Newcombe's square-and-add of
        their Wilson bounds <rate>_low and <rate>_high. -#}
    {{ adapter.dispatch('newcombe_bound', 'pma')(left, right, rate, side) }}
{%- endmacro %}
{% macro duckdb__newcombe_bound(left, right, rate, side) -%}
    {{ default__newcombe_bound(left, right, rate, side) }}
{%- endmacro %}
{% macro default__newcombe_bound(left, right, rate, side) -%}
    {%- set other = 'high' if side == 'low' else 'low' -%}
    {%- set own_gap = '(' ~ left ~ '.' ~ rate ~ ' - ' ~ left ~ '.' ~ rate ~ '_' ~ side ~ ')' -%}
    {%- set their_gap = '(' ~ right ~ '.' ~ rate ~ ' - ' ~ right ~ '.' ~ rate ~ '_' ~ other ~ ')' -%}
    {{ left }}.{{ rate }} - {{ right }}.{{ rate }} {{ '-' if side == 'low' else '+' }} sqrt(
        {{ own_gap }} * {{ own_gap }} + {{ their_gap }} * {{ their_gap }}
    )
{%- endmacro %}

{% macro nps_margin(promoters, detractors, answers) -%}
    {#- 95 % margin of a net promoter score, in points: 196 * sqrt((p + d - (p - d)^2) / n) over the shares p and d; NULL
        without answers. Kept here for the same reason as the bounds above. -#}
    {{ adapter.dispatch('nps_margin', 'pma')(promoters, detractors, answers) }}
{%- endmacro %}
{% macro duckdb__nps_margin(promoters, detractors, answers) -%}
    {{ default__nps_margin(promoters, detractors, answers) }}
{%- endmacro %}
{% macro default__nps_margin(promoters, detractors, answers) -%}
    {%- set n = "cast(" ~ answers ~ " as double)" -%}
    {%- set p = "cast(" ~ promoters ~ " as double) / " ~ n -%}
    {%- set d = "cast(" ~ detractors ~ " as double) / " ~ n -%}
    case
        when {{ answers }} > 0
            then 196 * sqrt(greatest(
                0.0e0, {{ p }} + {{ d }} - ({{ p }} - {{ d }}) * ({{ p }} - {{ d }})
            ) / {{ n }})
    end
{%- endmacro %}

{% macro log_survival(events, at_risk) -%}
    {#- Logarithm of 1 - events / at_risk, exact enough to be summed in any order; -1000 where nobody is left. Kept here
        because the lint forbids logarithms in models: twelve places round the engines' last bits away. -#}
    {{ adapter.dispatch('log_survival', 'pma')(events, at_risk) }}
{%- endmacro %}
{% macro duckdb__log_survival(events, at_risk) -%}
    {{ default__log_survival(events, at_risk) }}
{%- endmacro %}
{% macro default__log_survival(events, at_risk) -%}
    case
        when {{ events }} < {{ at_risk }}
            then cast(ln(cast({{ at_risk }} - {{ events }} as double) / cast({{ at_risk }} as double)) as decimal(18, 12))
        else cast(-1000 as decimal(18, 12))
    end
{%- endmacro %}

{% macro is_half_survived(log_survival) -%}
    {#- Whether at most half are left by a sum of `log_survival`; exactly half counts whatever was rounded. -#}
    {{ log_survival }} <= cast(-0.693147179 as decimal(18, 12))
{%- endmacro %}

{% macro fit_rows(relation, keys, function, arguments, constants=[]) -%}
    {#- Derived table: `keys` plus `parameter` and `fitted`, a row per number that `function` (dagster_project/lib/fits)
        found. It gets one array per argument over the rows of a key, sorted by all arguments, then the constants. -#}
    {{ adapter.dispatch('fit_rows', 'pma')(relation, keys, function, arguments, constants) }}
{%- endmacro %}
{% macro duckdb__fit_rows(relation, keys, function, arguments, constants) -%}
    (
        select {{ keys | join(', ') }}, entry.key as parameter, entry.value as fitted
        from (
            select
                {{ keys | join(', ') }},
                unnest(map_entries(pma_{{ function }}(
                    {%- for argument in arguments %}
                    list({{ argument }} order by {{ arguments | join(' nulls first, ') }} nulls first){{ ', ' if not loop.last or constants }}
                    {%- endfor %}
                    {{- constants | join(', ') }}
                ))) as entry
            from {{ relation }}
            group by {{ keys | join(', ') }}
        ) as fits
    )
{%- endmacro %}
{% macro spark__fit_rows(relation, keys, function, arguments, constants) -%}
    (
        select {{ keys | join(', ') }}, parameter, fitted
        from (
            select
                {{ keys | join(', ') }},
                pma_{{ function }}(
                    {%- for argument in arguments %}
                    transform(sorted, row -> row.{{ argument }}){{ ', ' if not loop.last or constants }}
                    {%- endfor %}
                    {{- constants | join(', ') }}
                ) as fit
            from (
                select {{ keys | join(', ') }}, array_sort(collect_list(struct({{ arguments | join(', ') }}))) as sorted
                from {{ relation }}
                group by {{ keys | join(', ') }}
            ) as grouped
        ) as fits
        lateral view explode(fit) as parameter, fitted
    )
{%- endmacro %}

{% macro fitted_number(function, arguments) -%}
    {#- A number that `function` (dagster_project/lib/fits) makes of one row; NULL where an argument is. -#}
    {{ adapter.dispatch('fitted_number', 'pma')(function, arguments) }}
{%- endmacro %}
{% macro duckdb__fitted_number(function, arguments) -%}pma_{{ function }}({{ arguments | join(', ') }}){%- endmacro %}
{% macro spark__fitted_number(function, arguments) -%}pma_{{ function }}({{ arguments | join(', ') }}){%- endmacro %}

{% macro materialized() -%}
    {#- After `as` of a CTE on which many windows are stacked: DuckDB plans each window twice for the one above it, unless
        what lies below is computed apart. Spark has neither the word nor the need. -#}
    {{ adapter.dispatch('materialized', 'pma')() }}
{%- endmacro %}
{% macro duckdb__materialized() -%}materialized{%- endmacro %}
{% macro spark__materialized() -%}{%- endmacro %}
