"""Business bounds of `messaging`: the funnel."""

from __future__ import annotations

from expectations._suite import Suite, days_make_sense, has_rows, no_rows, not_negative, rate

SUITES = (
    Suite(
        "messaging.awareness",
        (
            has_rows("day of a channel"),
            days_make_sense("date_day"),
            not_negative("sessions", "The number of visits"),
            rate("engagement_rate", "The engagement rate"),
            rate("bounce_rate", "The bounce rate"),
            no_rows(
                "engaged_visits_are_visits",
                "engaged_sessions > sessions or bounces > sessions",
                "Engaged visits and bounces are a part of all visits.",
            ),
        ),
    ),
)
