"""Data that others published, through the generic source with nothing but a mapping.

None of it may be redistributed: each test names the environment variable that says where it is.
"""

from __future__ import annotations

import gzip
import os
import shutil
from pathlib import Path

import pytest

from tests.dbt_voice.house import build, rows

NPS = os.environ.get("PMA_NPS_DATA", "")
EMAILS = os.environ.get("PMA_EMAILS_DATA", "")
FUNNEL = os.environ.get("PMA_FUNNEL_DATA", "")
CRM = os.environ.get("PMA_CRM_DATA", "")


def place(home: Path, table: str, *files: Path) -> None:
    folder = home / "raw" / "generic" / table
    folder.mkdir(parents=True)
    for file in files:
        shutil.copy(file, folder)


@pytest.mark.skipif(not NPS, reason="PMA_NPS_DATA names no folder with NPStimeseries.csv")
def test_net_promoter_score_of_a_bank(tmp_path):
    """Kaggle's NPS of a retail bank, 2021: 5,000 answers in three markets, days first."""
    place(tmp_path, "survey_responses", Path(NPS) / "NPStimeseries.csv")
    place(tmp_path, "accounts")
    (tmp_path / "raw" / "generic" / "accounts" / "markets.csv").write_text(
        "account_id,segment\nUS,US\nUK,UK\nMEX,MEX\n"
    )
    build(
        tmp_path,
        "2022-01-05T02:00:00",
        "+voice_of_customer",
        settings="""
vars: {nps_window_days: 365}
sources:
  generic:
    connections:
      - name: generic
        tables:
          survey_responses:
            rename: {response_id: ID, respondent_id: ID, account_id: Market,
                     responded_at: Survey date, score: NPS}
            constants: {survey: Retail bank, kind: nps}
            formats: {responded_at: ['%d/%m/%y']}
""",
    )
    found = rows(
        tmp_path,
        "select scope_id, nps_answers, promoters, detractors, round(nps, 2) "
        "from insights.voice_of_customer where month_on = date '2021-12-01' "
        "and scope in ('total', 'segment') order by nps_answers",
    )
    assert [(name, nps) for name, *_, nps in found] == [
        ("US", 9.93),
        ("MEX", 17.10),
        ("UK", 8.49),
        ("(all)", 11.80),
    ]
    assert found[-1][1:4] == (5000, 2309, 1719)
    quarters = rows(
        tmp_path,
        "select month(responded_on), count(*) from insights.voice_responses group by 1 order by 1",
    )
    assert [month for month, _ in quarters] == list(range(1, 13)), "days first, not years first"


@pytest.mark.skipif(not EMAILS, reason="PMA_EMAILS_DATA names no folder with yammer_emails.csv.gz")
def test_clicks_of_a_weekly_digest(tmp_path):
    """Mode's case study: clicks per opened digest fall from 40 to 22 per cent in August."""
    place(tmp_path, "email_events")
    target = tmp_path / "raw" / "generic" / "email_events" / "emails.csv"
    with gzip.open(Path(EMAILS) / "yammer_emails.csv.gz", "rt") as file, target.open("w") as out:
        out.write("event_id," + next(file))
        out.writelines(f"{number},{line}" for number, line in enumerate(file))
    build(
        tmp_path,
        "2022-09-15T02:00:00",
        "+email_campaigns",
        settings="""
sources:
  generic:
    connections:
      - name: generic
        tables:
          email_events:
            rename: {recipient_id: user_id, event_type: action, campaign_id: action}
            values:
              event_type: {sent_weekly_digest: delivered, sent_reengagement_email: delivered,
                           email_open: open, email_clickthrough: click}
              campaign_id: {email_open: '', email_clickthrough: ''}
""",
    )
    found = rows(
        tmp_path,
        "select month(date_day), sum(delivered), sum(opened), sum(clicked), "
        "round(100.0 * sum(clicked) / sum(opened), 2) from messaging.email_campaigns "
        "where campaign_id = 'sent_weekly_digest' group by 1 order by 1",
    )
    assert [rate for *_, rate in found] == [39.77, 40.45, 41.04, 22.41]
    assert [opened for _, _, opened, _, _ in found] == [3533, 3869, 4781, 5011]
    assert rows(tmp_path, "select sum(sent) from messaging.email_campaigns") == [(60_920,)]


