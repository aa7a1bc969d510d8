-- A returned row is a day around a launch on which row (all) does not count every sign-up that
-- core.conversions knows, or on which the segments do not add up to (all), those targeted to
-- (targeted).

with days as (
    select * from {{ ref('acquisition') }}
),

signups as (
    select date_day, count(*) as new_signups
    from {{ ref('conversions') }}
    where conversion_type = 'signup'
    group by date_day
),

compared as (
    select
        source_relation,
        launch_id,
        date_day,
        {%- for measure in ['new_signups', 'new_customers'] %}
        sum(case when segment = '(all)' then {{ measure }} else 0 end) as all_{{ measure }},
        sum(case when segment = '(targeted)' then {{ measure }} else 0 end)
            as targeted_{{ measure }},
        sum(case when segment not in ('(all)', '(targeted)') then {{ measure }} else 0 end)
            as segments_{{ measure }},
        sum(case
            when is_targeted and segment not in ('(all)', '(targeted)') then {{ measure }} else 0
        end) as targeted_segments_{{ measure }}{{ ',' if not loop.last }}
        {%- endfor %}
    from days
    group by source_relation, launch_id, date_day
)

select compared.*, signups.new_signups
from compared
left join signups on compared.date_day = signups.date_day
where
    compared.all_new_signups <> coalesce(signups.new_signups, 0)
    {%- for measure in ['new_signups', 'new_customers'] %}
    or compared.all_{{ measure }} <> compared.segments_{{ measure }}
    or compared.targeted_{{ measure }} <> compared.targeted_segments_{{ measure }}
    {%- endfor %}
