-- U8. A returned row is a conversion that a model divides wrongly: weights that do not make 1 within
-- 1e-9, values that do not make its value, or a credit of a touch outside the window, of a refund that of its order.
with conversions as (
    select
        own.conversion_id, own.value, own.gross_profit,
        coalesce(orders.conversion_at, own.conversion_at) as window_end_at
    from {{ ref('conversions') }} as own
    left join {{ ref('conversions') }} as orders on own.credited_as = orders.conversion_id
)

select
    credits.conversion_id, credits.journey, credits.model, sum(credits.weight) as weight,
    sum(credits.value) as credited, max(conversions.value) as value
from {{ ref('attribution_credits') }} as credits
inner join conversions on credits.conversion_id = conversions.conversion_id
group by credits.conversion_id, credits.journey, credits.model
having
    abs(sum(credits.weight) - 1) > 0.000000001
    or coalesce(sum(credits.value) <> max(conversions.value), false)
    or coalesce(sum(credits.gross_profit) <> max(conversions.gross_profit), false)
    or count(credits.value) not in (0, count(*))
    or (count(credits.value) = 0) <> (max(conversions.value) is null)
    or max(case when credits.touch_at > conversions.window_end_at then 1 else 0 end) = 1
    or max(case
        when credits.touch_at <= {{ window_start('conversions.window_end_at') }} then 1 else 0
    end) = 1
