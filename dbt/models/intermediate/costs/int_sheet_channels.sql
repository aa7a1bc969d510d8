-- One spelling per channel of the sheets: that of the channel rules, else the first by name.

with written as (
    select channel, 1 as preference from {{ ref('channel_rules') }}
    union all
    select channel, 2 from {{ ref('stg_generic__marketing_costs') }} where channel is not null
    union all
    select scope_id, 2 from {{ ref('stg_generic__budgets') }} where scope = 'channel'
),

ranked as (
    select
        {{ channel_key('channel') }} as channel_key,
        channel,
        row_number() over (
            partition by {{ channel_key('channel') }}
            order by preference asc nulls last, channel asc nulls last
        ) as choice
    from written
),

final as (
    select channel_key, channel
    from ranked
    where choice = 1
)

select * from final
