-- A returned row means that uses of the features of the catalogue are neither counted nor set aside with a reason.
with kept as (
    select coalesce(sum(counted_uses + beta_uses + unentitled_uses + accountless_uses), 0) as uses
    from {{ ref('feature_summary') }}
),

made as (
    select coalesce(sum(days.uses), 0) as uses
    from {{ ref('user_feature_days') }} as days
    inner join {{ ref('int_features') }} as features on days.feature_key = features.feature_key
    cross join {{ ref('int_clock') }} as clock
    where days.date_day < clock.as_of_on
)

select kept.uses as kept, made.uses as made
from kept
cross join made
where kept.uses <> made.uses
