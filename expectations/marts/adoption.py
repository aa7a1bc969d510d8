"""Business bounds of `adoption`: use of the product."""

from __future__ import annotations

from expectations._suite import Suite, at_most, between, days_make_sense, has_rows, no_rows, rate

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
    Suite(
        "adoption.plg_path",
        (
            has_rows("cohort of sign-ups"),
            days_make_sense("week_start_on"),
            *(rate(f"{step}_rate", f"The {step} rate") for step in ("activation", "pql", "paid")),
            rate("seat_utilisation", "Seat utilisation"),
            no_rows(
                "everybody_is_on_the_path_or_off_it",
                "signups <> path_signups + joiners + customers_before",
                "A sign-up opens an account, joins one, or comes from a customer.",
            ),
            no_rows(
                "everybody_waits_for_value_once",
                "path_signups <> reached_value + censored",
                "Who is on the path has reached value or still waits for it.",
            ),
        ),
    ),
    Suite(
        "adoption.loyalty",
        (
            has_rows("month of a segment"),
            days_make_sense("month_on"),
            rate("renewal_rate", "The renewal rate"),
            at_most("referred_signups", "referred_customers", "Only who signed up can have paid."),
        ),
    ),
    Suite(
        "adoption.account_health",
        (
            has_rows("account that pays"),
            between("health_score", 0, 100, "Health runs from 0 to 100."),
            at_most("seats", "seats_in_use", "No more seats are in use than paid for."),
        ),
    ),
)
