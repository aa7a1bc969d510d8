with visits as (
    select * from {{ ref('sessions') }}
),

others as (
    select * from {{ ref('int_touchpoints_bound') }}
),

labels as (
    select * from {{ ref('int_campaign_labels') }}
),

openings as (
    select * from others
    where exclusion_reason = 'same_visit' and touch_choice = 1
),

forms as (
    select distinct session_id from others
    where exclusion_reason = 'same_visit' and touch_type = 'form'
),

-- The hash is dear: once per person, not once per touch.
people as (
    select person_kind, person_id, {{ published_key(['person_kind', 'person_id']) }} as person_key
    from others
    where exclusion_reason is null and person_id is not null
    group by person_kind, person_id
),

-- A visit keeps what it says of itself; one that says nothing takes the words of the click that
-- opened it.
visit_touches as (
    select
        visits.session_id as touch_id,
        visits.source_relation,
        visits.started_at as touch_at,
        visits.date_day,
        case
            when openings.touch_type = 'ad_click' or {{ is_paid_channel('visits.channel') }}
                or visits.click_id_kind <> 'fbclid' then 'ad_click'
            when visits.key_events > 0 or forms.session_id is not null then 'form'
            {%- for path in var('content_paths') %}
            when visits.entry_path like {{ text_literal(path ~ '%') }} then 'content'
            {%- endfor %}
            else 'session'
        end as touch_type,
        visits.person_key as person_id,
        visits.account_id,
        {%- for column in ['channel', 'source', 'medium', 'campaign', 'content'] %}
        case
            when visits.channel = 'Direct' then coalesce(openings.{{ column }}, visits.{{ column }})
            else visits.{{ column }}
        end as {{ column }},
        {%- endfor %}
        coalesce(visits.utm_campaign, openings.campaign_raw) as campaign_raw,
        coalesce(visits.ad_campaign_id, openings.ad_campaign_id) as ad_campaign_id
    from visits
    left join openings
        on visits.session_id = openings.session_id
    left join forms
        on visits.session_id = forms.session_id
),

-- How a contact came at first counts where nothing else was seen of the person by then.
seen as (
    select person_id, min(touch_at) as first_at
    from (
        select person_id, touch_at from visit_touches
        union all
        select people.person_key, others.touch_at
        from others
        inner join people
            on others.person_kind = people.person_kind and others.person_id = people.person_id
        where others.exclusion_reason is null and not others.is_first_touch
    ) as known
    group by person_id
),

touches as (
    select * from visit_touches
    union all
    select
        others.touch_id, others.source_relation, others.touch_at, others.date_day,
        others.touch_type, people.person_key, others.account_id,
        others.channel, others.source, others.medium, others.campaign, others.content,
        others.campaign_raw, others.ad_campaign_id
    from others
    left join people
        on others.person_kind = people.person_kind and others.person_id = people.person_id
    left join seen
        on
            {{ key_where('others.is_first_touch', 'people.person_key') }} = seen.person_id
            and seen.first_at <= others.touch_at
    where others.exclusion_reason is null and seen.person_id is null
),

-- The campaign by its id, else by what this source calls it. A placeholder that nobody filled in
-- becomes the name of the campaign where the id is known.
matched as (
    select
        touches.*,
        coalesce(by_id.campaign_key, by_label.campaign_key) as campaign_key,
        case
            when instr(touches.campaign, '{') > 0
                then coalesce(by_id.campaign_name, touches.campaign)
            else touches.campaign
        end as campaign_name
    from touches
    left join labels as by_id
        on by_id.source = '' and touches.ad_campaign_id = by_id.label
    left join labels as by_label
        on touches.source = by_label.source and touches.campaign = by_label.label
),

-- A campaign's cost stands in the campaign's channel, whatever its visits say of themselves.
judged as (
    select
        matched.*,
        coalesce(campaigns.channel, matched.channel) as cost_channel,
        matched.touch_type in ('ad_click', 'impression')
        or {{ is_paid_channel('matched.channel') }} as is_paid,
        matched.touch_type not in ('impression', 'email_open') as is_click
    from matched
    left join {{ ref('dim_campaign') }} as campaigns
        on matched.campaign_key = campaigns.campaign_key
),

final as (
    select
        touch_id,
        source_relation,
        touch_at,
        date_day,
        touch_type,
        person_id, account_id,
        channel, cost_channel, source, medium,
        campaign_name as campaign,
        campaign_raw,
        campaign_key,
        content,
        is_paid,
        channel = 'Direct' as is_direct,
        is_click or coalesce(touch_type in {{ sql_list(var('attribution_exposures')) }}, false)
            as is_eligible,
        is_click
    from judged
)

select * from final