@pytest.mark.skipif(not FUNNEL, reason="PMA_FUNNEL_DATA names no folder with olist's funnel")
def test_leads_and_deals_by_origin(tmp_path):
    """Olist's marketing funnel: 8,000 leads of which 842 were closed, by how they came."""
    folder = Path(FUNNEL)
    place(tmp_path, "contacts", folder / "olist_marketing_qualified_leads_dataset.csv.gz")
    place(tmp_path, "opportunities", folder / "olist_closed_deals_dataset.csv")
    build(
        tmp_path,
        "2018-12-31T02:00:00",
        "+attribution_credits",
        settings="""
vars: {attribution_window_days: 730}
sources:
  generic:
    connections:
      - name: generic
        tables:
          contacts:
            rename: {contact_id: mql_id, created_at: first_contact_date,
                     lead_at: first_contact_date, mql_at: first_contact_date, source: origin}
            constants: {medium: funnel}
          opportunities:
            rename: {opportunity_id: mql_id, contact_id: mql_id, created_at: won_date,
                     closed_on: won_date, amount: declared_monthly_revenue}
            constants: {currency: BRL, stage: closed, is_closed: true, is_won: true,
                        opportunity_type: new}
            formats: {closed_on: ['%Y-%m-%d %H:%M:%S']}
""",
    )
    kinds = "select conversion_type, count(*) from core.conversions group by 1 order by 1"
    assert rows(tmp_path, kinds) == [
        ("lead", 8000),
        ("mql", 8000),
        ("opportunity", 842),
        ("won", 842),
    ]
    origins = dict(
        rows(
            tmp_path,
            "select source, count(*) from core.touchpoints where touch_type = 'form' group by 1",
        )
    )
    assert sum(origins.values()) == 7940, "60 leads name no origin and came by no touch"
    assert (origins["organic search"], origins["paid search"], origins["social"]) == (
        2296,
        1586,
        1350,
    )
    won = dict(
        rows(
            tmp_path,
            "select coalesce(source, '(unattributed)'), cast(sum(weight) as integer) "
            "from core.attribution_credits where conversion_type = 'won' and model = 'first' "
            "and journey = 'person' group by 1",
        )
    )
    assert sum(won.values()) == 842


@pytest.mark.skipif(not CRM, reason="PMA_CRM_DATA names no folder with sparklesquad's CRM")
def test_clicks_to_won_deals(tmp_path):
    """sparklesquad's CRM: clicks without id, deals without account, wins without amount."""
    folder = Path(CRM)
    place(tmp_path, "opportunities", folder / "sales-pipeline.csv.gz")
    place(tmp_path, "accounts", folder / "accounts.csv")
    place(tmp_path, "touchpoints")
    target = tmp_path / "raw" / "generic" / "touchpoints" / "clicks.csv"
    with gzip.open(folder / "clicks.csv.gz", "rt", encoding="utf-8-sig") as file:
        header = next(file)
        target.write_text(
            "click_id," + header + "".join(f"{n},{line}" for n, line in enumerate(file))
        )
    build(
        tmp_path,
        "2018-06-30T02:00:00",
        "+opportunities",
        "+touchpoints",
        settings="""
sources:
  generic:
    connections:
      - name: generic
        tables:
          accounts: {rename: {account_id: Account, name: Account, employee_count: Employees}}
          touchpoints:
            rename: {touch_id: click_id, occurred_at: Created_On, source: Source,
                     account_id: Industry}
            constants: {touch_type: ad_click}
          opportunities:
            rename: {opportunity_id: Opportunity_ID, account_id: Account, stage: Deal_Stage,
                     product_id: Product, closed_on: Close_Date, amount: Close_Value,
                     created_at: Created_On, owner: Sales_Agent, is_closed: Deal_Stage,
                     is_won: Deal_Stage}
            constants: {currency: USD, opportunity_type: new}
            values:
              is_closed: {Won: 'true', Lost: 'true', In_Progress: 'false'}
              is_won: {Won: 'true', Lost: 'false', In_Progress: 'false'}
""",
    )
    assert rows(
        tmp_path,
        "select count(*), count(*) filter (is_won), count(*) filter (is_closed and not is_won), "
        "sum(amount_original) filter (is_won), count(*) filter (is_won and amount_original is null)"
        " from core.opportunities",
    ) == [(14_277, 6_438, 3_493, 17_936_928, 19)]
    assert dict(
        rows(tmp_path, "select lower(source), count(*) from core.touchpoints group by 1")
    ) == {
        "paid": 6520,
        "email": 5396,
        "referral": 5253,
        "direct": 4512,
        "organic": 4409,
        "social": 4154,
    }
