"""Business bounds of `goals`: the catalogue, key results and the scorecard."""

from __future__ import annotations

from expectations._suite import WARNING, Suite, between, days_make_sense, has_rows, no_rows, rate

SUITES = (
    Suite(
        "goals.metrics",
        (
            has_rows("metric", 10),
            between("maturity_days", 0, 3650, "No window may be set longer."),
            no_rows(
                "windows_are_said",
                "accumulates <> 'since_start' and window_days is null",
                "A metric that looks back says how far.",
            ),
        ),
    ),
    Suite(
        "goals.metric_values",
        (
            has_rows("value of a metric"),
            days_make_sense("period_start_on"),
            no_rows(
                "rates_are_shares",
                "unit = 'rate' and (value < 0 or value > 1)",
                "Cases of cases are between none and all; clicks without impressions are not.",
                severity=WARNING,
            ),
        ),
    ),
    Suite(
        "goals.okr_tree",
        (
            has_rows("objective"),
            between("distance", 0, 20, "Nobody cascades goals over twenty levels."),
        ),
    ),
    Suite(
        "goals.okr_owners",
        (
            has_rows("owner"),
            no_rows("owners_are_named", "trim(owner) = ''", "An owner has a name."),
        ),
    ),
    Suite(
        "goals.okr_scores",
        (
            has_rows("key result"),
            days_make_sense("as_of_on"),
            rate("score", "The score of a key result"),
            rate("expected", "The share of a period that is over"),
            no_rows(
                "uncounted_say_why",
                "is_counted = (why_not_counted is not null) or (is_counted and score is null)",
                "What does not count says why, and what counts has a score.",
            ),
        ),
    ),
    Suite(
        "goals.objective_scores",
        (
            has_rows("objective"),
            rate("score", "The score of an objective"),
            no_rows(
                "counted_within_all",
                "key_results_counted > key_results or "
                "(score is not null) <> (key_results_counted > 0)",
                "An objective has a score exactly where a key result below it counts.",
            ),
        ),
    ),
    Suite(
        "goals.scorecard",
        (
            has_rows("metric of the framework"),
            days_make_sense("period_start_on"),
            rate("attainment", "What a target has come to"),
            no_rows(
                "trends_are_mature",
                "trend is not null and not (is_complete and is_mature)",
                "A period that still changes has no trend.",
            ),
        ),
    ),
)
