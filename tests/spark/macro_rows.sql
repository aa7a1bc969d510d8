{# Macros that give rows. #}
with listed as (
    select 1 as owner, 'a; b;;c ' as list_text
    union all
    select 2 as owner, '' as list_text
    union all
    select 3 as owner, cast(null as string) as list_text
),

parts as (
    select * from {{ split_rows('listed', ['owner'], 'list_text', ';') }} as parts
),

days as (
    select date_day from {{ day_series("date '2024-02-27'", "date '2024-03-02'") }} as days
),

histories as (
    select 'some' as scope, cast(2 as bigint) as repeats, cast(70 as bigint) as recency, cast(100 as bigint) as age, cast(9 as bigint) as customers
    union all
    select 'some' as scope, cast(0 as bigint) as repeats, cast(0 as bigint) as recency, cast(100 as bigint) as age, cast(60 as bigint) as customers
    union all
    select 'some' as scope, cast(5 as bigint) as repeats, cast(30 as bigint) as recency, cast(170 as bigint) as age, cast(20 as bigint) as customers
    union all
    select 'none again' as scope, cast(0 as bigint) as repeats, cast(0 as bigint) as recency, cast(1 as bigint) as age, cast(7 as bigint) as customers
),

paths as (
    select 'all' as scope, 'a > b' as path, cast(3 as bigint) as won, cast(4 as bigint) as lost
    union all
    select 'all' as scope, 'b' as path, cast(1 as bigint) as won, cast(9 as bigint) as lost
),

early_use as (
    select
        'all' as scope, cast(case_number as bigint) as case_number, cast(case_number % 2 as bigint) as held_out,
        cast(case when case_number < 7 then 1 else 0 end as bigint) as converted, driver,
        cast(amount + case_number % 3 as bigint) as amount
    from (values (1, 5), (2, 0), (3, 2), (4, 9), (5, 1), (6, 4), (7, 0), (8, 3), (9, 0), (10, 1), (11, 2), (12, 0)) as cases (case_number, amount)
    cross join (values ('users'), ('events')) as drivers (driver)
    where driver = 'events' or case_number % 4 < 2
),

fits as (
    select 'drivers' as model, parameter, fitted
    from {{ fit_rows('early_use', ['scope'], 'fit_drivers', ['case_number', 'held_out', 'converted', 'driver', 'amount']) }} as fits
    union all
    select 'orders' as model, parameter, fitted
    from {{ fit_rows('histories', ['scope'], 'fit_bg_nbd', ['repeats', 'recency', 'age', 'customers']) }} as fits
    union all
    select 'contracts' as model, parameter, fitted
    from {{ fit_rows('histories', ['scope'], 'fit_shifted_beta_geometric', ['repeats', 'customers', 'age'],
        ['cast(60 as bigint)', 'cast(0.01 as double)']) }} as fits
    union all
    select 'markov' as model, parameter, fitted
    from {{ fit_rows('paths', ['scope'], 'markov_effects', ['path', 'won', 'lost'], ['cast(2 as bigint)']) }} as fits
    union all
    select 'shapley' as model, parameter, fitted
    from {{ fit_rows('paths', ['scope'], 'shapley_values', ['path', 'won', 'lost']) }} as fits
),

splits as (
    select 'x' as experiment, cast(1002 as bigint) as people, 0.5e0 as share
    union all
    select 'x' as experiment, cast(898 as bigint) as people, 0.5e0 as share
    union all
    select 'unplanned' as experiment, cast(898 as bigint) as people, cast(null as double) as share
),

tested as (
    select experiment || ' ' || parameter as model, fitted
    from {{ fit_rows('splits', ['experiment'], 'split_test', ['people', 'share']) }} as fits
),

words as (
    select 'path' as kind, {{ ordered_text('word', 'place') }} as value
    from (values (2, 'b'), (10, 'c'), (1, 'b > a')) as words (place, word)
    union all
    select 'list' as kind, {{ ordered_text('word', 'word', ';') }} as value
    from (values ('b'), ('B'), ('a')) as words (word)
),

final as (
    select kind, 0 as number, value from words
    union all
    select model as kind, 0 as number, parameter || ' ' || cast(cast(fitted as decimal(18, 6)) as string) as value from fits
    union all
    select model as kind, 0 as number, cast(cast(fitted as decimal(18, 6)) as string) as value from tested
    union all
    select 'part' as kind, owner * 100 + cast(item_position as int) as number, item as value from parts
    union all
    select 'day' as kind, 0 as number, cast(date_day as string) as value from days
)

select * from final
