-- A returned row means that touches were lost: visits and other touches, less those set aside with
-- a reason, are not what core.touchpoints shows. How contacts first came is no row of a touch.
with visits as (
    select count(*) as visits from {{ ref('sessions') }}
),

others as (
    select
        count(*) as others,
        coalesce(sum(case when exclusion_reason is not null then 1 else 0 end), 0) as excluded
    from {{ ref('int_touchpoints_bound') }}
    where not is_first_touch
),

given as (
    select count(*) as given from {{ ref('int_touchpoints') }}
),

staged as (
    select count(*) as staged from {{ ref('stg_generic__touchpoints') }}
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
