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
    Suite(
        "messaging.email_campaigns",
        (
            has_rows("day of a campaign"),
            days_make_sense("date_day"),
            rate("open_rate", "The share of e-mails opened"),
            rate("ctr", "The share of e-mails clicked in"),
            rate("ctor", "The share of opened e-mails clicked in"),
            no_rows(
                "a_funnel_narrows",
                "delivered > sent or opened > delivered or clicked > opened "
                "or bounced + delivered > sent",
                "Who clicks has opened, what is opened was delivered, what is delivered was sent.",
            ),
        ),
    ),
)
