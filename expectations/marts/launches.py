"""Business bounds of `launches`: what they bring, what is sold, and to whom else."""

from __future__ import annotations

from expectations._suite import Suite, at_most, between, days_make_sense, has_rows, no_rows, rate

SUITES = (
    Suite(
        "launches.acquisition",
        (
            has_rows("day around a launch"),
            days_make_sense("date_day"),
            between("day_offset", -28, 90, "A launch is watched from 28 days before to 90 after."),
            at_most("new_signups", "activated_d7", "Only who signed up can be activated."),
            at_most("new_customers", "sales_assisted_customers", "They are some of them."),
            no_rows(
                "nothing_is_lifted_before_the_launch",
                "day_offset < 0 and lift is not null",
                "A launch lifts nothing before its first day.",
            ),
        ),
    ),
    Suite(
        "launches.acquisition_rollup",
        (
            has_rows("launch summed up"),
            rate("activation_rate", "The activation rate"),
            no_rows(
                "lift_lies_in_its_interval",
                "lift < lift_low or lift > lift_high or (lift is null) <> (lift_low is null)",
                "A lift lies within its own interval.",
            ),
            no_rows(
                "a_horizon_has_its_days",
                "days_seen > horizon_days or (days_seen < horizon_days) = is_mature",
                "A horizon is mature when all of its days are over.",
            ),
        ),
    ),
    Suite(
        "launches.cross_sell",
        (
            has_rows("product within a customer's reach"),
            days_make_sense("month_on"),
            no_rows(
                "owners_are_eligible",
                "owns and not eligible",
                "Whoever owns a product could own it.",
            ),
            no_rows(
                "owners_have_owned",
                "(owns or owned_at_start) and first_owned_month is null",
                "Whoever owns a product has a month in which that began.",
            ),
            between("median_mrr", 0, 100_000_000, "No one pays a hundred millions a month."),
        ),
    ),
    Suite(
        "launches.product_pairs",
        (
            has_rows("pair of products"),
            days_make_sense("month_on"),
            rate("attach_rate", "The attach rate"),
            rate("cross_sell_rate", "The rate of cross-sell"),
            no_rows(
                "a_pair_has_two_products",
                "product_id = second_product_id",
                "Nothing is attached to itself.",
            ),
            between("time_to_second_product", 1, None, "The second product comes after the first."),
        ),
    ),
)
