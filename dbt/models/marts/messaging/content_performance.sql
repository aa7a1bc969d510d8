{%- set attributed_days = (var('attribution_window_days') | int) + 1 -%}
{%- set age_days = days_between('aged.first_week_on', 'aged.week_start_on') -%}
{%- set measures = ['views', 'clicks', 'sessions_started', 'new_visitors'] -%}
with facts as (
    select * from {{ ref('int_content_facts') }}
),

asset_touches as (
    select * from {{ ref('int_content_touches') }}
),

touches as (
    select * from {{ ref('touchpoints') }}
),

steps as (
    select * from {{ ref('int_attribution_touches') }}
    where journey = '{{ var("romi_journey") }}'
        and conversion_type in ('lead', 'opportunity', 'won')
),

conversions as (
    select * from {{ ref('conversions') }}
),

credits as (
    select * from {{ ref('attribution_credits') }}
    where
        journey = '{{ var("romi_journey") }}'
        and model = '{{ var("content_attribution_model") }}'
        and conversion_type = 'won'
),

dates as (
    select * from {{ ref('dim_date') }}
),

clock as (
    select * from {{ ref('int_clock') }}
),

met as (
    select
        facts.asset_type, facts.asset_id, dates.week_start_on, dates.week_end_on,
        max(facts.asset_name) as asset_name,
        {%- for measure in measures %}
        cast(sum(facts.{{ measure }}) as bigint) as {{ measure }}{{ ',' if not loop.last }}
        {%- endfor %}
    from facts
    inner join dates on facts.date_day = dates.date_day
    group by facts.asset_type, facts.asset_id, dates.week_start_on, dates.week_end_on
),

-- Touches by the week of the touch, as cost would be (U8).
placed as (
    select asset_touches.*, dates.week_start_on, dates.week_end_on
    from asset_touches
    inner join touches on asset_touches.touch_id = touches.touch_id
    inner join dates on touches.date_day = dates.date_day
),

followed as (
    select distinct
        placed.asset_type, placed.asset_id, placed.week_start_on, placed.week_end_on,
        steps.conversion_id, steps.conversion_type
    from placed
    inner join steps on placed.touch_id = steps.touch_id
),

assisted as (
    select
        followed.asset_type, followed.asset_id, followed.week_start_on, followed.week_end_on,
        {{ count_if("followed.conversion_type = 'lead'") }} as leads_after,
        {{ count_if("followed.conversion_type = 'opportunity'") }} as opportunities_after,
        {{ count_if("followed.conversion_type = 'won'") }} as won_after,
        sum(case when followed.conversion_type = 'opportunity' then conversions.value end)
            as pipeline,
        {{ count_if("followed.conversion_type = 'opportunity' and conversions.value is null") }}
            as unvalued
    from followed
    inner join conversions on followed.conversion_id = conversions.conversion_id
    group by {{ asset_of('followed') }}, followed.week_start_on, followed.week_end_on
),

credited as (
    select
        placed.asset_type, placed.asset_id, placed.week_start_on, placed.week_end_on,
        sum(credits.weight) as attributed_won,
        case when count(credits.value) = count(*) then sum(credits.value) end as attributed_value
    from placed
    inner join credits on placed.touch_id = credits.touch_id
    group by placed.asset_type, placed.asset_id, placed.week_start_on, placed.week_end_on
),

weeks as (
    select asset_type, asset_id, week_start_on, week_end_on from met
    union
    select asset_type, asset_id, week_start_on, week_end_on from assisted
),

aged as (
    select
        weeks.*,
        min(weeks.week_start_on) over (partition by {{ asset_of('weeks') }}) as first_week_on,
        max(met.views) over (partition by {{ asset_of('weeks') }}) as views_of_peak_week,
        max(met.asset_name) over (partition by {{ asset_of('weeks') }}) as asset_name,
        {%- for measure in measures %}
        met.{{ measure }}{{ ',' if not loop.last }}
        {%- endfor %}
    from weeks
    left join met on {{ same_asset_week('weeks', 'met') }}
),

final as (
    select
        aged.asset_type,
        aged.asset_id,
        coalesce(aged.asset_name, aged.asset_id) as asset_name,
        aged.week_start_on,
        aged.week_end_on,
        aged.first_week_on,
        cast(floor({{ ratio(age_days, 7) }}) as bigint) as age_weeks,
        aged.views,
        aged.clicks,
        {{ ratio('aged.clicks', 'aged.views') }} as click_rate,
        aged.views_of_peak_week,
        {{ ratio('aged.views', 'aged.views_of_peak_week') }} as views_to_peak,
        aged.sessions_started,
        aged.new_visitors,
        {%- for count in ['leads_after', 'opportunities_after', 'won_after'] %}
        coalesce(assisted.{{ count }}, 0) as {{ count }},
        {%- endfor %}
        case when coalesce(assisted.unvalued, 0) = 0
            then {{ as_decimal('coalesce(assisted.pipeline, 0)') }} end as assisted_pipeline,
        {{ as_decimal('coalesce(credited.attributed_won, 0)') }} as attributed_won,
        case when credited.asset_id is null then {{ as_decimal('0') }}
            else {{ as_decimal('credited.attributed_value') }} end as attributed_value,
        '{{ var("reporting_currency") }}' as currency,
        coalesce(aged.views, aged.clicks, 0) < {{ var('low_sample_size') | int }} as is_low_sample,
        aged.week_end_on < clock.as_of_on as is_complete,
        clock.as_of_on >= {{ add_days('aged.week_end_on', attributed_days) }} as is_mature
    from aged
    cross join clock
    left join assisted on {{ same_asset_week('aged', 'assisted') }}
    left join credited on {{ same_asset_week('aged', 'credited') }}
)

select * from final
