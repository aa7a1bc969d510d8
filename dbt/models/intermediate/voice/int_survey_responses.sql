-- Invitations and answers with the person, account and segment as known tonight. A respondent is a
-- user, a contact or whoever the survey tool names; an anonymous answer is a person of its own.
-- What does not count keeps its row, with the reason.

with responses as (
    select * from {{ ref('stg_generic__survey_responses') }}
),

identity_map as (
    select * from {{ ref('int_identity') }}
),

segments as (
    select * from {{ ref('int_account_segments') }}
),

bound as (
    select
        responses.*,
        coalesce(
            people.person_kind,
            case when responses.respondent_id is null then 'response' else 'respondent' end
        ) as person_kind,
        coalesce(
            people.person_id, responses.respondent_id,
            responses.source_relation || '|' || responses.response_id
        ) as person_id,
        coalesce(merged.account_id, responses.account_id, people.account_id) as bound_account_id,
        people.exclusion_reason as person_exclusion_reason
    from responses
    left join identity_map as people
        on people.actor_kind = 'respondent' and responses.respondent_id = people.actor_id
    left join identity_map as merged
        on merged.actor_kind = 'account' and responses.account_id = merged.actor_id
),

final as (
    select
        bound.source_relation,
        bound.response_id,
        bound.survey,
        bound.kind,
        bound.person_kind,
        bound.person_id,
        bound.bound_account_id as account_id,
        coalesce(segments.segment, '(unknown)') as segment,
        bound.product_id,
        bound.sent_at,
        bound.sent_on,
        bound.responded_at,
        bound.responded_on,
        bound.score,
        bound.theme,
        bound.comment,
        coalesce(bound.exclusion_reason, bound.person_exclusion_reason) as exclusion_reason
    from bound
    left join segments on bound.bound_account_id = segments.account_id
)

select * from final
