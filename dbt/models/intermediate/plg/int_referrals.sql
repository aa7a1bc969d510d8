-- Sign-ups of people whom a contact of ours referred, a row per person: who they are by the CRM's
-- contact, the contact that was there first deciding. Nobody refers themselves. The account that
-- the person opened is theirs to bring; one that was there already is not.

with contacts as (
    select *, {{ contact_key() }} as contact_key
    from {{ ref('int_crm_contacts') }}
    where referred_by_contact_id is not null and not is_internal
),

identity_map as (
    select * from {{ ref('int_identity') }}
),

segments as (
    select * from {{ ref('int_account_segments') }}
),

-- A person with two user ids signed up with the first.
signups as (
    select *
    from (
        select
            signups.*,
            people.person_kind,
            people.person_id,
            row_number() over (
                partition by people.person_kind, people.person_id
                order by signups.signed_up_at asc nulls last, signups.user_id asc nulls last
            ) as place
        from {{ ref('int_plg_signups') }} as signups
        inner join identity_map as people
            on people.actor_kind = 'user' and signups.user_id = people.actor_id
    ) as placed
    where place = 1
),

referred as (
    select
        signups.user_id,
        signups.signed_up_on,
        case when signups.is_opener then signups.account_id end as opened_account_id,
        referrers.account_id as referrer_account_id,
        case
            when referrers.person_id is not null
                then {{ published_key(['referrers.person_kind', 'referrers.person_id']) }}
        end as referrer_key,
        row_number() over (
            partition by signups.user_id
            order by contacts.created_at asc nulls last, contacts.contact_key asc nulls last
        ) as place
    from contacts
    inner join identity_map as people
        on people.actor_kind = 'crm_contact' and contacts.contact_key = people.actor_id
    inner join signups
        on people.person_kind = signups.person_kind and people.person_id = signups.person_id
    left join identity_map as referrers
        on
            referrers.actor_kind = 'contact'
            and contacts.referred_by_contact_id = referrers.actor_id
    where
        referrers.actor_id is null
        or referrers.person_kind <> people.person_kind
        or referrers.person_id <> people.person_id
),

final as (
    select
        referred.user_id,
        referred.signed_up_on,
        referred.opened_account_id,
        referred.referrer_account_id,
        referred.referrer_key,
        coalesce(segments.segment, '(unknown)') as segment
    from referred
    left join segments on referred.referrer_account_id = segments.account_id
    where referred.place = 1
)

select * from final
