"""Business bounds of `messaging`: the funnel."""

from __future__ import annotations

from expectations._suite import (
    Suite,
    between,
    days_make_sense,
    has_rows,
    no_rows,
    not_negative,
    rate,
)

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
    Suite(
        "messaging.content_performance",
        (
            has_rows("week of an asset"),
            days_make_sense("week_start_on"),
            not_negative("age_weeks", "The age of an asset"),
            rate("views_to_peak", "Views as a share of the best week"),
            no_rows(
                "a_visit_begins_where_it_is",
                "new_visitors > sessions_started or asset_type in ('form', 'download') "
                "and views is not null",
                "New visitors are a part of the visits; what nobody reports as seen has no views.",
            ),
        ),
    ),
    Suite(
        "messaging.experiments",
        (
            has_rows("variant"),
            rate("conversion_rate", "The share of people who convert"),
            rate("split_p_value", "A probability"),
            between("difference", -1, 1, "Two shares differ by at most one."),
            no_rows(
                "a_difference_lies_within_its_bounds",
                "difference < difference_low or difference > difference_high "
                "or conversions > exposures",
                "Bounds hold what they bound.",
            ),
        ),
    ),
)
