{%- set counts = [
    'promoters', 'passives', 'detractors', 'csat_satisfied', 'csat_answers', 'delivered',
    'answered', 'voice_answers',
] -%}
{%- set scopes = {
    'total': "'(all)'", 'segment': 'segment', 'survey': 'survey',
    'product': "coalesce(product_id, '(no product)')",
} -%}
with responses as (
    select * from {{ ref('voice_responses') }}
),

months as (
    select * from {{ ref('int_months') }}
),

clock as (
    select * from {{ ref('int_clock') }}
),

scoped as (
    {%- for scope, scope_id in scopes.items() %}
    select '{{ scope }}' as scope, {{ scope_id }} as scope_id, responses.*
    from responses
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

-- A month without an answer has a row from the first that anybody was asked or answered.
spans as (
    select scope, scope_id, min(coalesce(sent_on, responded_on)) as first_on
    from scoped
    where kind <> 'awareness'
    group by scope, scope_id
),

spine as (
    select spans.scope, spans.scope_id, months.month_on
    from spans
    inner join months on months.next_month_on > spans.first_on
),

-- Every respondent's latest answer in the days up to the end of the month.
ranked as (
    select
        scoped.scope, scoped.scope_id, months.month_on, scoped.verdict,
        row_number() over (
            partition by scoped.scope, scoped.scope_id, months.month_on, scoped.respondent_key
            order by
                scoped.responded_at desc nulls last, scoped.source_relation desc nulls last,
                scoped.response_id desc nulls last
        ) as recency
    from scoped
    inner join months
        on
            scoped.responded_on <= months.seen_on
            and scoped.responded_on
            > {{ add_days('months.seen_on', -1 * (var('nps_window_days') | int)) }}
    where scoped.kind = 'nps' and scoped.verdict is not null
),

facts as (
    select scope, scope_id, month_on, {{ zeros(counts) }}
    from spine
    union all
    select
        scope, scope_id, month_on,
        {{ one_if("verdict = 'promoter'") }} as promoters,
        {{ one_if("verdict = 'passive'") }} as passives,
        {{ one_if("verdict = 'detractor'") }} as detractors,
        {{ zeros(counts[3:]) }}
    from ranked
    where recency = 1
    union all
    select
        scope, scope_id, cast(date_trunc('month', responded_on) as date), {{ zeros(counts[:3]) }},
        {{ one_if("verdict = 'satisfied'") }} as csat_satisfied,
        {{ one_if("kind = 'csat' and verdict is not null") }} as csat_answers,
        {{ zeros(counts[5:7]) }},
        {{ one_if("kind = 'voice'") }} as voice_answers
    from scoped
    where is_answered and kind in ('csat', 'voice')
    union all
    select
        scope, scope_id, cast(date_trunc('month', sent_on) as date), {{ zeros(counts[:5]) }},
        1 as delivered, {{ one_if('is_answered') }} as answered, 0 as voice_answers
    from scoped
    where sent_on is not null and kind <> 'awareness'
),

summed as (
    select
        scope, scope_id, month_on,
        {%- for column in counts %}
        cast(sum({{ column }}) as bigint) as {{ column }},
        {%- endfor %}
        cast(sum(promoters + passives + detractors) as bigint) as nps_answers
    from facts
    group by scope, scope_id, month_on
),

final as (
    select
        summed.scope,
        summed.scope_id,
        summed.month_on,
        {{ add_days('months.next_month_on', -1) }} as month_end_on,
        summed.nps_answers,
        summed.promoters,
        summed.passives,
        summed.detractors,
        {{ ratio('summed.promoters - summed.detractors', 'summed.nps_answers', 100) }} as nps,
        {{ nps_margin('summed.promoters', 'summed.detractors', 'summed.nps_answers') }}
            as nps_margin,
        summed.nps_answers < {{ var('low_sample_size') | int }} as is_low_sample,
        {%- for rate, part, whole in [
            ['csat', 'csat_satisfied', 'csat_answers'], ['response_rate', 'answered', 'delivered'],
        ] %}
        summed.{{ whole }},
        summed.{{ part }},
        {{ ratio('summed.' ~ part, 'summed.' ~ whole) }} as {{ rate }},
        {{ wilson_bound('summed.' ~ part, 'summed.' ~ whole, 'low') }} as {{ rate }}_low,
        {{ wilson_bound('summed.' ~ part, 'summed.' ~ whole, 'high') }} as {{ rate }}_high,
        summed.{{ whole }} < {{ var('low_sample_size') | int }} as is_{{ rate }}_low_sample,
        {%- endfor %}
        summed.voice_answers,
        months.is_complete,
        clock.as_of_on >= {{ add_days('months.next_month_on', var('survey_answer_days') | int) }}
            as is_mature
    from summed
    inner join months on summed.month_on = months.month_on
    cross join clock
)

select * from final
