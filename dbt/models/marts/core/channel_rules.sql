-- The ordered rules of channel_group(), one row per rule.
with final as (
    select
        position,
        cast(channel as string) as channel,
        cast(rule as string) as rule
    from (
        values
        {%- for rule in channel_rules() %}
            ({{ loop.index }}, {{ text_literal(rule[0]) }}, {{ text_literal(rule[1]) }})
            {%- if not loop.last %},{% endif %}
        {%- endfor %}
    ) as listed (position, channel, rule)
)

select * from final
