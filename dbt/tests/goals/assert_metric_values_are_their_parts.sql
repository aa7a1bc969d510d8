-- U1, U2, U13. Each returned row has a value that is not numerator / denominator (or the numerator
-- of a metric without one), or bounds that are not around it.
select facts.*
from {{ ref('metric_values') }} as facts
inner join {{ ref('metrics') }} as metrics on facts.metric = metrics.metric
where
    (
        instr(metrics.formula, ' / ') = 0
        and (facts.value is null or facts.denominator is not null or facts.value <> facts.numerator)
    )
    or (
        instr(metrics.formula, ' / ') > 0
        and (facts.value is null) <> (coalesce(facts.denominator, 0) <= 0)
    )
    or abs(facts.value * coalesce(facts.denominator, 1) - facts.numerator)
    > 0.000000001 * greatest(1, abs(facts.numerator))
    or facts.value < facts.value_low - 0.000000001
    or facts.value > facts.value_high + 0.000000001
