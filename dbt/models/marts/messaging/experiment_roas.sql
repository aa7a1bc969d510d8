{%- set grain = ['experiment', 'campaign_key', 'period'] -%}
{%- set spread = ['starts_on', 'ends_on', 'exposures', 'is_over'] -%}
{%- set parts = ['spend', 'attributed_value', 'attributed_conversions'] -%}
{%- set all_keys = grain + spread -%}
{%- set roas = ratio('compared.attributed_value', 'compared.spend') -%}
{%- set before_roas = ratio('compared.before_attributed_value', 'compared.before_spend') -%}
with members as (
    select * from {{ ref('int_experiment_periods') }}
),

names as (
    select * from {{ ref('dim_campaign') }}
),

spend_days as (
    select *, {{ campaign_surrogate() }} as campaign_key from {{ ref('campaigns') }}
),

facts as (
    select
        campaign_key, date_day, true as is_spend, is_complete, spend,
        cast(null as decimal(18, 6)) as attributed_value,
        cast(null as decimal(18, 6)) as attributed_conversions
    from spend_days
    union all
    select campaign_key, date_day, false, true, null, attributed_value, attributed_conversions
    from {{ ref('campaign_attribution') }}
    where attribution_model = '{{ var("messaging_model") }}'
),

-- A day on which a campaign did not run cost nothing, if its connection reported by then and since.
loaded as (
    select source_relation, platform, min(date_day) as first_on, max(date_day) as last_on
    from spend_days
    where is_complete
    group by source_relation, platform
),

measured as (
    select
        members.{{ all_keys | join(', members.') }},
        members.member,
        members.exposed_people,
        min(case
            when members.is_over and loaded.first_on <= members.starts_on
                and loaded.last_on >= members.ends_on and coalesce(facts.is_complete, true) then 1
            else 0
        end) = 1 as is_complete,
        {{ known_sum('facts.spend', 'facts.is_spend') }} as spend,
        {%- for part in parts[1:] %}
        {{ known_sum('facts.' ~ part, 'not facts.is_spend') }}
            as {{ part }}{{ ',' if not loop.last }}
        {%- endfor %}
    from members
    left join names on members.member = names.campaign_key
    left join loaded
        on names.source_relation = loaded.source_relation and names.platform = loaded.platform
    left join facts
        on
            members.member = facts.campaign_key
            and facts.date_day between members.starts_on and members.ends_on
    group by members.{{ (all_keys + ['member', 'exposed_people']) | join(', members.') }}
),

known as (
    select
        {{ all_keys | join(', ') }},
        cast(count(member) as bigint) as campaigns,
        cast(sum(exposed_people) as bigint) as exposed_people,
        min(case when is_complete then 1 else 0 end) = 1 as is_complete,
        {{ whole_sum('case when is_complete then spend end') }} as spend,
        {%- for part in parts[1:] %}
        {{ whole_sum('case when is_over and member is not null then ' ~ part ~ ' end') }}
            as {{ part }}{{ ',' if not loop.last }}
        {%- endfor %}
    from measured
    group by {{ all_keys | join(', ') }}
),

-- What else ran on a campaign of the row in its days.
shared as (
    select {{ grain | join(', ') }}, {{ ordered_text('other', 'other', ';') }} as others
    from (
        select distinct members.{{ grain | join(', members.') }}, others.experiment as other
        from members
        inner join members as others
            on
                members.member = others.campaign_key
                and members.experiment <> others.experiment
                and others.period = 'during'
                and others.starts_on <= members.ends_on
                and others.ends_on >= members.starts_on
    ) as met
    group by {{ grain | join(', ') }}
),

compared as (
    select
        *,
        {%- for part in parts[:2] %}
        max(case when period = 'before' then {{ part }} end)
            over (partition by experiment, campaign_key) as before_{{ part }}
            {{- ',' if not loop.last }}
        {%- endfor %}
    from known
),

final as (
    select
        compared.{{ grain | join(', compared.') }},
        names.platform,
        names.campaign_name,
        compared.starts_on,
        compared.ends_on,
        compared.campaigns,
        compared.exposed_people,
        compared.exposures,
        compared.{{ parts | join(', compared.') }},
        '{{ var("reporting_currency") }}' as currency,
        '{{ var("messaging_model") }}' as attribution_model,
        {{ roas }} as roas,
        compared.before_spend,
        compared.before_attributed_value,
        {{ before_roas }} as before_roas,
        case when compared.period <> 'before' then {{ roas }} - {{ before_roas }} end
            as roas_difference,
        shared.others as overlap_experiments,
        coalesce(compared.attributed_conversions, 0) < {{ var('low_sample_size') | int }}
            as is_low_sample,
        compared.is_complete,
        {{ is_mature_touch("'touch'", 'compared.ends_on') }} as is_mature
    from compared
    cross join {{ ref('int_clock') }} as clock
    left join names on compared.campaign_key = names.campaign_key
    left join shared
        on
            {%- for key in grain %}
            {{ 'and ' if not loop.first }}compared.{{ key }} = shared.{{ key }}
            {%- endfor %}
)

select * from final
