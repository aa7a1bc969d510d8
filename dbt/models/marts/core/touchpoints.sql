{%- set words = ['channel', 'source', 'medium', 'campaign', 'content'] -%}
{%- set silent = {'channel': "'Direct'", 'source': "'(direct)'", 'medium': "'(none)'"} -%}
with visits as (
    select * from {{ ref('sessions') }}
),

labels as (
    select * from {{ ref('int_campaign_labels') }}
),

-- How a contact came at first counts where nothing else was seen of the person by then; else it is
-- a visit told again, and a form that tells it is a form of nobody knows which channel: it earns
-- nothing beside the visit.
others as (
    select
        touches.*,
        people.person_key,
        people.first_at,
        coalesce(
            (touches.is_first_touch or touches.is_origin)
            and (people.first_other_at <= touches.touch_at or people.first_at < touches.touch_at),
            false
        ) as is_told_again
    from {{ ref('int_touchpoints_bound') }} as touches
    left join {{ ref('int_touchpoint_people') }} as people
        on touches.person_kind = people.person_kind and touches.person_id = people.person_id
),

openings as (
    select others.*
    from others
    inner join visits
        on others.session_id = visits.session_id
    where
        others.exclusion_reason = 'same_visit' and others.touch_choice = 1
        and not (others.is_origin and coalesce(others.first_at < visits.started_at, false))
),

forms as (
    select distinct session_id from others
    where exclusion_reason = 'same_visit' and touch_type = 'form'
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
        {%- for column in words %}
        case
            when visits.channel = 'Direct' then coalesce(openings.{{ column }}, visits.{{ column }})
            else visits.{{ column }}
        end as {{ column }},
        {%- endfor %}
        coalesce(visits.utm_campaign, openings.campaign_raw) as campaign_raw,
        coalesce(visits.ad_campaign_id, openings.ad_campaign_id) as ad_campaign_id,
        true as is_visit,
        false as is_told_again
    from visits
    left join openings
        on visits.session_id = openings.session_id
    left join forms
        on visits.session_id = forms.session_id
),

touches as (
    select * from visit_touches
    union all
    select
        touch_id, source_relation, touch_at, date_day, touch_type, person_key, account_id,
        {%- for column in words + ['campaign_raw'] %}
        case when is_told_again then {{ silent[column] | default('null') }} else {{ column }} end,
        {%- endfor %}
        ad_campaign_id,
        false,
        is_told_again
    from others
    where exclusion_reason is null and not (is_told_again and is_first_touch)
),

-- The ad campaign by its id, else by what this source calls it. A placeholder that nobody filled in
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
    left join labels as by_id on by_id.source = '' and touches.ad_campaign_id = by_id.label
    left join labels as by_label
        on touches.source = by_label.source and touches.campaign = by_label.label
),

-- What an ad campaign led to is paid whatever its channel: that of a podcast is Audio. A campaign's
-- cost stands in the campaign's channel, whatever its visits say of themselves.
judged as (
    select
        matched.*,
        coalesce(campaigns.channel, matched.channel) as cost_channel,
        case
            when matched.is_visit and matched.campaign_key is not null then 'ad_click'
            else matched.touch_type
        end as judged_type,
        matched.campaign_key is not null or matched.touch_type in ('ad_click', 'impression')
        or {{ is_paid_channel('matched.channel') }} as is_paid,
        matched.touch_type not in ('impression', 'email_open') as is_click
    from matched
    left join {{ ref('dim_campaign') }} as campaigns
        on matched.campaign_key = campaigns.campaign_key
),

final as (
    select
        touch_id, source_relation, touch_at, date_day,
        judged_type as touch_type,
        person_id, account_id,
        channel, cost_channel, source, medium,
        campaign_name as campaign,
        campaign_raw, campaign_key, content,
        is_paid,
        channel = 'Direct' as is_direct,
        not is_told_again and (
            is_click or coalesce(touch_type in {{ sql_list(var('attribution_exposures')) }}, false)
        ) as is_eligible,
        is_click
    from judged
)

select * from final
