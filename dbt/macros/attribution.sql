{# Attribution (U8, U9): the models, what a touch scores in them, and how paths are cut. #}

{% macro name_rows(column, names) -%}
    {#- Derived table with one column, a row per name. -#}
    (
        select {{ column }} from (values {% for name in names %}('{{ name }}'){{ ', ' if not loop.last }}{% endfor %})
            as names ({{ column }})
    )
{%- endmacro %}

{% macro window_start(moment) -%}
    {#- Touches after this moment lie in the window that ends with `moment`; exact to the second (U9). -#}
    {{ add_seconds(moment, -86400 * (var('attribution_window_days') | int)) }}
{%- endmacro %}

{% macro half_power(halves) -%}
    {#- 2 to the power of minus `halves` (a double from 0 up). Only + - * and comparisons, which both engines round
        alike: whole halves are exact, the rest is a series of which 13 terms reach the last bit. 0 beyond 63 halves. -#}
    (
        case
            {%- for whole in range(64) %}
            when {{ halves }} < {{ whole + 1 }}
                then {{ half_term(halves ~ ' - ' ~ whole, 1) }} * cast({{ '%.17e' | format(0.5 ** whole) }} as double)
            {%- endfor %}
            else 0.0e0
        end
    )
{%- endmacro %}

{% macro half_term(rest, n) -%}
    {#- Horner's scheme of exp(-rest * ln 2), from term `n` on. -#}
    {%- if n > 13 -%}
        1.0e0
    {%- else -%}
        (1.0e0 - ({{ rest }}) * {{ '%.17e' | format(0.6931471805599453 / n) }} * {{ half_term(rest, n + 1) }})
    {%- endif -%}
{%- endmacro %}

{% macro attribution_score(model) -%}
    {#- What a touch scores; only the proportions within one conversion count. Whole numbers, so sums are exact. -#}
    {{ return({
        'linear': '1',
        'position': 'case when path_length < 3 then 1 when position in (1, path_length) then 2 * (path_length - 2) else 1 end',
        'time_decay': 'decay_score',
        'u_shaped': 'u_held',
        'w_shaped': milestone_score('w'),
        'full_path': milestone_score('full'),
        'markov': 'markov_score',
        'shapley': 'shapley_score',
    }[model]) }}
{%- endmacro %}

{% macro milestone_score(shape) -%}
    {#- 90 % in equal parts to the milestones there are, each part to the touch that holds it; 10 % to the touches in the
        middle, and to the milestones too where there are none. -#}
    {%- set middle = '(path_length - ' ~ shape ~ '_touches)' -%}
    case
        when {{ middle }} = 0 then {{ shape }}_held
        when {{ shape }}_held > 0 then 9 * {{ shape }}_held * {{ middle }}
        else {{ shape }}_milestones
    end
{%- endmacro %}

{% macro share_units(part, whole) -%}
    {#- A share of a positive whole in units of 10 to the power of -12, half up. -#}
    cast(floor(
        cast({{ part }} as double) / cast({{ whole }} as double) * 1000000000000 + 0.5
    ) as bigint)
{%- endmacro %}

{% macro largest_remainder(amount, name) -%}
    {#- Columns for dividing `amount` by `weight`: whole cents rounded down, and what that leaves over. -#}
        cast(floor({{ amount }} * 100) as bigint) as {{ name }}_cents,
        cast(floor({{ weighted_cents(amount) }}) as bigint) as {{ name }}_base,
        {{ weighted_cents(amount) }}
        - cast(floor({{ weighted_cents(amount) }}) as decimal(31, 12)) as {{ name }}_left
{%- endmacro %}

{% macro weighted_cents(amount) -%}
    cast(cast(floor({{ amount }} * 100) as decimal(24, 0)) * weight as decimal(31, 12))
{%- endmacro %}

{% macro remainder_ranks(name) -%}
        sum({{ name }}_base) over (partition by conversion_number, journey, model) as {{ name }}_bases,
        row_number() over (
            partition by conversion_number, journey, model
            order by {{ name }}_left desc nulls last, position asc nulls last
        ) as {{ name }}_rank
{%- endmacro %}

{% macro divided(amount, name) -%}
    {#- The touch's part: its cents, one more for the largest remainders until none is left, and to the first of them the
        part of a cent that the amount may have. -#}
    cast(
        cast({{ name }}_base + case when {{ name }}_rank <= {{ name }}_cents - {{ name }}_bases then 1 else 0 end as decimal(18, 0))
        * cast(0.01 as decimal(3, 2))
        + case
            when {{ name }}_rank = 1
                then {{ amount }} - cast({{ name }}_cents as decimal(18, 0)) * cast(0.01 as decimal(3, 2))
            else 0
        end as decimal(18, 6)
    )
{%- endmacro %}
