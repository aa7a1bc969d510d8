"""Business bounds of `adoption`: use of the product."""

from __future__ import annotations

from expectations._suite import (
    WARNING,
    Suite,
    at_most,
    between,
    days_make_sense,
    has_rows,
    no_rows,
    not_negative,
    present,
    rate,
)

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
        "adoption.conversion_drivers",
        (
            has_rows("driver of conversion"),
            rate("auc", "The area under the curve"),
            not_negative("log_loss", "The logarithmic loss"),
            no_rows(
                "figures_lie_within_their_bounds",
                "auc not between auc_low and auc_high "
                "or odds_ratio not between odds_ratio_low and odds_ratio_high "
                "or rate_difference not between rate_difference_low and rate_difference_high",
                "Bounds hold what they bound.",
            ),
            no_rows(
                "a_model_that_says_nothing_has_no_figures",
                "status not in ('fitted', 'no_skill', 'insufficient') "
                "or (status = 'insufficient') <> (auc is null) "
                "or (status = 'insufficient' and (reason is null "
                "or coalesce(log_loss, coefficient, odds_ratio, mean_of_converted, "
                "mean_of_others, above_rate, below_rate, rate_difference) is not null)) "
                "or (status = 'no_skill') <> coalesce(auc_low <= 0.5, false)",
                "Too few sign-ups give a reason and no figure; without skill it is said.",
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
    Suite(
        "adoption.retention",
        (
            has_rows("cell of a cohort"),
            rate("retention_rate_calendar_day", "Retention by calendar days"),
            rate("retention_rate_24h_day", "Retention by days of 24 hours"),
            no_rows(
                "nobody_returns_twice",
                "greatest(retained_users_calendar_day, retained_users_24h_day) > cohort_size",
                "No more users return than a cohort has.",
            ),
        ),
    ),
    Suite(
        "adoption.feature_adoption",
        (
            has_rows("day of a feature"),
            days_make_sense("date_day"),
            no_rows(
                "each_count_is_part_of_the_one_before",
                "tried_users > eligible_users or adopted_users > tried_users "
                "or retained_users > adopted_users or exposed_users > eligible_users "
                "or least(eligible_users, exposed_users, tried_users, adopted_users, "
                "retained_users, returning_users) < 0",
                "Users are eligible before they try, and try before they adopt.",
            ),
            present("eligible_users", "Who can use it is known.", mostly=0.9, severity=WARNING),
        ),
    ),
    Suite(
        "adoption.usage_by_surface",
        (
            has_rows("day of a surface"),
            days_make_sense("date_day"),
            rate("stickiness", "Stickiness"),
            no_rows(
                "no_surface_has_more_users_than_all",
                "dau > wau or wau > mau or mau > all_mau",
                "Users of the day are users of the month, those of a surface users of the product.",
            ),
        ),
    ),
    Suite(
        "adoption.app_versions",
        (
            has_rows("day of a version", severity=WARNING),
            days_make_sense("date_day"),
            at_most("updated_users", "active_users", "Who is on a version has it or a newer one."),
            at_most("surface_users", "updated_users", "Its users are users of its surface."),
        ),
    ),
    Suite(
        "adoption.feature_accounts",
        (
            has_rows("account of a feature"),
            no_rows(
                "adopters_use_often_enough",
                "adopter_uses > uses_in_window or adopted_users > tried_users "
                "or tried_users > eligible_users or first_adopted_on < first_used_on",
                "Adopters are among those who tried, and their uses among all uses.",
            ),
        ),
    ),
    Suite(
        "adoption.feature_milestones",
        (
            has_rows("milestone of a feature"),
            rate("trial_rate", "The share that tried it"),
            rate("adoption_rate", "The share that adopted it"),
            days_make_sense("released_on"),
        ),
    ),
    Suite(
        "adoption.feature_summary",
        (
            has_rows("feature"),
            rate("d90_adoption_rate", "Adoption after 90 days"),
            at_most("wait_users", "wait_adopted", "Adopters are among those who could adopt it."),
            not_negative("time_to_adopt", "The time to adopt"),
        ),
    ),
    Suite(
        "adoption.product_engagement",
        (
            has_rows("period"),
            between(
                "product_engagement_score", 0, 100, "The score lies between 0 and 100, or is NULL."
            ),
            rate("stickiness", "Stickiness"),
        ),
    ),
)
