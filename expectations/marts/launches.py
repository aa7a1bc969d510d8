"""Business bounds of `launches`: what is sold, and to whom else."""

from __future__ import annotations

from expectations._suite import Suite, between, days_make_sense, has_rows, no_rows, rate

SUITES = (
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
