{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
) }}

-- Whose use of which months is other than at the last build, with the load in which that was
-- noticed. Changed days and rebound identities touch a few people on most days of history; what is
-- made per person or account asks here, and rebuilds theirs and nobody else's. `difference` is by
-- how much the sum of the hashes of a month's rows has moved: all differences together are the sum
-- as it stands, so what is gone needs no row of its own.

with rows_of_use as (
    select
        person_key, account_id, date_day,
        {{ row_hash(['date_day', 'is_identified', 'events', 'meaningful_events']) }} as difference
    from {{ ref('user_days') }}
    union all
    select
        person_key, account_id, date_day,
        {{ row_hash(['date_day', 'feature_key', 'uses']) }} as difference
    from {{ ref('user_feature_days') }}
),

months as (
    select
        person_key, account_id, cast(date_trunc('month', date_day) as date) as month_start_on,
        difference
    from rows_of_use
    {%- if is_incremental() %}
    union all
    select person_key, account_id, month_start_on, -difference from {{ this }}
    {%- endif %}
),

clock as (
    select * from {{ ref('int_clock') }}
),

final as (
    select
        months.person_key,
        months.account_id,
        months.month_start_on,
        cast(sum(months.difference) as decimal(38, 0)) as difference,
        clock.load_id
    from months
    cross join clock
    group by months.person_key, months.account_id, months.month_start_on, clock.load_id
    having sum(months.difference) <> 0
)

select * from final
