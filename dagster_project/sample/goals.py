"""Planning sheets of the sample company: objectives, key results, the roadmap, and their truth.

Belongs here: goals with planted ends (met, missed, held in a band, going down, too young to tell)
and the scores that must come out, counted on the generator's own tables.
Does not belong here: the numbers that goals are judged by (crm.py, ads.py, company.py).
"""

from __future__ import annotations

from dagster_project.sample import ads
from dagster_project.sample.company import sql_rows
from dagster_project.sample.crm import deal_state
from dagster_project.sample.engine import Feed, World

BEGUN = 60
"""Days before as-of on which the period of the goals began; it lasts ninety."""
YOUNG = 20
"""Days before as-of on which one objective began, which is too young for retention."""
OUTCOME_DAYS = 28
SHIPPED = 70
"""Days before as-of on which what is judged by now had shipped."""
WIN_TARGET, WIN_BASELINE = "0.950000", "0.200000"
LOST_WITHOUT_CHOICE = "No decision"

# id, parent, level, owner, name, part, days from its start to as-of, weight
OBJECTIVES = (
    ("OBJ-1", None, "company", "CEO", "Win the segment we can serve best", None, BEGUN, None),
    ("OBJ-2", "OBJ-1", "team", "Growth", "Launch into new teams", "launches", BEGUN, "2"),
    ("OBJ-3", "OBJ-1", "team", "PMM", "Tell the story that wins", "messaging", BEGUN, "1"),
    ("OBJ-4", "OBJ-3", "person", "dana@tidewheel.example", "Spend where it pays", "insights",
     BEGUN, "1"),
    ("OBJ-5", "OBJ-1", "team", "Product", "Keep whom we win", "adoption", YOUNG, "1"),
)  # fmt: skip


def _sign_ups(world: World, lo: int, hi: int) -> int:
    """Sign-ups of days [lo, hi), those that launches brought among them."""
    return world.con.execute(
        "select count(*) from (select signup_day as day from users where not is_internal "
        f"union all select day from brought) where day >= {lo} and day < {hi}"
    ).fetchone()[0]


def _wins(world: World, lo: int, hi: int) -> tuple[int, int]:
    """Deals won and decided that closed on days [lo, hi), as known on day `hi`."""
    return world.con.execute(
        f"""select count(*) filter (is_won),
                count(*) filter (is_won or loss_reason <> '{LOST_WITHOUT_CHOICE}')
            from ({deal_state(hi)})
            where close_day >= {lo} and close_day < {hi} and not is_deleted and not is_merged"""
    ).fetchone()


def _podcast_cents(world: World, lo: int, hi: int) -> int:
    ads.window(world, 0, hi)
    return world.con.execute(
        "select coalesce(sum(cost_cents), 0) from ad_window "
        f"where platform = 'podcast' and t >= {lo} and t < {hi}"
    ).fetchone()[0]


def _clicks(world: World, lo: int, hi: int) -> tuple[int, int]:
    ads.window(world, 0, hi)
    return world.con.execute(
        "select sum(clicks), sum(impressions) from ad_window "
        f"where platform = 'microsoft_ads' and t >= {lo} and t < {hi}"
    ).fetchone()


