"""Goals: objectives and their key results.

Belongs here: panels over the schema goals.
"""

from dagster_project.lib.page import marks
from dagster_project.lib.page.panel import Panel


def _in_unit(value: str, unit: str) -> str:
    """SQL that writes a figure as its metric is read: a target looks like the value it is for."""
    return f"""case
        when {unit} = 'rate' then format('{{:.1f}} %', 100 * cast({value} as double))
        when abs({value}) < 100 and {unit} <> 'count'
            then format('{{:.2f}}', cast({value} as double))
        else format('{{:,.0f}}', cast({value} as double))
    end"""


PANELS = [
    Panel(
        key="displays",
        part="Goals",
        title="Every display of the framework at a glance",
        words="Each metric's last month that is whole and mature, and whether it became better. "
        "Beside it the goal on the whole metric, if there is one, with where it stood then over "
        "its own days, which are not the month's, and how far that is on the way.",
        needs=("goals.scorecard",),
        empty="needs a whole month of data",
        sql=f"""
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
    {_in_unit("months.value", "months.unit")} as value,
    months.trend_is,
    {_in_unit("months.target_value", "months.unit")} as target_value,
    {_in_unit("months.key_result_value", "months.unit")} as key_result_value,
    strftime(months.key_result_from_on, '%Y-%m-%d') || ' to '
        || strftime(months.key_result_to_on, '%Y-%m-%d') as key_result_days,
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
                "key_result_value": "Goal stood at",
                "key_result_days": "over",
                "attainment": "Way to it",
            },
            months=["month_on"],
            trends=["trend_is"],
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
        sql=f"""
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
        cast(null as varchar) as current_value,
        cast(null as varchar) as target_value,
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
        {_in_unit("key_results.current_value", "key_results.unit")} as current_value,
        {_in_unit("key_results.target_value", "key_results.unit")} as target_value,
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
            factors=["score", "pace"],
            bands=["band"],
        ),
        wide=True,
    ),
]
