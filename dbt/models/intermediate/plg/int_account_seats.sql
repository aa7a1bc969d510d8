-- Seats that an account pays for tonight and how many people used the product in the last mau_days
-- that are known. Seats are unknown where a running subscription names no number of them, use where
-- no event of anybody has come in for mau_days.

with running as (
    select * from {{ ref('int_subscriptions') }} where is_active and not is_trial
),

feed as (
    select
        feed.known_until_on,
        {{ add_days('feed.known_until_on', var('mau_days')) }} > clock.as_of_on as is_use_known
    from {{ ref('int_event_feed') }} as feed
    cross join {{ ref('int_clock') }} as clock
),

paid as (
    select
        account_id,
        case when count(*) = count(seats) then cast(sum(seats) as bigint) end as seats
    from running
    group by account_id
),

used as (
    select
        facts.account_id,
        cast(count(distinct facts.person_key) as bigint) as active_users,
        cast(count(distinct facts.date_day) as bigint) as active_days
    from {{ ref('user_days') }} as facts
    cross join feed
    where
        facts.meaningful_events > 0
        and facts.date_day >= {{ add_days('feed.known_until_on', -(var('mau_days') | int)) }}
        and facts.date_day < feed.known_until_on
    group by facts.account_id
),

final as (
    select
        paid.account_id,
        paid.seats,
        case when feed.is_use_known then coalesce(used.active_users, 0) end as active_users,
        case when feed.is_use_known then coalesce(used.active_days, 0) end as active_days,
        case
            when not feed.is_use_known then null
            when paid.seats < coalesce(used.active_users, 0) then paid.seats
            when paid.seats is not null then coalesce(used.active_users, 0)
        end as seats_in_use
    from paid
    cross join feed
    left join used on paid.account_id = used.account_id
)

select * from final
