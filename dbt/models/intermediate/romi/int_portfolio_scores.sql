{%- set inputs = portfolio_inputs() -%}
{%- set weights = var('portfolio_weights') -%}
{%- set place = 'partition by quarter_start_on, input' -%}
-- How products stand to one another in a quarter, a row per input that is known: the value cut at
-- its winsor bounds, and its percentile among the products, ties in the middle.

with quarters as (
    select * from {{ ref('int_portfolio_quarters') }}
),

known as (
    {%- for input, (part, whole) in inputs.items() %}
    select
        product_id, quarter_start_on, '{{ input }}' as input,
        {{ ratio(part, whole) if whole else 'cast(' ~ part ~ ' as double)' }} as input_value,
        {{ as_decimal(weights.get(input, 0)) }} as weight
    from quarters
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

placed as (
    select
        *,
        row_number() over (
            {{ place }} order by input_value asc nulls last, product_id asc nulls last
        ) as place,
        cast(count(*) over ({{ place }}) as bigint) as products
    from known
    where input_value is not null
),

-- So many products at either end take the value of the next one.
cut as (
    select
        *,
        cast(floor(cast(products as double) * {{ var('portfolio_winsor') }}) as bigint) as cut_off
    from placed
),

bounded as (
    select
        *,
        min(case when place > cut_off then input_value end) over ({{ place }}) as lowest,
        max(case when place <= products - cut_off then input_value end) over ({{ place }})
            as highest
    from cut
),

winsorised as (
    select
        *,
        greatest(lowest, least(highest, input_value)) as winsorised_value
    from bounded
),

ranked as (
    select
        *,
        rank() over ({{ place }} order by winsorised_value asc nulls last) as first_place,
        count(*) over ({{ place }}, winsorised_value) as ties
    from winsorised
),

final as (
    select
        product_id,
        quarter_start_on,
        input,
        input_value,
        weight,
        products,
        winsorised_value,
        case
            when products = 1 then {{ as_decimal(50) }}
            else {{ as_decimal(ratio('2 * first_place + ties - 3', '2 * (products - 1)', 100)) }}
        end as percentile
    from ranked
)

select * from final
