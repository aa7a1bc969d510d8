-- Sign-ups up to tonight with the person, account and segment behind each. The first sign-up of an
-- account opens it (one without account opens its own); all later ones join. What the account pays
-- from that day on may follow from the sign-up, what it paid before cannot.

with signups as (
    select * from {{ ref('int_signups') }}
),

identity_map as (
    select * from {{ ref('int_identity') }} where actor_kind = 'user'
),

segments as (
    select * from {{ ref('int_account_segments') }}
),

customers as (
    select * from {{ ref('int_new_customers') }} where customer_kind = 'account'
),

clock as (
    select * from {{ ref('int_clock') }}
),

final as (
    select
        signups.user_id,
        {{ published_key([
            "coalesce(identity_map.person_kind, 'user')",
            'coalesce(identity_map.person_id, signups.user_id)',
        ]) }}
            as person_key,
        identity_map.account_id,
        coalesce(segments.segment, '(unknown)') as segment,
        signups.signed_up_at,
        signups.signed_up_on,
        row_number() over (
            partition by
                coalesce(identity_map.account_id, signups.user_id),
                case when identity_map.account_id is null then 1 else 0 end
            order by signups.signed_up_at asc nulls last, signups.user_id asc nulls last
        ) = 1 as is_opener,
        customers.first_paid_on,
        coalesce(customers.first_paid_on < signups.signed_up_on, false) as was_customer
    from signups
    cross join clock
    left join identity_map on signups.user_id = identity_map.actor_id
    left join segments on identity_map.account_id = segments.account_id
    left join customers on identity_map.account_id = customers.customer_id
    where signups.signed_up_on <= clock.as_of_on
)

select * from final
