"""Business bounds of `messaging`: the funnel."""

from __future__ import annotations

from expectations._suite import (
    WARNING,
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
    Suite(
        "messaging.experiment_roas",
        (
            has_rows("period of an experiment"),
            not_negative("spend", "Spend on ads", severity=WARNING),
            not_negative("attributed_conversions", "The number of sales credited"),
            no_rows(
                "campaigns_bring_some_of_the_people",
                "exposed_people > exposures or campaigns = 0 and exposed_people > 0 "
                "or campaign_key <> '(all)' and exposed_people = 0",
                "People whom campaigns brought are a part of the people of the experiment.",
            ),
            no_rows(
                "unknown_is_not_zero",
                "(not is_complete or campaigns = 0) and spend is not null "
                "or campaigns = 0 and attributed_value is not null",
                "What was not reported, or belongs to no campaign, cost an unknown amount.",
            ),
        ),
    ),
    Suite(
        "messaging.consideration",
        (
            has_rows("day of a channel"),
            days_make_sense("date_day"),
            rate("mql_rate", "The share of leads that become MQLs"),
            no_rows(
                "cost_is_of_all_contents",
                "content <> '(all)' and (cost is not null or spend is not null)",
                "Nobody knows what a content cost.",
            ),
            no_rows(
                "two_views_only",
                "date_basis not in ('touch', 'conversion')",
                "Conversions stand by the day of the touch and by their own.",
            ),
            no_rows(
                "steps_are_parts",
                "leads_to_mql > leads or return_visitors > sessions or spend > cost",
                "Qualified leads are leads, return visits are visits, media is part of the cost.",
            ),
            no_rows(
                "complete_days_know_their_pqls",
                "pqls < 0 or (pqls is null and is_complete)",
                "Where events are loaded it is known who became product-qualified.",
            ),
            between(
                "cost_per_lead",
                0,
                1_000_000,
                "A million for a lead is a unit taken for another.",
                severity=WARNING,
            ),
        ),
    ),
    Suite(
        "messaging.conversion",
        (
            has_rows("day of a channel"),
            days_make_sense("date_day"),
            rate("win_rate", "The win rate"),
            rate("trial_to_paid_rate", "The share of trials that are paid for"),
            no_rows(
                "cost_is_of_all_segments",
                "(content <> '(all)' or segment <> '(all)') "
                "and (cost is not null or spend is not null)",
                "Nobody knows what a content or a segment cost.",
            ),
            no_rows(
                "customers_bought_something",
                "customers > won + orders or trial_to_paid > trials",
                "A new customer won a deal or placed an order.",
            ),
        ),
    ),
    Suite(
        "messaging.funnel_cohorts",
        (
            has_rows("cohort"),
            days_make_sense("week_start_on"),
            rate("rate", "The share of a cohort that came further"),
            no_rows(
                "nobody_comes_who_did_not_enter",
                "reached > entered or from_stage_number >= to_stage_number",
                "Those who reached a later stage are some of those who entered.",
            ),
        ),
    ),
    Suite(
        "messaging.funnel_durations",
        (
            has_rows("waiting time"),
            not_negative("median_days", "A waiting time"),
            no_rows("some_of_the_cases", "reached > cases", "Those who came are some of all."),
        ),
    ),
    Suite(
        "messaging.pipeline_velocity",
        (
            has_rows("month"),
            days_make_sense("month_on"),
            rate("win_rate", "The win rate"),
            not_negative("median_cycle_days", "The length of a cycle"),
            not_negative("velocity", "Velocity", severity=WARNING),
        ),
    ),
)
