with deals as (
    select * from {{ ref('competitive_deals') }} where outcome <> 'open'
),

given as (
    select
        competitor,
        segment,
        {{ quarter_columns() }},
        case outcome when 'won' then 'win' when 'lost' then 'loss' else outcome end as kind,
        coalesce(case when outcome = 'won' then win_reason else loss_reason end, '(none given)')
            as reason
    from deals
),

spellings as (
    select {{ spelling_key('reason') }} as reason_key, min(reason) as reason
    from given
    group by {{ spelling_key('reason') }}
),

counted as (
    select
        given.competitor,
        given.segment,
        {{ quarter_columns('given') }},
        given.kind,
        spellings.reason,
        count(*) as deals
    from given
    inner join spellings on {{ spelling_key('given.reason') }} = spellings.reason_key
    group by
        given.competitor, given.segment, {{ quarter_columns('given') }}, given.kind,
        spellings.reason
),

final as (
    select
        competitor,
        segment,
        {{ quarter_columns() }},
        kind,
        reason,
        cast(deals as bigint) as deals,
        cast(sum(deals) over same_kind as bigint) as kind_deals,
        {{ ratio('deals', 'sum(deals) over same_kind') }} as reason_share,
        sum(deals) over same_kind < {{ var('low_sample_size') | int }} as is_low_sample
    from counted
    window same_kind as (
        partition by competitor, segment, {{ quarter_columns() }}, kind
    )
)

select * from final
