"""Goals: objectives and their key results.

Belongs here: panels over the schema goals.
"""

from dagster_project.lib.page import marks
from dagster_project.lib.page.panel import Panel

PANELS = [
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
