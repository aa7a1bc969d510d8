"""Business bounds of `insights`: campaigns and competition."""

from __future__ import annotations

from expectations._suite import (
    WARNING,
    Check,
    Suite,
    at_most,
    between,
    days_make_sense,
    has_rows,
    no_rows,
    not_negative,
    rate,
)


def _campaign_checks(rows: str) -> tuple[Check, ...]:
    """Bounds that hold at every grain of campaign reporting."""
    return (
        has_rows(rows),
        days_make_sense("date_day"),
        between(
            "spend",
            None,
            5_000_000,
            "More than five millions a day in one row is a unit taken for another.",
        ),
        between("ctr", 0, 1, "Hardly any row has more clicks than impressions.",
                severity=WARNING, mostly=0.95),
        between("platform_roas", 0, 1000, "A platform that claims a thousandfold return is wrong.",
                severity=WARNING),
    )  # fmt: skip


def _win_rates(*columns: str) -> tuple[Check, ...]:
    return (
        has_rows("row"),
        *(rate(column, column.replace("_", " ").capitalize()) for column in columns),
        no_rows(
            "deals_add_up",
            "won + lost <> decided or decided + no_decision <> closed",
            "Won and lost make decided; with those without a decision they make closed.",
        ),
    )


SUITES = (
    Suite("insights.competitive_trends", (*_win_rates("win_rate_vs", "win_rate_4q"),)),
    Suite(
        "insights.market_trends",
        (
            *_win_rates("win_rate", "amount_win_rate"),
            days_make_sense("quarter_start_on"),
            not_negative("arr", "Recurring revenue"),
            between(
                "market_share",
                0,
                1,
                "More revenue than the market holds: a size in thousands, or of one country.",
                severity=WARNING,
            ),
        ),
    ),
    Suite(
        "insights.brand_awareness",
        (
            has_rows("week"),
            between("components_used", 0, 5, "There are five components."),
            between(
                "awareness_index",
                10,
                1000,
                "A brand hardly becomes ten times as known, or as unknown, in a quarter.",
                severity=WARNING,
            ),
            no_rows(
                "an_index_rests_on_components",
                "(awareness_index is null) <> (components_used = 0)",
                "An index without components, or components without an index.",
            ),
        ),
    ),
    Suite(
        "insights.budget_pacing",
        (
            has_rows("budget"),
            rate("elapsed_share", "The share of a period that is over"),
            not_negative("budget", "A budget"),
            between(
                "pacing",
                None,
                10,
                "Ten times the budget was entered in another currency.",
                severity=WARNING,
            ),
        ),
    ),
    Suite(
        "insights.campaign_attribution",
        (
            has_rows("day of a campaign"),
            days_make_sense("date_day"),
            not_negative("attributed_conversions", "Sales credited"),
        ),
    ),
    Suite(
        "insights.campaigns",
        (
            *_campaign_checks("day of a campaign"),
            not_negative("spend", "Spend", severity=WARNING),
            rate("conversion_rate_low", "The lower bound of the conversion rate"),
            no_rows(
                "a_day_costs_less_than_ten_times_its_budget",
                "pacing > 10",
                "A campaign that spends ten times its budget was entered in another currency.",
                severity=WARNING,
            ),
        ),
    ),
    Suite("insights.campaign_ad_groups", _campaign_checks("day of an ad group")),
    Suite("insights.campaign_ads", _campaign_checks("day of an ad")),
    Suite("insights.campaign_keywords", _campaign_checks("day of a keyword")),
    Suite("insights.campaign_search_terms", _campaign_checks("day of a search term")),
    Suite("insights.campaign_urls", _campaign_checks("day of a landing page")),
    Suite(
        "insights.clv",
        (
            has_rows("customer"),
            rate("p_alive", "The probability of ordering again"),
            not_negative("expected_orders", "Expected orders"),
        ),
    ),
    Suite(
        "insights.clv_cohorts",
        (
            has_rows("cohort"),
            not_negative("customers", "Customers"),
            no_rows(
                "profit_is_not_more_than_revenue",
                "gross_profit > revenue and revenue > 0",
                "Gross profit is what revenue leaves.",
                severity=WARNING,
            ),
        ),
    ),
    Suite(
        "insights.clv_fits",
        (
            has_rows("fit"),
            no_rows(
                "a_likelihood_or_a_reason",
                "(log_likelihood is null) <> (reason is not null)",
                "A fit has a likelihood, or a reason why there is none.",
            ),
        ),
    ),
    Suite(
        "insights.competitive_coverage",
        _win_rates("competitor_coverage", "win_rate", "amount_win_rate"),
    ),
    Suite(
        "insights.competitive_deals",
        (has_rows("deal"), between("competitor_count", 1, 20, "A deal here names a competitor.")),
    ),
    Suite(
        "insights.competitive_reasons",
        (has_rows("reason"), rate("reason_share", "The share of a reason")),
    ),
    Suite("insights.competitive_win_loss", _win_rates("win_rate_vs", "amount_win_rate")),
    Suite(
        "insights.roadmap",
        (
            has_rows("initiative"),
            days_make_sense("as_of_on"),
            no_rows(
                "open_windows_are_pending",
                "outcome_hit is not null and not is_window_closed",
                "While the window is open an outcome is neither reached nor missed.",
            ),
            no_rows(
                "only_the_shipped_are_judged",
                "actual_value is not null and shipped_at is null",
                "What has not shipped has changed nothing.",
            ),
        ),
    ),
    Suite(
        "insights.roadmap_outcomes",
        (
            has_rows("quarter in which anything shipped"),
            rate("feature_factory_index", "The feature factory index"),
            rate("outcome_hit_rate", "The share of outcomes reached"),
            no_rows(
                "judged_among_shipped",
                "hits > measured or measured > window_closed or window_closed > shipped",
                "Outcomes reached are measured, measured ones are closed, closed ones shipped.",
            ),
        ),
    ),
    Suite(
        "insights.romi",
        (
            has_rows("month of a scope"),
            not_negative("conversions", "Sales credited"),
            between(
                "romi_profit",
                -1000,
                1000,
                "A thousandfold return is an amount in another currency.",
                severity=WARNING,
            ),
            between("roas", None, 1000, "So is a thousandfold revenue.", severity=WARNING),
        ),
    ),
    Suite(
        "insights.budget_forecast",
        (
            has_rows("budget"),
            not_negative("days_left", "The days left of a period"),
            no_rows(
                "a_forecast_lies_in_its_interval",
                "forecast_spend < forecast_low or forecast_spend > forecast_high",
                "A forecast outside its own interval.",
            ),
            no_rows(
                "a_forecast_or_a_reason",
                "(forecast_spend is null) = (reason is null)",
                "A budget without a forecast and without a reason, or with both.",
            ),
        ),
    ),
    Suite(
        "insights.portfolio_allocation",
        (
            has_rows("product of a quarter"),
            between("growth_potential", 0, 100, "A growth potential is a weighed percentile."),
            rate("recommended_share", "A recommended share"),
            rate("win_rate", "The win rate"),
            not_negative("recommended_budget", "A recommended budget"),
            no_rows(
                "advice_or_a_reason",
                "(recommended_budget is null) = (reason is null)",
                "A product without advice and without a reason, or with both.",
            ),
            no_rows(
                "no_slope_without_a_curve",
                "(marginal_roas is null) <> (marginal_roas_reason is not null)",
                "A marginal return that is missing without a reason, or has one beside it.",
            ),
        ),
    ),
    Suite(
        "insights.response_curves",
        (
            has_rows("channel"),
            rate("carry_over", "The share of an effect that reaches the next week"),
            between(
                "marginal_roas",
                0,
                1000,
                "A thousandfold return on the next coin is an amount in another currency.",
                severity=WARNING,
            ),
            no_rows(
                "a_slope_or_a_reason",
                "(marginal_roas is null) <> (coalesce(reason, '') like 'insufficient:%')",
                "A channel without a slope and without a reason, or with both.",
            ),
        ),
    ),
    Suite(
        "insights.marketing_mix_outcomes",
        (
            has_rows("week"),
            days_make_sense("week_end_on", ahead=0),
            between(
                "revenue",
                -35_000_000,
                350_000_000,
                "Fifty millions a day, or five paid back, are an amount in another currency.",
                severity=WARNING,
            ),
        ),
    ),
    Suite(
        "insights.marketing_mix_panel",
        (
            has_rows("week of a channel"),
            days_make_sense("week_end_on", ahead=0),
            not_negative("spend", "Spend", severity=WARNING),
            between(
                "spend",
                None,
                35_000_000,
                "More than five millions a day in one channel is a unit taken for another.",
            ),
            no_rows(
                "unknown_is_not_zero",
                "not is_complete and (spend is not null or impressions is not null)",
                "A week outside a channel's life or not loaded shows no number.",
            ),
        ),
    ),
    Suite(
        "insights.marketing_mix_sufficiency",
        (
            has_rows("verdict"),
            no_rows(
                "figures_agree",
                "usable_weeks > least(weeks_with_spend, weeks_with_outcome) "
                "or varying_channels > channels",
                "What is usable is part of what is known.",
            ),
        ),
    ),
    Suite(
        "insights.voice_of_customer",
        (
            has_rows("month of a scope"),
            days_make_sense("month_on"),
            between("nps", -100, 100, "A net promoter score lies between -100 and 100."),
            rate("csat", "Satisfaction"),
            rate("response_rate", "The share of invitations answered"),
            no_rows(
                "verdicts_make_the_answers",
                "promoters + passives + detractors <> nps_answers or "
                "(nps is null) <> (nps_answers = 0)",
                "Promoters, passives and detractors are everybody; nobody has no score.",
            ),
        ),
    ),
    Suite(
        "insights.voice_responses",
        (
            has_rows("response"),
            between("score", 0, 10, "No scale goes beyond 0 to 10."),
            no_rows(
                "verdicts_follow_scores",
                "(verdict is null) <> (score is null or kind = 'voice')",
                "A score on a scale has a verdict, and nothing else has.",
            ),
        ),
    ),
    Suite(
        "insights.voice_themes",
        (
            has_rows("theme"),
            not_negative("arr", "Recurring revenue"),
            at_most("requests", "respondents", "Everybody who asked asked at least once."),
            at_most("accounts", "paying_accounts", "Paying accounts are a part of all."),
        ),
    ),
    Suite(
        "insights.revenue_retention",
        (
            has_rows("month of recurring revenue"),
            days_make_sense("month_on"),
            rate("grr", "Gross revenue retention"),
            rate("renewal_rate", "The rate of renewal"),
            rate("logo_churn_rate", "The share of customers lost"),
            between(
                "nrr", 0, 10, "Tenfold in a month is a unit taken for another.", severity=WARNING
            ),
        ),
    ),
)
