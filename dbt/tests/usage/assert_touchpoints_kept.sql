-- A returned row means that touches were lost: visits and other touches, less those set aside with
-- a reason, are not what core.touchpoints shows. What a CRM knows is left aside.
with visits as (
    select count(*) as visits from {{ ref('sessions') }}
),

others as (
    select
        count(*) as others,
        coalesce(sum(case when exclusion_reason is not null then 1 else 0 end), 0) as excluded
    from {{ ref('int_touchpoints_bound') }}
    where table_name in ('touchpoints', 'email_events', 'email_event')
),

given as (
    select count(*) as given from {{ ref('int_touchpoints') }}
),

staged as (
    select sum(n) as staged from (
        select count(*) as n from {{ ref('stg_generic__touchpoints') }}
        union all
        select count(*) from {{ ref('stg_generic__email_events') }} where {{ is_email_touch() }}
        union all
        select count(*) from {{ ref('stg_hubspot__email_event') }} where {{ is_email_touch() }}
    ) as touches
),

shown as (
    select count(*) as shown
    from {{ ref('touchpoints') }}
    where touch_id not in (select touch_id from {{ ref('int_crm_touches') }})
)

select *
from visits
cross join others
cross join given
cross join staged
cross join shown
where shown <> visits + others - excluded or given <> others or staged <> given
