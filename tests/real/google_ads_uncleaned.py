"""A Google Ads export of November 2024, published "deliberately uncleaned" (2,600 ads).

Its campaign has four spellings, its devices three cases each, its days three formats: with dashes
days first, with slashes months first, but for the 1st to 10th and the 12th also days first. Those
two read alike (`1/11/2024`), so no format tells them apart; that all of it is November does.
97 ads have no cost: a row without spend is no fact and goes to quarantine.
"""

from __future__ import annotations

from tests.real.published import Drop, Figure, PublishedSet

DAYS_FIRST = ", ".join(f"'{day}/11/2024': '2024-11-{day:02}'" for day in (*range(1, 11), 12))
DEVICES = ", ".join(
    f"'{spelling}': {device}"
    for device in ("desktop", "mobile", "tablet")
    for spelling in (device.upper(), device.capitalize())
)
SETTINGS = f"""
sources:
  generic:
    connections:
      - name: generic
        tables:
          ad_performance:
            rename: {{campaign_id: Campaign_Name, campaign_name: Campaign_Name, ad_id: Ad_ID,
                      ad_group_id: Device, ad_name: Keyword, date: Ad_Date, spend: Cost,
                      impressions: Impressions, clicks: Clicks, conversions: Conversions,
                      conversion_value: Sale_Amount}}
            constants: {{platform: google_ads, account_id: course, currency: USD}}
            formats: {{date: ['%m/%d/%Y', '%d-%m-%Y']}}
            values:
              date: {{{DAYS_FIRST}}}
              ad_group_id: {{{DEVICES}}}
              campaign_id: &course
                Data Analytcis Course: Data Analytics Course
                Data Anlytics Corse: Data Analytics Course
                Data Analytics Corse: Data Analytics Course
                DataAnalyticsCourse: Data Analytics Course
              campaign_name: *course
"""

READ = """
    select
        case
            when contains(Ad_Date, '-') then cast(strptime(Ad_Date, '%d-%m-%Y') as date)
            else make_date(2024, 11, split_part(
                Ad_Date, '/', case when starts_with(Ad_Date, '11/') then 2 else 1 end
            )::int)
        end as day,
        lower(Device) as device, Cost::decimal(18, 6) as spend, Clicks::bigint as clicks,
        Impressions::bigint as impressions, Conversions::decimal(18, 6) as conversions,
        Sale_Amount::decimal(18, 6) as sales
    from export
    where Cost is not null
"""
MEASURES = "sum(spend), sum(clicks), sum(impressions), sum(conversions), sum(sales)"
PUBLISHED = (
    "sum(spend), sum(clicks), sum(impressions), sum(platform_conversions), sum(platform_value)"
)

SET = PublishedSet(
    folder="google_ads_uncleaned",
    as_of="2024-12-02T02:00:00",
    files={"export": "GoogleAds_DataAnalytics_Sales_Uncleaned.csv"},
    drops={
        "generic/ad_performance": Drop(
            "export", kept="select count(*) from export where Cost is not null"
        )
    },
    settings=SETTINGS,
    quarantine="""
        select 'generic/ad_performance', 'missing_required', 'spend', count(*)
        from export where Cost is null
    """,
    figures=(
        Figure(
            "a campaign under four spellings is one",
            f"select campaign_name, {PUBLISHED} from insights.campaigns group by all",
            f"select 'Data Analytics Course', {MEASURES} from ({READ})",
        ),
        Figure(
            "every day of November",
            f"select date_day, {PUBLISHED} from insights.campaigns where spend > 0 group by all",
            f"select day, {MEASURES} from ({READ}) group by all",
        ),
        Figure(
            "devices in three cases each",
            f"select ad_group_id, {PUBLISHED} from insights.campaign_ad_groups "
            "where not is_unallocated group by all",
            f"select device, {MEASURES} from ({READ}) group by all",
        ),
        Figure(
            "ads explain the campaign whole",
            "select count(distinct ad_id), sum(spend) from insights.campaign_ads "
            "where not is_unallocated",
            f"select count(*), sum(spend) from ({READ})",
        ),
    ),
)
