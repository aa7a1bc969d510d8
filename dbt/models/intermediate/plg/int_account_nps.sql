-- What the people of an account say of it tonight: everybody's latest answer of nps_window_days.

with clock as (
    select * from {{ ref('int_clock') }}
),

answers as (
    select
        responses.account_id,
        responses.verdict,
        row_number() over (
            partition by responses.respondent_key
            order by
                responses.responded_at desc nulls last, responses.source_relation asc nulls last,
                responses.response_id asc nulls last
        ) as place
    from {{ ref('voice_responses') }} as responses
    cross join clock
    where
        responses.kind = 'nps' and responses.verdict is not null
        and responses.responded_on <= clock.as_of_on
        and responses.responded_on
        > {{ add_days('clock.as_of_on', -(var('nps_window_days') | int)) }}
),

final as (
    select
        account_id,
        cast(count(*) as bigint) as nps_answers,
        {{ count_if("verdict = 'promoter'") }} as promoters,
        {{ count_if("verdict = 'detractor'") }} as detractors
    from answers
    where place = 1 and account_id is not null
    group by account_id
)

select * from final
