"""Goals: objectives and their key results.

Belongs here: panels over the schema goals.
"""

from dagster_project.lib.page import marks
from dagster_project.lib.page.panel import Panel

PANELS = [
    Panel(
        key="displays",
        part="Goals",
        title="Every display of the framework at a glance",
        words="Each metric's last month that is whole and mature, whether it became better, and "
        "how far it is on the way to the goal that names it.",
        needs=("goals.scorecard",),
        empty="needs a whole month of data",
        sql="""
with months as (
    select
        *,
        row_number() over (partition by metric order by period_start_on desc) as place
    from goals.scorecard
    where period_type = 'month' and is_complete and is_mature and value is not null
),

parts (pma_part, part_number, part) as (
    values ('insights', 1, 'Insights'), ('messaging', 2, 'Messaging'),
        ('launches', 3, 'Launches'), ('adoption', 4, 'Adoption')
)

select
    parts.part,
    months.label as metric,
    months.period_start_on as month_on,
    case
        when months.unit = 'rate' then format('{:.1f} %', 100 * months.value)
        when abs(months.value) < 100 and months.unit <> 'count'
            then format('{:.2f}', months.value)
        else format('{:,.0f}', months.value)
    end as value,
    months.trend_is,
    months.target_value,
    months.attainment
from months
inner join parts on months.pma_part = parts.pma_part
where months.place = 1
order by parts.part_number, metric
""",
        draw=lambda rows, v: marks.table(
            rows,
            "displays",
            {
                "part": "Part",
                "metric": "Metric",
                "month_on": "Month",
                "value": "Value",
                "trend_is": "Trend",
                "target_value": "Goal",
                "attainment": "Way to it",
            },
            months=["month_on"],
            trends=["trend_is"],
            figures=["target_value"],
            shares=["attainment"],
        ),
        wide=True,
    ),
    Panel(
        key="okr",
        part="Goals",
        title="Objectives and key results",
        words="Scores from 0 to 1 as measured, never typed; pace is the score over the share of "
        "the time that is gone. A dash: not measured yet.",
        needs=("goals.objective_scores", "goals.okr_scores", "goals.okr_tree"),
        empty="needs objectives (raw/generic/objectives, key_results)",
        sql="""
with paths as (
    select
        descendant_id as objective_id,
        max(distance) as depth,
        string_agg(ancestor_id, ' / ' order by distance desc) as path
    from goals.okr_tree
    group by descendant_id
),

objectives as (
    select
        paths.path,
        0 as place,
        paths.depth,
        objectives.objective as goal,
        objectives.owner,
        cast(null as double) as current_value,
        cast(null as double) as target_value,
        objectives.score,
        objectives.pace,
        objectives.band
    from goals.objective_scores as objectives
    inner join paths on objectives.objective_id = paths.objective_id
    where objectives.is_latest
),

key_results as (
    select
        paths.path,
        1 as place,
        paths.depth + 1 as depth,
        key_results.key_result as goal,
        key_results.owner,
        key_results.current_value,
        key_results.target_value,
        key_results.score,
        key_results.pace,
        key_results.band
    from goals.okr_scores as key_results
    inner join paths on key_results.objective_id = paths.objective_id
    where key_results.is_latest
),

final as (
    from objectives
    union all
    from key_results
)

select repeat('   ', depth) || if(place = 0, '◆ ', '– ') || goal as goal,
    owner, current_value, target_value, score, pace, band
from final
order by path, place, final.goal
""",
        draw=lambda rows, v: marks.table(
            rows,
            "okr",
            {
                "goal": "Objective / key result",
                "owner": "Owner",
                "current_value": "Now",
                "target_value": "Target",
                "score": "Score",
                "pace": "Pace",
                "band": "Band",
            },
            figures=["current_value", "target_value"],
            factors=["score", "pace"],
            bands=["band"],
        ),
        wide=True,
    ),
]
