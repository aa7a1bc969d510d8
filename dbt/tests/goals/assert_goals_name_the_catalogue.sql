-- Each returned row is a key result or an initiative whose metric is not in the catalogue, or that filters by what the
-- metric does not have, or not by what it is told by. Landing names these with their nearest names; this holds whatever
-- landed.
select
    targets.subject_kind, targets.subject_id, targets.metric,
    metrics.dimensions as allowed_dimensions, targets.filter_text
from {{ ref('int_goal_targets') }} as targets
left join {{ ref('metrics') }} as metrics on targets.metric = metrics.metric
where
    (targets.metric is not null and metrics.metric is null)
    {%- for dimension in metric_dimensions() %}
    or (
        targets.filter_{{ dimension }} is not null
        and instr(', ' || coalesce(metrics.dimensions, '') || ',', ', {{ dimension }},') = 0
    )
    or (metrics.sliced_by = '{{ dimension }}' and targets.filter_{{ dimension }} is null)
    {%- endfor %}
    or length(targets.filter_text) - length(replace(targets.filter_text, ';', '')) + 1 <> (
        0
        {%- for dimension in metric_dimensions() %}
        + case when targets.filter_{{ dimension }} is null then 0 else 1 end
        {%- endfor %}
    )