def _targets(world: World) -> dict[str, tuple[str, str]]:
    """Baseline and target per key result: what is to be met lies below what will be known."""
    begun = world.days - BEGUN
    podcast = _podcast_cents(world, begun, world.days) // 100
    return {
        "KR-MET": ("0", str(_sign_ups(world, begun, world.days) * 8 // 10)),
        "KR-MISSED": (WIN_BASELINE, WIN_TARGET),
        "KR-HELD": ("0.001000", "0.200000"),
        "KR-LOWER": (str(podcast * 2 + 100), str(podcast // 2)),
        "KR-YOUNG": ("0.100000", "0.900000"),
    }


# id, objective, name, metric, filter, direction, weight, shared with
KEY_RESULTS = (
    ("KR-MET", "OBJ-2", "New users", "sign_ups", None, "increase", "3", None),
    ("KR-MISSED", "OBJ-3", "Win nearly all", "win_rate", None, "increase", "1", None),
    ("KR-HELD", "OBJ-3", "Keep Bing honest", "click_through_rate", "platform=microsoft_ads",
     "maintain", "1", None),
    ("KR-LOWER", "OBJ-4", "Less podcast", "marketing_spend", "platform=podcast; channel=Audio",
     "decrease", None, "Growth; lee@tidewheel.example"),
    ("KR-YOUNG", "OBJ-5", "Users who stay", "retention_day_28", None, None, "1", None),
)  # fmt: skip

# id, name, theme, owner, status, shipped days before as-of, metric, outcome, feature
INITIATIVES = (
    ("INIT-HIT", "Forecasts", "Growth", "shipped", SHIPPED, "sign_ups", "hit", "forecasting"),
    ("INIT-MISS", "Call notes", "Product", "shipped", SHIPPED, "sign_ups", "miss", "call_notes"),
    ("INIT-OPEN", "Sentiment", "Product", "shipped", 10, "win_rate", "open", "sentiment"),
    ("INIT-FACTORY", "Approvals", "Product", "shipped", SHIPPED, None, None, "approvals"),
    ("INIT-COMMITTED", "Mobile", "Growth", "committed", None, "sign_ups", "hit", None),
    ("INIT-IDEA", "Widgets", "Growth", "discovery", None, None, None, None),
)


def _outcome(world: World, metric: str | None, outcome: str | None) -> tuple:
    """Baseline and target of an initiative, so that it ends as planted."""
    if outcome is None:
        return None, None
    if metric == "win_rate":
        return WIN_BASELINE, WIN_TARGET
    shipped = world.days - SHIPPED
    came = _sign_ups(world, shipped + 1, shipped + 1 + OUTCOME_DAYS)
    return "0", str(came * 9 // 10 if outcome == "hit" else came * 2 + 2)


def feeds(world: World, lo: int, hi: int) -> list[Feed]:
    """Sheets are delivered once, with the history."""
    if lo > 0:
        return []
    targets = _targets(world)
    objectives = [
        (*row[:6], world.days - row[6], world.days - row[6] + 89, row[7]) for row in OBJECTIVES
    ]
    key_results = [(*row[:6], *targets[row[0]], *row[6:]) for row in KEY_RESULTS]
    initiatives = [
        (key, name, owner, status, -1 if shipped is None else world.days - shipped, metric,
         *_outcome(world, metric, outcome))
        for key, name, owner, status, shipped, metric, outcome, _ in INITIATIVES
    ]  # fmt: skip
    features = [(row[0], row[7]) for row in INITIATIVES if row[7]]
    return [
        Feed("generic", "objectives", f"""
            select objective_id, parent_objective_id, level, owner, name, pma_part,
                day_of(first) as starts_on, day_of(last) as ends_on,
                cast(weight as decimal(18, 6)) as weight, ts(0, 0) as updated_at
            from (values {sql_rows(objectives)}) v(objective_id, parent_objective_id, level, owner,
                name, pma_part, first, last, weight)
        """, "objective_id"),
        Feed("generic", "key_results", f"""
            select *, ts(0, 0) as updated_at
            from (values {sql_rows(key_results)}) v(key_result_id, objective_id, name, metric,
                filter, direction, baseline_value, target_value, weight, shared_with)
        """, "key_result_id"),
        Feed("generic", "roadmap_initiatives", f"""
            select initiative_id, name, 'Mobile app' as theme, owner, status,
                case when status <> 'discovery'
                    then ts({world.days - SHIPPED - 20}, 0) end as committed_at,
                case when status <> 'discovery'
                    then day_of({world.days - SHIPPED - 5}) end as planned_ship_on,
                case when shipped >= 0 then ts(shipped, 36000) end as shipped_at,
                case when outcome_metric is not null then 'It brings more of them' end
                    as hypothesis,
                outcome_metric, baseline_value, target_value,
                {OUTCOME_DAYS} as window_days, ts(0, 0) as updated_at
            from (values {sql_rows(initiatives)}) v(initiative_id, name, owner, status, shipped,
                outcome_metric, baseline_value, target_value)
        """, "initiative_id"),
        Feed("generic", "initiative_features", f"""
            select *, ts(0, 0) as updated_at
            from (values {sql_rows(features)}) v(initiative_id, feature_key)
        """, "initiative_id, feature_key"),
    ]  # fmt: skip


# --- truth --------------------------------------------------------------------------------------


def _clamp(number: float) -> float:
    return min(1.0, max(0.0, number))


def state(world: World, hi: int) -> dict:
    """Current value and score per key result and objective once all days before `hi` are in."""
    begun = world.days - BEGUN
    won, decided = _wins(world, hi - 90, hi)
    clicks, impressions = _clicks(world, hi - 28, hi)
    current = {
        "KR-MET": _sign_ups(world, begun, hi),
        "KR-MISSED": won / decided,
        "KR-HELD": clicks / impressions,
        "KR-LOWER": _podcast_cents(world, begun, hi) / 100,
    }
    scores: dict[str, float] = {}
    for key, (baseline, target) in _targets(world).items():
        if key in current:
            low, high = float(baseline), float(target)
            scores[key] = _clamp((current[key] - low) / (high - low))
    scores["KR-HELD"] = 1.0
    messaging = (scores["KR-MISSED"] + scores["KR-HELD"] + scores["KR-LOWER"]) / 3
    objectives = {
        "OBJ-2": scores["KR-MET"],
        "OBJ-3": messaging,
        "OBJ-4": scores["KR-LOWER"],
        "OBJ-5": None,
        "OBJ-1": (2 * scores["KR-MET"] + messaging) / 3,
    }
    return {
        "key_results": {k: {"current": current[k], "score": s} for k, s in scores.items()},
        "not_counted": {"KR-YOUNG": "immature"},
        "objectives": objectives,
        "initiatives": {"INIT-HIT": True, "INIT-MISS": False, "INIT-OPEN": None,
                        "INIT-FACTORY": None},
    }  # fmt: skip
