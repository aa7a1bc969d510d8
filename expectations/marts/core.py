"""Business bounds of `core`: what a reader of facts and dimensions would refuse to believe."""

from __future__ import annotations

from expectations._suite import (
    WARNING,
    Suite,
    between,
    days_make_sense,
    has_rows,
    no_rows,
    not_negative,
    present,
)

SUITES = (
    Suite(
        "core.accounts",
        (
            has_rows("account"),
            present("account_id", "An account without an id cannot be joined to anything."),
            between(
                "employee_count",
                0,
                5_000_000,
                "No employer on earth is larger.",
                severity=WARNING,
            ),
        ),
    ),
    Suite(
        "core.ad_performance",
        (
            has_rows("row of an ads report"),
            days_make_sense("date_day"),
            not_negative("spend", "Spend", severity=WARNING),
            between(
                "spend",
                None,
                5_000_000,
                "More than five millions in one row is a unit taken for another.",
            ),
            not_negative("impressions", "Impressions"),
            not_negative("clicks", "Clicks"),
        ),
    ),
    Suite(
        "core.attribution_credits",
        (
            has_rows("credit"),
            between("weight", 0, 1, "A touch earns at most the whole conversion."),
            no_rows(
                "unattributed_has_no_touch",
                "is_unattributed <> (touch_id is null) or (is_unattributed and weight <> 1)",
                "What no touch earned is whole and without a touch.",
            ),
        ),
    ),
    Suite(
        "core.attribution_effects",
        (
            has_rows("channel"),
            between("effect_share", 0, 1, "A channel's share of the effects is a share."),
        ),
    ),
    Suite(
        "core.attribution_paths",
        (
            has_rows("path"),
            not_negative("conversions", "Conversions"),
            not_negative("non_conversions", "Paths that came to nothing"),
        ),
    ),
    Suite(
        "core.channel_rules",
        (has_rows("rule", severity="critical"), present("channel", "A rule names its channel.")),
    ),
    Suite(
        "core.channel_sources",
        (has_rows("source", severity="critical"), present("source", "An entry names its source.")),
    ),
    Suite(
        "core.conversions",
        (
            has_rows("conversion"),
            present("conversion_at", "A conversion has a time."),
            no_rows(
                "refunds_take_back",
                "conversion_type = 'refund' and value > 0"
                " or conversion_type <> 'refund' and credited_as is not null",
                "A refund is below zero, and only it is credited as another conversion.",
            ),
            days_make_sense("date_day", severity=WARNING),
        ),
    ),
    Suite(
        "core.dim_campaign",
        (
            has_rows("campaign"),
            present("campaign_name", "Nearly every campaign has a name.", severity=WARNING),
        ),
    ),
    Suite(
        "core.dim_date",
        (
            has_rows("day", 365, severity="critical"),
            between("iso_week", 1, 53, "ISO weeks run from 1 to 53."),
            between("fiscal_month", 1, 12, "A fiscal year has twelve months."),
        ),
    ),
    Suite(
        "core.cost_bases",
        (
            has_rows("kind of cost", severity="critical"),
            no_rows(
                "incremental_expenses_stand_apart",
                "cost_type = 'incremental'",
                "Incremental expenses are in no basis: they would be taken off twice.",
            ),
        ),
    ),
    Suite(
        "core.funnel_stage_entries",
        (
            has_rows("entry into a stage"),
            days_make_sense("entered_on"),
            no_rows(
                "cycles_count_from_one",
                "cycle_number < 1 or cycle_ended_at < entered_at",
                "Cycles are numbered from 1 and end after their stages were entered.",
            ),
        ),
    ),
    Suite(
        "core.marketing_costs",
        (
            has_rows("day of a cost"),
            days_make_sense("date_day", ahead=3660, severity=WARNING),
            present("channel", "Every cost has a channel, if only the unknown one."),
            between(
                "amount",
                -5_000_000,
                5_000_000,
                "More than five millions a day in one row is a unit taken for another.",
            ),
            no_rows(
                "ad_spend_is_media",
                "origin = 'ad_platform' and cost_type <> 'media'",
                "What a platform reports is media.",
            ),
        ),
    ),
    Suite(
        "core.identity_edges",
        (
            has_rows("link between identities"),
            no_rows(
                "unused_edges_say_why",
                "is_used = (why_unused is not null)",
                "An edge is used, or says why not.",
            ),
        ),
    ),
    Suite(
        "core.mrr_movements",
        (
            has_rows("month of a product of an account"),
            days_make_sense("month_on"),
            between("closing_mrr", 0, 100_000_000, "No one pays a hundred millions a month."),
            no_rows(
                "one_kind_of_movement_at_a_time",
                "greatest(new, upsell, cross_sell, contraction, churn, reactivation) "
                "<> new + upsell + cross_sell + contraction + churn + reactivation",
                "A product of an account moves in one way a month.",
            ),
        ),
    ),
    Suite(
        "core.opportunities",
        (
            has_rows("opportunity"),
            between(
                "amount",
                0,
                1_000_000_000,
                "A deal below zero or beyond a billion is a typing error.",
                severity=WARNING,
            ),
            no_rows(
                "won_deals_are_closed",
                "is_won and not is_closed",
                "A deal that is won is closed.",
            ),
            days_make_sense("closed_on", ahead=366, severity=WARNING),
        ),
    ),
    Suite(
        "core.opportunity_line_items",
        (
            has_rows("line of an opportunity"),
            present("product_id", "Nearly every line names its product.", severity=WARNING),
            between(
                "amount",
                -100_000_000,
                1_000_000_000,
                "A line beyond a billion is a typing error.",
            ),
        ),
    ),
    Suite(
        "core.opportunity_history",
        (
            has_rows("change of an opportunity"),
            between(
                "probability",
                0,
                1,
                "A probability lies between 0 and 1; beyond, a CRM writes it in another unit.",
                severity=WARNING,
            ),
            no_rows(
                "changes_follow_one_another",
                "changed_again_at < changed_at",
                "An opportunity that changed again before it changed.",
            ),
        ),
    ),
    Suite(
        "core.opportunity_stages",
        (
            has_rows("stage entry"),
            no_rows(
                "stages_are_left_after_they_are_entered",
                "left_at < entered_at",
                "Nothing is left before it was entered.",
            ),
        ),
    ),
    Suite(
        "core.orders",
        (
            has_rows("line of an order"),
            days_make_sense("ordered_on"),
            between(
                "amount",
                -100_000_000,
                100_000_000,
                "More than a hundred millions in one line is a unit taken for another.",
            ),
            no_rows(
                "refunds_are_negative",
                "is_refund and amount_original > 0 or not is_refund and amount_original < 0 "
                "and (source_relation, order_id, ordered_on) not in ("
                "select (source_relation, order_id, min(ordered_on)) from core.orders "
                "where not is_refund and amount_original >= 0 group by source_relation, order_id)",
                "Money paid back is negative, and so is a discount on the day its order was "
                "bought, and nothing else.",
            ),
        ),
    ),
    Suite(
        "core.sessions",
        (
            has_rows("visit"),
            days_make_sense("date_day"),
            between("duration_seconds", 0, 90_000, "A visit ends at midnight at the latest."),
            between(
                "events",
                1,
                20_000,
                "A visit of more than 20 000 events is a machine.",
                severity=WARNING,
            ),
        ),
    ),
    Suite(
        "core.touchpoints",
        (
            has_rows("touch"),
            days_make_sense("date_day"),
            present("channel", "Every touch falls under some channel rule."),
        ),
    ),
    Suite(
        "core.subscriptions",
        (
            has_rows("subscription"),
            between("mrr", 0, 100_000_000, "No one pays a hundred millions a month."),
            no_rows(
                "subscriptions_end_after_they_start",
                "ended_on < started_on",
                "Nothing ends before it started.",
                severity=WARNING,
            ),
        ),
    ),
    Suite(
        "core.user_days",
        (
            has_rows("day of use"),
            days_make_sense("date_day"),
            between("events", 1, None, "A day of use has at least one event."),
            no_rows(
                "use_is_part_of_events",
                "meaningful_events > events",
                "Meaningful events are a part of all events.",
            ),
        ),
    ),
    Suite(
        "core.user_feature_days",
        (
            has_rows("day of use of a feature"),
            days_make_sense("date_day"),
            between("uses", 1, None, "A day of use has at least one use."),
        ),
    ),
)
