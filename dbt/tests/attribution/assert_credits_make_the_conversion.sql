-- U8. A returned row is a conversion that a model divides wrongly: weights that do not make 1 within
-- 1e-9, values that do not make its value, or a credit of a touch outside the window.
select
    credits.conversion_id, credits.journey, credits.model, sum(credits.weight) as weight,
    sum(credits.value) as credited, max(conversions.value) as value
from {{ ref('attribution_credits') }} as credits
inner join {{ ref('conversions') }} as conversions
    on credits.conversion_id = conversions.conversion_id
group by credits.conversion_id, credits.journey, credits.model
having
    abs(sum(credits.weight) - 1) > 0.000000001
    or coalesce(sum(credits.value) <> max(conversions.value), false)
    or coalesce(sum(credits.gross_profit) <> max(conversions.gross_profit), false)
    or count(credits.value) not in (0, count(*))
    or (count(credits.value) = 0) <> (max(conversions.value) is null)
    or max(case when credits.touch_at > conversions.conversion_at then 1 else 0 end) = 1
    or max(case
        when credits.touch_at <= {{ window_start('conversions.conversion_at') }} then 1 else 0
    end) = 1
