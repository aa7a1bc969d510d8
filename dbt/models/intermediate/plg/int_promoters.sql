-- Promoters by the month of their answer, and whether a sign-up that they brought followed from it.
-- What a person answered last in a month decides whether the month holds a promoter.

with answers as (
    select
        cast(date_trunc('month', responded_on) as date) as month_on, segment, respondent_key,
        responded_on, verdict,
        row_number() over (
            partition by respondent_key, cast(date_trunc('month', responded_on) as date)
            order by
                responded_at desc nulls last, source_relation asc nulls last,
                response_id asc nulls last
        ) as place
    from {{ ref('voice_responses') }}
    where kind = 'nps' and is_answered and verdict is not null
),

final as (
    select
        answers.month_on, answers.segment, answers.respondent_key,
        max(case when referrals.user_id is not null then 1 else 0 end) as has_referred
    from answers
    left join {{ ref('int_referrals') }} as referrals
        on
            answers.respondent_key = referrals.referrer_key
            and referrals.signed_up_on >= answers.responded_on
            and referrals.signed_up_on
            < {{ add_days('answers.responded_on', var('referral_window_days')) }}
    where answers.place = 1 and answers.verdict = 'promoter'
    group by answers.month_on, answers.segment, answers.respondent_key
)

select * from final
