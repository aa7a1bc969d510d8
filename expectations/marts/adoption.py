"""Business bounds of `adoption`: use of the product."""

from __future__ import annotations

from expectations._suite import Suite, days_make_sense, has_rows, no_rows, rate

SUITES = (
    Suite(
        "adoption.product_usage",
        (
            has_rows("day of an account"),
            days_make_sense("date_day"),
            rate("stickiness", "Stickiness"),
            no_rows(
                "a_day_is_part_of_its_week_and_month",
                "dau > wau or wau > mau",
                "Users of the day are users of the week, users of the week users of the month.",
            ),
        ),
    ),
    Suite(
        "adoption.usage_lifecycle",
        (
            has_rows("period of an account"),
            no_rows(
                "users_add_up",
                "active <> new + retained + resurrected or prior_active <> retained + churned",
                "Active users are new, retained or resurrected; those before stayed or left.",
            ),
        ),
    ),
    Suite(
        "adoption.usage_retention",
        (
            has_rows("cell of a cohort"),
            rate("retention_rate", "The retention rate"),
            no_rows(
                "nobody_returns_twice",
                "retained_users > cohort_size",
                "No more users return than a cohort has.",
            ),
        ),
    ),
)
