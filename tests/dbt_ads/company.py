"""Raw rows of advertising in which every row earns its place. As-of is 2026-01-31 02:00 UTC."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from tests.support.raw import insert

SYNCED = datetime(2026, 1, 30)


def day(text: str) -> date:
    return date.fromisoformat(text)


def google_stats(**row):
    return {"customer_id": "g1", "device": "MOBILE", "ad_network_type": "SEARCH"} | row


def first_night(con) -> None:
    exchange_rates(con)
    long_campaigns(con)
    gaps_and_silence(con)
    google(con)
    facebook(con)
    linkedin(con)
    odd_files(con)


def exchange_rates(con) -> None:
    """Rates as a bank quotes them, in EUR; GBP falls silent after the 9th of January."""
    rows = []
    for n in range(0, 31, 3):
        on = day("2026-01-01") + timedelta(days=n)
        rows += [
            {"date": on, "from_currency": "EUR", "to_currency": "USD", "rate": "1.25"},
            {"date": on, "from_currency": "EUR", "to_currency": "SEK", "rate": "10"},
        ]
        if n < 3:
            rows.append({"date": on, "from_currency": "GBP", "to_currency": "USD", "rate": "1.5"})
    rows.append(
        {"date": day("2026-01-02"), "from_currency": "USD", "to_currency": "CHF", "rate": "0.8"}
    )
    insert(con, "generic.fx_rates", *rows)


def generic(con, *rows, **common) -> None:
    insert(con, "generic.ad_performance", *({"currency": "USD"} | common | row for row in rows))


def long_campaigns(con) -> None:
    """Golden case 1: A 100 a day with a 300 conversion, B 50 a day with none, 360 days each."""
    days = [day("2026-01-30") - timedelta(days=n) for n in range(360)]
    generic(
        con,
        *(
            {"campaign_id": "A", "date": d, "spend": 100, "conversions": 1, "conversion_value": 300}
            for d in days
        ),
        *(
            {"campaign_id": "B", "date": d, "spend": 50, "conversions": 0, "conversion_value": 0}
            for d in days
        ),
        platform="Radio",
        account_id="r1",
        impressions=1000,
        clicks=10,
        strategy="brand",
        account_timezone="Asia/Kolkata",
        campaign_name="Radio campaign",
    )


def gaps_and_silence(con) -> None:
    """U4. Both run 1-20 January. On the 5th only P pauses; on the 10th nothing was loaded."""
    for campaign, silent in (("P", {5, 10}), ("Q", {10}), ("ended", set(range(9, 32)))):
        generic(
            con,
            *(
                {"campaign_id": campaign, "date": day(f"2026-01-{n:02}")}
                for n in range(1, 21)
                if n not in silent
            ),
            platform="podcasts",
            account_id="p1",
            spend=10,
            impressions=100,
            clicks=5,
            conversions=1,
        )
    generic(
        con,
        {"campaign_id": "alone", "date": day("2026-01-02")},
        {"campaign_id": "alone", "date": day("2026-01-04")},
        platform="billboards",
        account_id="b1",
        spend=10,
        impressions=100,
    )


def google(con) -> None:
    """Golden cases 3 and 5, a rename, Performance Max, an account in Stockholm."""
    insert(
        con,
        "google_ads.account_history",
        {
            "id": "g1",
            "updated_at": datetime(2025, 1, 1),
            "descriptive_name": "Main",
            "currency_code": "USD",
            "time_zone": "America/Los_Angeles",
            "_fivetran_synced": SYNCED,
        },
        {
            "id": "g2",
            "updated_at": datetime(2025, 1, 1),
            "descriptive_name": "Sweden",
            "currency_code": "SEK",
            "time_zone": "Etc/UTC",
            "_fivetran_synced": SYNCED,
        },
    )
    insert(
        con,
        "google_ads.campaign_history",
        {
            "id": "100",
            "customer_id": "g1",
            "updated_at": datetime(2025, 1, 1),
            "name": "Old name",
            "advertising_channel_type": "SEARCH",
            "status": "ENABLED",
            "final_url_suffix": "utm_source=Google&utm_medium=cpc&utm_campaign={campaignid}",
        },
        {
            "id": "100",
            "customer_id": "g1",
            "updated_at": datetime(2026, 1, 15, 12),
            "name": "New name",
            "advertising_channel_type": "SEARCH",
            "status": "ENABLED",
            "final_url_suffix": "utm_source=Google&utm_medium=cpc&utm_campaign={campaignid}",
        },
        {
            "id": "pmax",
            "customer_id": "g1",
            "updated_at": datetime(2025, 1, 1),
            "name": "Max for bob@example.com",
            "advertising_channel_type": "PERFORMANCE_MAX",
            "status": "ENABLED",
        },
        {
            "id": "sek",
            "customer_id": "g2",
            "updated_at": datetime(2025, 1, 1),
            "name": "Swedish",
            "advertising_channel_type": "DISPLAY",
            "status": "ENABLED",
        },
    )
    insert(
        con,
        "google_ads.ad_group_history",
        {"id": "10", "campaign_id": "100", "updated_at": datetime(2025, 1, 1), "name": "Group"},
    )
    insert(
        con,
        "google_ads.ad_history",
        {
            "id": "7",
            "ad_group_id": "10",
            "updated_at": datetime(2025, 1, 1),
            "name": "Ad in 10",
            "final_urls": "[https://example.com/a?x=1#top]",
        },
        {
            "id": "7",
            "ad_group_id": "11",
            "updated_at": datetime(2025, 1, 1),
            "name": "Ad in 11",
            "final_urls": "[https://example.com/b]",
        },
    )
    insert(
        con,
        "google_ads.ad_group_criterion_history",
        {
            "id": "501",
            "ad_group_id": "10",
            "base_campaign_id": "100",
            "updated_at": datetime(2025, 1, 1),
            "keyword_match_type": "EXACT",
            "keyword_text": "warehouse",
        },
    )
    on = day("2026-01-10")
    insert(
        con,
        "google_ads.campaign_stats",
        google_stats(
            id="100",
            date=on,
            cost_micros=600_000_000,
            impressions=600,
            clicks=60,
            conversions="2.5",
            conversions_value="300",
            view_through_conversions=1,
        ),
        google_stats(
            id="100",
            date=on,
            device="DESKTOP",
            cost_micros=400_000_000,
            impressions=400,
            clicks=40,
            conversions="0.5",
            conversions_value="100",
            view_through_conversions=0,
        ),
        google_stats(
            id="100",
            date=day("2026-01-20"),
            cost_micros=1,
            impressions=1,
            clicks=0,
            conversions="0",
            conversions_value="0",
        ),
        google_stats(
            id="pmax",
            date=on,
            cost_micros=5_000_000,
            impressions=50,
            clicks=5,
            conversions="1",
            conversions_value="10",
        ),
        google_stats(
            customer_id="g2",
            id="sek",
            date=on,
            cost_micros=1_000_000_000,
            impressions=10,
            clicks=1,
            conversions="1",
            conversions_value="5000",
        ),
    )
    insert(
        con,
        "google_ads.ad_stats",
        google_stats(
            campaign_id="100",
            ad_group_id="10",
            ad_id="7",
            date=on,
            cost_micros=400_000_000,
            impressions=500,
            clicks=50,
            conversions="2",
            conversions_value="300",
            keyword_ad_group_criterion="customers/g1/adGroupCriteria/10~501",
        ),
        google_stats(
            campaign_id="100",
            ad_group_id="10",
            ad_id="7",
            date=on,
            cost_micros=200_000_000,
            impressions=100,
            clicks=10,
            conversions="0",
            conversions_value="0",
            keyword_ad_group_criterion="customers/g1/adGroupCriteria/10~502",
        ),
        google_stats(
            campaign_id="100",
            ad_group_id="11",
            ad_id="7",
            date=on,
            cost_micros=100_000_000,
            impressions=100,
            clicks=10,
            conversions="0",
            conversions_value="0",
        ),
    )
    insert(
        con,
        "google_ads.keyword_stats",
        google_stats(
            campaign_id="100",
            ad_group_id="10",
            ad_group_criterion_criterion_id="501",
            date=on,
            cost_micros=500_000_000,
            impressions=500,
            clicks=50,
            conversions="2",
            conversions_value="300",
        ),
    )
    insert(
        con,
        "google_ads.search_term_keyword_stats",
        google_stats(
            campaign_id="100",
            ad_group_id="10",
            search_term="mail to bob@example.com",
            keyword_ad_group_criterion="customers/g1/adGroupCriteria/10~501",
            search_term_match_type="EXACT",
            date=on,
            cost_micros=300_000_000,
            impressions=100,
            clicks=10,
            conversions="1",
            conversions_value="100",
        ),
        google_stats(
            campaign_id="100",
            ad_group_id="10",
            search_term="only the term report knows",
            search_term_match_type="EXACT",
            date=day("2026-01-25"),
            cost_micros=2_000_000,
            impressions=1,
            clicks=1,
            conversions="0",
            conversions_value="0",
        ),
    )


def facebook(con) -> None:
    """Overlapping action types, a day without actions, a budget in cents, tags to fill in."""
    insert(
        con,
        "facebook_ads.account_history",
        {
            "id": "f1",
            "name": "Meta",
            "currency": "USD",
            "timezone_name": "UTC",
            "_fivetran_synced": SYNCED,
        },
    )
    insert(
        con,
        "facebook_ads.campaign_history",
        {
            "id": "fc",
            "account_id": "f1",
            "name": "Spring",
            "status": "ACTIVE",
            "daily_budget": 5000,
            "updated_time": datetime(2025, 12, 1),
            "_fivetran_synced": SYNCED,
        },
    )
    insert(
        con,
        "facebook_ads.ad_set_history",
        {
            "id": "fs",
            "account_id": "f1",
            "campaign_id": "fc",
            "name": "Set",
            "updated_time": datetime(2025, 12, 1),
        },
    )
    insert(
        con,
        "facebook_ads.ad_history",
        {
            "id": "fa",
            "account_id": "f1",
            "campaign_id": "fc",
            "ad_set_id": "fs",
            "creative_id": "cr",
            "name": "Ad",
            "updated_time": datetime(2025, 12, 1),
        },
    )
    insert(
        con,
        "facebook_ads.creative_history",
        {
            "id": "cr",
            "account_id": "f1",
            "page_link": "https://example.com/m",
            "url_tags": '[{"key":"utm_source","value":"Facebook","type":"AD"},'
            '{"key":"utm_medium","type":"AD","value":"Paid%20Social"},'
            '{"key":"utm_campaign","value":"{{campaign.name}}","type":"AD"}]',
            "_fivetran_synced": SYNCED,
        },
    )
    for n in (10, 11):
        insert(
            con,
            "facebook_ads.basic_ad",
            {
                "ad_id": "fa",
                "account_id": "f1",
                "date": day(f"2026-01-{n}"),
                "impressions": 100,
                "inline_link_clicks": 10,
                "reach": 80,
                "spend": "25.5",
            },
        )
    action = {"ad_id": "fa", "date": day("2026-01-10"), "index": "0"}
    insert(
        con,
        "facebook_ads.basic_ad_actions",
        action | {"action_type": "lead", "value": "5"},
        action
        | {"action_type": "offsite_conversion.fb_pixel_lead", "value": "3", "_1_d_view": "1"},
        action | {"action_type": "onsite_conversion.lead_grouped", "value": "2"},
        action | {"action_type": "omni_purchase", "value": "1"},
        action | {"action_type": "offsite_conversion.fb_pixel_purchase", "value": "1"},
        action | {"action_type": "link_click", "value": "10"},
    )
    insert(
        con,
        "facebook_ads.basic_ad_action_values",
        action | {"action_type": "omni_purchase", "value": "51"},
        action | {"action_type": "offsite_conversion.fb_pixel_purchase", "value": "51"},
    )


def linkedin(con) -> None:
    """Golden case 3: 100 USD are 92 EUR, worth 920 EUR. A creative that no history knows."""
    insert(
        con,
        "linkedin_ads.account_history",
        {
            "id": "l1",
            "name": "LinkedIn",
            "currency": "EUR",
            "last_modified_time": datetime(2025, 1, 1),
        },
    )
    insert(
        con,
        "linkedin_ads.campaign_group_history",
        {
            "id": "lg",
            "account_id": "l1",
            "name": "Group",
            "last_modified_time": datetime(2025, 1, 1),
        },
    )
    insert(
        con,
        "linkedin_ads.campaign_history",
        {
            "id": "lc",
            "campaign_group_id": "lg",
            "account_id": "l1",
            "name": "Campaign",
            "daily_budget_amount": "46",
            "daily_budget_currency_code": "EUR",
            "last_modified_time": datetime(2025, 1, 1),
        },
    )
    insert(
        con,
        "linkedin_ads.creative_history",
        {
            "id": "lcr",
            "campaign_id": "lc",
            "click_uri": "https://example.com/l?utm_source=linkedin&utm_campaign=Q1",
            "last_modified_at": datetime(2025, 1, 1),
        },
    )
    stats = {
        "day": datetime(2026, 1, 10),
        "impressions": 100,
        "clicks": 10,
        "cost_in_usd": "100",
        "cost_in_local_currency": "92",
        "conversion_value_in_local_currency": "920",
        "external_website_conversions": 3,
        "one_click_leads": 1,
    }
    insert(con, "linkedin_ads.ad_analytics_by_campaign", stats | {"campaign_id": "lc"})
    insert(con, "linkedin_ads.ad_analytics_by_creative", stats | {"creative_id": "lcr"})
    insert(con, "linkedin_ads.ad_analytics_by_creative", stats | {"creative_id": "orphan"})


def odd_files(con) -> None:
    """Three grains, a missing rate, two currencies on one day, a cross rate, a deleted row."""
    common = {
        "platform": "bing",
        "account_id": "m1",
        "date": day("2026-01-10"),
        "impressions": 10,
        "clicks": 1,
    }
    generic(
        con,
        {
            "campaign_id": "grains",
            "spend": 100,
            "landing_url": "https://example.com/x?utm_campaign=Bing+Brand",
        },
        {"campaign_id": "grains", "ad_group_id": "g", "spend": 90},
        {"campaign_id": "grains", "ad_group_id": "g", "ad_id": "1", "spend": 60, "ad_name": "One"},
        {
            "campaign_id": "grains",
            "ad_group_id": "g",
            "ad_id": "2",
            "spend": 50,
            "ad_name": "Two",
            "landing_url": "https://example.com/two?to=bob%40example.com",
        },
        {"campaign_id": "ads only", "ad_group_id": "g", "ad_id": "1", "spend": 1},
        {"campaign_id": "ads only", "ad_group_id": "g", "ad_id": "2", "spend": 2},
        {"campaign_id": "two currencies", "ad_group_id": "g", "ad_id": "1", "spend": 10},
        {
            "campaign_id": "two currencies",
            "ad_group_id": "g",
            "ad_id": "2",
            "spend": 8,
            "currency": "EUR",
        },
        {"campaign_id": "deleted", "spend": 9, "is_deleted": True},
        {"campaign_id": "swedish", "spend": 100, "currency": "SEK"},
        {"campaign_id": "swiss", "spend": 8, "currency": "CHF", "date": day("2026-01-09")},
        {"campaign_id": "swiss", "spend": 8, "currency": "CHF"},
        **common,
    )
    insert(
        con,
        "generic.utm_aliases",
        {"field": "campaign", "raw_value": "Bing Brand", "value": "brand"},
    )
    for n in (10, 11, 12):
        generic(
            con,
            {
                "campaign_id": "british",
                "date": day(f"2026-01-{n}"),
                "spend": 10,
                "conversions": 1,
                "conversion_value": 20,
                "currency": "GBP",
                "platform": "bing",
                "account_id": "m2",
                "impressions": 10,
                "clicks": 1,
            },
        )


def second_night(con) -> None:
    """Late rows of old days, a late history that names the orphan, a late rate, a replaced row."""
    con.execute("update landing.clock set load_id = 2, build_id = 'second'")
    insert(
        con,
        "google_ads.campaign_stats",
        google_stats(
            id="100",
            date=day("2025-08-01"),
            cost_micros=7_000_000,
            impressions=7,
            clicks=7,
            conversions="7",
            conversions_value="7",
        ),
        load_id=2,
    )
    insert(
        con,
        "linkedin_ads.creative_history",
        {"id": "orphan", "campaign_id": "lc", "last_modified_at": datetime(2025, 1, 1)},
        load_id=2,
    )
    insert(
        con,
        "generic.fx_rates",
        {"date": day("2026-01-10"), "from_currency": "GBP", "to_currency": "USD", "rate": "1.6"},
        load_id=2,
    )
    insert(
        con,
        "facebook_ads.basic_ad_action_values",
        {
            "ad_id": "fa",
            "date": day("2026-01-11"),
            "index": "0",
            "value": "9",
            "action_type": "onsite_conversion.purchase",
        },
        load_id=2,
    )
    con.execute(
        "update raw_generic.ad_performance set spend = 77, _load_id = 2 "
        "where campaign_id = 'A' and date = '2025-06-01'"
    )
    con.execute(
        "update raw_generic.ad_performance set is_deleted = true where campaign_id = 'ads only'"
    )
    con.execute(
        "insert into landing.changed_partitions values "
        "(2, 'generic', 'ad_performance', '2025-06-01'), "
        "(2, 'generic', 'ad_performance', '2026-01-10')"
    )
