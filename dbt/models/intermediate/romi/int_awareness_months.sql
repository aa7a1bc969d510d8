-- What awareness a month had: the indices of its mature weeks. A week lies in the month that most
-- of its days lie in, that of its fourth day.

with weeks as (
    select
        *,
        cast(date_trunc('month', {{ add_days('week_start_on', 3) }}) as date) as month_on
    from {{ ref('brand_awareness') }}
    where is_mature and components_used > 0
),

summed as (
    select
        month_on,
        {{ as_decimal('sum(' ~ as_decimal('index_sum') ~ ')') }} as index_sum,
        cast(sum(components_used) as bigint) as components_used
    from weeks
    group by month_on
),

final as (
    select
        *,
        {{ ratio('index_sum', 'components_used') }} as awareness_index
    from summed
)

select * from final
