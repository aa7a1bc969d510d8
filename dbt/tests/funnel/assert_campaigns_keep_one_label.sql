-- A returned row means that messaging shows visits, leads or opportunities of an ad campaign in other rows than its cost.
with labels as (
    select * from {{ ref('int_ad_labels') }}
),

-- Whichever journey a conversion is shown by, these are of one campaign.
credited as (
    select
        conversion_id,
        min(conversion_type) as conversion_type,
        min(conversion_day) as date_day,
        min(campaign_key) as campaign_key
    from {{ ref('attribution_credits') }}
    where model = '{{ var('messaging_model') }}' and not is_unattributed
    group by conversion_id
    having count(*) = count(campaign_key) and min(campaign_key) = max(campaign_key)
),

brought as (
    select 'sessions' as measure, touches.campaign_key, visits.date_day
    from {{ ref('sessions') }} as visits
    inner join {{ ref('touchpoints') }} as touches on visits.session_id = touches.touch_id
    where touches.campaign_key is not null
    union all
    select case conversion_type when 'lead' then 'leads' else 'opps' end, campaign_key, date_day
    from credited
    where conversion_type in ('lead', 'opportunity')
),

wanted as (
    select
        brought.measure, brought.date_day, labels.channel, labels.source, labels.medium, labels.campaign,
        min(brought.campaign_key) as campaign_key,
        count(*) as wanted
    from brought
    left join labels on brought.campaign_key = labels.campaign_key
    group by brought.measure, brought.date_day, labels.channel, labels.source, labels.medium, labels.campaign
),

shown as (
    {%- for mart, measure, filters in [
        ('awareness', 'sessions', ''),
        ('consideration', 'leads', "where date_basis = 'conversion' and content = '(all)'"),
        ('conversion', 'opps', "where date_basis = 'conversion' and content = '(all)' and segment = '(all)'"),
    ] %}
    select
        '{{ measure }}' as measure, date_day, channel, source, medium, campaign,
        sum({{ measure }}) as shown
    from {{ ref(mart) }}
    {{ filters }}
    group by date_day, channel, source, medium, campaign
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

-- A row may hold more: visits of the same words without a campaign that is known.
select wanted.*, shown.shown
from wanted
left join shown
    on
        wanted.measure = shown.measure
        and wanted.date_day = shown.date_day
        and wanted.channel = shown.channel
        and wanted.source = shown.source
        and wanted.medium = shown.medium
        and wanted.campaign = shown.campaign
where coalesce(shown.shown, 0) < wanted.wanted
