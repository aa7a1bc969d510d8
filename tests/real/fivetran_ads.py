"""Fivetran's own samples of four ad platforms: about ten hashed rows a table, none of them tidy.

Reports of one platform are samples by themselves, so a campaign's figures come from the coarsest
report of each day. Google's account has no name and a time like `2:20:51`, its ad report names the
ad group by resource name only, one row's id is `#ERROR!`; Meta's accounts tell no currency, its
actions are those of other ads than its spend, and write the same money under ten action types, two
of them of the default family: this deployment names the pixel's alone. LinkedIn's history repeats
creatives without saying when, and 65 of 100 creatives with figures are in no history. Microsoft has
no source of its own: its report is summed over devices and networks and comes as generic.
"""

from __future__ import annotations

from tests.real.published import Drop, Figure, PublishedSet

SETTINGS = """
vars:
  facebook_conversion_action_types:
    [offsite_conversion.fb_pixel_purchase, offsite_conversion.fb_pixel_lead]
"""

GOOGLE = (
    "account_history", "campaign_history", "ad_group_history", "ad_history",
    "ad_group_criterion_history", "campaign_stats", "ad_group_stats", "ad_stats", "keyword_stats",
    "search_term_keyword_stats",
)  # fmt: skip
FACEBOOK = (
    "account_history", "campaign_history", "ad_set_history", "ad_history", "creative_history",
    "basic_ad", "basic_ad_actions", "basic_ad_action_values",
)  # fmt: skip
LINKEDIN = {
    "account_history": "ad_account_history",
    "campaign_group_history": "ad_campaign_group_history",
    "campaign_history": "ad_campaign_history",
    "creative_history": "ad_creative_history",
    "ad_analytics_by_campaign": "ad_analytics_by_campaign",
    "ad_analytics_by_creative": "ad_analytics_by_creative",
}
PACKED = {"creative_history"}

FILES = {
    **{f"google_{table}": f"google_ads/google_ads_{table}_data.csv" for table in GOOGLE},
    **{
        f"facebook_{table}": f"facebook_ads/facebook_ads_{table}_data.csv"
        + (".gz" if table in PACKED else "")
        for table in FACEBOOK
    },
    **{
        f"linkedin_{table}": f"linkedin/linkedin_{file}_data.csv"
        for table, file in LINKEDIN.items()
    },
    "microsoft": "microsoft_ads/microsoft_ads_campaign_performance_daily_report_data.csv.gz",
}

# Google's reports in one shape, the coarsest of each campaign and day.
REPORTS = {
    "campaign": ("campaign_stats", "id"),
    "ad_group": ("ad_group_stats", "campaign_id"),
    "ad": ("ad_stats", "campaign_id"),
    "keyword": ("keyword_stats", "campaign_id"),
    "search_term": ("search_term_keyword_stats", "campaign_id"),
}
GOOGLE_ROWS = " union all ".join(
    f"select {rank} as rank, '{grain}' as grain, {campaign} as campaign, date::date as day, "
    "cost_micros::decimal(18, 6) / 1000000 as spend, clicks::bigint as clicks, "
    "impressions::bigint as impressions, conversions::decimal(18, 6) as conversions, "
    f"conversions_value::decimal(18, 6) as value from google_{table}"
    for rank, (grain, (table, campaign)) in enumerate(REPORTS.items())
)
SUMS = "sum(spend)::decimal(18, 6), sum(clicks), sum(impressions), sum(conversions), sum(value)"
MART = (
    "sum(spend_original), sum(clicks), sum(impressions), sum(platform_conversions), "
    "sum(platform_value_original)"
)
MONTH = "date_trunc('month', {})::date"

