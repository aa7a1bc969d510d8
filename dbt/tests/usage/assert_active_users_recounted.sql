-- Each returned row is an account whose DAU, WAU or MAU of the latest loaded day differs from a plain count.
with latest as (
    select max(date_day) as date_day from {{ ref('product_usage') }} where is_complete
),

published as (
    select usage_days.account_id, usage_days.date_day, usage_days.dau, usage_days.wau, usage_days.mau
    from {{ ref('product_usage') }} as usage_days
    inner join latest on usage_days.date_day = latest.date_day
),

recounted as (
    select
        user_days.account_id,
        count(distinct case when user_days.date_day = latest.date_day then user_days.person_key end) as dau,
        count(distinct case
            when user_days.date_day > {{ add_days('latest.date_day', '-' ~ var('wau_days')) }}
                then user_days.person_key
        end) as wau,
        count(distinct user_days.person_key) as mau
    from {{ ref('user_days') }} as user_days
    cross join latest
    where
        user_days.meaningful_events > 0
        and user_days.date_day > {{ add_days('latest.date_day', '-' ~ var('mau_days')) }}
        and user_days.date_day <= latest.date_day
        and user_days.account_id is not null
    group by user_days.account_id
)

select published.*, recounted.dau as dau_again, recounted.wau as wau_again, recounted.mau as mau_again
from published
left join recounted on published.account_id = recounted.account_id
where
    published.dau <> coalesce(recounted.dau, 0)
    or published.wau <> coalesce(recounted.wau, 0)
    or published.mau <> coalesce(recounted.mau, 0)