SET = PublishedSet(
    folder="fivetran_ads_core",
    as_of="2025-04-21T02:00:00",
    files=FILES,
    drops={
        **{f"google_ads/{table}": Drop(f"google_{table}") for table in GOOGLE},
        **{f"facebook_ads/{table}": Drop(f"facebook_{table}") for table in FACEBOOK},
        **{f"linkedin_ads/{table}": Drop(f"linkedin_{table}") for table in LINKEDIN},
        "linkedin_ads/creative_history": Drop(
            "linkedin_creative_history",
            kept="select count(distinct id) from linkedin_creative_history",
        ),
        "generic/ad_performance": Drop(
            "select 'microsoft_ads' as platform, account_id, campaign_id, date, "
            "currency_code as currency, sum(spend::decimal(18, 2)) as spend, "
            "sum(clicks::bigint) as clicks, sum(impressions::bigint) as impressions, "
            "sum(conversions::bigint) as conversions, sum(revenue::decimal(18, 2)) as "
            "conversion_value from microsoft group by all",
            delivered="select count(distinct (account_id, campaign_id, date)) from microsoft",
        ),
    },
    settings=SETTINGS,
    figures=(
        Figure(
            "Google: every report at its own grain",
            f"select report_grain, {MART} from core.ad_performance where platform = 'google_ads' "
            "group by all",
            f"select grain, {SUMS} from ({GOOGLE_ROWS}) group by all",
        ),
        Figure(
            "Google: campaigns by month, each day from its coarsest report",
            f"select campaign_id, {MONTH.format('date_day')}, {MART} from insights.campaigns "
            "where platform = 'google_ads' group by all having sum(impressions) > 0",
            f"select campaign, {MONTH.format('day')}, {SUMS} from (select *, min(rank) over "
            f"(partition by campaign, day) as best from ({GOOGLE_ROWS})) where rank = best "
            "group by all",
        ),
        Figure(
            "Meta: spend, clicks and impressions of ads, in a currency that nobody names",
            "select ad_id, sum(spend_original), sum(spend), sum(clicks), sum(impressions) "
            "from core.ad_performance where platform = 'facebook_ads' and impressions > 0 "
            "group by all",
            "select ad_id, sum(spend::decimal(18, 2)), null, sum(inline_link_clicks::bigint), "
            "sum(impressions::bigint) from facebook_basic_ad group by all",
        ),
        Figure(
            "Meta: conversions and their value by month, of one family of actions",
            f"select {MONTH.format('date_day')}, sum(platform_conversions), "
            "sum(platform_value_original) from insights.campaigns "
            "where platform = 'facebook_ads' group by all "
            "having sum(platform_conversions) + sum(platform_value_original) > 0",
            f"select {MONTH.format('date::date')}, "
            "coalesce(sum(n::decimal(18, 6)), 0), coalesce(sum(money::decimal(18, 6)), 0) from ("
            "select date, action_type, value as n, null as money from facebook_basic_ad_actions "
            "union all select date, action_type, null, value from facebook_basic_ad_action_values) "
            "where action_type in ('offsite_conversion.fb_pixel_purchase', "
            "'offsite_conversion.fb_pixel_lead') group by all",
        ),
        Figure(
            "LinkedIn: both reports at their own grain",
            "select report_grain, sum(spend), sum(clicks), sum(impressions) "
            "from core.ad_performance where platform = 'linkedin_ads' group by all",
            "select 'ad_group', sum(coalesce(cost_in_local_currency, cost_in_usd)"
            "::decimal(18, 6)), sum(clicks::bigint), sum(impressions::bigint) "
            "from linkedin_ad_analytics_by_campaign union all select 'ad', "
            "sum(coalesce(cost_in_local_currency, cost_in_usd)::decimal(18, 6)), "
            "sum(clicks::bigint), sum(impressions::bigint) from linkedin_ad_analytics_by_creative",
        ),
        Figure(
            "Microsoft: 2,630 rows of segments are campaigns by month",
            f"select campaign_id, {MONTH.format('date_day')}, sum(spend), sum(clicks), "
            "sum(impressions), sum(platform_conversions), sum(platform_value) "
            "from insights.campaigns where platform = 'microsoft_ads' and is_complete "
            "group by all having sum(spend) + sum(impressions) > 0",
            f"select campaign_id, {MONTH.format('date::date')}, sum(spend::decimal(18, 2)), "
            "sum(clicks::bigint), sum(impressions::bigint), sum(conversions::bigint), "
            "sum(revenue::decimal(18, 2)) from microsoft "
            "group by all having sum(spend::decimal(18, 2)) + sum(impressions::bigint) > 0",
        ),
    ),
)
